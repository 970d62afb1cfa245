"""Rows as papers and categories."""

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

_PARTS = {
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
    "notes": "SELECT paper_id, text FROM notes WHERE paper_id IN ({}) ORDER BY id",
    "links": "SELECT paper_id, kind, url, label FROM links WHERE paper_id IN ({}) ORDER BY id",
    "extra": "SELECT paper_id, name, value FROM fields WHERE paper_id IN ({}) ORDER BY id",
}
_PAPERS = (
    "SELECT p.id, p.entry_type, p.title, p.model, p.authors_complete, p.year, p.month, p.honour,"
    " p.volume, p.number, p.pages, p.publisher, p.abstract, p.added, p.updated,"
    " v.name, v.acronym, v.kind, v.publisher"
    " FROM papers p LEFT JOIN venues v ON v.id = p.venue_id WHERE p.id IN ({})"
)
_NAMES = "SELECT id, family, given, particle, suffix, literal FROM authors WHERE id IN ({})"
_REMEMBERED = 100_000  # names at a time
_SCHEMES = {str(scheme): scheme for scheme in Scheme}  # calling an enum is slow
_KINDS = {str(kind): kind for kind in LinkKind}
Parts = dict[str, dict[int, list[Any]]]  # rows without their paper
Names = dict[int, Name]


def load_papers(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Paper]:
    """The papers with these ids, in this order; an id that is not there is passed over.

    Set by set, so that only some hundreds are in memory if they are used one by one.
    """
    names: Names = {}
    for chunk in chunks(ids):
        parts = {name: _by_paper(db, sql, chunk) for name, sql in _PARTS.items()}
        if len(names) > _REMEMBERED:
            names.clear()
        _learn(db, names, parts["people"])
        rows = db.execute(_PAPERS.format(placeholders(chunk)), chunk)
        found = {row[0]: _paper(row, parts, names) for row in rows}
        yield from (found[i] for i in chunk if i in found)


def load_outlines(
    db: sqlite3.Connection, ids: Sequence[int], fields: Sequence[str]
) -> Iterator[Paper]:
    """The papers with these ids, in this order, with nothing but keys and these extra fields."""
    named = f"SELECT paper_id, name, value FROM fields WHERE name IN ({placeholders(fields)})"
    extra: dict[int, list[tuple[str, str]]] = {}
    for number, name, value in db.execute(f"{named} ORDER BY id", tuple(fields)):
        extra.setdefault(number, []).append((name, value))
    for chunk in chunks(ids):
        keys = _by_paper(db, _PARTS["keys"], chunk)
        for number in chunk:
            mine = keys.get(number, _NOTHING)
            for key in [k for current, k in mine if current]:
                former = tuple([k for current, k in mine if not current])
                said = tuple(extra.get(number, _NOTHING))
                yield Paper(key, "", id=number, former_keys=former, extra=said)


def _by_paper(db: sqlite3.Connection, sql: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    out: dict[int, list[Any]] = {}
    for row in db.execute(sql.format(placeholders(ids)), ids):
        if row[0] in out:
            out[row[0]].append(row[1:])
        else:
            out[row[0]] = [row[1:]]
    return out


def _learn(db: sqlite3.Connection, names: Names, people: dict[int, list[Any]]) -> None:
    """Names that these papers have and that are not known yet."""
    fresh = {number for rows in people.values() for _, number in rows if number not in names}
    for chunk in chunks(list(fresh)):
        for number, family, given, particle, suffix, literal in db.execute(
            _NAMES.format(placeholders(chunk)), chunk
        ):
            names[number] = Name(family, given, particle, suffix, bool(literal))


def _paper(row: tuple, parts: Parts, names: Names) -> Paper:  # type: ignore[type-arg]  # a row of _PAPERS
    (paper, entry_type, title, model, complete, year, month, honour, volume, number, pages,
     publisher, abstract, added, updated, *venue) = row  # fmt: skip

    def part(name: str) -> list[Any]:  # rows of _PARTS
        return parts[name].get(paper, _NOTHING)

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
        notes=tuple([r[0] for r in part("notes")]),
        extra=tuple(part("extra")),
        added=added,
        updated=updated,
    )


_NOTHING: list[Any] = []


def _venue(
    name: str | None, acronym: str | None, kind: str | None, publisher: str | None
) -> Venue | None:
    return None if name is None else _one_venue(name, acronym, kind or "other", publisher)


@lru_cache(maxsize=4096)
def _one_venue(name: str, acronym: str | None, kind: str, publisher: str | None) -> Venue:
    return Venue(acronym, name, VenueKind(kind), publisher)


def read_categories(db: sqlite3.Connection) -> tuple[Category, ...]:
    """The categories, parents before their children, siblings in order."""
    rows = db.execute(
        "SELECT c.id, c.slug, c.title, p.slug, c.position FROM categories c"
        " LEFT JOIN categories p ON p.id = c.parent_id ORDER BY c.position, c.id"
    ).fetchall()
    children: dict[str | None, list[Category]] = {}
    for _, slug, title, parent, position in rows:
        children.setdefault(parent, []).append(Category(slug, title, parent, position))
    ordered: list[Category] = []

    def walk(parent: str | None) -> None:
        for category in children.get(parent, []):
            ordered.append(category)
            walk(category.slug)

    walk(None)
    return tuple(ordered)
