"""Reads papers and categories from their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.sql_parameters import chunks, placeholders

_PART_QUERIES = {
    "keys": "SELECT paper_id, current, key FROM citation_keys WHERE paper_id IN ({}) ORDER BY id",
    "identifiers": "SELECT paper_id, scheme, value, version FROM identifiers"
    " WHERE paper_id IN ({}) ORDER BY id",
    "people": "SELECT paper_id, role, author_id FROM paper_authors"
    " WHERE paper_id IN ({}) ORDER BY paper_id, role, position",
    "categories": "SELECT p.paper_id, c.slug, p.position FROM paper_categories p"
    " JOIN categories c ON c.id = p.category_id"
    " WHERE p.paper_id IN ({}) ORDER BY c.position, c.id",
    "tags": "SELECT paper_id, tag FROM tags WHERE paper_id IN ({}) ORDER BY id",
    "topics": "SELECT paper_id, topic FROM topics WHERE paper_id IN ({}) ORDER BY id",
    "notes": "SELECT paper_id, text, printed FROM notes WHERE paper_id IN ({}) ORDER BY id",
    "links": "SELECT paper_id, kind, url, label FROM links WHERE paper_id IN ({}) ORDER BY id",
    "extra": "SELECT paper_id, name, value FROM fields WHERE paper_id IN ({}) ORDER BY id",
}
_PAPER_QUERY = (
    "SELECT p.id, p.entry_type, p.title, p.model, p.authors_complete, p.year, p.month, p.honour,"
    " p.volume, p.number, p.pages, p.publisher, p.abstract, p.added, p.updated,"
    " v.name AS outer_name, v.acronym, v.kind AS outer_kind, v.publisher"
    " FROM papers p LEFT JOIN venues v ON v.id = p.venue_id WHERE p.id IN ({})"
)
_NAME_QUERY = "SELECT id, family, given, particle, suffix, literal FROM authors WHERE id IN ({})"
_MAX_CACHED_NAMES = 100_000
_SCHEMES = {str(scheme): scheme for scheme in Scheme}  # a dict is faster than Scheme(text)
_KINDS = {str(kind): kind for kind in LinkKind}
Parts = dict[str, dict[int, list[Any]]]  # rows without paper_id, by part and paper
Names = dict[int, Name]


def load_papers(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Paper]:
    """The papers with these ids, in this order. Ignores ids that do not exist.

    They are read in chunks, so only some hundred papers are in memory at a time.
    """
    names: Names = {}
    for chunk in chunks(ids):
        parts = {name: _by_paper(db, sql, chunk) for name, sql in _PART_QUERIES.items()}
        if len(names) > _MAX_CACHED_NAMES:
            names.clear()
        _load_names(db, names, parts["people"])
        rows = db.execute(_PAPER_QUERY.format(placeholders(chunk)), chunk)
        found = {row[0]: _paper(row, parts, names) for row in rows}
        yield from (found[i] for i in chunk if i in found)


def load_outlines(
    db: sqlite3.Connection, ids: Sequence[int], fields: Sequence[str]
) -> Iterator[Paper]:
    """The papers with these ids, in this order, with their keys and these extra fields only."""
    sql = f"SELECT paper_id, name, value FROM fields WHERE name IN ({placeholders(fields)})"
    extra: dict[int, list[tuple[str, str]]] = {}
    for number, name, value in db.execute(f"{sql} ORDER BY id", tuple(fields)):
        extra.setdefault(number, []).append((name, value))
    for chunk in chunks(ids):
        keys = _by_paper(db, _PART_QUERIES["keys"], chunk)
        for number in chunk:
            paper_keys = keys.get(number, _NO_ROWS)
            for key in [k for current, k in paper_keys if current]:
                former = tuple([k for current, k in paper_keys if not current])
                fields_of_paper = tuple(extra.get(number, _NO_ROWS))
                yield Paper(key, "", id=number, former_keys=former, extra=fields_of_paper)


def _by_paper(db: sqlite3.Connection, sql: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    rows_by_paper: dict[int, list[Any]] = {}
    for row in db.execute(sql.format(placeholders(ids)), ids):
        if row[0] in rows_by_paper:
            rows_by_paper[row[0]].append(row[1:])
        else:
            rows_by_paper[row[0]] = [row[1:]]
    return rows_by_paper


def _load_names(db: sqlite3.Connection, names: Names, people: dict[int, list[Any]]) -> None:
    """Load the names of these people that `names` does not contain."""
    unknown = {number for rows in people.values() for _, number in rows if number not in names}
    for chunk in chunks(list(unknown)):
        for number, family, given, particle, suffix, literal in db.execute(
            _NAME_QUERY.format(placeholders(chunk)), chunk
        ):
            names[number] = Name(family, given, particle, suffix, bool(literal))


def _paper(row: tuple, parts: Parts, names: Names) -> Paper:  # type: ignore[type-arg]  # a row of _PAPER_QUERY
    (paper, entry_type, title, model, complete, year, month, honour, volume, number, pages,
     publisher, abstract, added, updated, *venue) = row  # fmt: skip

    def part(name: str) -> list[Any]:  # rows of _PART_QUERIES
        return parts[name].get(paper, _NO_ROWS)

    if not (1000 <= (year or 1000) <= 2100 and 1 <= (month or 1) <= 12):
        raise ValueError(f"the date {year}-{month}")
    keys = part("keys")
    people = part("people")
    return Paper(
        id=paper,
        key=next((k for current, k in keys if current), f"paper{paper}"),
        former_keys=tuple([k for current, k in keys if not current]),
        title=title,
        entry_type=entry_type,
        authors=tuple([names[n] for role, n in people if role == "author"]),
        editors=tuple([names[n] for role, n in people if role == "editor"]),
        authors_complete=bool(complete),
        year=year,
        month=month,
        venue=_venue(*venue),
        honour=honour,
        volume=volume,
        number=number,
        pages=pages,
        publisher=publisher,
        abstract=abstract,
        model=model,
        identifiers=tuple([Identifier(_SCHEMES[s], v, n) for s, v, n in part("identifiers")]),
        links=tuple([Link(_KINDS[k], u, n) for k, u, n in part("links")]),
        categories=tuple([Standing(s, p) for s, p in part("categories")]),
        tags=tuple([r[0] for r in part("tags")]),
        topics=tuple([r[0] for r in part("topics")]),
        note="\n\n".join([text for text, printed in part("notes") if printed]) or None,
        notes=tuple([text for text, printed in part("notes") if not printed]),
        extra=tuple(part("extra")),
        added=added,
        updated=updated,
    )


_NO_ROWS: list[Any] = []


def _venue(
    name: str | None, acronym: str | None, kind: str | None, publisher: str | None
) -> Venue | None:
    return None if name is None else _cached_venue(name, acronym, kind or "other", publisher)


@lru_cache(maxsize=4096)
def _cached_venue(name: str, acronym: str | None, kind: str, publisher: str | None) -> Venue:
    return Venue(acronym, name, VenueKind(kind), publisher)


def read_categories(db: sqlite3.Connection) -> tuple[Category, ...]:
    """The categories: parents before their children, siblings by position."""
    rows = db.execute(
        "SELECT c.id, c.slug, c.title, p.slug AS outer_slug, c.position FROM categories c"
        " LEFT JOIN categories p ON p.id = c.parent_id ORDER BY c.position, c.id"
    ).fetchall()
    children: dict[str | None, list[Category]] = {}
    for _, slug, title, parent, position in rows:
        children.setdefault(parent, []).append(Category(slug, title, parent, position))
    ordered: list[Category] = []

    def add_below(parent: str | None) -> None:
        for category in children.get(parent, []):
            ordered.append(category)
            add_below(category.slug)

    add_below(None)
    return tuple(ordered)
