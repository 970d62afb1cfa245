"""Reading the log: which changes there are, which of them count, and whom they touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vcmbib.model.identifiers import parse_identifier
from vcmbib.store.rows import PAPER_PARTS


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log."""

    id: int
    made: str
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None


def read_log(db: sqlite3.Connection, papers: Collection[int] | None = None) -> list[Logged]:
    """All changes, the newest first; or those that touched one of these papers."""
    rows = db.execute(
        "SELECT id, made, command, summary, undoes FROM changes ORDER BY id"
    ).fetchall()
    undone = undone_changes([(r[0], r[4]) for r in rows])
    touched = None if papers is None else {c for p in papers for c in _touching(db, p)}
    return [
        Logged(i, made, command, summary, undoes, undone.get(i))
        for i, made, command, summary, undoes in reversed(rows)
        if touched is None or i in touched
    ]


def undone_changes(changes: Sequence[tuple[int, int | None]]) -> dict[int, int]:
    """Changes that are taken back at present -> the change that did it.

    An undo that was itself undone counts for nothing, so the newest are looked at first.
    """
    undone: dict[int, int] = {}
    for change, undoes in sorted(changes, reverse=True):
        if undoes is not None and change not in undone:
            undone[undoes] = change
    return undone


def gone(db: sqlite3.Connection, name: str) -> set[int]:
    """The papers that lost this citation key or identifier: removed, merged, or changed.

    A paper that came back since is named as well: its id is the same.
    """
    found = {
        r[0]
        for r in db.execute(
            "SELECT paper_id FROM history WHERE tbl = 'citation_keys' AND op = 'delete'"
            " AND json_extract(old, '$.folded') = ?",
            (name.casefold(),),
        )
    }
    identifier = parse_identifier(name)
    if identifier is not None:
        scheme, value = identifier.comparison_key
        found.update(
            r[0]
            for r in db.execute(
                "SELECT paper_id FROM history WHERE tbl = 'identifiers' AND op = 'delete'"
                " AND json_extract(old, '$.compared') = ? AND json_extract(old, '$.scheme') = ?",
                (value, scheme),
            )
        )
    return found


def _touching(db: sqlite3.Connection, paper: int) -> set[int]:
    touched = {
        r[0]
        for r in db.execute(
            "SELECT DISTINCT change_id FROM history WHERE paper_id = ?"
            " OR (tbl = 'papers' AND ? BETWEEN first_id AND last_id)",
            (paper, paper),
        )
    }
    for table in PAPER_PARTS:
        touched.update(
            r[0]
            for r in db.execute(
                f"SELECT DISTINCT h.change_id FROM {table} c JOIN history h ON h.tbl = ?"
                " AND h.op = 'insert' AND h.last_id >= c.id AND h.first_id <= c.id"
                " WHERE c.paper_id = ?",
                (table, paper),
            )
        )
    return touched
