"""Rows as papers and categories."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.venues import Venue, VenueKind
from vcmbib.store.rows import Row
from vcmbib.store.statements import chunks, marks

_PARTS = {
    "keys": "SELECT paper_id, current, key FROM citation_keys WHERE paper_id IN ({}) ORDER BY id",
    "identifiers": "SELECT paper_id, scheme, value, version FROM identifiers"
    " WHERE paper_id IN ({}) ORDER BY id",
    "people": "SELECT p.paper_id, p.role, a.family, a.given, a.particle, a.suffix, a.literal"
    " FROM paper_authors p JOIN authors a ON a.id = p.author_id"
    " WHERE p.paper_id IN ({}) ORDER BY p.paper_id, p.role, p.position",
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
Parts = dict[str, dict[int, list[Row]]]


def load_papers(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Paper]:
    """The papers with these ids, in this order; an id that is not there is passed over."""
    for chunk in chunks(ids):
        parts = {name: _by_paper(db, sql, chunk) for name, sql in _PARTS.items()}
        rows = db.execute(_PAPERS.format(marks(len(chunk))), chunk)
        found = {row[0]: _paper(row, parts) for row in rows}
        yield from (found[i] for i in chunk if i in found)


def _by_paper(db: sqlite3.Connection, sql: str, ids: Sequence[int]) -> dict[int, list[Row]]:
    out: dict[int, list[Row]] = {}
    for row in db.execute(sql.format(marks(len(ids))), ids):
        out.setdefault(row[0], []).append(row[1:])
    return out


def _paper(row: tuple, parts: Parts) -> Paper:  # type: ignore[type-arg]  # a row of _PAPERS
    (paper, entry_type, title, model, complete, year, month, honour, volume, number, pages,
     publisher, abstract, added, updated, *venue) = row  # fmt: skip

    def part(name: str) -> list[Row]:
        return parts[name].get(paper, [])

    keys = part("keys")
    people = part("people")
    return Paper(
        id=paper,
        key=next((str(k) for current, k in keys if current), f"paper{paper}"),
        former_keys=tuple(str(k) for current, k in keys if not current),
        title=title,
        entry_type=entry_type,
        authors=tuple(_name(r) for r in people if r[0] == "author"),
        editors=tuple(_name(r) for r in people if r[0] == "editor"),
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
        identifiers=tuple(
            Identifier(Scheme(str(s)), str(v), _text(n)) for s, v, n in part("identifiers")
        ),
        links=tuple(Link(LinkKind(str(k)), str(u), _text(n)) for k, u, n in part("links")),
        categories=tuple(Standing(str(s), int(p or 0)) for s, p in part("categories")),
        tags=tuple(str(r[0]) for r in part("tags")),
        topics=tuple(str(r[0]) for r in part("topics")),
        notes=tuple(str(r[0]) for r in part("notes")),
        extra=tuple((str(n), str(v)) for n, v in part("extra")),
        added=added,
        updated=updated,
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _name(row: Row) -> Name:
    _, family, given, particle, suffix, literal = row
    return Name(str(family), str(given), str(particle), str(suffix), bool(literal))


def _venue(
    name: str | None, acronym: str | None, kind: str | None, publisher: str | None
) -> Venue | None:
    return None if name is None else Venue(acronym, name, VenueKind(kind or "other"), publisher)


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
