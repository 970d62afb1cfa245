"""Works made ready to be compared, for tests of duplicates."""

from __future__ import annotations

from tests.papers import names
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import compare
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.model.identifiers import Identifier, parse_identifier
from vcmbib.model.paper import Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

TITLE = "Scalable feature coding of images for machines and for people"


def work(
    title: str = TITLE,
    authors: str = "Ada Bee; Carl Dee; Eva Fox",
    year: int | None = 2012,
    venue: str = "Journal of Coding",
    volume: str = "",
    number: str = "",
    pages: str = "",
    ids: str = "",
) -> PreparedWork:
    """A prepared work; authors divided by semicolons, identifiers by blanks."""
    known = find_venue(venue)
    found: list[Identifier] = [i for i in map(parse_identifier, ids.split()) if i is not None]
    return prepare(
        Record(
            SourceKind.BIBTEX,
            "x.bib",
            title=title,
            authors=names(*filter(None, authors.split("; "))),
            year=year,
            venue=known or (Venue(None, venue, VenueKind.JOURNAL) if venue else None),
            volume=volume or None,
            number=number or None,
            pages=pages or None,
            identifiers=tuple(found),
        )
    )


def verdict(a: PreparedWork, b: PreparedWork) -> Verdict:
    """The verdict, which must not depend on the order."""
    there, back = compare(a, b), compare(b, a)
    assert (there.verdict, there.score) == (back.verdict, back.score)
    return there.verdict


def book(kind: str = "book", isbn: str = "", publisher: str = "", **extra: str) -> PreparedWork:
    """A book of one author."""
    found = parse_identifier(isbn) if isbn else None
    return prepare(
        Record(
            SourceKind.BIBTEX,
            "x.bib",
            entry_type=kind,
            title="Elements of the theory of coding",
            authors=names("Ada Bee"),
            year=2012,
            publisher=publisher or None,
            identifiers=(found,) if found else (),
            extra=tuple(extra.items()),
        )
    )
