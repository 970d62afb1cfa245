"""LaTeX to Unicode and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.latex import to_ascii, to_unicode


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
        ("Mart{\\'\\i}nez", "Martínez"),
        ("\\v{S}koda, {\\O}yvind", "Škoda, Øyvind"),
        ("{\\L}ukasz", "Łukasz"),
        ("R\\&D 50\\%", "R&D 50%"),
        ("\\emph{very} {\\it fast}", "very fast"),
        ("\\url{http://a.b/c_d}", "http://a.b/c_d"),
        ("{\\noopsort{a}}Foo", "Foo"),
        ("\\ensuremath{\\beta}-VAE", "β-VAE"),
    ],
)
def test_markup_is_read(text: str, shown: str) -> None:
    """Accents, letters, styles and escaped signs become what LaTeX prints."""
    assert to_unicode(text) == shown


@pytest.mark.parametrize(
    "text", ["$O(n^2)$", "\\foo{bar}", "\\mycite", "$\\alpha$-stable", "\\(x\\)"]
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
    ("text", "written"),
    [
        ("Özyılkan", '{\\"O}zy{\\i}lkan'),
        ("Seppälä", 'Sepp{\\"a}l{\\"a}'),
        ("Bajić", "Baji{\\'c}"),
        ("Ștefan", "Ștefan"),  # a comma below, for which there is no command
        ("β-VAE", "\\ensuremath{\\beta}-VAE"),
    ],
)
def test_ascii(text: str, written: str) -> None:
    """Letters outside ASCII become commands, where LaTeX has one."""
    assert to_ascii(text) == written


def test_ascii_inside_a_formula() -> None:
    """A symbol within a formula needs no switch to maths."""
    assert to_ascii("α+1", maths=True) == "{\\alpha}+1"


@given(st.text(st.characters(min_codepoint=0xA1, max_codepoint=0x17F), max_size=20))
def test_what_is_written_is_read_back(text: str) -> None:
    """The letters of Latin-1 and Latin Extended-A survive the way to ASCII and back."""
    text = text.replace("\u00ad", "").replace("\u0149", "").replace("\u017f", "")
    written = to_ascii(text)
    assert to_unicode(written, typography=True) == text


# The data expects more than we do on purpose: formulas and macros that are not known stay as they
# are written, spacing commands keep their width, and lone braces are dropped.
_OTHERWISE = ("$", "\\(", "\\foo", "\\cyr", "\\href", "\\,", "\\\\")


@pytest.mark.shared
def test_the_shared_cases(shared: Path) -> None:
    """Every case of the data folder gives the text expected, but for what is ours by decision."""
    cases = (shared / "data/bib/latex.jsonl").read_text("utf-8").splitlines()
    wrong: list[str] = []
    for line in cases:
        case = json.loads(line)
        text = case["input"]
        lone_brace = text.count("{") != text.count("}")
        if lone_brace or any(sign in text.replace("\\$", "") for sign in _OTHERWISE):
            continue
        if to_unicode(text, typography=True) != case["expected"]:
            wrong.append(text)
    assert len(cases) > 150
    assert wrong == []
