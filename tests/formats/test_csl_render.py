"""References by citation styles, and marked text as plain text, HTML and Markdown."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from tests.cost import check_linear
from tests.examples import WHOLE_PAPERS
from tests.papers import ICIP, TIP, doi, names, paper, papers_with
from vcmbib.errors import BadStyle, CiteNotInstalled, NoSuchFile, NoSuchThing, UnknownStyle
from vcmbib.formats.csl_render import CslStyle
from vcmbib.formats.markup import MarkupForm, render
from vcmbib.model.paper import Paper

ARTICLE = paper(
    "doe2020",
    "Coding of <Features> & more",
    entry_type="article",
    authors=names("Jane Doe", "Ludwig van Beethoven"),
    authors_complete=True,
    year=2020,
    venue=TIP,
    volume="29",
    number="3",
    pages="1--10",
    identifiers=(doi("10.1109/TIP.2020.1"),),
)


TALK = paper(
    "roe2021",
    "Video for Machines",
    entry_type="inproceedings",
    authors=names("Richard Roe"),
    authors_complete=False,
    year=2021,
    venue=ICIP,
)


def text(
    style: str, *papers: Paper, form: MarkupForm = MarkupForm.TEXT, in_order: bool = True
) -> list[str]:
    """The references as text."""
    found = CslStyle(style).references(papers, in_order=in_order)
    assert not found.failed
    return [render(e.text, form) for e in found.entries]


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where citeproc is missing the error has the line for pip."""
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(CiteNotInstalled) as caught:
        CslStyle("apa")
    assert "pip install '.[cite]'" in caught.value.hint


def test_an_unknown_style_names_the_nearest() -> None:
    """A style that is not there is an error with the names that are like it."""
    with pytest.raises(UnknownStyle) as caught:
        CslStyle("natur")
    assert "nature" in caught.value.hint


def test_an_unknown_locale_is_an_error() -> None:
    """A language without a locale is refused."""
    with pytest.raises(NoSuchThing):
        CslStyle("apa", "xx-YY")


@pytest.mark.parametrize(
    "content",
    ["", "no XML", "<a/>", "<style xmlns='http://purl.org/net/xbiblio/csl'><citation></style>"],
)
def test_a_file_that_is_no_style_is_an_error(tmp_path: Path, content: str) -> None:
    """A broken file, or one of another kind, is distinguished from a style."""
    file = tmp_path / "x.csl"
    file.write_text(content, "utf-8")
    with pytest.raises(BadStyle):
        CslStyle(str(file))
    with pytest.raises(NoSuchFile):
        CslStyle(str(tmp_path / "gone.csl"))


def test_apa() -> None:
    """APA: inverted names with &, year in parentheses, italics, DOI as a link; et al. if known."""
    (first, second) = text("apa", ARTICLE, TALK)
    assert first == (
        "Doe, J., & van Beethoven, L. (2020). Coding of <Features> & more. IEEE Transactions on "
        "Image Processing, 29(3), 1–10. https://doi.org/10.1109/TIP.2020.1"
    )
    assert second.startswith("Roe, R., et al. (2021). Video for Machines.")


def test_ieee() -> None:
    """IEEE: numbers in brackets, names in full order, the comma inside American quotes."""
    (first, second) = text("ieee", ARTICLE, TALK)
    assert first == (
        "[1] J. Doe and L. van Beethoven, “Coding of <Features> & more,” IEEE Transactions on "
        "Image Processing, vol. 29, no. 3, pp. 1–10, 2020, doi: 10.1109/TIP.2020.1."
    )
    assert second.startswith("[2] R. Roe et al., “Video for Machines,” in ")


def test_a_title_with_a_full_stop_has_one() -> None:
    """The full stop of a title is not doubled inside the quotes."""
    (entry,) = text("ieee", paper("k", "The End."))
    assert ".." not in entry


def test_acm() -> None:
    """ACM: full names, year after them."""
    (first,) = text("acm", ARTICLE)
    assert first.startswith("[1] Jane Doe and Ludwig van Beethoven. 2020. Coding of")


def test_nature() -> None:
    """Nature: a number with a full stop, the volume in bold."""
    (first,) = text("Nature", ARTICLE, form=MarkupForm.MARKDOWN)
    assert first.startswith(r"1\. Doe, J. & van Beethoven, L. Coding of \<Features\> & more. *IEEE")
    assert "**29**" in first


def test_a_locale_changes_the_words() -> None:
    """In German the & becomes und."""
    (entry,) = CslStyle("ieee", "de").references([ARTICLE]).entries
    assert "J. Doe und L. van Beethoven" in entry.text


def test_order() -> None:
    """References come in the order given, or in the style's."""
    assert [t[:3] for t in text("apa", TALK, ARTICLE)] == ["Roe", "Doe"]
    assert [t[:3] for t in text("apa", TALK, ARTICLE, in_order=False)] == ["Doe", "Roe"]


def test_in_the_text() -> None:
    """One citation of all the papers, with authors and years or with numbers."""
    assert CslStyle("apa").inline([ARTICLE]) == "(Doe & van Beethoven, 2020)"
    assert "Roe et al., 2021" in CslStyle("apa").inline([ARTICLE, TALK])
    assert CslStyle("ieee").inline([ARTICLE]) == "[1]"


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    """A file is a style as good as any; one without a bibliography has only citations."""
    file = tmp_path / "mine.csl"
    file.write_text(
        "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text'>"
        "<info><title>Mine</title></info><citation><layout><text variable='title'/></layout>"
        "</citation></style>",
        "utf-8",
    )
    style = CslStyle(str(file))
    assert style.inline([TALK]) == "Video for Machines"
    with pytest.raises(BadStyle, match="no bibliography"):
        style.references([TALK])


@pytest.mark.parametrize("style", ["apa", "ieee", "acm", "nature"])
@pytest.mark.parametrize(
    "kind",
    "article inproceedings book phdthesis techreport software dataset online patent misc video "
    "periodical unpublished strange".split(),
)
def test_no_entry_type_stops_a_style(style: str, kind: str) -> None:
    """Every entry type has a reference with its title, also if a title is all that there is."""
    (entry,) = text(style, paper("k", "Some Title", entry_type=kind))
    assert "Some Title" in entry


STYLE = CslStyle("apa")


@WHOLE_PAPERS
@given(papers_with(["k"]))
def test_any_paper_has_a_reference(work: Paper) -> None:
    """Whatever a paper contains, the engine does not fail on it."""
    assert not STYLE.references([work]).failed


def test_italics_of_a_title_are_shown() -> None:
    """LaTeX's commands in a title become what the form of the reference has for them."""
    title = paper("a", title="On E. coli", extra=(("title", r"On \emph{E. coli}"),), year=2020)
    (reference,) = CslStyle("apa").references([title]).entries
    assert "<i>E. coli</i>" in render(reference.text, MarkupForm.HTML)
    assert "On E. coli" in render(reference.text, MarkupForm.TEXT)


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_run_of_blanks_takes_time_in_proportion(blank: str) -> None:
    """The repair of the engine's output does not search a run of blanks from each of them."""
    style = CslStyle("apa")

    def render(size: int) -> None:
        style.references([replace(ARTICLE, title=f"A{blank * size}b")])

    check_linear(render, 5_000)
