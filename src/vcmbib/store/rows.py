"""Papers as rows of SQL tables: the one module that knows which column has which field.

The attributes are written out, not taken from the table of fields, because commands that only
read do not load that table; `tests/model/test_fields.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Record
from vcmbib.model.text import ascii_lower, fold, fold_key, title_key
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.record_json import dump_record

SqlValue = str | int | None
SqlRow = tuple[SqlValue, ...]

PAPER_COLUMNS = (
    "entry_type title title_key model authors_complete year month venue_id honour volume number"
    " pages publisher abstract added updated"
).split()


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table whose rows belong to a paper. The first `identity` columns distinguish its rows."""

    table: str
    columns: tuple[str, ...]
    identity: int


CHILD_TABLES = (
    ChildTable("citation_keys", ("key", "folded", "current"), 1),
    ChildTable("identifiers", ("scheme", "compared", "value", "version"), 2),
    ChildTable("paper_authors", ("role", "position", "author_id"), 2),
    ChildTable("paper_categories", ("category_id", "position"), 1),
    ChildTable("tags", ("tag",), 1),
    ChildTable("topics", ("topic",), 1),
    ChildTable("links", ("url", "kind", "label"), 1),
    ChildTable("notes", ("text", "printed"), 2),
    ChildTable("fields", ("name", "value"), 1),
)
OTHER_TABLES = ("files", "records")
"""Tables with a paper_id that no `Paper` shows."""
PAPER_PARTS = (*(c.table for c in CHILD_TABLES), *OTHER_TABLES)
"""All tables whose rows belong to a paper."""


def made_id(*parts: str) -> int:
    """A 63-bit id made from a text, the same in every library (BLAKE2b)."""
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def author_id(name: Name) -> int:
    """The id of a name's row in `authors`."""
    return made_id(name.family, name.given, name.particle, name.suffix, str(int(name.literal)))


def author_row(name: Name) -> SqlRow:
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
    return _venue_id(venue.name, venue.kind)


@lru_cache(maxsize=4096)
def _venue_id(name: str, kind: VenueKind) -> int:
    return made_id(fold(name), kind.value)


def venue_row(venue: Venue) -> SqlRow:
    """(id, acronym, name, kind, publisher)"""
    return (venue_id(venue), venue.acronym, venue.name, venue.kind.value, venue.publisher)


def venue_name_rows(venue: Venue) -> Iterator[SqlRow]:
    """(id, venue_id, folded spelling) for each distinct spelling."""
    identity = venue_id(venue)
    spellings = {fold(n).strip() for n in (venue.name, venue.acronym or "", *venue.names)}
    for spelling in sorted(spellings - {""}):
        yield (made_id(str(identity), spelling), identity, spelling)


def paper_row(paper: Paper, moment: str = "") -> SqlRow:
    """The values of PAPER_COLUMNS; with `moment` the paper is added then."""
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
        moment or paper.added,
        moment or paper.updated,
    )


_KINDS = {kind: kind.value for kind in LinkKind}  # an enum's own `value` is slow


def child_rows(
    paper: Paper, category_ids: Mapping[str, int], people: Mapping[Name, int] | None = None
) -> dict[str, Sequence[SqlRow]]:
    """For each table of CHILD_TABLES the rows (without id and paper_id) that show this paper.

    `people` are the ids of names, where they are known already.
    """
    keys: dict[str, SqlRow] = {paper.key: (paper.key, fold_key(paper.key), 1)}
    for key in paper.former_keys:
        keys.setdefault(key, (key, fold_key(key), 0))
    authors = [*paper.authors, *paper.editors]
    ids = [author_id(n) for n in authors] if people is None else [people[n] for n in authors]
    count = len(paper.authors)
    persons: list[SqlRow] = [
        ("author", i, n) if i < count else ("editor", i - count, n) for i, n in enumerate(ids)
    ]
    identifiers: list[SqlRow] = []
    for identifier in paper.identifiers:
        scheme, compared = identifier.comparison_key
        identifiers.append((scheme, compared, identifier.value, identifier.version))
    return {
        "citation_keys": tuple(keys.values()),
        "identifiers": _distinct(identifiers, 2),
        "paper_authors": persons,
        "paper_categories": _distinct(
            [(category_ids[s.slug], s.position) for s in paper.categories], 1
        ),
        "tags": _distinct_words(paper.tags),
        "topics": _distinct_words(paper.topics),
        "links": _distinct([(k.url, _KINDS[k.kind], k.label) for k in paper.links], 1),
        "notes": _note_rows(paper),
        "fields": _distinct(paper.extra, 1),
    }


def identity(row: SqlRow, child: ChildTable) -> SqlRow:
    """The values that distinguish a row of a paper; tags and topics ignore ASCII case."""
    if child.table in ("tags", "topics"):
        return (ascii_lower(str(row[0])),)
    return row[: child.identity]


def _note_rows(paper: Paper) -> Sequence[SqlRow]:
    """The printed note, then the private notes."""
    printed: list[SqlRow] = [(paper.note, 1)] if paper.note else []
    return [*printed, *_distinct([(text, 0) for text in paper.notes], 1)]


def _distinct_words(words: Sequence[str]) -> Sequence[SqlRow]:
    """A row for each word; what differs in ASCII case alone is one."""
    if len(words) <= 1:
        return [(w,) for w in words]
    found: dict[str, SqlRow] = {}
    for word in words:
        found.setdefault(ascii_lower(word), (word,))
    return tuple(found.values())


def _distinct(rows: Sequence[SqlRow], width: int) -> Sequence[SqlRow]:
    """The rows, of those whose first `width` values are the same only the first."""
    if len(rows) <= 1:
        return rows
    found: dict[SqlRow, SqlRow] = {}
    for row in rows:
        found.setdefault(row[:width], row)
    return rows if len(found) == len(rows) else tuple(found.values())


RECORD_COLUMNS = ("paper_id", "source", "origin", "ref", "retrieved", "title_key", "payload")


def record_rows(paper: int, records: Sequence[Record], moment: str) -> list[SqlRow]:
    """The rows of the records of a paper, read at that moment."""
    return [
        (paper, r.source.value, r.origin, r.ref, moment, title_key(r.title), dump_record(r))
        for r in records
    ]
