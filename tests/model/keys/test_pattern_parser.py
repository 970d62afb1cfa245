"""Mistakes in patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.keys.pattern_paper import PAPER
from vcmbib.errors import BadPattern
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.keys.patterns import key_from_pattern, parse_pattern


@pytest.mark.parametrize(
    ("pattern", "at"),
    [
        ("", 0),
        ("abc[", 3),
        ("auth]", 4),
        ("[]", 1),
        ("[nope][year]", 1),
        ("[auth:loud]", 6),
        ("[auth+loud]", 5),
        ('[auth:regex("(","x")]', 6),
        ('[auth:regex("a","$1")]', 6),
        ("[auth]{x}", 6),
        ("fixed", 0),
        ("'fixed'", 0),
        ("auth +", 6),
        ("auth.loud", 5),
        ("auth.truncate", 5),
        ("year(3)", 0),
        ("(auth", 5),
        ("auth year", 5),
        ("'open", 0),
        ("auth('a' 'b')", 9),
        ("auth + 'a,b'", 9),
        ("(" * 60 + "auth" + ")" * 60, 50),
    ],
)
def test_a_mistake_is_shown_where_it_is(pattern: str, at: int) -> None:
    """A pattern that cannot be understood is an error with its place and a caret there."""
    with pytest.raises(BadPattern) as caught:
        parse_pattern(pattern)
    assert caught.value.position == at
    assert caught.value.message.endswith(f"\n  {' ' * at}^")


def test_an_unknown_name_lists_those_that_are_known() -> None:
    """A wrong field or modifier is answered with the right ones, and with the nearest."""
    with pytest.raises(BadPattern, match="did you mean 'veryshorttitle'") as caught:
        parse_pattern("[verryshorttitle]")
    assert "authorsalpha" in caught.value.hint
    assert "google" in caught.value.hint
    with pytest.raises(BadPattern, match="did you mean 'lower'") as caught:
        parse_pattern("[auth:lowr]")
    assert "titlecase" in caught.value.hint


@given(st.text("[]|:+.'\"()auth lower,1_>year", max_size=25))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Any text is a pattern or a BadPattern, nothing else."""
    try:
        pattern = parse_pattern(text)
    except BadPattern:
        return
    key = key_from_pattern(pattern, PAPER)
    assert key is None or is_valid_key(key)
