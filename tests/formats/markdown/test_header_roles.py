"""Headers of tables in any spelling, and the cells of their rows."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.header_roles import Role, names_authors, role_of
from vcmbib.formats.markdown.pipe_tables import TableRow, cells, fit_cells, is_delimiter


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Models", Role.MODEL), ("Model", Role.MODEL), ("Method", Role.MODEL), ("名字", Role.MODEL),
        ("Paper", Role.PAPER), ("**Papers**", Role.PAPER), ("Publication", Role.PAPER),
        ("Title", Role.TITLE), ("Paper Title", Role.TITLE), ("标题", Role.TITLE),
        ("Title & Authors", Role.TITLE), ("论文", Role.PAPER),
        ("First Author", Role.AUTHORS), ("Author(s)", Role.AUTHORS), ("作者", Role.AUTHORS),
        ("Note", Role.TAGS), ("keywords", Role.TAGS), ("Comment", Role.TAGS),
        ("简介", Role.NOTE), ("Abstract", Role.ABSTRACT),
        ("Venue", Role.VENUE), ("Pub", Role.VENUE), ("Conference/Journal", Role.VENUE),
        ("Published in", Role.VENUE), ("Published", Role.VENUE), ("会议", Role.VENUE),
        ("Year", Role.YEAR), ("年份", Role.YEAR), ("Publish Date", Role.DATE), ("日期", Role.DATE),
        ("Data", Role.TOPIC), ("Topic", Role.TOPIC), ("Modality", Role.TOPIC),
        ("Project", Role.PROJECT), ("Links", Role.PROJECT), ("Website", Role.PROJECT),
        ("Code", Role.CODE), ("GitHub", Role.CODE), ("Repo", Role.CODE), ("代码", Role.CODE),
        ("PDF", Role.PAPER_LINK), ("Link", Role.PAPER_LINK), ("URL", Role.PAPER_LINK),
        ("arXiv ID", Role.PAPER_LINK), (":page_facing_up: Paper", Role.PAPER),
        ("Paper & Code", Role.PAPER), ("PSNR", Role.OTHER), ("", Role.OTHER), ("#", Role.OTHER),
    ],
)  # fmt: skip
def test_what_a_column_holds(header: str, role: Role) -> None:
    """Case, number, markup and language of a header do not matter."""
    assert role_of(header) is role


def test_a_title_column_may_hold_the_authors() -> None:
    """`Title & Authors` says so, `Title` does not."""
    assert names_authors("Title & Authors")
    assert not names_authors("Title")


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
