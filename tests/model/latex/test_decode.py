"""LaTeX to Unicode and back."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.latex.decode import to_ascii, to_latex, to_unicode


@pytest.mark.parametrize(
    "text", ["", "\\", "{", "}", "a}b", "{a", "\\v", '\\"', "$", "$$", "\\url{", "`"]
)
def test_broken_markup_never_raises(text: str) -> None:
    """A text that stops in the middle of a command, group or formula is read as far as it goes."""
    to_unicode(text)
    to_unicode(text, typography=True)


def test_deep_nesting_is_returned_as_it_is() -> None:
    """Braces nested thousands deep do not exhaust the stack."""
    text = "{" * 5000 + "x" + "}" * 5000
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('Schr{\\"o}dinger', "Schrödinger"),
        ("Mart{\\'\\i}nez Mart\\'{\\i}nez Mart\\'\\i nez", "Martínez Martínez Martínez"),
        ("Mart\\'\\inez", "Martínez"),  # whose writer forgot the blank
        ("\\v{S}koda \\v Skoda {\\v S}koda", "Škoda Škoda Škoda"),
        ("{\\\" o} \\' e", "ö é"),
        ("\\c{c} \\k{a} \\r{a} \\H{o} \\d{s} \\b{b} \\u{g} \\={a} \\.{z}", "ç ą å ő ṣ ḇ ğ ā ż"),
        ("\\textcommabelow{S}tefan \\t{oo}", "Ștefan o͡o"),
        ("\\'{\\~a} \\'{\\^{e}} \\u\\i", "ã́ ế ĭ"),
        ("(11\\=2)", "(112\u0304)"),
        ("\\~{}user \\'{} \\={}", "~user ´ ¯"),
        ("{\\L}ukasz {\\O}yvind \\ss{} \\ng\\ \\th{}\\dh", "Łukasz Øyvind ß ŋ þð"),
        ("R\\&D 50\\% 50% off C# a_b", "R&D 50% 50% off C# a_b"),
        ("\\emph{very} {\\it fast} \\textsc{Foo}\\mbox{ bar}", "very fast Foo bar"),
        ("\\enquote{a \\enquote{b}}", "“a ‘b’”"),
        ("\\url{http://a.b/c_d%20\\_e}", "http://a.b/c_d%20_e"),
        ("\\href{http://a.b}{text} \\href {http://a.b} {}", "text http://a.b"),
        ("\\verb|a{b| \\path|x\\y|", "a{b x\\y"),
        ("{\\noopsort{a}}Foo", "Foo"),
        ("{\\relax Ch}arles {\\em in vivo}", "Charles in vivo"),
        ("\\ensuremath{\\beta}-VAE \\ensuremath{ \\leq }", "β-VAE ≤"),
        ("simply-typed \\lambda-calculus", "simply-typed λ-calculus"),
        ("\\textgreek{alfa} \\textalpha", "αλφα α"),
        ("\\cyrchar\\CYRI\\cyrchar\\cyrv\\cyrchar\\cyra{}\\cyrn", "Иван"),
        ("a\\,b a\\ b a\\-b a\\/b a\\newline b", "a b a b ab ab a b"),
        ('\\symbol{126} \\char`\\%\\char"41', "~ %A"),
        ('said \\"this thing\\" and', 'said "this thing" and'),
        ("{a}} {b", "a} {b"),
        ("\\textit{a", "a"),
        ("\\TeX{}book {\\LaTeX}", "TeXbook LaTeX"),
    ],
)
def test_markup_is_read(text: str, shown: str) -> None:
    """Accents, letters, styles and escaped signs become what LaTeX prints."""
    assert to_unicode(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "$O(n^2)$",
        "$$x$$",
        "\\foo{bar}",
        "\\mycite",
        "$\\alpha$-stable",
        "\\(x^{2}\\)",
        "\\[x_{1}\\]",
        "\\ensuremath{x^{2}}",
    ],
)
def test_formulas_and_unknown_macros_stay(text: str) -> None:
    """What is maths or somebody's own macro is kept as it is written."""
    assert to_unicode(text, typography=True) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1--2", "1–2"),
        ("a---b", "a—b"),
        ("``q''", "“q”"),
        ("`q'", "‘q’"),
        ("Don't", "Don't"),
        ("a~b", "a\u00a0b"),
    ],
)
def test_typography(text: str, shown: str) -> None:
    """Dashes, quotes and ties are read as TeX's fonts show them; an apostrophe stays one."""
    assert to_unicode(text, typography=True) == shown
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$\\ell_1$ and $O(n^2)$", "ℓ₁ and O(n²)"),
        ("$L_p$ $x^{ab}$", "L_p x^ab"),
        ("$\\mathcal{H}_\\infty$ \\(x\\)", "ℋ_∞ x"),
        ("$\\frac{1}{2}$ $\\sqrt{ab}$ $\\hat x$ $\\mathbb{R}$", "1/2 √(ab) x̂ ℝ"),
        ("$\\mathrm{CO}_2$ 10$\\times$ $-$", "CO₂ 10× −"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("$\\foo{x}$", "\\foox"),
        ("$", "$"),
    ],
)
def test_formulas_are_shown_where_that_is_asked_for(text: str, shown: str) -> None:
    """For searching and showing, a formula becomes the characters that it looks like."""
    assert to_unicode(text, maths=True) == shown


@given(st.text(alphabet="\\{}$^_`'\"~-ab 1()[]uvici.=", max_size=60), st.booleans())
def test_reading_never_raises_and_loses_no_digit(text: str, maths: bool) -> None:
    """Whatever is written, it is read, and plain digits come out again."""
    shown = to_unicode(text, typography=True, maths=maths)
    assert maths or shown.count("1") == text.count("1")


@pytest.mark.parametrize(
    "piece", ["{", "}", "\\", "$", "\\'{", "\\foo{", "\\(", "`", "--", "\\emph{a}", "{\\'", '\\"a']
)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    """A text of nothing but beginnings is read in a moment: nothing is looked for twice."""
    start = time.process_time()
    to_unicode(piece * 20_000, typography=True)
    to_unicode(piece * 20_000, maths=True)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Özyılkan", '{\\"O}zy{\\i}lkan'),
        ("Seppälä", 'Sepp{\\"a}l{\\"a}'),
        ("Bajić", "Baji{\\'c}"),
        ("Ștefan", "{\\textcommabelow{S}}tefan"),
        ("Nguyễn", "Nguy{\\~{\\^e}}n"),
        ("β-VAE", "\\ensuremath{\\beta}-VAE"),
        ("“x” – ‘y’", "``x'' -- {\\textquoteleft}y{\\textquoteright}"),
        ("–-", "--{}-"),
        ("Иван", "{\\CYRI}{\\cyrv}{\\cyra}{\\cyrn}"),
        ("中", "{\\symbol{20013}}"),
    ],
)
def test_ascii(text: str, written: str) -> None:
    """Letters outside ASCII become commands, or numbers where LaTeX has none, and are read back."""
    assert to_ascii(text) == written
    assert to_unicode(written, typography=True) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Özyılkan – “x” …", "Özyılkan – “x” …"),
        ("β-VAE ≤ 1", "\\ensuremath{\\beta}-VAE \\ensuremath{\\leq} 1"),
        ("Αλγόριθμος", "Αλγόριθμος"),  # a word, not a sign
        ("Nguyễn", "Nguy{\\~{\\^e}}n"),
        ("图像 Иван", "图像 Иван"),
    ],
)
def test_what_latex_does_not_know_by_itself(text: str, written: str) -> None:
    """Unicode stays, but for signs and accents that LaTeX would stop at without a package."""
    assert to_latex(text) == written
    assert to_unicode(written, typography=True) == text


def test_ascii_inside_a_formula() -> None:
    """A symbol within a formula needs no switch to maths."""
    assert to_ascii("α+1", maths=True) == "{\\alpha}+1"


@given(st.text(st.characters(min_codepoint=0xA1, max_codepoint=0x2FFF), max_size=20))
def test_what_is_written_is_read_back(text: str) -> None:
    """Any characters survive the way to ASCII and back, in the form that Unicode composes."""
    text = unicodedata.normalize("NFC", text)
    written = to_ascii(text)
    assert written.isascii()
    assert any(c.isascii() for c in text) or to_unicode(written, typography=True) == text


@pytest.mark.shared
def test_the_shared_cases(shared: Path) -> None:
    r"""Every case of the data folder gives the text expected, formulas where they are shown.

    Two are otherwise by decision: a macro that is not known stays, and `\\` ends a line.
    """
    cases = (shared / "data/bib/latex.jsonl").read_text("utf-8").splitlines()
    wrong: list[str] = []
    for line in cases:
        case = json.loads(line)
        text, expected = case["input"], case["expected"]
        shown = to_unicode(text, typography=True, maths=True)
        if expected not in (shown, to_unicode(text, typography=True)):
            wrong.append(text)
    assert len(cases) > 150
    assert wrong == ["\\foo{bar}", "a\\\\b"]


def test_ligatures_are_left_to_latex() -> None:
    """What a PDF drew as one sign is letters again, and a hyphen is one."""
    assert to_ascii("e\ufb03cient \ufb01eld\u2010tests") == "efficient field-tests"
