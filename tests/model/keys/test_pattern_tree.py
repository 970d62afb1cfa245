"""Patterns with a name."""

from __future__ import annotations

import pytest

from tests.model.keys.pattern_paper import PAPER, key_by
from vcmbib.model.keys.citekey import default_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("vcmbib", "doe2020awesome"),
        ("Google", "doe2020awesome"),
        ("dblp", "DoeBO20"),
        ("acl", "doe-etal-2020-awesome"),
        ("bbt", "doeAwesomePaperJabRef2020"),
        ("jabref", "Doe2020"),
        ("alpha", "DBO20"),
    ],
)
def test_presets(name: str, key: str) -> None:
    """A pattern with a name gives what is known under it."""
    assert key_by(name) == key


def test_the_default_is_our_own() -> None:
    """The preset vcmbib is the rule by which new papers get their keys."""
    assert key_by("vcmbib") == default_key(PAPER.authors, PAPER.year, PAPER.title)
