"""A position in a TeX text."""

from __future__ import annotations

import pytest

from vcmbib.model.latex.cursor import Cursor, accented


@pytest.mark.parametrize("text", ["", "{", "a}", "{\\}", "{{}"])
def test_a_brace_that_nothing_closes_has_no_end(text: str) -> None:
    """Escaped braces close nothing."""
    assert Cursor(text).closing(0) == -1
    assert Cursor(text).argument(0) is None


def test_braces_are_paired() -> None:
    """Each opening brace has its own end; a brace too many is no end."""
    cursor = Cursor("{a{b}\\{c}}d}")
    assert cursor.closing(0) == 8
    assert cursor.closing(2) == 4
    assert cursor.closing(1) == -1
    assert (cursor.argument(0), cursor.at) == ("a{b}\\{c", 9)


def test_a_formula_ends_at_its_mark() -> None:
    """An escaped dollar sign is in the formula; a mark that is missing is not looked for twice."""
    cursor = Cursor("$a\\$b$ c \\(")
    assert (cursor.formula(1, "$"), cursor.at) == ("a\\$b", 6)
    assert cursor.formula(11, "\\)") is None
    assert cursor.formula(0, "\\)") is None


@pytest.mark.parametrize(
    ("text", "left"), [("{} x", " x"), (" x", "x"), ("x", "x"), ("  x", " x"), ("", "")]
)
def test_one_blank_or_empty_group_ends_a_command(text: str, left: str) -> None:
    """TeX drops it."""
    cursor = Cursor(text)
    cursor.swallow_blank()
    assert text[cursor.at :] == left


def test_stars_options_and_blanks_are_passed() -> None:
    """An option that is not closed near by is none."""
    cursor = Cursor("*[a b] {c}")
    at = cursor.after_option(cursor.after_star(0))
    assert cursor.skip_to(at) == 7
    assert Cursor("[" + "a" * 300 + "]").after_option(0) == 0


@pytest.mark.parametrize(
    ("base", "accent", "written"),
    [
        ("o", "\u0308", "ö"),
        ("ı", "\u0301", "í"),
        ("ab", "\u0301", "áb"),
        ("ê", "\u0301", "ế"),
        ("", "\u0301", "´"),
        ("oo", "\u0361", "o\u0361o"),
    ],
)
def test_an_accent_comes_on_the_first_letter(base: str, accent: str, written: str) -> None:
    """After the accents that the letter has; alone it is a sign."""
    assert accented(base, accent) == written
