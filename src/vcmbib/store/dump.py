"""Reads the content of a library as a dump, without ids of rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vcmbib.model.dump.jsonl import DumpLine, encode
from vcmbib.model.dump.values import Dump, DumpedPaper, KeptRecord, LoggedChange
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.store.load_papers import load_papers, read_categories
from vcmbib.store.sql_parameters import chunks, placeholders


def dump_lines(db: sqlite3.Connection, *, history: bool = False) -> Iterator[DumpLine]:
    """The lines of a dump, in order. Papers are read in chunks; `history` adds the log."""
    yield from sorted(read_categories(db), key=lambda c: c.slug)
    yield from _venues(db)
    yield from dumped_papers(db)
    yield from _pairs_marked_different(db)
    if history:
        yield from _logged_changes(db)


def read_dump(db: sqlite3.Connection) -> Dump:
    """The whole library without the log. Papers have their ids."""
    return Dump(
        read_categories(db),
        tuple(_venues(db)),
        tuple(dumped_papers(db)),
        tuple(_pairs_marked_different(db)),
    )


def dumped_papers(db: sqlite3.Connection) -> Iterator[DumpedPaper]:
    """All papers with their files and records, sorted by citation key."""
    ids = [r[0] for r in db.execute(
        "SELECT paper_id FROM citation_keys WHERE current = 1 ORDER BY key")]  # fmt: skip
    for chunk in chunks(ids):
        files = _files(db, chunk)
        records = _records(db, chunk)
        for paper in load_papers(db, chunk):
            memberships = tuple(sorted(paper.categories, key=lambda s: s.slug))
            yield DumpedPaper(
                replace(paper, categories=memberships),
                tuple(files.get(paper.id, ())),
                tuple(records.get(paper.id, ())),
            )


def _files(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for paper, path in db.execute(
        f"SELECT paper_id, path FROM files WHERE paper_id IN ({placeholders(ids)}) ORDER BY id",
        ids,
    ):
        found.setdefault(paper, []).append(path)
    return found


def _records(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[KeptRecord]]:
    found: dict[int, list[KeptRecord]] = {}
    for paper, source, origin, ref, retrieved, payload in db.execute(
        "SELECT paper_id, source, origin, ref, retrieved, payload FROM records"
        f" WHERE paper_id IN ({placeholders(ids)}) ORDER BY id",
        ids,
    ):
        record = KeptRecord(source, origin, ref, retrieved, encode(json.loads(payload)))
        found.setdefault(paper, []).append(record)
    return found


def _venues(db: sqlite3.Connection) -> Iterator[Venue]:
    """The venues of papers that have other spellings than name and acronym."""
    spellings: dict[int, list[str]] = {}
    for number, name in db.execute("SELECT venue_id, name FROM venue_names ORDER BY name"):
        spellings.setdefault(number, []).append(name)
    for number, acronym, name, kind, publisher in db.execute(
        "SELECT id, acronym, name, kind, publisher FROM venues"
        " WHERE id IN (SELECT venue_id FROM papers) ORDER BY name, kind"
    ):
        derived = {fold(name).strip(), fold(acronym or "").strip()}
        other_spellings = tuple(s for s in spellings.get(number, ()) if s not in derived)
        if other_spellings:
            yield Venue(acronym, name, VenueKind(kind), publisher, other_spellings)


def _pairs_marked_different(db: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT min(a.key, b.key), max(a.key, b.key) FROM not_duplicates n"
        " JOIN citation_keys a ON a.paper_id = n.paper_id AND a.current = 1"
        " JOIN citation_keys b ON b.paper_id = n.other_id AND b.current = 1 ORDER BY 1, 2"
    )
    return [(one, other) for one, other in rows]


def _logged_changes(db: sqlite3.Connection) -> Iterator[LoggedChange]:
    rows = db.execute(
        "SELECT row_number() OVER (ORDER BY id), made, command, summary,"
        " (SELECT count(*) FROM changes o WHERE o.id <= c.undoes) FROM changes c ORDER BY id"
    )
    for number, made, command, summary, undoes in rows:
        yield LoggedChange(number, made, command, summary, undoes or None)
