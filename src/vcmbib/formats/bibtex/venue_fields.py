"""The venue in the field where an entry of its type has it."""

from __future__ import annotations

from vcmbib.formats.bibtex import field_parsing
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue, VenueKind

NAMES = ("journal", "journaltitle", "booktitle", "howpublished")
_JOURNAL_FIRST = field_parsing.JOURNAL_TYPES | {"misc", "online", "unpublished"}
_COLLECTIVE = field_parsing.MEETING_TYPES | field_parsing.CHAPTER_TYPES


def order(entry_type: str) -> tuple[str, ...]:
    """The fields that may name the venue: `journal` before `booktitle` in articles."""
    if entry_type in _JOURNAL_FIRST:
        return NAMES
    return ("booktitle", "journal", "journaltitle", "howpublished")


def read_venue(name: str, written: str, entry_type: str) -> Venue | None:
    """The venue that a field names."""
    field = "journal" if name == "journaltitle" else name
    venue = field_parsing.venue_of(written, field_parsing.venue_kind(entry_type, field))
    if name == "howpublished":  # mostly an address; a venue only if it names a preprint server
        known = venue is not None and venue.kind is VenueKind.PREPRINT
        return venue if known and "://" not in written else None
    return venue


def field_of(venue: Venue, entry_type: str) -> str:
    """The field in which we write a venue."""
    if (
        venue.kind is VenueKind.PREPRINT
        and entry_type not in field_parsing.JOURNAL_TYPES | _COLLECTIVE
    ):
        return "howpublished"
    if entry_type in field_parsing.JOURNAL_TYPES:
        return "journal"
    return (
        "journal"
        if venue.kind is VenueKind.JOURNAL and entry_type not in _COLLECTIVE
        else ("booktitle")
    )


def goes_without(venue: Venue, entry_type: str, *, on_arxiv: bool) -> bool:
    """Whether `eprint` says the venue already."""
    return venue.acronym == "arXiv" and entry_type in field_parsing.PREPRINT_TYPES and on_arxiv


def same_venue(one: Venue | None, other: Venue | None) -> bool:
    """Whether two are one venue, whatever spellings are known."""
    if one is None or other is None:
        return one is other
    return one.acronym == other.acronym and (
        one.name == other.name or fold(one.name) == fold(other.name)
    )


def library_type(written: str, venue: Venue | None) -> str:
    """The type that a paper gets: what is only on arXiv is `misc`, however it was put."""
    on_arxiv = venue is not None and venue.acronym == "arXiv"
    if on_arxiv and written in ("article", "online", "electronic"):
        return "misc"
    return written
