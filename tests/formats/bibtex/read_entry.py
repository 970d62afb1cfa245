"""What the tests of BibTeX share."""

from __future__ import annotations

from dataclasses import replace

from vcmbib.formats import bibtex
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.paper import Paper, Record


def read_one(text: str) -> Record:
    """The only record of a file without problems."""
    reading = bibtex.read(text, "a.bib")
    assert reading.problems == ()
    (record,) = reading.records
    return record


def read_fields(text: str) -> Record:
    """The record of an entry with these fields."""
    return read_one(f"@article{{k,\n{text}\n}}")


def as_paper(record: Record) -> Paper:
    """The paper that a record alone makes."""
    return paper_from_record(record, record.key)


def content(record: Record) -> Record:
    """A record without its place and its remarks."""
    return replace(record, line=0, origin="", remarks=())
