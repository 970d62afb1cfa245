"""Papers as rows and rows as papers: the one place that knows which column holds what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from vcmbib.model.names import Name
from vcmbib.model.paper import Paper
from vcmbib.model.text import fold, title_key
from vcmbib.model.venues import Venue

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
PAPER_PARTS = (*(c.table for c in CHILDREN), *OTHER_CHILDREN)
"""All tables of things that hang on a paper."""


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
