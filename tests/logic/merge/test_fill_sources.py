"""Which source may overwrite which: each field, each source of its value, each other source."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.papers import ARXIV, ICIP, TIP, names, record
from vcmbib.logic.merge.fill import FIELDS, fill, paper_from_record
from vcmbib.model.fields import BY_NAME
from vcmbib.model.paper import Paper, Record, SourceKind

BIB, LIST, PERSON = SourceKind.BIBTEX, SourceKind.LIST, SourceKind.PERSON

# Each field that one value has, with two values of which neither abbreviates the other.
VALUES: dict[str, tuple[object, object]] = {
    "title": ("Coding of Features", "Features, Coded"),
    "authors": (names("Ada Bee", "Carl Dee"), names("Ada Bee", "Eva Fox")),
    "year": (2019, 2020),
    "month": (3, 4),
    "venue": (TIP, ICIP),
    "honour": ("Best Paper", "Oral"),
    "volume": ("7", "8"),
    "number": ("1", "2"),
    "pages": ("1-9", "21-29"),
    "publisher": ("Elsevier", "Wiley"),
    "abstract": ("One text.", "Another."),
    "model": ("VGG", "ResNet"),
}
# Fields of which nothing is overwritten: both values stay, or the value follows from another one.
UNITED = set("notes note identifiers links tags topics extra".split())
OTHER_RULES = {"entry_type", "editors"}
# What is stated together with a venue.
STATED_WITH_VENUE = "year month volume number pages publisher".split()


def stated(source: SourceKind, **values: object) -> Record:
    """A record of an article in a journal, with these values."""
    return record(**{"source": source, "venue": TIP, "authors_complete": True} | values)  # type: ignore[arg-type]


def value(paper: Paper, name: str) -> object:
    """The value of a field of a paper."""
    return BY_NAME[name].value(paper)


def test_the_table_has_each_field() -> None:
    """A new field needs two values here, or a set that it belongs to."""
    assert {f.name for f in FIELDS} == VALUES.keys() | UNITED | OTHER_RULES


@pytest.mark.parametrize("name", VALUES)
def test_only_a_better_source_overwrites(name: str) -> None:
    """A value stays unless its source is worse; if it stays, both values are reported."""
    old, new = VALUES[name]
    for held_by, said_by in product(SourceKind, SourceKind):
        held, said = stated(held_by, **{name: old}), stated(said_by, **{name: new})
        filled = fill(paper_from_record(held, "k"), said, (held,))
        better = said_by.rank > held_by.rank
        assert value(filled.paper, name) == (new if better else old), (held_by, said_by)
        told = [c.field for c in filled.conflicts]
        assert told == ([] if better else [name]), (held_by, said_by)


@pytest.mark.parametrize("name", sorted(VALUES.keys() - {"title"}))
def test_any_source_fills_what_is_missing(name: str) -> None:
    """A missing value is taken from a source of any rank; a source that lacks it keeps it."""
    new = VALUES[name][1]
    for held_by, said_by in product(SourceKind, SourceKind):
        bare = stated(held_by, authors_complete=False)
        bare = replace(bare, venue=None) if name == "venue" else bare
        full = stated(said_by, **{name: new})
        filled = fill(paper_from_record(bare, "k"), full, (bare,))
        assert value(filled.paper, name) == new, (held_by, said_by)
        again = fill(filled.paper, record(source=PERSON), (bare, full))
        assert value(again.paper, name) == new, (held_by, said_by)


@pytest.mark.parametrize("name", ["entry_type", *STATED_WITH_VENUE])
@pytest.mark.parametrize("venue", [ARXIV, ICIP, None])
def test_a_new_publication_leaves_what_a_person_set(venue: object, name: str) -> None:
    """The venue and all with it are taken from a better source; the one value of a person stays."""
    mine = {**{n: VALUES[n][0] for n in STATED_WITH_VENUE}, "entry_type": "unpublished"}[name]
    held = stated(LIST, venue=venue, **{n: VALUES[n][0] for n in STATED_WITH_VENUE})
    edited = stated(PERSON, origin="edit", venue=None, **{name: mine})
    said = stated(BIB, **{n: VALUES[n][1] for n in STATED_WITH_VENUE})
    one = fill(paper_from_record(held, "k"), edited, (held,)).paper
    one = BY_NAME[name].taken(edited, one)
    filled = fill(one, said, (held, edited))
    expected = {n: VALUES[n][1] for n in STATED_WITH_VENUE} | {"entry_type": "article", name: mine}
    assert filled.paper.venue == TIP
    assert {n: value(filled.paper, n) for n in expected} == expected
    told = [c.field for c in filled.conflicts]
    assert told == ([] if name == "entry_type" else [name])


@pytest.mark.parametrize("name", STATED_WITH_VENUE)
@pytest.mark.parametrize("venue", [ARXIV, ICIP])
def test_a_publication_that_lacks_a_value_leaves_that_of_a_person(venue: object, name: str) -> None:
    """It is no contradiction; what a source stated of the former publication goes."""
    values = {n: VALUES[n][0] for n in STATED_WITH_VENUE}
    held = stated(LIST, venue=venue, **values)
    edited = stated(PERSON, origin="edit", venue=None, **{name: VALUES[name][0]})
    filled = fill(paper_from_record(held, "k"), record(source=BIB, venue=TIP), (held, edited))
    kept = {n: value(filled.paper, n) for n in STATED_WITH_VENUE}
    assert kept == dict.fromkeys(STATED_WITH_VENUE) | {name: VALUES[name][0]}
    assert filled.conflicts == ()


def test_a_venue_that_a_person_set_keeps_its_publication() -> None:
    """Neither a publication nor another venue replaces it; the two venues are reported."""
    for mine, said in product((ARXIV, TIP), (ICIP,)):
        held = record(source=PERSON, venue=mine, year=2019, pages="1-9")
        filled = fill(
            paper_from_record(held, "k"),
            record(source=BIB, venue=said, year=2020, pages="21-29"),
            (held,),
        )
        assert (filled.paper.venue, filled.paper.year, filled.paper.pages) == (mine, 2019, "1-9")
        assert [c.field for c in filled.conflicts] == ["venue"]


def test_editors_are_filled_and_never_overwritten() -> None:
    """A volume has one list of editors: that of the first source."""
    for held_by, said_by in product(SourceKind, SourceKind):
        held = stated(held_by, editors=names("Ada Bee"))
        said = stated(said_by, editors=names("Carl Dee"))
        one = paper_from_record(held, "k")
        assert fill(one, said, (held,)).paper.editors == one.editors
        assert fill(replace(one, editors=()), said, ()).paper.editors == said.editors


def test_initials_that_a_person_set_are_not_spelt_out() -> None:
    """A source with given names in full spells out the initials of a source, not of a person."""
    for held_by in SourceKind:
        held = stated(held_by, authors=names("A. Bee"))
        said = stated(LIST, authors=names("Ada Bee"))
        found = fill(paper_from_record(held, "k"), said, (held,)).paper.authors
        assert found == (held if held_by is PERSON else said).authors


@pytest.mark.parametrize(
    ("stated_type", "expected"), [("", "article"), ("article", "article"), ("review", "review")]
)
@pytest.mark.parametrize("venue", [ARXIV, ICIP, None])
def test_the_type_is_that_of_the_record_or_else_follows_the_venue(
    venue: object, stated_type: str, expected: str
) -> None:
    """With a new venue the type of the former one goes."""
    held = stated(LIST, venue=venue)
    filled = fill(paper_from_record(held, "k"), stated(BIB, entry_type=stated_type), (held,))
    assert (filled.paper.venue, filled.paper.entry_type) == (TIP, expected)
