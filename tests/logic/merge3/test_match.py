"""Which papers of three libraries are one paper."""

from __future__ import annotations

from dataclasses import replace

from tests.logic.merge3.three_libraries import A, B, conflicts_of, library, only_paper
from tests.papers import arxiv, doi, paper
from vcmbib.logic.merge3.libraries import merge_libraries


def test_three_papers_merged_two_by_two_are_one() -> None:
    """One side merged b into a, the other c into b: all keys resolve to one paper."""
    third = paper("c", "On C", tags=("z",))
    ours = library(replace(A, former_keys=("b",), tags=("x", "y")), third)
    theirs = library(A, replace(B, former_keys=("c",), tags=("y", "z")))
    found = only_paper(merge_libraries(library(A, B, third), ours, theirs)).paper
    assert (found.key, set(found.former_keys)) == ("a", {"b", "c"})
    assert set(found.tags) == {"x", "y", "z"}


def test_the_same_newcomer_under_one_key_is_one_paper() -> None:
    """Each fills what the other lacks."""
    ours = paper("n", "On Nothing", year=2020, identifiers=(doi("10.1/N"),), tags=("one",))
    theirs = paper("n", "On nothing", month=4, identifiers=(doi("10.1/n"),), tags=("two",))
    merged = merge_libraries(library(), library(ours), library(theirs))
    found = only_paper(merged).paper
    assert (found.year, found.month, found.tags) == (2020, 4, ("one", "two"))
    assert conflicts_of(merged) == [("n", "title")]


def test_the_same_newcomer_under_two_keys_is_one_paper() -> None:
    """An identifier and the title show it; the other key resolves to it."""
    ours = paper("n1", "On Nothing", identifiers=(arxiv("2101.00009"),))
    theirs = paper("n2", "On Nothing", identifiers=(arxiv("2101.00009"),), year=2021)
    found = only_paper(merge_libraries(library(), library(ours), library(theirs))).paper
    assert (found.key, found.former_keys, found.year) == ("n1", ("n2",), 2021)


def test_newcomers_with_one_identifier_and_two_titles_stay_two() -> None:
    """A chapter and its book may share one; what is not certain is left to a person."""
    ours = paper("n1", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("n2", "On Everything", identifiers=(doi("10.1/n"),))
    assert len(merge_libraries(library(), library(ours), library(theirs)).dump.papers) == 2


def test_a_key_given_anew_does_not_join_two_works() -> None:
    """A paper that was removed and another that took its key are two."""
    fresh = replace(B, key="a", added="2026-09-09T00:00:00Z")
    merged = merge_libraries(library(A), library(fresh), library(replace(A, year=1999)))
    assert sorted(p.paper.title for p in merged.dump.papers) == ["On A", "On B"]
