"""Reading lists whose papers stand in tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.errors import NoList
from vcmbib.formats.markdown import read
from vcmbib.formats.markdown.titles import clean_title
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind

HEAD = "|Model|Paper|First Author|Note|Venue|Data|Project|\n|:---|:-:|:-:|:-:|:-:|:-:|--:|\n"
ARXIV = "https://arxiv.org/abs/2305.02578"


def rows(*lines: str, head: str = HEAD) -> tuple[Record, ...]:
    """The records of a table of these rows."""
    return read(head + "\n".join(lines) + "\n", "list.md").records


def one(paper: str = f"[A Title of Some Words]({ARXIV})", **cells: str) -> Record:
    """The record of one row with these cells."""
    order = ("model", "author", "note", "venue", "data", "project")
    model, *rest = (cells.get(name, "") for name in order)
    (record,) = rows("| " + " | ".join((model, paper, *rest)) + " |")
    return record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# A list\n\nwithout papers\n",
        "| Option | Meaning |\n|---|---|\n| a | b |\n",
        "| Dataset | Size |\n|---|---|\n| COCO | 118k |\n",
        "|Paper|Venue|\n|---|---|\n",
        "```\n|Paper|Venue|\n|---|---|\n|A title here|CVPR 2024|\n```\n",
        "+-----+------+\n|Paper|Venue |\n+=====+======+\n|A b c| CVPR |\n+-----+------+\n",
        "<html><body><table><tr><td>Paper</td></tr></table></body></html>",
        "- [Survey](#survey)\n- [Theory](#theory)\n",
        "A [paper](https://arxiv.org/abs/2305.02578) of ours.\n",
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    """Where nothing cites papers, the file is said to be no list."""
    with pytest.raises(NoList):
        read(text, "other.md")


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
        remarks=("a ligature in the title was undone",),
    )
    assert record.venue is not None
    assert record.venue.acronym == "arXiv"


def test_columns_stand_in_any_order() -> None:
    """The header says what a column holds, not its place."""
    head = "| Year | 代码 | 会议 | 标题 | 作者 |\n|---|---|---|---|---|\n"
    line = "| 2019 | [x](https://github.com/a/b) | CVPR | 一个标题 | Kai Xu |"
    (record,) = rows(line, head=head)
    assert (record.title, record.year, record.url) == ("一个标题", 2019, None)
    assert record.venue is not None
    assert record.venue.acronym == "CVPR"
    assert record.authors == (Name("Xu", "Kai"),)


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("[Plain](https://x.org/1)", "Plain"),
        ("**Bold Unlinked Title**", "Bold Unlinked Title"),
        ("[A Longer Title](https://x.org) [[code]](https://github.com/a/b)", "A Longer Title"),
        ("A Longer Title [[Paper]](https://x.org) [[Code]](https://x.org/c)", "A Longer Title"),
        ("🔥 [A Longer Title](https://x.org)", "A Longer Title"),
        (":fire: A Longer Title", "A Longer Title"),
        ('["A Longer Title."](https://x.org)', "A Longer Title"),
        ("3) **A Longer Title** - what it is about", "A Longer Title"),
        ("[ResNet](https://x.org): Deep Residual Learning", "ResNet: Deep Residual Learning"),
        ("[A \\| B of C](https://x.org)", "A | B of C"),
        ("[Over<br>Two Lines](https://x.org)", "Over Two Lines"),
        ("[$L_0$ of `x` &amp; y](https://x.org)", "$L_0$ of x & y"),
        ("[What Is It?](https://x.org)", "What Is It?"),
        ("[To Be Continued...](https://x.org)", "To Be Continued..."),
        ("![b](https://img.shields.io/x)<br>[A Longer Title](https://x.org)<br>A B, C D",
         "A Longer Title"),
    ],
)  # fmt: skip
def test_the_title_in_a_cell(cell: str, title: str) -> None:
    """The title is found among links, badges, numbers and summaries, and its words are kept."""
    assert one(cell).title == title


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ends here.", "Ends here"), ("By A. et al.", "By A. et al."), ("And so on…", "And so on…"),
        ("Used in the U.S.", "Used in the U.S."), ("“All quoted”", "All quoted"),
        ("“Part” quoted “twice”", "“Part” quoted “twice”"), ("12. Numbered", "12. Numbered"[4:]),
        ("1.5 Bits", "1.5 Bits"), ("Done。", "Done"),
    ],
)  # fmt: skip
def test_a_title_loses_only_the_marks_of_the_list(written: str, kept: str) -> None:
    """A final full stop goes, but not from an abbreviation or an ellipsis."""
    assert clean_title(written) == kept


@given(st.text(max_size=60))
def test_a_clean_title_stays_clean(text: str) -> None:
    """Cleaning a title of letters and blanks twice changes nothing more."""
    title = clean_title("".join(c if c.isalpha() else " " for c in text))
    assert clean_title(title) == title


def test_odd_links_are_kept_and_remarked() -> None:
    """An empty link, one to whole proceedings and an unknown venue are said."""
    assert one("[A Title of Words]()").remarks == ("the title's link is empty",)
    whole = one("[A Title of Words](https://proceedings.neurips.cc/paper_files/paper/2019)")
    assert whole.identifiers == ()
    assert whole.remarks == ("the link leads to whole proceedings, not to the paper",)
    assert one(venue="Nowhere Meeting 2020").remarks == (
        "the venue 'Nowhere Meeting' is not known: kept as written",
    )


def test_identifiers_are_the_papers_own() -> None:
    """A code link that names a paper gives no identifier; a bare id in the PDF column does."""
    code = one("[A Title](https://x.org)", project="[c](https://github.com/a/2305.02578)")
    assert code.identifiers == ()
    head = "| Title | PDF |\n|---|---|\n"
    (bare,) = rows("| A Title of Words | 2305.02578 |", head=head)
    assert [str(i) for i in bare.identifiers] == ["arxiv:2305.02578"]


@pytest.mark.parametrize(
    ("cell", "kind", "label"),
    [
        ("[Github](https://github.com/a/b)", LinkKind.CODE, "Github"),
        ("[project](https://github.com/a/b)", LinkKind.CODE, "project"),
        ("[Code](https://my.org/x)", LinkKind.CODE, "Code"),
        ("[Project](https://my.org/x)", LinkKind.PROJECT, "Project"),
        ("[Dataset](https://my.org/x)", LinkKind.DATASET, "Dataset"),
        ("[Talk](https://youtu.be/x)", LinkKind.VIDEO, "Talk"),
        ("[hf](https://huggingface.co/datasets/x)", LinkKind.DATASET, "hf"),
        ("https://gitlab.com/a/b", LinkKind.CODE, None),
        ("[![s](https://img.shields.io/x)](https://github.com/a/b)", LinkKind.CODE, "s"),
        ("[bib](https://my.org/x.bib)", LinkKind.OTHER, "bib"),
        (
            "[![GitHub Repo stars](https://img.shields.io/x)](https://github.com/a/b)",
            LinkKind.CODE,
            "GitHub Repo stars",
        ),
    ],
)
def test_the_kind_of_a_link(cell: str, kind: LinkKind, label: str | None) -> None:
    """The host says what it is, then the words, then the column; the words are kept."""
    link = one(project=cell).links[1]
    assert (link.kind, link.label) == (kind, label)


def test_a_second_paper_link_that_is_a_file_is_its_pdf() -> None:
    """The first paper link is the paper, even if it is a PDF."""
    head = "| Title | PDF |\n|---|---|\n"
    line = "| [A Title](https://x.org/p.pdf) | [PDF](https://y.org/q.pdf) |"
    (record,) = rows(line, head=head)
    assert [k.kind for k in record.links] == [LinkKind.PAPER, LinkKind.PDF]


@pytest.mark.parametrize(
    ("note", "tags", "said"),
    [
        ("benefit for ICM", ("benefit for ICM",), None),
        ("RL/VQ; prompt, RL", ("RL", "VQ", "prompt"), None),
        ("w/ prompt", ("w/ prompt",), None),
        ("N/A", (), None),
        ("We show that it works. It does.", (), "We show that it works. It does."),
    ],
)
def test_notes_are_tags_or_text(note: str, tags: tuple[str, ...], said: str | None) -> None:
    """A few words are tags, sentences stay a note."""
    record = one(note=note)
    assert (record.tags, record.note) == (tags, said)


def test_year_and_venue_columns_are_put_together() -> None:
    """The year has its own column, or its own date; a different year in the venue is remarked."""
    head = "| Date | Venue | Title |\n|---|---|---|\n"
    plain, month, both = rows(
        "| 2019 | CVPR | One Title Here |", "| **2019-05-13** | | Two Title Here |",
        "| 2019 | ICCV 2021 | Three Title Here |", head=head,
    )  # fmt: skip
    assert (plain.year, plain.month) == (2019, None)
    assert (month.year, month.month, month.venue) == (2019, 5, None)
    assert both.remarks == ("the row gives two years, 2019 and 2021: 2019 is used",)


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
        (5, "the row holds nothing but placeholders"),
        (6, "the table's header again"),
        (8, "a heading between the rows"),
        (9, "the row stands in a comment"),
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
    """Such a row is reported word for word, with its header, and the others are read."""
    others = [f"| | [Good Title Number {n}](https://x.org/{n}) |" + " |" * 5 for n in range(9)]
    reading = read("# A\n" + HEAD + "\n".join([*others, row]), "list.md")
    assert len(reading.records) == 9
    (problem,) = reading.problems
    assert (problem.line, problem.reason, problem.text) == (13, reason, row)
    assert (problem.path, problem.header) == (("A",), HEAD.rstrip("\n"))


def test_surplus_cells_that_hold_links_are_links() -> None:
    """A second code link behind one pipe too many is no reason to lose the row."""
    head = "| Title | Code |\n|---|---|\n"
    line = (
        "| [A Title](https://x.org) | [Code](https://github.com/a) | [Code](https://github.com/c) |"
    )
    (record,) = rows(line, head=head)
    assert len(record.links) == 3


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


def test_a_table_of_names_takes_the_name_for_the_title() -> None:
    """Where no column has titles, but the links lead to papers, the name stands and it is said."""
    head = "| Model | Published | Code |\n|---|---|---|\n"
    (record,) = rows("| RBPN | [CVPR19](https://arxiv.org/abs/1903.10128) | |", head=head)
    assert (record.title, record.model, record.year) == ("RBPN", "RBPN", 2019)
    assert record.remarks == ("the list gives no title: the name of the work stands for it",)


def test_titles_are_found_where_the_header_does_not_say_it() -> None:
    """A column of linked titles is one whatever stands above it."""
    head = "| Entry | When |\n|---|---|\n"
    (record,) = rows(f"| [A Title of Some Words]({ARXIV}) | 2020 |", head=head)
    assert record.title == "A Title of Some Words"


def test_a_fence_that_is_never_closed_is_reported() -> None:
    """Rows that the page does not show are not lost in silence."""
    text = HEAD + f"| | [A Title]({ARXIV}) |" + " |" * 5 + f"\n\n```\n\n{HEAD}| | [B]({ARXIV}) |"
    reading = read(text, "list.md")
    assert [p.line for p in reading.problems] == [5]


@given(st.text(alphabet="|-:[]()#*`<>!\\\n\t aA1.,https:/", max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way."""
    try:
        reading = read(text, "any")
    except NoList:
        return
    assert reading.records or reading.problems


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
    """A line of a million characters is turned down, shorter ones are read in reasonable time."""
    start = time.monotonic()
    long_row = "| " + unit * (1_000_000 // len(unit))
    rows_of_it = ["| " + unit * (5_000 // len(unit))] * 10
    good = f"| | [A Title]({ARXIV}) |"
    reading = read("\n".join([HEAD.rstrip("\n"), good, long_row, *rows_of_it]), "any")
    assert len(reading.records) >= 1
    assert time.monotonic() - start < 90


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
