"""Counts with bars."""

from __future__ import annotations

import pytest

from vcmbib.cli.display.bars import draw_bars
from vcmbib.cli.display.look import Look
from vcmbib.cli.display.widths import columns


@pytest.mark.parametrize("room", [20, 40, 80, 200])
def test_bars_fit_and_meet(room: int) -> None:
    """No line is wider than the terminal, and all bars begin at one column."""
    counts = [("Image", 1200), ("点云", 7), ("a very long name " * 4 + "end", 1), ("none", 0)]
    lines = draw_bars("topics", counts, 3, Look(columns=room))

    assert all(columns(line) <= room for line in lines[1:])
    starts = {columns(line[: line.index("█")]) for line in lines if "█" in line}
    assert len(starts) == 1
    assert lines[-1] == "  … and 3 more"
    assert not any(line.endswith(" ") for line in lines)
