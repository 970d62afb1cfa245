"""Titles with italics and the like: CSL's tags and LaTeX's commands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import paper
from vcmbib.formats import csljson
from vcmbib.formats.markup import MarkupForm, render
from vcmbib.formats.title_markup import from_csl, marked_csl, to_csl
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.latex.decode import to_unicode


@pytest.mark.parametrize(
    "text",
    [
        "a <i>b",
        "a</i> b",
        "<i>a <b>b</i></b>",
        "x < i > y",
        "<em>a</em>",
        "plain",
        "",
        r"\textit{a}",
    ],
)
def test_what_is_no_markup_is_letters(text: str) -> None:
    """Tags that are not closed or not nested, other tags, and LaTeX."""
    assert from_csl(text) == (text, "")


@pytest.mark.parametrize(
    ("csl", "plain", "latex"),
    [
        ("Growth of <i>E. coli</i>", "Growth of E. coli", r"Growth of \textit{{E}. coli}"),
        ("H<sub>2</sub>O & x<sup>2</sup>", "H2O & x2",
         r"H\textsubscript{2}{O} \& x\textsuperscript{2}"),
        ("<b>a <i>b</i></b>", "a b", r"\textbf{a \textit{b}}"),
        ('<span class="nocase"><i>in vivo</i></span> y', "in vivo y", r"{{\textit{in vivo}}} y"),
        ('<span style="font-variant: small-caps;">bee</span> z', "bee z", r"\textsc{bee} z"),
        ('<span lang="la">vita</span> z', "vita z", "vita z"),
        ("<I>x</I> y", "x y", r"\textit{x} y"),
    ],
)  # fmt: skip
def test_tags_become_commands(csl: str, plain: str, latex: str) -> None:
    """The plain text is what the LaTeX reads as; braces guard words that keep their capitals."""
    assert from_csl(csl) == (plain, latex)
    assert to_unicode(latex, typography=True) == plain


@pytest.mark.parametrize(
    ("latex", "csl"),
    [
        (r"\emph{E. coli} in {DNA}", "<i>E. coli</i> in DNA"),
        (r"{\em In vivo} and \textbf{\"{O}l}", "<i>In vivo</i> and <b>Öl</b>"),
        (r"{\itshape a {\bfseries b}} c", "<i>a <b>b</b></i> c"),
        (r"\textsc{Bee}", '<span style="font-variant:small-caps;">Bee</span>'),
        (r"a \{ \emph{b}", "a { <i>b</i>"),
    ],
)
def test_commands_become_tags(latex: str, csl: str) -> None:
    """Switches in braces too."""
    assert to_csl(latex, to_unicode(latex, typography=True)) == csl


@pytest.mark.parametrize("latex", [r"\emph{a", r"\emph{a}}", r"\emph{b}", "", "{A}"])
def test_latex_that_says_something_else_changes_nothing(latex: str) -> None:
    """Odd braces, another title, nothing to show."""
    assert to_csl(latex, "A < B") == "A < B"


@given(st.text(alphabet="abA <>/isup{}\\&$%\ue000\uf8f1\uf8ff", max_size=30))
def test_any_text_is_read(text: str) -> None:
    """Whatever a title contains, its LaTeX reads as its plain text, and marks are balanced."""
    plain, latex = from_csl(text)
    assert not latex or to_unicode(latex, typography=True) == plain
    assert from_csl(to_csl(latex, plain))[0] == plain
    render(marked_csl(text), MarkupForm.HTML)


def test_an_item_comes_back_as_it_was() -> None:
    """The title is plain in the library; a file of CSL gets its markup back, until it changes."""
    title = 'On <i>E. coli</i> and <span class="nocase">Things</span>'
    record = csljson.read(json.dumps([{"id": "a", "title": title}]), "x.json").records[0]
    assert record.title == "On E. coli and Things"
    stored = paper_from_record(record, "a")
    assert json.loads(csljson.write([stored]))[0]["title"] == title
    bib = paper("b", title="On E. coli", extra=(("title", r"On \emph{E. coli}"),))
    (item,) = json.loads(csljson.write([bib]))
    assert item["title"] == "On <i>E. coli</i>"
    assert csljson.read(json.dumps([item]), "x.json").records[0].extra == bib.extra
    renamed = paper("b", title="On mice", extra=(("title", r"On \emph{E. coli}"),))
    assert json.loads(csljson.write([renamed]))[0]["title"] == "On mice"
