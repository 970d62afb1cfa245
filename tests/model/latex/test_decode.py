"""LaTeX as Unicode."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vcmbib.model.latex.decode import to_unicode


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
    """Formulas and unknown macros are kept as written."""
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
