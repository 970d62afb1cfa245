"""Reading lists with papers in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear
from tests.formats.markdown.read_tables import ARXIV, HEAD, rows
from vcmbib.formats.markdown import read
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind


def test_a_row_is_a_record() -> None:
    """Every column of a row finds its place in the record."""
    text = (
        "# List\n### Feature-Compression\n" + HEAD + "|Prompt-ICM| [Prompt-ICM: A Uniﬁed Framework."
        f"]({ARXIV}v2) | Ruoyu Feng & Jinming Liu | RL, multi-task | PrePrint'23 | Image/Video "
        "| [Github](https://github.com/a/b) [Project](https://a.github.io/) |\n"
    )
    (record,) = read(text, "list.md").records
    assert record == Record(
        source=SourceKind.LIST,
        origin="list.md",
        ref="line 5",
        line=5,
        title="Prompt-ICM: A Unified Framework",
        authors=(Name("Feng", "Ruoyu"), Name("Liu", "Jinming")),
        year=2023,
        venue=record.venue,
        model="Prompt-ICM",
        identifiers=(Identifier(Scheme.ARXIV, "2305.02578", "v2"),),
        links=(
            Link(LinkKind.PAPER, f"{ARXIV}v2"),
            Link(LinkKind.CODE, "https://github.com/a/b", "Github"),
            Link(LinkKind.PROJECT, "https://a.github.io/", "Project"),
        ),
        tags=("RL", "multi-task"),
        topics=("Image", "Video"),
        places=(Place(("List", "Feature-Compression"), 5),),
        remarks=("a ligature in the title was replaced by letters",),
    )
    assert record.venue is not None
    assert record.venue.acronym == "arXiv"


def test_rows_that_are_no_papers_are_skipped_with_a_reason() -> None:
    """Empty rows, rows of dashes, the header again, headings between rows, rows in comments."""
    reading = read(
        "|Title|Venue|Code|\n|---|---|---|\n| [First Title](https://x.org) | CVPR 2020 | |\n"
        "| | | |\n"
        "| - | - | |\n|Title|Venue|Code|\n|---|---|---|\n| **2021** | | |\n<!-- | Old | x | | -->\n"
        "| [Last Title](https://x.org/2) | | |\n",
        "list.md",
    )
    assert [r.line for r in reading.records] == [3, 10]
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (4, "the row is empty"),
        (5, "the row has only placeholders"),
        (6, "a repeated header of the table"),
        (8, "a heading between the rows"),
        (9, "the row is in a comment"),
    ]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("| M | | A B | | CVPR 2020 | | |", "the title is missing"),
        ("| M | [A Title](https://x.org) | A B | n | CVPR | d | p | q | r |",
         "9 cells under 7 headers"),
        ("| [Shifted Title Here](https://x.org) | A B | n | CVPR 2020 |",
         "4 cells under 7 headers: they do not line up"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_read_are_problems(row: str, reason: str) -> None:
    """Such a row is reported verbatim, with its header, and the others are read."""
    others = [f"| | [Good Title Number {n}](https://x.org/{n}) |" + " |" * 5 for n in range(9)]
    reading = read("# A\n" + HEAD + "\n".join([*others, row]), "list.md")
    assert len(reading.records) == 9
    (problem,) = reading.problems
    assert (problem.line, problem.reason, problem.text) == (13, reason, row)
    assert (problem.path, problem.header) == (("A",), HEAD.rstrip("\n"))


def test_a_table_goes_on_after_comments_and_blank_lines() -> None:
    """A gap in a table loses no row, a heading ends it."""
    text = (
        "## A\n|Title|Venue|\n|---|---|\n|First Title|CVPR 2020|\n\n|Second Title|CVPR 2021|\n"
        "<!-- note -->\n|Third Title|CVPR 2022|\n## B\n|Title|Venue|\n|---|---|\n|Fourth Title||\n"
    )
    records = read(text, "list.md").records
    assert [(r.line, r.places[0].path) for r in records] == [
        (4, ("A",)), (6, ("A",)), (8, ("A",)), (12, ("B",)),
    ]  # fmt: skip


@given(st.text(alphabet="|-:[]()#*`<>!\\\t aA1.,https:/", max_size=80))
def test_any_row_ends_in_one_of_three(row: str) -> None:
    """A row is read, skipped or a problem: exactly one of them."""
    text = HEAD + f"| | [A Title]({ARXIV}) |" + " |" * 5 + f"\n| x {row} |"
    reading = read(text, "any")
    ends = [r.line for r in reading.records]
    ends += [p.line for p in reading.problems] + [s.line for s in reading.skipped]
    assert sorted(ends) == [3, 4]


# Without d, h, n and x, so that no word means `none`, `and`, `others`, `von der` or `bibtex`.
_WORD = st.text(alphabet="abcefgijklmopqrstuvwyzäø", min_size=4, max_size=9)


_TITLE = st.lists(_WORD, min_size=3, max_size=8).map(" ".join)


_NAME = st.builds(Name, _WORD.map(str.capitalize), _WORD.map(str.capitalize))


@given(
    st.lists(
        st.tuples(_TITLE, st.lists(_NAME, min_size=1, max_size=3), st.integers(1990, 2029), _WORD),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_rows_written_are_read_back(papers: list[tuple[str, list[Name], int, str]]) -> None:
    """Titles, names, years and links come back as they were written."""
    lines = [
        f"|{i}|[{title}](https://arxiv.org/abs/2305.{i:05})|{', '.join(n.natural for n in names)}"
        f"|{word}|CVPR {year}|{word}|[Github](https://github.com/{word})|"
        for i, (title, names, year, word) in enumerate(papers, 1)
    ]
    for record, (title, names, year, word) in zip(rows(*lines), papers, strict=True):
        assert (record.title, record.authors, record.year) == (title, tuple(names), year)
        assert (record.tags, record.topics) == ((word,), (word,))
        assert record.links[1].url == f"https://github.com/{word}"


@pytest.mark.parametrize(
    "unit", ["[", "](", "*a ", "`a``", "<a ", "<!--", "|", "$a", "[a](b ", "\\"]
)
def test_hostile_lines_end(unit: str) -> None:
    """A line of a million characters is refused, shorter ones are read in linear time."""

    def read_row(size: int, times: int = 1) -> int:
        row = "| " + unit * (size // len(unit))
        text = "\n".join([HEAD.rstrip("\n"), f"| | [A Title]({ARXIV}) |", *[row] * times])
        return len(read(text, "any").records)

    assert read_row(1_000_000) >= 1
    check_linear(read_row, 2_000)
    assert read_row(1_000, times=10) >= 1


def test_dashes_between_rows_take_no_row_away() -> None:
    """The row before a row of dashes is a paper, not the header of another table."""
    reading = read(
        "| Paper | Venue |\n| --- | --- |\n| [One thing](https://x.org/1) | CVPR 2020 |\n"
        "| [Two things](https://x.org/2) | CVPR 2021 |\n| - | - |\n"
        "| [Three things](https://x.org/3) | CVPR 2022 |\n",
        "a.md",
    )

    assert [(r.title, r.year) for r in reading.records] == [
        ("One thing", 2020),
        ("Two things", 2021),
        ("Three things", 2022),
    ]
