"""Read and write the venue: `journal`, `booktitle` or `howpublished`, by entry type."""

from __future__ import annotations

from vcmbib.formats.bibtex import parse_fields
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue, VenueKind

FIELDS = ("journal", "journaltitle", "booktitle", "howpublished")
_JOURNAL_FIRST = parse_fields.JOURNAL_TYPES | {"misc", "online", "unpublished"}
_COLLECTIVE = parse_fields.MEETING_TYPES | parse_fields.CHAPTER_TYPES


def fields_by_priority(entry_type: str) -> tuple[str, ...]:
    """Return the fields that may name the venue: in articles `journal` comes before `booktitle`."""
    if entry_type in _JOURNAL_FIRST:
        return FIELDS
    return ("booktitle", "journal", "journaltitle", "howpublished")


def read_venue(name: str, written: str, entry_type: str) -> Venue | None:
    """Return the venue that a field names, or None.

    `howpublished` mostly contains a URL; it is a venue only if it names a preprint server.
    """
    field = "journal" if name == "journaltitle" else name
    venue = parse_fields.venue_of(written, parse_fields.venue_kind(entry_type, field))
    if name == "howpublished":
        is_preprint = venue is not None and venue.kind is VenueKind.PREPRINT
        return venue if is_preprint and "://" not in written else None
    return venue


def field_for(venue: Venue, entry_type: str) -> str:
    """Return the field in which vcmbib writes a venue."""
    if (
        venue.kind is VenueKind.PREPRINT
        and entry_type not in parse_fields.JOURNAL_TYPES | _COLLECTIVE
    ):
        return "howpublished"
    if entry_type in parse_fields.JOURNAL_TYPES:
        return "journal"
    return (
        "journal"
        if venue.kind is VenueKind.JOURNAL and entry_type not in _COLLECTIVE
        else ("booktitle")
    )


def is_implied_by_eprint(venue: Venue, entry_type: str, *, on_arxiv: bool) -> bool:
    """Whether the field `eprint` already names the venue: arXiv."""
    return venue.acronym == "arXiv" and entry_type in parse_fields.PREPRINT_TYPES and on_arxiv


def same_venue(one: Venue | None, other: Venue | None) -> bool:
    """Whether two venues are the same; spellings of names are not compared."""
    if one is None or other is None:
        return one is other
    return one.acronym == other.acronym and (
        one.name == other.name or fold(one.name) == fold(other.name)
    )


def library_type(entry_type: str, venue: Venue | None) -> str:
    """Return the entry type of a paper: an article that is only on arXiv is `misc`."""
    on_arxiv = venue is not None and venue.acronym == "arXiv"
    if on_arxiv and entry_type in ("article", "online", "electronic"):
        return "misc"
    return entry_type
