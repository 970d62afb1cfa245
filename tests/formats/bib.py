"""What the tests of BibTeX share."""

from __future__ import annotations

from dataclasses import replace

from vcmbib.formats import bibtex
from vcmbib.model.paper import Paper, Record


def one(text: str) -> Record:
    """The only record of a file without problems."""
    reading = bibtex.read(text, "a.bib")
    assert reading.problems == ()
    (record,) = reading.records
    return record


def field(text: str) -> Record:
    """The record of an entry with these fields."""
    return one(f"@article{{k,\n{text}\n}}")


def as_paper(record: Record) -> Paper:
    """The paper that a record alone makes."""
    return Paper(
        key=record.key,
        title=record.title,
        entry_type=record.entry_type,
        authors=record.authors,
        authors_complete=record.authors_complete,
        editors=record.editors,
        year=record.year,
        month=record.month,
        venue=record.venue,
        honour=record.honour,
        volume=record.volume,
        number=record.number,
        pages=record.pages,
        publisher=record.publisher,
        abstract=record.abstract,
        notes=(record.note,) if record.note else (),
        model=record.model,
        identifiers=record.identifiers,
        links=record.links,
        tags=record.tags,
        topics=record.topics,
        extra=record.extra,
    )


def content(record: Record) -> Record:
    """A record without where it stood and what was noticed."""
    return replace(record, line=0, origin="", remarks=())
