"""Fields of a `.bib` that are kept as written although a column of the paper says the same.

They stay among a paper's extra fields, so that what was not touched is exported exactly as it came
in. They are shown nowhere, for the column is. Names that begin with `@` are notes for the writer.
"""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.model.paper import Paper, Record

COLUMNS = {
    "title": "title", "author": "authors", "editor": "editors", "year": "year", "month": "month",
    "date": "year", "journal": "venue", "journaltitle": "venue", "booktitle": "venue",
    "volume": "volume", "number": "number", "issue": "number", "pages": "pages",
    "publisher": "publisher", "abstract": "abstract", "note": "notes", "keywords": "tags",
    "topics": "topics", "honour": "honour", "model": "model", "doi": "identifiers",
    "pmid": "identifiers", "pmcid": "identifiers", "isbn": "identifiers", "eprint": "identifiers",
    "archiveprefix": "identifiers", "eprinttype": "identifiers", "identifiers": "identifiers",
    "url": "links", "pdf": "links", "code": "links", "project": "links", "dataset": "links",
    "video": "links", "links": "links", "ids": "former_keys",
}  # fmt: skip
"""The column of a paper that a field of a `.bib` fills."""

MARK = "@"
"""How the name of a note for the writer begins; no field of a `.bib` has such a name."""

Fields = tuple[tuple[str, str], ...]


def is_kept(name: str, subject: Paper | Record) -> bool:
    """Whether an extra field only says, as it was written, what a column says."""
    if name.startswith(MARK):
        return True
    column = COLUMNS.get(name)
    if column is None:
        return False
    if column == "notes" and isinstance(subject, Record):
        column = "note"
    return bool(getattr(subject, column))


def visible(subject: Paper | Record) -> Fields:
    """The extra fields that say what no column says."""
    return tuple((n, v) for n, v in subject.extra if not is_kept(n, subject))


def visible_only(extra: Fields, subject: Paper | Record) -> Fields:
    """Those of these fields that say what no column of `subject` says."""
    return tuple((n, v) for n, v in extra if not is_kept(n, subject))


def column_of(name: str) -> str | None:
    """The column that a kept field belongs to."""
    return COLUMNS.get(name)


def without(extra: Iterable[tuple[str, str]], columns: Iterable[str]) -> Fields:
    """The extra fields without the kept forms of these columns."""
    gone = set(columns)
    return tuple((n, v) for n, v in extra if COLUMNS.get(n) not in gone)
