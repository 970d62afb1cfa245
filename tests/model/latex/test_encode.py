"""Unicode as LaTeX's commands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.latex.decode import to_ascii, to_latex, to_unicode


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


def test_ligatures_are_left_to_latex() -> None:
    """What a PDF drew as one sign is letters again, and a hyphen is one."""
    assert to_ascii("e\ufb03cient \ufb01eld\u2010tests") == "efficient field-tests"
