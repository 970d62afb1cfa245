"""Papers as rows and rows as papers: the one place that knows which column holds what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.text import fold, title_key
from vcmbib.model.venues import Venue, VenueKind

T = TypeVar("T")
Value = str | int | None
Row = tuple[Value, ...]

PAPER_COLUMNS = (
    "entry_type title title_key model authors_complete year month venue_id honour volume number"
    " pages publisher abstract added updated"
).split()


@dataclass(frozen=True, slots=True)
class Child:
    """A table of things that hang on a paper: its columns, the first of which tell rows apart."""

    table: str
    columns: tuple[str, ...]
    identity: int


CHILDREN = (
    Child("citation_keys", ("key", "folded", "current"), 1),
    Child("identifiers", ("scheme", "compared", "value", "version"), 2),
    Child("paper_authors", ("role", "position", "author_id"), 2),
    Child("paper_categories", ("category_id", "position"), 1),
    Child("tags", ("tag",), 1),
    Child("topics", ("topic",), 1),
    Child("links", ("url", "kind", "label"), 1),
    Child("notes", ("text",), 1),
    Child("fields", ("name", "value"), 1),
)
OTHER_CHILDREN = ("files", "records")
"""Tables with a paper_id that no `Paper` shows."""


def made_id(*parts: str) -> int:
    """A 63-bit id made from a text, the same in every library (BLAKE2b)."""
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def author_id(name: Name) -> int:
    """The id of a name's row in `authors`."""
    return made_id(name.family, name.given, name.particle, name.suffix, str(int(name.literal)))


def author_row(name: Name) -> Row:
    """(id, family, given, particle, suffix, literal, folded)"""
    return (
        author_id(name),
        name.family,
        name.given,
        name.particle,
        name.suffix,
        int(name.literal),
        fold(name.natural),
    )


def venue_id(venue: Venue) -> int:
    """The id of a venue's row in `venues`."""
    return made_id(fold(venue.name), venue.kind.value)


def venue_row(venue: Venue) -> Row:
    """(id, acronym, name, kind, publisher)"""
    return (venue_id(venue), venue.acronym, venue.name, venue.kind.value, venue.publisher)


def venue_name_rows(venue: Venue) -> Iterator[Row]:
    """(id, venue_id, folded spelling) for each distinct spelling."""
    identity = venue_id(venue)
    spellings = {fold(n).strip() for n in (venue.name, venue.acronym or "", *venue.names)}
    for spelling in sorted(spellings - {""}):
        yield (made_id(str(identity), spelling), identity, spelling)


def paper_row(paper: Paper) -> Row:
    """The values of PAPER_COLUMNS."""
    return (
        paper.entry_type,
        paper.title,
        title_key(paper.title),
        paper.model,
        int(paper.authors_complete),
        paper.year,
        paper.month,
        None if paper.venue is None else venue_id(paper.venue),
        paper.honour,
        paper.volume,
        paper.number,
        paper.pages,
        paper.publisher,
        paper.abstract,
        paper.added,
        paper.updated,
    )


def child_rows(paper: Paper, category_ids: dict[str, int]) -> dict[str, list[Row]]:
    """For each table of CHILDREN the rows (without id and paper_id) that show this paper."""
    keys: dict[str, Row] = {paper.key: (paper.key, paper.key.casefold(), 1)}
    for key in paper.former_keys:
        keys.setdefault(key, (key, key.casefold(), 0))
    people = [("author", i, author_id(n)) for i, n in enumerate(paper.authors)]
    people += [("editor", i, author_id(n)) for i, n in enumerate(paper.editors)]
    return {
        "citation_keys": list(keys.values()),
        "identifiers": _distinct(
            ((i.scheme.value, i.same[1], i.value, i.version) for i in paper.identifiers), 2
        ),
        "paper_authors": list(people),
        "paper_categories": _distinct(
            ((category_ids[s.slug], s.position) for s in paper.categories), 1
        ),
        "tags": _distinct(((t,) for t in paper.tags), 1),
        "topics": _distinct(((t,) for t in paper.topics), 1),
        "links": _distinct(((k.url, k.kind.value, k.label) for k in paper.links), 1),
        "notes": _distinct(((n,) for n in paper.notes), 1),
        "fields": _distinct(paper.extra, 1),
    }


def identity(row: Row, child: Child) -> Row:
    """What tells this row from its siblings; tags and topics do not differ by ASCII case."""
    if child.table in ("tags", "topics"):
        return (str(row[0]).lower() if str(row[0]).isascii() else _ascii_lower(str(row[0])),)
    return row[: child.identity]


def _ascii_lower(text: str) -> str:
    """As SQLite's NOCASE compares: only A to Z are lowered."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def _distinct(rows: Iterable[Row], width: int) -> list[Row]:
    found: dict[Row, Row] = {}
    for row in rows:
        head = tuple(_ascii_lower(v) if width == 1 and len(row) == 1 and isinstance(v, str) else v
                     for v in row[:width])  # fmt: skip
        found.setdefault(head, row)
    return list(found.values())


# --- reading ---------------------------------------------------------------------------------

_CHUNK = 900  # below SQLite's oldest limit of 999 parameters


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """`ids` in pieces that fit into one statement."""
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


def marks(count: int) -> str:
    """`count` placeholders: `?,?,?`."""
    return ",".join("?" * count)


def load_papers(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Paper]:
    """The papers with these ids, in this order; an id that is not there is passed over."""
    for chunk in chunks(ids):
        found = {p.id: p for p in _load_chunk(db, chunk)}
        for paper_id in chunk:
            if paper_id in found:
                yield found[paper_id]


def _grouped(db: sqlite3.Connection, sql: str, ids: Sequence[int]) -> dict[int, list[Row]]:
    out: dict[int, list[Row]] = {}
    for row in db.execute(sql.format(marks(len(ids))), ids):
        out.setdefault(row[0], []).append(row[1:])
    return out


def _load_chunk(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Paper]:
    keys = _grouped(
        db,
        "SELECT paper_id, current, key FROM citation_keys WHERE paper_id IN ({}) ORDER BY id",
        ids,
    )
    identifiers = _grouped(
        db,
        "SELECT paper_id, scheme, value, version FROM identifiers WHERE paper_id IN ({}) ORDER BY id",
        ids,
    )
    people = _grouped(
        db,
        "SELECT p.paper_id, p.role, a.family, a.given, a.particle, a.suffix, a.literal"
        " FROM paper_authors p JOIN authors a ON a.id = p.author_id"
        " WHERE p.paper_id IN ({}) ORDER BY p.paper_id, p.role, p.position",
        ids,
    )
    categories = _grouped(
        db,
        "SELECT p.paper_id, c.slug, p.position FROM paper_categories p"
        " JOIN categories c ON c.id = p.category_id WHERE p.paper_id IN ({}) ORDER BY c.position, c.id",
        ids,
    )
    plain = {
        table: _grouped(db, f"SELECT paper_id, {column} FROM {table}"
                            " WHERE paper_id IN ({}) ORDER BY id", ids)
        for table, column in (("tags", "tag"), ("topics", "topic"), ("notes", "text"))
    }  # fmt: skip
    links = _grouped(
        db, "SELECT paper_id, kind, url, label FROM links WHERE paper_id IN ({}) ORDER BY id", ids
    )
    extra = _grouped(
        db, "SELECT paper_id, name, value FROM fields WHERE paper_id IN ({}) ORDER BY id", ids
    )
    for row in db.execute(
        "SELECT p.id, p.entry_type, p.title, p.model, p.authors_complete, p.year, p.month, p.honour,"
        " p.volume, p.number, p.pages, p.publisher, p.abstract, p.added, p.updated,"
        " v.name, v.acronym, v.kind, v.publisher"
        f" FROM papers p LEFT JOIN venues v ON v.id = p.venue_id WHERE p.id IN ({marks(len(ids))})",
        ids,
    ):
        (number, entry_type, title, model, complete, year, month, honour, volume, issue, pages,
         publisher, abstract, added, updated, v_name, v_acronym, v_kind, v_publisher) = row  # fmt: skip
        named = keys.get(number, [])
        yield Paper(
            id=number,
            key=next((str(k) for current, k in named if current), f"paper{number}"),
            former_keys=tuple(str(k) for current, k in named if not current),
            title=title,
            entry_type=entry_type,
            authors=tuple(_name(r) for r in people.get(number, []) if r[0] == "author"),
            editors=tuple(_name(r) for r in people.get(number, []) if r[0] == "editor"),
            authors_complete=bool(complete),
            year=year,
            month=month,
            venue=None
            if v_name is None
            else Venue(v_acronym, v_name, VenueKind(v_kind), v_publisher),
            honour=honour,
            volume=volume,
            number=issue,
            pages=pages,
            publisher=publisher,
            abstract=abstract,
            model=model,
            identifiers=tuple(
                Identifier(Scheme(str(s)), str(v), None if n is None else str(n))
                for s, v, n in identifiers.get(number, [])
            ),
            links=tuple(
                Link(LinkKind(str(k)), str(u), None if n is None else str(n))
                for k, u, n in links.get(number, [])
            ),
            categories=tuple(Standing(str(s), int(p or 0)) for s, p in categories.get(number, [])),
            tags=tuple(str(r[0]) for r in plain["tags"].get(number, [])),
            topics=tuple(str(r[0]) for r in plain["topics"].get(number, [])),
            notes=tuple(str(r[0]) for r in plain["notes"].get(number, [])),
            extra=tuple((str(n), str(v)) for n, v in extra.get(number, [])),
            added=added,
            updated=updated,
        )


def _name(row: Row) -> Name:
    _, family, given, particle, suffix, literal = row
    return Name(str(family), str(given), str(particle), str(suffix), bool(literal))


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

