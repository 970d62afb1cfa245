"""The roles of columns."""

from __future__ import annotations

from tests.formats.markdown.read_tables import ARXIV, rows
from vcmbib.model.names import Name


def test_columns_stand_in_any_order() -> None:
    """The header decides the role of a column, not its place."""
    head = "| Year | 代码 | 会议 | 标题 | 作者 |\n|---|---|---|---|---|\n"
    line = "| 2019 | [x](https://github.com/a/b) | CVPR | 一个标题 | Kai Xu |"
    (record,) = rows(line, head=head)
    assert (record.title, record.year, record.url) == ("一个标题", 2019, None)
    assert record.venue is not None
    assert record.venue.acronym == "CVPR"
    assert record.authors == (Name("Xu", "Kai"),)


def test_surplus_cells_that_hold_links_are_links() -> None:
    """A second code link behind one pipe too many is no reason to lose the row."""
    head = "| Title | Code |\n|---|---|\n"
    line = (
        "| [A Title](https://x.org) | [Code](https://github.com/a) | [Code](https://github.com/c) |"
    )
    (record,) = rows(line, head=head)
    assert len(record.links) == 3


def test_a_table_of_names_takes_the_name_for_the_title() -> None:
    """If no column has titles, but links to papers, the name is the title, with a remark."""
    head = "| Model | Published | Code |\n|---|---|---|\n"
    (record,) = rows("| RBPN | [CVPR19](https://arxiv.org/abs/1903.10128) | |", head=head)
    assert (record.title, record.model, record.year) == ("RBPN", "RBPN", 2019)
    assert record.remarks == ("the list gives no title: the name of the work is used",)


def test_titles_are_found_where_the_header_does_not_say_it() -> None:
    """A column of linked titles is the title column, whatever its header."""
    head = "| Entry | When |\n|---|---|\n"
    (record,) = rows(f"| [A Title of Some Words]({ARXIV}) | 2020 |", head=head)
    assert record.title == "A Title of Some Words"
