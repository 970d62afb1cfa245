"""Two libraries that came from one come together, with nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.dumps import TREE, dumps, flat, line
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper
from vcmbib.logic.merge3.libraries import MergedLibrary, merge_libraries
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.venues.venue import Venue


def library(*papers: Paper, tree: tuple[Category, ...] = TREE, **more: object) -> Dump:
    """A library of these papers."""
    return Dump(tree, (), tuple(line(p) for p in papers), **more)  # type: ignore[arg-type]


def said(merged: MergedLibrary) -> list[tuple[str, str]]:
    """(key, field) of each clash."""
    return [(c.key, c.field) for c in merged.clashes]


def only(merged: MergedLibrary) -> DumpedPaper:
    """The one paper of the merge."""
    (found,) = merged.dump.papers
    return found


A = paper("a", "On A", year=2020, tags=("x",), identifiers=(arxiv("2101.00001"),))
B = paper("b", "On B", year=2021, tags=("y",), identifiers=(doi("10.1/B"),))

# --- laws ----------------------------------------------------------------------------------------


def test_a_merge_that_one_side_took_back() -> None:
    """The paper that stands by itself again does so afterwards."""
    one = DumpedPaper(paper("doe", "On A", former_keys=("roe",)))
    apart = [DumpedPaper(paper("doe", "On A")), DumpedPaper(paper("roe", "On A"))]
    base, side = Dump(papers=(one,)), Dump(papers=tuple(apart))
    for merged in (merge_libraries(base, side, base), merge_libraries(base, base, side)):
        assert [p.keys for p in merged.dump.papers] == [("doe",), ("roe",)]


@given(dumps(), dumps())
@settings(max_examples=40)
def test_what_one_side_alone_did_is_the_result(base: Dump, side: Dump) -> None:
    """If the other side did nothing, the result is this side, whichever of the two it is."""
    for merged in (merge_libraries(base, side, base), merge_libraries(base, base, side)):
        assert flat(merged.dump) == flat(side)
        assert merged.clashes == ()


@given(dumps(), dumps())
@settings(max_examples=40)
def test_what_both_sides_did_alike_is_the_result(base: Dump, side: Dump) -> None:
    """Two sides that hold the same hold it afterwards."""
    merged = merge_libraries(base, side, side)
    assert flat(merged.dump) == flat(side)
    assert merged.clashes == ()


@given(dumps(), dumps(), dumps())
@settings(max_examples=40)
def test_both_directions_keep_the_same(base: Dump, ours: Dump, theirs: Dump) -> None:
    """Whoever merges whom: the same papers, tags and notes stay, and the same fields clash."""
    one, other = merge_libraries(base, ours, theirs), merge_libraries(base, theirs, ours)

    def kept(merged: MergedLibrary) -> dict[str, list[object]]:
        return {
            p.paper.title: [set(map(str.lower, p.paper.tags)), set(p.paper.notes), set(p.files),
                            {s.slug for s in p.paper.categories}]
            for p in merged.dump.papers
            if not any(c.field in ("title", "key") for c in merged.clashes)
        }  # fmt: skip

    assert len(one.dump.papers) == len(other.dump.papers)
    assert {c.slug for c in one.dump.categories} == {c.slug for c in other.dump.categories}
    assert sorted(c.field for c in one.clashes) == sorted(c.field for c in other.clashes)
    if kept(one) and kept(other):
        assert kept(one) == kept(other)


@given(dumps(), dumps(), dumps())
@settings(max_examples=40)
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


@given(dumps(), dumps(), dumps())
@settings(max_examples=40)
def test_no_paper_that_a_side_added_or_changed_is_lost(
    base: Dump, ours: Dump, theirs: Dump
) -> None:
    """Every key of a paper of either side resolves, but for those the other removed unchanged."""
    found = merge_libraries(base, ours, theirs)
    resolved = {k for p in found.dump.papers for k in p.keys}
    moved = {c.theirs.get("key") for c in found.clashes if c.field == "key"}
    there = {p.key for p in base.papers}
    for side in (ours, theirs):
        assert {p.key for p in side.papers if p.key not in there} <= resolved | moved


# --- fields --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "old", "mine", "its"),
    [
        ("title", "On A", "On a", "Upon A"),
        ("year", 2020, 2021, 2022),
        ("year", 2020, None, 2022),
        ("venue", ICIP, TIP, ARXIV),
        ("authors", names("A B"), names("A C"), names("A D")),
        ("abstract", None, "one", "two"),
        ("pages", "1-2", "1-3", None),
    ],
)
def test_a_field_that_both_changed_is_a_conflict_and_ours_stands(
    field: str, old: object, mine: object, its: object
) -> None:
    """Two different values: ours stays, theirs is in the list, nothing else is listed."""
    base, ours, theirs = (replace(A, **{field: v}) for v in (old, mine, its))  # type: ignore[arg-type]
    merged = merge_libraries(library(base), library(ours), library(theirs))
    assert getattr(only(merged).paper, field) == mine
    assert said(merged) == [("a", field)]
    assert merged.clashes[0].theirs != merged.clashes[0].ours


def test_fields_that_one_side_changed_are_taken_from_it() -> None:
    """A field each side, tags, notes and links of both: all are there, and no conflict."""
    ours = replace(A, year=2022, tags=("x", "mine"), notes=("n1",), venue=ICIP)
    theirs = replace(
        A, title="On A, Revised", tags=("its",), notes=("n2",), month=3,
        links=(Link(LinkKind.CODE, "https://example.org/code"),),
        identifiers=(arxiv("2101.00001"), doi("10.1/A")),
    )  # fmt: skip
    merged = merge_libraries(library(A), library(ours), library(theirs))
    found = only(merged).paper
    assert merged.clashes == ()
    assert (found.title, found.year, found.month, found.venue) == ("On A, Revised", 2022, 3, ICIP)
    assert found.tags == ("mine", "its")
    assert found.notes == ("n1", "n2")
    assert len(found.identifiers) == 2
    assert len(found.links) == 1


def test_a_field_of_bibtex_that_both_set_is_a_conflict_of_its_own() -> None:
    """Fields without a column are merged by name."""
    base = replace(A, extra=(("keywords", "k"), ("note", "n")))
    ours = replace(A, extra=(("keywords", "k1"), ("note", "n"), ("x", "1")))
    theirs = replace(A, extra=(("keywords", "k2"), ("y", "2")))
    merged = merge_libraries(library(base), library(ours), library(theirs))
    assert only(merged).paper.extra == (("keywords", "k1"), ("x", "1"), ("y", "2"))
    assert said(merged) == [("a", "extra.keywords")]


def test_files_and_records_of_both_sides_stay() -> None:
    """What hangs on a paper is united."""
    one, two = (
        Dump(TREE, (), (line(A, files=(f,)),)) for f in ("one.pdf", "two.pdf")
    )  # fmt: skip
    assert only(merge_libraries(library(A), one, two)).files == ("one.pdf", "two.pdf")


# --- keys ----------------------------------------------------------------------------------------


def test_a_paper_renamed_here_and_edited_there_is_one() -> None:
    """The new key, the edit, and the old key as a former one."""
    ours = replace(A, key="new", former_keys=("a",))
    theirs = replace(A, year=2024, tags=("x", "its"))
    for merged in (
        merge_libraries(library(A), library(ours), library(theirs)),
        merge_libraries(library(A), library(theirs), library(ours)),
    ):
        found = only(merged).paper
        assert merged.clashes == ()
        assert (found.key, found.former_keys, found.year) == ("new", ("a",), 2024)
        assert found.tags == ("x", "its")


def test_two_new_keys_of_one_paper_both_resolve() -> None:
    """Ours is the key, theirs a former one, and it is listed."""
    ours = replace(A, key="one", former_keys=("a",))
    theirs = replace(A, key="two", former_keys=("a",))
    merged = merge_libraries(library(A), library(ours), library(theirs))
    assert (only(merged).key, set(only(merged).paper.former_keys)) == ("one", {"a", "two"})
    assert said(merged) == [("one", "key")]


@pytest.mark.parametrize("turned", [False, True])
def test_a_paper_merged_into_another_here_and_tagged_there_keeps_the_tag(turned: bool) -> None:
    """What the other side did to the paper that went is done to the one that stayed."""
    united = replace(
        A, former_keys=("b",), tags=("x", "y"), identifiers=(*A.identifiers, *B.identifiers)
    )
    edited = (replace(A, pages="1-9"), replace(B, tags=("y", "mine"), notes=("n",), month=5))
    sides = (library(united), library(*edited))
    merged = merge_libraries(library(A, B), *(reversed(sides) if turned else sides))
    found = only(merged).paper
    assert (found.key, found.former_keys) == ("a", ("b",))
    assert set(found.tags) == {"x", "y", "mine"}
    assert (found.notes, found.month, found.pages) == (("n",), 5, "1-9")
    assert found.identifiers == (*A.identifiers, *B.identifiers)
    assert merged.clashes == ()


def test_three_papers_merged_two_by_two_are_one() -> None:
    """One side merged b into a, the other c into b: all keys resolve to one paper."""
    third = paper("c", "On C", tags=("z",))
    ours = library(replace(A, former_keys=("b",), tags=("x", "y")), third)
    theirs = library(A, replace(B, former_keys=("c",), tags=("y", "z")))
    found = only(merge_libraries(library(A, B, third), ours, theirs)).paper
    assert (found.key, set(found.former_keys)) == ("a", {"b", "c"})
    assert set(found.tags) == {"x", "y", "z"}


# --- newcomers -----------------------------------------------------------------------------------


def test_the_same_newcomer_under_one_key_is_one_paper() -> None:
    """Each fills what the other lacks."""
    ours = paper("n", "On Nothing", year=2020, identifiers=(doi("10.1/N"),), tags=("one",))
    theirs = paper("n", "On nothing", month=4, identifiers=(doi("10.1/n"),), tags=("two",))
    merged = merge_libraries(library(), library(ours), library(theirs))
    found = only(merged).paper
    assert (found.year, found.month, found.tags) == (2020, 4, ("one", "two"))
    assert said(merged) == [("n", "title")]


def test_the_same_newcomer_under_two_keys_is_one_paper() -> None:
    """An identifier and the title say so; the other key resolves to it."""
    ours = paper("n1", "On Nothing", identifiers=(arxiv("2101.00009"),))
    theirs = paper("n2", "On Nothing", identifiers=(arxiv("2101.00009"),), year=2021)
    found = only(merge_libraries(library(), library(ours), library(theirs))).paper
    assert (found.key, found.former_keys, found.year) == ("n1", ("n2",), 2021)


def test_newcomers_with_one_identifier_and_two_titles_stay_two() -> None:
    """A chapter and its book may share one; what is not certain is left to a person."""
    ours = paper("n1", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("n2", "On Everything", identifiers=(doi("10.1/n"),))
    assert len(merge_libraries(library(), library(ours), library(theirs)).dump.papers) == 2


def test_two_works_under_one_key_both_stay() -> None:
    """Theirs gets a suffix, and that is listed, for it is cited by another key now."""
    ours = paper("n", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("n", "On Everything", identifiers=(doi("10.1/e"),))
    merged = merge_libraries(library(), library(ours), library(theirs))
    assert {p.key: p.paper.title for p in merged.dump.papers} == {
        "n": "On Nothing", "na": "On Everything",
    }  # fmt: skip
    assert said(merged) == [("na", "key")]
    assert merged.clashes[0].theirs == {"key": "n"}


def test_a_former_key_that_another_paper_has_is_not_lost_in_silence() -> None:
    """The key stays with ours; that theirs is not found by it any more is listed."""
    ours = paper("n", "On Nothing", identifiers=(doi("10.1/n"),))
    theirs = paper("m", "On Everything", identifiers=(doi("10.1/e"),), former_keys=("n",))
    merged = merge_libraries(library(), library(ours), library(theirs))
    assert [p.keys for p in merged.dump.papers] == [("m",), ("n",)]
    assert said(merged) == [("m", "key")]
    assert merged.clashes[0].theirs == {"key": "n"}


def test_a_key_given_anew_does_not_join_two_works() -> None:
    """A paper that was removed and another that took its key are two."""
    fresh = replace(B, key="a", added="2026-09-09T00:00:00Z")
    merged = merge_libraries(library(A), library(fresh), library(replace(A, year=1999)))
    assert sorted(p.paper.title for p in merged.dump.papers) == ["On A", "On B"]


# --- removed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_a_paper_removed_on_one_side_goes_unless_the_other_changed_it(turned: bool) -> None:
    """Unchanged it goes; changed it stays, and is listed."""
    sides = (library(), library(A))
    merged = merge_libraries(library(A), *(reversed(sides) if turned else sides))
    assert merged.dump.papers == ()
    assert merged.clashes == ()
    sides = (library(), library(replace(A, year=1999)))
    merged = merge_libraries(library(A), *(reversed(sides) if turned else sides))
    assert only(merged).paper.year == 1999
    assert said(merged) == [("a", "paper")]


def test_a_place_in_a_list_or_a_time_is_no_change() -> None:
    """Removing a paper is not held up by a row that moved."""
    base = replace(A, categories=(Standing("coding", 3),))
    moved = replace(base, categories=(Standing("coding", 2),), updated="2026-02-02T00:00:00Z")
    assert merge_libraries(library(base), library(), library(moved)).dump.papers == ()


# --- categories ----------------------------------------------------------------------------------


def placed(*slugs: str) -> Paper:
    """A, in these categories."""
    return replace(A, categories=tuple(Standing(s, 1) for s in slugs))


def tree(*categories: Category, paper: Paper = A) -> Dump:
    """A library with these categories and one paper."""
    return library(paper, tree=categories)


CODING, LEARNED, THEORY = TREE


def test_a_category_renamed_here_and_moved_there_is_both() -> None:
    """Title and parent are fields of their own."""
    ours = tree(CODING, replace(LEARNED, title="Neural Codecs"), THEORY)
    theirs = tree(CODING, replace(LEARNED, parent="theory"), THEORY)
    merged = merge_libraries(library(A), ours, theirs)
    found = {c.slug: c for c in merged.dump.categories}["learned"]
    assert (found.title, found.parent) == ("Neural Codecs", "theory")
    assert merged.clashes == ()


def test_a_category_with_another_slug_keeps_the_papers_of_the_other_side() -> None:
    """It is known again by its papers, its title or its place."""
    ours = tree(CODING, replace(LEARNED, slug="neural"), THEORY, paper=placed("neural"))
    theirs = library(placed("learned"), replace(B, categories=(Standing("learned", 2),)))
    merged = merge_libraries(library(placed("learned")), ours, theirs)
    assert [c.slug for c in merged.dump.categories] == ["coding", "neural", "theory"]
    assert [[s.slug for s in p.paper.categories] for p in merged.dump.papers] == [
        ["neural"], ["neural"],
    ]  # fmt: skip


def test_a_category_removed_here_and_used_there_stays() -> None:
    """Nothing that a person filed is lost."""
    ours = tree(CODING, LEARNED)
    theirs = library(placed("theory"))
    merged = merge_libraries(library(A), ours, theirs)
    assert said(merged) == [("category:theory", "category")]
    assert only(merged).paper.categories == (Standing("theory", 1),)
    gone = merge_libraries(library(A), ours, library(A))
    assert [c.slug for c in gone.dump.categories] == ["coding", "learned"]


def test_moves_that_would_make_a_circle_are_not_both_done() -> None:
    """Ours stands."""
    base = tree(CODING, THEORY)
    ours = tree(replace(CODING, parent="theory"), THEORY)
    theirs = tree(CODING, replace(THEORY, parent="coding"))
    merged = merge_libraries(base, ours, theirs)
    assert {c.slug: c.parent for c in merged.dump.categories} == {"coding": "theory",
                                                                  "theory": None}  # fmt: skip
    assert said(merged) == [("category:theory", "parent")]


def test_the_same_slug_added_twice_is_one_category() -> None:
    """A heading that both sides made is one; two titles are a conflict."""
    new = Category("new", "New", None, 3)
    merged = merge_libraries(library(A), tree(*TREE, new), tree(*TREE, replace(new, title="Newer")))
    assert [c.title for c in merged.dump.categories if c.slug == "new"] == ["New"]
    assert said(merged) == [("category:new", "title")]


# --- the rest ------------------------------------------------------------------------------------


def test_pairs_told_apart_follow_their_papers() -> None:
    """A pair names papers by their keys after the merge; of a paper that is gone there is none."""
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


def test_the_longer_of_two_incomplete_lists_of_authors_is_taken() -> None:
    """`Doe and others` against all authors is no conflict."""
    ours = replace(A, authors=(Name("Doe", "J."),))
    theirs = replace(A, authors=(Name("Doe", "J."), Name("Roe", "R.")), authors_complete=True)
    merged = merge_libraries(library(A), library(ours), library(theirs))
    assert len(only(merged).paper.authors) == 2
    assert merged.clashes == ()
