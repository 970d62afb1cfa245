"""A merge of two libraries that come from one: nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.dumps import TREE, dumps, in_one_form, line
from tests.examples import LIBRARIES
from tests.logic.merge3.three_libraries import A, B, conflicts_of, library, only_paper
from tests.papers import ICIP, doi, paper
from vcmbib.logic.merge3.libraries import MergedLibrary, merge_libraries
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.paper import Standing
from vcmbib.model.venues.venue import Venue


def test_a_merge_that_one_side_took_back() -> None:
    """The paper that was separated again stays separate."""
    one = DumpedPaper(paper("doe", "On A", former_keys=("roe",)))
    apart = [DumpedPaper(paper("doe", "On A")), DumpedPaper(paper("roe", "On A"))]
    base, side = Dump(papers=(one,)), Dump(papers=tuple(apart))
    for merged in (merge_libraries(base, side, base), merge_libraries(base, base, side)):
        assert [p.keys for p in merged.dump.papers] == [("doe",), ("roe",)]


@LIBRARIES
@given(dumps(), dumps())
def test_what_one_side_alone_did_is_the_result(base: Dump, side: Dump) -> None:
    """If the other side did nothing, the result is this side, whichever of the two it is."""
    for merged in (merge_libraries(base, side, base), merge_libraries(base, base, side)):
        assert in_one_form(merged.dump) == in_one_form(side)
        assert merged.conflicts == ()


@LIBRARIES
@given(dumps(), dumps())
def test_what_both_sides_did_alike_is_the_result(base: Dump, side: Dump) -> None:
    """Two sides with the same content have it afterwards."""
    merged = merge_libraries(base, side, side)
    assert in_one_form(merged.dump) == in_one_form(side)
    assert merged.conflicts == ()


@LIBRARIES
@given(dumps(), dumps(), dumps())
def test_both_directions_keep_the_same(base: Dump, ours: Dump, theirs: Dump) -> None:
    """Whoever merges whom: the same papers, tags and notes stay, and the same fields clash."""
    one, other = merge_libraries(base, ours, theirs), merge_libraries(base, theirs, ours)

    def kept(merged: MergedLibrary) -> dict[str, list[object]]:
        return {
            p.paper.title: [set(map(str.lower, p.paper.tags)), set(p.paper.notes), set(p.files),
                            {s.slug for s in p.paper.categories}]
            for p in merged.dump.papers
            if not any(c.field in ("title", "key") for c in merged.conflicts)
        }  # fmt: skip

    assert len(one.dump.papers) == len(other.dump.papers)
    assert {c.slug for c in one.dump.categories} == {c.slug for c in other.dump.categories}
    assert sorted(c.field for c in one.conflicts) == sorted(c.field for c in other.conflicts)
    if kept(one) and kept(other):
        assert kept(one) == kept(other)


@LIBRARIES
@given(dumps(), dumps(), dumps())
def test_a_merge_is_a_library(base: Dump, ours: Dump, theirs: Dump) -> None:
    """No key or slug twice, no category and no paper named that is not there."""
    found = merge_libraries(base, ours, theirs).dump
    keys = [k for p in found.papers for k in p.keys]
    slugs = [c.slug for c in found.categories]
    assert len(set(keys)) == len(keys)
    assert len(set(slugs)) == len(slugs)
    assert {c.parent for c in found.categories} <= {*slugs, None}
    assert {s.slug for p in found.papers for s in p.paper.categories} <= set(slugs)
    current = {p.key for p in found.papers}
    assert all({a, b} <= current for a, b in found.apart)


@LIBRARIES
@given(dumps(), dumps(), dumps())
def test_no_paper_that_a_side_added_or_changed_is_lost(
    base: Dump, ours: Dump, theirs: Dump
) -> None:
    """Every key of a paper of either side resolves, but for those the other removed unchanged."""
    found = merge_libraries(base, ours, theirs)
    resolved = {k for p in found.dump.papers for k in p.keys}
    moved = {c.theirs.get("key") for c in found.conflicts if c.field == "key"}
    there = {p.key for p in base.papers}
    for side in (ours, theirs):
        assert {p.key for p in side.papers if p.key not in there} <= resolved | moved


def test_a_paper_renamed_here_and_edited_there_is_one() -> None:
    """The new key, the edit, and the old key as a former one."""
    ours = replace(A, key="new", former_keys=("a",))
    theirs = replace(A, year=2024, tags=("x", "its"))
    for merged in (
        merge_libraries(library(A), library(ours), library(theirs)),
        merge_libraries(library(A), library(theirs), library(ours)),
    ):
        found = only_paper(merged).paper
        assert merged.conflicts == ()
        assert (found.key, found.former_keys, found.year) == ("new", ("a",), 2024)
        assert found.tags == ("x", "its")


def test_two_new_keys_of_one_paper_both_resolve() -> None:
    """Ours is the key, theirs a former one, and it is listed."""
    ours = replace(A, key="one", former_keys=("a",))
    theirs = replace(A, key="two", former_keys=("a",))
    merged = merge_libraries(library(A), library(ours), library(theirs))
    assert (only_paper(merged).key, set(only_paper(merged).paper.former_keys)) == (
        "one",
        {"a", "two"},
    )
    assert conflicts_of(merged) == [("one", "key")]


@pytest.mark.parametrize("turned", [False, True])
def test_a_paper_merged_into_another_here_and_tagged_there_keeps_the_tag(turned: bool) -> None:
    """What the other side did to the paper that went is done to the one that stayed."""
    united = replace(
        A, former_keys=("b",), tags=("x", "y"), identifiers=(*A.identifiers, *B.identifiers)
    )
    edited = (replace(A, pages="1-9"), replace(B, tags=("y", "mine"), notes=("n",), month=5))
    sides = (library(united), library(*edited))
    merged = merge_libraries(library(A, B), *(reversed(sides) if turned else sides))
    found = only_paper(merged).paper
    assert (found.key, found.former_keys) == ("a", ("b",))
    assert set(found.tags) == {"x", "y", "mine"}
    assert (found.notes, found.month, found.pages) == (("n",), 5, "1-9")
    assert found.identifiers == (*A.identifiers, *B.identifiers)
    assert merged.conflicts == ()


def test_two_works_under_one_key_both_stay() -> None:
    """Theirs gets a suffix, and that is listed, for it is cited by another key now."""
    ours = paper("n", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("n", "On Everything", identifiers=(doi("10.1/e"),))
    merged = merge_libraries(library(), library(ours), library(theirs))
    assert {p.key: p.paper.title for p in merged.dump.papers} == {
        "n": "On Nothing", "na": "On Everything",
    }  # fmt: skip
    assert conflicts_of(merged) == [("na", "key")]
    assert merged.conflicts[0].theirs == {"key": "n"}


def test_a_former_key_that_another_paper_has_is_not_lost_in_silence() -> None:
    """The key stays with ours; that theirs is not found by it any more is listed."""
    ours = paper("n", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("m", "On Everything", identifiers=(doi("10.1/e"),), former_keys=("n",))
    merged = merge_libraries(library(), library(ours), library(theirs))
    assert [p.keys for p in merged.dump.papers] == [("m",), ("n",)]
    assert conflicts_of(merged) == [("m", "key")]
    assert merged.conflicts[0].theirs == {"key": "n"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_paper_removed_on_one_side_goes_unless_the_other_changed_it(turned: bool) -> None:
    """Unchanged it goes; changed it stays, and is listed."""
    sides = (library(), library(A))
    merged = merge_libraries(library(A), *(reversed(sides) if turned else sides))
    assert merged.dump.papers == ()
    assert merged.conflicts == ()
    sides = (library(), library(replace(A, year=1999)))
    merged = merge_libraries(library(A), *(reversed(sides) if turned else sides))
    assert only_paper(merged).paper.year == 1999
    assert conflicts_of(merged) == [("a", "paper")]


def test_a_place_in_a_list_or_a_time_is_no_change() -> None:
    """A row that moved does not prevent the removal of a paper."""
    base = replace(A, categories=(Standing("coding", 3),))
    moved = replace(base, categories=(Standing("coding", 2),), updated="2026-02-02T00:00:00Z")
    assert merge_libraries(library(base), library(), library(moved)).dump.papers == ()


def test_pairs_told_apart_follow_their_papers() -> None:
    """A pair names papers by their keys after the merge; a removed paper is in no pair."""
    ours = library(replace(A, key="new", former_keys=("a",)), B)
    theirs = library(A, B, apart=(("a", "b"),))
    assert merge_libraries(library(A, B), ours, theirs).dump.apart == (("b", "new"),)
    assert merge_libraries(library(A, B), library(A), theirs).dump.apart == ()
    assert merge_libraries(theirs, library(A, B), theirs).dump.apart == ()


def test_spellings_of_a_venue_are_united() -> None:
    """Other spellings belong to the venue, not to a paper."""

    def spelled(*found: str) -> Dump:
        spellings: Venue = replace(ICIP, names=found)
        return Dump(TREE, (spellings,), (line(replace(A, venue=ICIP)),))

    merged = merge_libraries(spelled("s"), spelled("s", "t"), spelled("s", "u"))
    assert merged.dump.venues[0].names == ("s", "t", "u")
