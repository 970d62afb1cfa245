"""Text, titles and addresses as BibTeX values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_seconds
from tests.formats.bibtex.tex_texts import ANY_TEXTS, TEX_TEXTS, read_back
from vcmbib.formats.bibtex.escape import escape, segments
from vcmbib.formats.bibtex.field_values import escape_bare_signs


@given(ANY_TEXTS)
def test_escaped_text_is_read_back(text: str) -> None:
    """Whatever the text, the value means exactly it, and its braces pair up."""
    written = escape(text)
    assert read_back(written) == unicodedata.normalize("NFC", text)
    assert written.count("{") == written.count("}")


_WITHOUT_MARKUP = TEX_TEXTS.map(lambda t: t.replace("\\", "").replace("$", ""))


@given(st.one_of(st.text(max_size=40), _WITHOUT_MARKUP))
def test_escaped_text_in_ascii_is_read_back(text: str) -> None:
    """The same in ASCII, but for formulas and macros, whose insides have another spelling then."""
    if "\\" in text or "$" in text:
        return
    written = escape(text, ascii_only=True)
    assert written.isascii()
    assert read_back(written) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("R&D, 50% of a_b #1", "R\\&D, 50\\% of a\\_b \\#1"),
        ("a ~ b ^ c", "a \\textasciitilde{} b \\textasciicircum{} c"),
        ("{x}", "\\textbraceleft{}x\\textbraceright{}"),
        ("C:\\", "C:\\textbackslash{}"),
        ("a < b | c > d", "a \\textless{} b \\textbar{} c \\textgreater{} d"),
        ("--x '' `", "-{}-x '{}' \\textasciigrave{}"),
        ("$5 and $6", "\\$5 and \\$6"),
        ("in $O(n_1^2)$ & more", "in $O(n_1^2)$ \\& more"),
        (
            "by \\foo{a_b} & so",
            "by \\textbackslash{}foo\\textbraceleft{}a\\_b\\textbraceright{} \\& so",
        ),
        ("\\emph{x}", "\\textbackslash{}emph\\textbraceleft{}x\\textbraceright{}"),
        ("a\u00a0b", "a~b"),
        ("β-VAE, Nguyễn", "\\ensuremath{\\beta}-VAE, Nguy{\\~{\\^e}}n"),
    ],
)
def test_signs_of_tex_are_escaped(text: str, written: str) -> None:
    """Text is made safe for LaTeX, macros included; harmless formulas are left alone."""
    assert escape(text) == written


def test_segments() -> None:
    """A text falls into text, formulas and macros, and nothing of it is left out."""
    found = list(segments("a $x$ \\foo{b} \\(y\\) $5"))
    assert found == [
        ("text", "a "), ("maths", "$x$"), ("text", " "), ("macro", "\\foo{b}"), ("text", " "),
        ("maths", "\\(y\\)"), ("text", " $5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    [
        r"\( x_1 \mbox{\(y_2\)} z_3 \)",
        r"\(\mbox{a_1 \( b_2 \) c_3} d_4\)",
        r"$e_5 \mbox{f_6 $g_7$ h_8} i_9$",
        r"$$e_5 \text{f \textbf{$g_7$} h_8} i_9$$",
    ],
)
def test_a_formula_in_the_text_of_a_formula(formula: str) -> None:
    """It does not end the formula around it: nothing of it is escaped, and all after it is."""
    assert list(segments(f"a_b {formula} c_d")) == [
        ("text", "a_b "),
        ("maths", formula),
        ("text", " c_d"),
    ]
    assert escape_bare_signs(f"a_b {formula} c_d") == f"a\\_b {formula} c\\_d"


def test_formulas_that_are_not_closed() -> None:
    """What looks like the beginning of a formula costs no more than its length, or near it."""

    def work() -> None:
        for piece in ("$ {", "\\( {x}", "\\(\\mbox{", "$a \\mbox{$b "):
            escape(piece * 1000)
            escape_bare_signs(piece * 1000)

    assert cpu_seconds(work) < 20
