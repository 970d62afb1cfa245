"""Broken, deep and long markup is read, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear
from vcmbib.model.latex.decode import to_unicode


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


@given(st.text(alphabet="\\{}$^_`'\"~-ab 1()[]uvici.=", max_size=60), st.booleans())
def test_reading_never_raises_and_loses_no_digit(text: str, maths: bool) -> None:
    """Any text is read, and plain digits are in the result again."""
    shown = to_unicode(text, typography=True, maths=maths)
    assert maths or shown.count("1") == text.count("1")


@pytest.mark.parametrize(
    "piece", ["{", "}", "\\", "$", "\\'{", "\\foo{", "\\(", "`", "--", "\\emph{a}", "{\\'", '\\"a']
)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    """A text that only opens groups is read at once: no end is searched twice."""
    check_linear(lambda size: to_unicode(piece * size, typography=True), 5_000)
    check_linear(lambda size: to_unicode(piece * size, maths=True), 5_000)
