"""Cards: labels and values."""

from __future__ import annotations

import pytest

from vcmbib.cli.display.card import draw_card, some
from vcmbib.cli.display.look import Look
from vcmbib.cli.display.spans import cell
from vcmbib.cli.display.widths import columns


@pytest.mark.parametrize("room", [20, 40, 80, 200])
def test_values_stay_in_their_column(room: int) -> None:
    """No line is wider than the terminal; values begin at one column, or below their labels."""
    pairs = [("year", cell("2020")), ("a very long label of a field", cell("value " * 20)),
             ("authors", cell("点云 " * 30))]  # fmt: skip
    lines = draw_card(pairs, Look(columns=room))

    assert all(columns(line) <= room for line in lines)
    assert "2020" in " ".join(lines)
    if room >= 80:
        assert lines[0].index("2020") == 18
        assert lines[1] == "a very long label of a field"


def test_many_names_are_counted() -> None:
    """The first names and the number of the others; a few more are named."""
    names = [f"N{n}" for n in range(65)]
    assert some(names, 8).endswith("N7 and 57 more")
    assert "more" not in some(names[:10], 8)
    assert some([], 8) == ""
