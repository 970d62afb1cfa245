"""Names of journals, conferences and books, prepared for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.logic.dedupe.venue_names import container_key, container_name


@pytest.mark.parametrize("text", ["", " ", "2019", "(2019)"])
def test_a_name_without_words_has_no_key(text: str) -> None:
    """Nothing is compared with nothing."""
    assert container_key(None) == ""
    assert container_key(container_name(text)) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Journal of Coding", "serial"),
        ("IEEE Trans. Image Process.", "serial"),
        ("Proc. of the 3rd Int. Conference on Codes", "meeting"),
        ("Workshop on Codes", "workshop"),
        ("Elements of Coding", ""),
    ],
)
def test_a_name_tells_its_kind(text: str, kind: str) -> None:
    """A journal and a conference of one name are two."""
    named = container_name(text)
    assert named is not None
    assert named.forms[0].kind == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Journal of Coding", "J. of Coding"),
        ("Proceedings of the 12th International Conference on Codes", "Conference on Codes 2019"),
        ("The VLDB Journal: the official journal of X", "VLDB Journal"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    """Numbers, years, generic words and additions are no part of the key."""
    assert container_key(container_name(one)) == container_key(container_name(other)) != ""


def test_a_name_that_a_catalogue_cut_off_is_marked() -> None:
    """Its end may be any word."""
    named = container_name("Proceedings of the 22nd International Conference on Data…")
    assert named is not None
    assert named.is_cut_off


@given(st.text(max_size=60))
def test_any_text_is_a_name(text: str) -> None:
    """Whatever the field contains, preparing it does not fail."""
    assert container_key(container_name(text)) == container_key(container_name(f" {text} "))
