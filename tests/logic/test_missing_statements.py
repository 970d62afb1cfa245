"""Statements of a record that the library does not contain, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import ICIP, TIP, arxiv, doi, names, paper, record
from vcmbib.logic.missing_statements import (
    _COMPARISONS,
    letters,
    may_be_the_same,
    missing_statements,
    title_of,
)
from vcmbib.model.field_types import ValueKind
from vcmbib.model.paper import Link, LinkKind, Paper, Place, Record, SourceKind

PAPER = paper(
    "doe2020",
    "Coding of JPEG Features",
    entry_type="inproceedings",
    authors=names("Jane Mary Doe", "Ludwig van Beethoven"),
    editors=names("Richard Roe"),
    year=2020,
    month=5,
    venue=ICIP,
    honour="Oral",
    volume="12",
    number="3",
    pages="1-20",
    publisher="IEEE",
    abstract="We code features.",
    model="NEC",
    notes=("first note", "second note"),
    identifiers=(arxiv("2005.00001"), doi("10.1000/AB")),
    links=(Link(LinkKind.PAPER, "https://example.org/a/"),),
    tags=("survey", "Encoder Control"),
    topics=("Image",),
    extra=(("annote", "my {W}ords"), ("rating", "5")),
    former_keys=("old2020",),
)
SAME = Record(
    SourceKind.BIBTEX,
    "refs.bib",
    key="doe2020",
    entry_type="conference",
    title="Coding of {JPEG} features",
    authors=names("J. M. Doe", "Ludwig van Beethoven"),
    editors=names("R. Roe"),
    year=2020,
    month=5,
    venue=ICIP,
    honour="oral",
    volume="12",
    number="3",
    pages="1--20",
    publisher="IEEE",
    abstract="We code features",
    model="NEC",
    note="second note",
    identifiers=(doi("10.1000/ab"),),
    links=(
        Link(LinkKind.PDF, "http://www.example.org/a"),
        Link(LinkKind.PAPER, "https://doi.org/10.1000/AB"),
    ),
    tags=("Survey", "encoder control"),
    topics=("image",),
    extra=(("annote", "My words"), ("rating", "5"), ("author", "Doe, J. M. and others")),
    former_keys=("old2020",),
    places=(Place(("List", "Coding")),),
)


def test_every_kind_of_field_is_compared() -> None:
    """A kind without a comparison is one that no file states on its own."""
    without = {ValueKind.FLAG, ValueKind.TIME, ValueKind.ROW_ID, ValueKind.CATEGORIES}
    assert set(_COMPARISONS) | without == set(ValueKind)
    assert not set(_COMPARISONS) & without


def test_another_way_to_write_it_is_no_other_statement() -> None:
    """Case, markup, initials, order, dashes, addresses; of a paper, now or before, or a record."""
    assert missing_statements(SAME, [PAPER], ["Coding"]) == []
    assert missing_statements(SAME, [SAME], ["Coding"]) == []
    changed = replace(PAPER, title="Other", year=1999, tags=(), notes=(), links=())
    assert missing_statements(SAME, [changed, PAPER], ["Coding"]) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Coding of JPEG Faces"}, "title"),
        ({"entry_type": "article"}, "type"),
        ({"authors": names("Jane Mary Dow")}, "authors"),
        ({"authors": names("Janet Doe")}, "authors"),
        ({"authors": names("Jane Mary Ann Doe")}, "authors"),
        ({"authors": names("J. M. Doe", "L. van Beethoven", "A. Nother")}, "authors"),
        ({"editors": names("Jane Doe")}, "editors"),
        ({"year": 2021}, "year"),
        ({"month": 6}, "month"),
        ({"venue": TIP}, "venue"),
        ({"honour": "Best Paper"}, "honour"),
        ({"volume": "13"}, "volume"),
        ({"number": "5"}, "number"),
        ({"pages": "1-21"}, "pages"),
        ({"publisher": "ACM"}, "publisher"),
        ({"abstract": "We code faces."}, "abstract"),
        ({"model": "CEN"}, "model"),
        ({"note": "third note"}, "note"),
        ({"identifiers": (doi("10.1000/ac"),)}, "identifiers"),
        ({"links": (Link(LinkKind.PAPER, "https://example.org/b"),)}, "links"),
        ({"tags": ("read",)}, "tags"),
        ({"topics": ("Video",)}, "topics"),
        ({"extra": (("annote", "your words"),)}, "annote"),
        ({"extra": (("rating", "3"),)}, "rating"),
        ({"extra": (("stars", "★★"),)}, "stars"),
        ({"key": "doe20"}, "key"),
        ({"former_keys": ("older",)}, "key"),
        ({"places": (Place(("List", "Other")),)}, "category"),
    ],
)
def test_a_value_that_nothing_has(change: dict[str, object], field: str) -> None:
    """It is named with its field, and it alone."""
    changed = replace(SAME, **change)  # type: ignore[arg-type]
    missing = missing_statements(changed, [PAPER], ["Coding"])
    assert [m.field for m in missing] == [field]
    assert missing[0].value
    assert missing_statements(changed, [PAPER, changed], ["Coding", "Other"]) == []


def test_a_short_value_of_another_field_does_not_count() -> None:
    """Issue 12 is not volume 12."""
    assert missing_statements(replace(SAME, number="12"), [PAPER], ["Coding"]) != []


def test_which_paper_a_record_may_be_of() -> None:
    """By key, former key, identifier or title; else not."""
    alone = record("Nothing Alike", SourceKind.BIBTEX)
    assert not may_be_the_same(alone, PAPER)
    for change in (
        {"key": "doe2020"}, {"key": "old2020"}, {"identifiers": (doi("10.1000/AB"),)},
        {"title": "Coding of JPEG features"},
    ):  # fmt: skip
        assert may_be_the_same(replace(alone, **change), PAPER)
    assert not may_be_the_same(replace(alone, title=""), paper("x", ""))
    assert title_of(replace(alone, key="k")) == "k"
    assert title_of(alone) == "Nothing Alike"
    assert title_of(replace(alone, title="", line=7)) == "line 7"


FIELDS = ("title", "year", "volume", "pages", "note", "tags", "extra", "venue", "authors", "key")


@given(st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(FIELDS)))
def test_a_record_is_known_if_its_statements_are(one: set[str], two: set[str]) -> None:
    """What two works state together is not missing, whichever has which part."""
    empty = Record(SourceKind.BIBTEX, "")
    works = [replace(empty, **{f: getattr(SAME, f) for f in part}) for part in (one, two)]
    both = replace(empty, **{f: getattr(SAME, f) for f in one | two})
    assert missing_statements(both, works) == []
    only = missing_statements(replace(both, extra=()), works[:1])
    assert bool(only) <= bool(two - one)


def test_letters() -> None:
    """A text without letters and digits is compared as it is."""
    assert letters("{\\'E}a-B  7") == "eab7"
    assert letters(" ★  ★ ") == "★ ★"
    assert isinstance(PAPER, Paper)
