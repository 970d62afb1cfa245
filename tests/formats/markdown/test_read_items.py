"""Reading lists without tables: items and paragraphs."""

from __future__ import annotations

import pytest

from vcmbib.errors import NoList
from vcmbib.formats.markdown import read
from vcmbib.model.paper import Record

A = "https://arxiv.org/abs/2305.02578"
B = "https://arxiv.org/abs/2305.02579"


def items(text: str) -> tuple[Record, ...]:
    """The records of a document."""
    return read(text, "list.md").records


@pytest.mark.parametrize(
    "text",
    [
        "- [Feature Compression Papers](#feature)\n- [Other Nice Papers](#other)\n",
        "- [A Tool for Everything](https://github.com/a/b)\n- [B Tool for All](https://github.com/c)\n",
        "## News\n- [A Title of Words](" + A + ")\n- [B Title of Words](" + B + ")\n",
        "- **Note that** this is prose\n- **And this is** too\n",
        "Read [this fine paper of ours](" + A + ") first.\n",
        "`Title of words <https://arxiv.org/abs/2305.02578>`_\n",
    ],
)
def test_what_cites_no_papers_is_no_list(text: str) -> None:
    """Contents, tools, news, prose and reStructuredText are not taken for papers."""
    with pytest.raises(NoList):
        read(text, "other.md")


FORMS = {
    "bullet": "- [{t}]({u}), Takikawa et al., CVPR 2022 | [github](https://github.com/a/b)\n",
    "numbered": "1. [**{t}.**]({u}) _Towaki Takikawa, Kai Xu._ CVPR 2022. [code](https://github.com/a/b)\n",
    "dated": "- **{t}** (2022), T. Takikawa et al. CVPR 2022 [[pdf]]({u}) [[code]](https://github.com/a/b)\n",
    "plain": "- {t} (2022), T. Takikawa et al. CVPR 2022 [[pdf]]({u}) [[code]](https://github.com/a/b)\n",
    "paragraph": "[{t}]({u}), CVPR 2022 [[code]](https://github.com/a/b)\n\n",
    "bold paragraph": "**{t}. CVPR 2022.** [Paper]({u}); [Code](https://github.com/a/b)\n\n",
    "lines": "**{t}.**<br>\n*[Kai Xu](https://kai.org), Wei Li.*<br>\nCVPR 2022. [[PDF]({u})] [[Code](https://github.com/a/b)]\n\n",
    "nested": "- **{t} (CVPR 2022)**\n  - Kai Xu, Wei Li\n  - [[Paper]]({u})\n  - [[Code]](https://github.com/a/b)\n",
    "named": '1. <u>Net</u>: **"{t}"**. *Kai Xu et al.* CVPR 2022. [[Paper]({u})] [[Code](https://github.com/a/b)]\n',
    "labelled": "**{t}. CVPR 2022**\n\n- Paper: {u}\n- Code: https://github.com/a/b\n\n",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_an_entry(form: str) -> None:
    """In each form the title, the link, the code, the venue and the year are found."""
    text = "## A\n\n" + "".join(
        FORMS[form].format(t=t, u=u)
        for t, u in (("First Title of Words", A), ("Next Title Too", B))
    )
    first, second = items(text)
    assert (first.title, second.title) == ("First Title of Words", "Next Title Too")
    assert [str(i) for i in second.identifiers] == ["arxiv:2305.02579"]
    assert [k.url for k in first.links] == [A, "https://github.com/a/b"]
    assert first.venue is not None
    assert (first.venue.acronym, first.year) == ("CVPR", 2022)
    assert first.line == 3
    assert first.places[0].path == ("A",)


@pytest.mark.parametrize("form", ["numbered", "lines", "nested", "named", "dated", "bullet"])
def test_the_authors_of_an_entry(form: str) -> None:
    """Names in italics, after the title, or on a line of their own; never a complete list."""
    text = "".join(FORMS[form].format(t=f"Title Number {n} Here", u=A + str(n)) for n in (1, 2))
    records = items(text)
    assert all(r.authors and not r.authors_complete for r in records)
    assert records[0].authors[0].family in ("Takikawa", "Xu")


@pytest.mark.parametrize("cell", ["arXiv 2021", "NeurIPS 2018", "(ICML 2020)", "Arxiv 2023."])
def test_a_venue_that_is_also_a_label_is_a_venue(cell: str) -> None:
    """`arXiv 2021` after a title is the venue, though a link may have this label."""
    first, _ = items(f"- [A Title of Words]({A}), {cell}\n- [B Title of Words]({B})\n")
    assert first.venue is not None
    assert first.year is not None


def test_an_entry_may_go_on_over_lines() -> None:
    """A soft line break inside a link is no end of it."""
    text = f"- [A Title that\n  goes on]({A})\n- [B Title of Words]({B})\n"
    assert [r.title for r in items(text)] == ["A Title that goes on", "B Title of Words"]


def test_neighbours_speak_for_an_entry_that_says_nothing() -> None:
    """Among papers, a title with a link to an unknown host is a paper as well."""
    text = f"- [A Title of Words]({A})\n- [B Title of Words]({B})\n- [C Title of Words](https://c.org/p)\n"
    assert len(items(text)) == 3


def test_a_heading_with_venue_and_year_speaks_for_its_items() -> None:
    """Under `CVPR 2026 (Jun)` bare titles are papers of it."""
    text = "# [CVPR 2026 (Jun)](https://x.org)\n" + "".join(
        f"- [Title of Number {n}](https://my.org/{n})\n" for n in range(3)
    )
    records = items(text)
    assert len(records) == 3
    assert records[0].venue is not None
    assert (records[0].venue.acronym, records[0].year) == ("CVPR", 2026)


def test_tables_and_items_live_side_by_side() -> None:
    """Items under a heading of papers are read in addition to tables, a few other links are not."""
    table = f"## T\n| Paper | Venue |\n|---|---|\n| [In the Table]({A}) | CVPR 2020 |\n"
    extra = "".join(f"- [Item Number {n}](https://arxiv.org/abs/2305.0000{n})\n" for n in (1, 2, 3))
    assert len(items(f"{table}\n## I\n{extra}")) == 4
    assert len(items(f"{table}\n## About\n- [Our Own Paper]({B})\n")) == 1


@pytest.mark.parametrize(
    ("rest", "is_list"),
    [
        ("[[paper]](https://example.org/x)", True),
        ("[[pdf]](https://example.org/x)", True),
        ("[[paper]](#x)", False),
        ("[[code]](https://example.org/x)", False),
        ("[paper]", False),
        ("CVPR 2022", True),
        ("XYZQ 2022", False),
    ],
)
def test_what_makes_an_item_a_paper(rest: str, is_list: bool) -> None:
    """A link to the paper that is named so and leads somewhere, or people with a venue."""
    text = "## A\n\n" + "".join(
        f"- **{word} Title of Words**, T. Takikawa et al. {rest}\n" for word in ("First", "Next")
    )
    if is_list:
        assert len(items(text)) == 2
    else:
        with pytest.raises(NoList):
            items(text)
