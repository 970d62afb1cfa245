"""Reads the part of the library that a batch of records can match."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from vcmbib.model.keys.citekey import default_key
from vcmbib.model.paper import Record
from vcmbib.model.snapshot import TITLE_START_LENGTH, LibrarySnapshot
from vcmbib.model.text import title_key
from vcmbib.store.load_papers import load_papers, read_categories
from vcmbib.store.record_json import load_record
from vcmbib.store.sql_parameters import chunks, placeholders


def snapshot_for(db: sqlite3.Connection, records: Sequence[Record]) -> LibrarySnapshot:
    """The papers that share an identifier, a title or a key with a record, and their records.

    Also the keys that new papers cannot have, and the categories.
    """
    by_identifier = _by_identifier(db, {i.comparison_key for r in records for i in r.identifiers})
    by_title = _by_title(db, {title_key(r.title) for r in records} - {""})
    by_key = _by_key(db, {r.key for r in records} - {""})
    ids = {i for found in (*by_identifier.values(), *by_title.values()) for i in found}
    ids.update(by_key.values())
    ordered = sorted(ids)
    papers = {p.id: p for p in load_papers(db, ordered)}
    records_of_paper: dict[int, list[Record]] = {}
    for chunk in chunks(ordered):
        for paper, source, origin, ref, payload in db.execute(
            "SELECT paper_id, source, origin, ref, payload FROM records"
            f" WHERE paper_id IN ({placeholders(chunk)}) ORDER BY id",
            chunk,
        ):
            records_of_paper.setdefault(paper, []).append(load_record(source, origin, ref, payload))
    wanted = {r.key or default_key(r.authors, r.year, r.title) for r in records}
    return LibrarySnapshot(
        papers=papers,
        records={i: tuple(found) for i, found in records_of_paper.items()},
        by_identifier=by_identifier,
        by_title=by_title,
        by_key=by_key,
        taken_keys=_taken_keys(db, wanted),
        categories=read_categories(db),
        last_positions=_last_positions(db),
    )


def _by_identifier(
    db: sqlite3.Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, ...]]:
    values = sorted({v for _, v in wanted})
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for chunk in chunks(values):
        for scheme, value, paper in db.execute(
            "SELECT scheme, compared, paper_id FROM identifiers"
            f" WHERE compared IN ({placeholders(chunk)}) ORDER BY paper_id",
            chunk,
        ):
            found[scheme, value] = (*found.get((scheme, value), ()), paper)
    return found


def _by_title(db: sqlite3.Connection, wanted: set[str]) -> dict[str, tuple[int, ...]]:
    """The ids of papers by the title key of the paper or of one of its records."""
    found: dict[str, tuple[int, ...]] = {}
    for chunk in chunks(sorted(wanted)):
        where = f"WHERE title_key IN ({placeholders(chunk)})"
        for key, paper in db.execute(
            f"SELECT title_key, id FROM papers {where}"
            f" UNION SELECT title_key, paper_id FROM records {where} ORDER BY 2",
            (*chunk, *chunk),
        ):
            found[key] = (*found.get(key, ()), paper)
    starts = json.dumps(
        sorted({t[:TITLE_START_LENGTH] for t in wanted if len(t) >= TITLE_START_LENGTH})
    )
    for key, paper in db.execute(_SAME_TITLE_START, (starts, starts)):
        if paper not in found.get(key, ()):
            found[key] = (*found.get(key, ()), paper)
    return found


# A range of the index for each start of a title. U+10FFFF is the last code point.
_SAME_TITLE_START = (
    " UNION ".join(
        f"SELECT t.title_key, t.{paper} FROM json_each(?) s CROSS JOIN {table} t"
        " ON t.title_key >= s.value AND t.title_key < s.value || char(1114111)"
        for table, paper in (("papers", "id"), ("records", "paper_id"))
    )
    + " ORDER BY 2"
)


def _by_key(db: sqlite3.Connection, wanted: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(sorted(wanted)):
        found.update(
            db.execute(
                f"SELECT key, paper_id FROM citation_keys WHERE key IN ({placeholders(chunk)})",
                chunk,
            ).fetchall()
        )
    return found


def _taken_keys(db: sqlite3.Connection, wanted: set[str]) -> frozenset[str]:
    """The folded keys of the library that begin with a wanted key."""
    if len(wanted) > 2_000:  # then one scan is faster
        return frozenset(r[0] for r in db.execute("SELECT folded FROM citation_keys"))
    taken: set[str] = set()
    for base in wanted:
        folded = base.casefold()
        taken.update(
            r[0]
            for r in db.execute(
                "SELECT folded FROM citation_keys WHERE folded >= ? AND folded < ?",
                (folded, folded + "\U0010ffff"),
            )
        )
    return frozenset(taken)


def _last_positions(db: sqlite3.Connection) -> dict[str, int]:
    """The last position of a paper in each category, by slug."""
    return dict(
        db.execute(
            "SELECT c.slug, max(p.position) FROM categories c"
            " JOIN paper_categories p ON p.category_id = c.id GROUP BY c.id"
        ).fetchall()
    )
