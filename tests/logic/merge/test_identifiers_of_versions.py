"""Identifiers of a work and its versions: all are kept, the publication's first."""

from __future__ import annotations

from itertools import permutations

from tests.papers import arxiv, doi
from vcmbib.logic.merge.identifiers_of_versions import (
    contradictions,
    contradicts,
    unite_identifiers,
)
from vcmbib.model.identifiers import Identifier, Scheme

OF_ARTICLE, OF_PREPRINT, OTHER = doi("10.1177/a.5"), doi("10.1101/2023.04.18.1234"), doi("10.1/x")


def test_two_identifiers_of_publications_contradict_each_other() -> None:
    """A version has its own; a book has several ISBNs; two spellings are one."""
    assert contradicts(OF_ARTICLE, OTHER)
    assert contradicts(arxiv("2101.00001"), arxiv("2101.00002"))
    assert not contradicts(OF_ARTICLE, OF_PREPRINT)
    assert not contradicts(OF_ARTICLE, doi("10.1177/A.5"))
    assert not contradicts(OF_ARTICLE, arxiv("2101.00001"))
    isbns = [Identifier(Scheme.ISBN, n) for n in ("9783161484100", "9780306406157")]
    assert not contradicts(*isbns)
    assert contradictions([OF_ARTICLE, OF_PREPRINT, *isbns]) == []
    assert contradictions([OF_ARTICLE, OF_PREPRINT, OTHER]) == [(OF_ARTICLE, OTHER)]


def test_no_identifier_is_lost_and_that_of_a_preprint_is_never_first() -> None:
    """In any order, whichever side is the publication."""
    everything = (OF_ARTICLE, OF_PREPRINT, OTHER, arxiv("2101.00001"))
    for order in permutations(everything):
        for cut in range(5):
            for first in (False, True):
                found = unite_identifiers(order[:cut], order[cut:], theirs_first=first)
                assert set(found) == set(everything)
                assert found.index(OF_PREPRINT) > found.index(OF_ARTICLE)


def test_the_identifier_of_the_publication_takes_the_first_place() -> None:
    """Else the one that was there first keeps it."""
    assert unite_identifiers([OTHER], [OF_ARTICLE]) == (OTHER, OF_ARTICLE)
    assert unite_identifiers([OTHER], [OF_ARTICLE], theirs_first=True) == (OF_ARTICLE, OTHER)
