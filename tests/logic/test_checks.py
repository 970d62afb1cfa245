"""The fields that an entry type requires."""

from __future__ import annotations

import pytest

from tests.papers import TIP, names, paper
from vcmbib.logic.checks import FindingKind, incomplete
from vcmbib.model.paper import Paper

ADA = names("Ada Lovelace")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (paper("k", "T", entry_type="article"), "article without authors, venue, year"),
        (paper("k", "T", entry_type="article", authors=ADA, venue=TIP), "article without year"),
        (paper("k", "", entry_type="misc"), "misc without title"),
        (paper("k", "T", entry_type="book", year=2020), "authors or editors, publisher"),
        (paper("k", "T", entry_type="phdthesis", authors=ADA, year=2020), "institution or school"),
        (paper("k", "", entry_type="dataset"), "dataset without title"),
    ],
)
def test_what_is_missing(one: Paper, said: str) -> None:
    """By name, and by either name where one of two will do."""
    found = incomplete(one)
    assert found is not None
    assert found.kind is FindingKind.INCOMPLETE
    assert said in found.said


@pytest.mark.parametrize(
    "one",
    [
        paper("k", "T", entry_type="misc"),
        paper("k", "T", entry_type="article", authors=ADA, venue=TIP, year=2020),
        paper("k", "T", entry_type="book", editors=ADA, publisher="P", year=2020),
        paper("k", "T", entry_type="phdthesis", authors=ADA, year=2020, extra=(("school", "MIT"),)),
    ],
)
def test_what_is_complete(one: Paper) -> None:
    """Fields that vcmbib has no column for count too."""
    assert incomplete(one) is None
