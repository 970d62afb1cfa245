"""The list as Markdown tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import ARXIV, ICIP, arxiv, doi, names, paper
from vcmbib.formats.markdown import write_list
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.venues.venue import Venue, VenueKind

CVPRW = Venue("CVPRW", "CVPR Workshops", VenueKind.WORKSHOP)


def stands(slug: str, position: int = 0) -> tuple[Standing, ...]:
    """A place in one category."""
    return (Standing(slug, position),)


def cells(line: str) -> list[str]:
    """The cells of a row, as GitHub divides it."""
    return [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_no_papers() -> None:
    """Without papers there is only the title; categories without papers are left out."""
    assert write_list.write_list([], [Category("a", "A")], title="List") == "# List\n"


def test_a_list() -> None:
    """Categories in the order of their tree, papers by their place, a contents list before them."""
    categories = [
        Category("b", "Feature & Data", position=2),
        Category("a", "Survey", position=1),
        Category("c", "Deep", parent="b", position=1),
        Category("d", "Empty", position=3),
    ]
    papers = [
        paper("k1", "Second", categories=stands("a", 2)),
        paper("k2", "First", categories=(Standing("a", 1), Standing("c", 1))),
        paper("k3", "Homeless"),
    ]
    head = "|Model|Paper|First Author|Note|Venue|Topic|Project|"
    rule = "| :--- | :---: | :---: | :---: | :---: | :---: | :---: |"
    assert write_list.write_list(papers, categories, title="My List").split("\n") == [
        "# My List",
        "",
        "## Table of contents",
        "",
        "- [Survey](#survey)",
        "- [Feature & Data](#feature--data)",
        "  - [Deep](#deep)",
        "- [Uncategorised](#uncategorised)",
        "",
        "## Survey",
        "",
        head,
        rule,
        "| | First | | | | | |",
        "| | Second | | | | | |",
        "",
        "## Feature & Data",
        "",
        "### Deep",
        "",
        head,
        rule,
        "| | First | | | | | |",
        "",
        "## Uncategorised",
        "",
        head,
        rule,
        "| | Homeless | | | | | |",
        "",
    ]


def test_one_category_above_all_others_is_the_title() -> None:
    """Without a title of its own the list has the headings that it was read with."""
    categories = [Category("l", "List"), Category("a", "A", "l"), Category("b", "B", "l", 1)]
    papers = [
        paper("k1", "One", categories=stands("a")),
        paper("k2", "Two", categories=stands("b")),
    ]
    headings = [
        x for x in write_list.write_list(papers, categories).split("\n") if x.startswith("#")
    ]

    assert headings == ["# List", "## Table of contents", "## A", "## B"]


def test_several_categories_at_the_top_have_no_title() -> None:
    """A heading that no category has would be read back as one."""
    categories = [Category("a", "A"), Category("b", "B", position=1)]
    papers = [
        paper("k1", "One", categories=stands("a")),
        paper("k2", "Two", categories=stands("b")),
    ]
    headings = [
        x for x in write_list.write_list(papers, categories).split("\n") if x.startswith("#")
    ]

    assert headings == ["## Table of contents", "## A", "## B"]


def test_a_row() -> None:
    """Each column has the content that it has in the list."""
    line = write_list.row(
        paper(
            title="Coding",
            model="SMC",
            authors=names("Ada Lovelace", "Anderson de Andrade"),
            tags=("survey", "RL"),
            venue=ICIP,
            year=2022,
            honour="Best Paper",
            topics=("Image", "Video"),
            links=(
                Link(LinkKind.PAPER, "https://example.org/a_(b)"),
                Link(LinkKind.CODE, "https://github.com/a/b", "Github"),
                Link(LinkKind.PROJECT, "https://example.org/p"),
            ),
        )
    )
    assert cells(line) == [
        "SMC",
        "[Coding](https://example.org/a_(b))",
        "Ada Lovelace, Anderson de Andrade",
        "survey, RL",
        "ICIP 2022 (Best Paper)",
        "Image, Video",
        "[Github](https://github.com/a/b) [Project](https://example.org/p)",
    ]


@pytest.mark.parametrize(
    ("venue", "year", "cell"),
    [
        (CVPRW, 2023, "CVPRW 2023"),
        (ARXIV, 2024, "arXiv 2024"),
        (Venue(None, "Annals of Foo", VenueKind.JOURNAL), 2024, "Annals of Foo 2024"),
        (ICIP, None, "ICIP"),
        (None, 2024, "2024"),
        (None, None, ""),
    ],
)
def test_the_venue_cell(venue: Venue | None, year: int | None, cell: str) -> None:
    """A venue is its acronym, or its name, and the year."""
    assert cells(write_list.row(paper(venue=venue, year=year)))[4] == cell


def test_the_first_author() -> None:
    """Of a complete list of authors the column has the first, as its header claims."""
    whole = paper(authors=names("Ada Lovelace", "George Byron"), authors_complete=True)
    assert cells(write_list.row(whole))[2] == "Ada Lovelace"


@pytest.mark.parametrize(
    ("paper_", "target"),
    [
        (
            paper(links=(Link(LinkKind.PDF, "https://example.org/x.pdf"),)),
            "https://example.org/x.pdf",
        ),
        (paper(identifiers=(arxiv("2001.00001"),)), "https://arxiv.org/abs/2001.00001"),
        (paper(identifiers=(doi("10.1000/1"),)), "https://doi.org/10.1000/1"),
        (paper(links=(Link(LinkKind.PAPER, "https://e.org/a b"),)), "<https://e.org/a b>"),
        (paper(links=(Link(LinkKind.PAPER, "https://e.org/a)"),)), "<https://e.org/a)>"),
        (paper(links=(Link(LinkKind.PAPER, "https://e.org/a|b"),)), "https://e.org/a\\|b"),
    ],
)
def test_where_the_title_leads(paper_: Paper, target: str) -> None:
    """The title links to the paper; an address that would break the link is in brackets."""
    assert cells(write_list.row(paper_))[1] == f"[Coding of Features]({target})"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", "a\\|b"),
        ("[a] *b* `c` <d>", "\\[a\\] \\*b\\* \\`c\\` \\<d>"),
        ("snake_case and _this_", "snake_case and \\_this\\_"),
        ("a\\b", "a\\\\b"),
        ("A & B &amp; C", "A & B \\&amp; C"),
        ("~~a~~ ~b", "\\~~a\\~~ ~b"),
        ("two\nlines", "two lines"),
    ],
)
def test_escapes(text: str, written: str) -> None:
    """What Markdown would read as markup is escaped, and nothing else."""
    assert write_list.escape(text) == written


@given(st.text(max_size=30))
def test_escaped_text_stays_in_its_cell(text: str) -> None:
    """No text ends its cell, and without the escapes it is the text again."""
    written = write_list.escape(text)
    assert len(cells(f"| {written} |")) == 1
    assert re.sub(r"\\([\\|\[\]*`<~&_])", r"\1", written) == " ".join(text.split())


@pytest.mark.parametrize(
    ("titles", "anchors"),
    [
        (["Survey & Theory"], ["survey--theory"]),
        (["Feature-Compression"], ["feature-compression"]),
        (["A", "A", "a", "A-1"], ["a", "a-1", "a-2", "a-1-1"]),
        (["目标检测 (2024)"], ["目标检测-2024"]),
        (["Ünïcode_x: C++ 3.0!"], ["ünïcode_x-c-30"]),
        (["📌 News"], ["-news"]),
    ],
)
def test_anchors(titles: list[str], anchors: list[str]) -> None:
    """Anchors are GitHub's."""
    slugs = write_list.HeadingAnchors()
    assert [slugs.anchor(t) for t in titles] == anchors


def test_the_contents_list_leads_to_headings_of_one_name() -> None:
    """Two headings of one name have two anchors, and the title takes part in the count."""
    categories = [
        Category("a", "One"),
        Category("b", "Two", position=1),
        Category("a2", "One", parent="b"),
    ]
    papers = [paper("k1", categories=stands("a")), paper("k2", categories=stands("a2"))]
    text = write_list.write_list(papers, categories, title="One")
    assert "- [One](#one-1)\n- [Two](#two)\n  - [One](#one-2)\n" in text
