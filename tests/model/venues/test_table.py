"""The table of known venues."""

from __future__ import annotations

from collections import Counter

from tests.model.venues.venue_label import label
from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue, known_venues, workshop_of
from vcmbib.model.venues.venue import VenueKind


def test_the_table_is_large_enough() -> None:
    """The usual venues of the field, 150 or more, must be in the table."""
    assert len(known_venues()) >= 150


def test_venues_are_told_apart() -> None:
    """No two venues may have the same acronym or the same full name, folded."""
    acronyms = Counter(fold(v.acronym) for v in known_venues() if v.acronym)
    names = Counter(fold(v.name) for v in known_venues())
    assert [a for a, n in acronyms.items() if n > 1] == []
    assert [a for a, n in names.items() if n > 1] == []


def test_no_spelling_belongs_to_two_venues() -> None:
    """A spelling, folded, belongs to one venue and is there once."""
    owners: dict[str, set[str]] = {}
    for venue in known_venues():
        for spelling in (venue.acronym, venue.name, *venue.names):
            if spelling:
                key = "".join(c for c in fold(spelling) if c.isalnum())
                owners.setdefault(key, set()).add(venue.name)
    assert {k: v for k, v in owners.items() if len(v) > 1} == {}


def test_every_spelling_finds_its_venue() -> None:
    """Each acronym, name and other spelling of the table must find its own venue."""
    lost = [
        (spelling, label(find_venue(spelling)))
        for venue in known_venues()
        for spelling in (venue.acronym, venue.name, *venue.names)
        if spelling and find_venue(spelling) != venue
    ]
    assert lost == []


def test_texts_of_the_table_are_tidy() -> None:
    """Names and acronyms must be single-spaced and not empty, and no name may repeat itself."""
    for venue in known_venues():
        texts = [venue.name, *venue.names, *([venue.acronym] if venue.acronym else [])]
        assert all(t == " ".join(t.split()) and t for t in texts), venue
        assert len({*venue.names}) == len(venue.names), venue
        assert venue.name not in venue.names, venue


def test_workshops_of_the_table_agree_with_their_conference() -> None:
    """`XW` of the table must be the workshops of conference `X`."""
    by_acronym = {v.acronym: v for v in known_venues()}
    for acronym in ("CVPR", "ICCV", "ECCV", "WACV", "ICME", "NeurIPS", "ICML", "MLSys"):
        assert workshop_of(by_acronym[acronym]) == by_acronym[f"{acronym}W"]
        assert by_acronym[f"{acronym}W"].kind is VenueKind.WORKSHOP
