"""Rows of pipe tables as cells."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.pipe_tables import TableRow, cells, fit_cells, is_delimiter


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("| a | b |", ("a", "b")),
        ("a | b", ("a", "b")),
        ("|| b |", ("", "b")),
        ("| a | b | ", ("a", "b")),
        (r"| a \| b | c |", ("a | b", "c")),
        (r"| a \\| b |", (r"a \\", "b")),
        ("|\ta\t|\tb\t|", ("a", "b")),
        ("|", ("",)),
        ("| a | b", ("a", "b")),
    ],
)
def test_the_cells_of_a_row(row: str, found: tuple[str, ...]) -> None:
    """Outer pipes are optional, escaped ones are text."""
    assert cells(row) == found


@pytest.mark.parametrize(
    ("row", "count", "found"),
    [
        ("| a | b |", 3, ("a", "b", "")),
        ("| a | b | | |", 2, ("a", "b")),
        ("| `x|y` | b |", 2, ("`x|y`", "b")),
        ("| [7|13B](https://x.org) | b |", 2, ("[7|13B](https://x.org)", "b")),
        ("| a | b | c |", 2, ("a", "b", "c")),
    ],
)
def test_a_row_is_fitted_to_its_header(row: str, count: int, found: tuple[str, ...]) -> None:
    """Blank cells come and go; pipes in code and links are text where only that fits."""
    assert fit_cells(TableRow(1, row, cells(row)), count) == found


@pytest.mark.parametrize("row", ["|---|---|", "--- | :--:", "| :-: |", "|-|-|", " | --- | "])
def test_a_delimiter_row(row: str) -> None:
    """Alignment rows in all their forms."""
    assert is_delimiter(row)


@pytest.mark.parametrize("row", ["+---+---+", "| - a |", "| | |", "|===|", "---a"])
def test_no_delimiter_row(row: str) -> None:
    """What only resembles one, such as a grid of reStructuredText."""
    assert not is_delimiter(row)
