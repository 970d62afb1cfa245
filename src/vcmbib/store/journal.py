"""The log: every row that a change inserts, updates or deletes is written down, so that the change
can be shown and taken back. Inserted rows are named as runs of ids, which keeps the log of a large
import small; updated and deleted rows keep their old values.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from vcmbib.model.identifiers import parse_identifier
from vcmbib.store.rows import PAPER_PARTS, Row, Value
from vcmbib.store.sql_parameters import chunks, marks

SHARED_TABLES = ("authors", "venues", "venue_names")
"""Tables whose ids are made from their content: rows come when first named and go with their last
use. Only their going is logged, for it cannot be derived."""


class Journal:
    """Writes rows on behalf of one change and logs each of them."""

    def __init__(self, db: sqlite3.Connection, change: int) -> None:
        self.db = db
        self.change = change
        self.changed_papers: set[int] = set()  # whose search text may differ now
        self._columns: dict[str, list[str]] = {}
        self._next: dict[str, int] = {}
        self._loose_authors: set[int] = set()
        self._loose_venues: set[int] = set()

    def columns(self, table: str) -> list[str]:
        """The column names of a table, `id` first."""
        if table not in self._columns:
            rows = self.db.execute(f"PRAGMA table_info({table})")
            self._columns[table] = [r[1] for r in rows]
        return self._columns[table]

    def next_id(self, table: str) -> int:
        """The first id that no row of the table has or ever had."""
        if table not in self._next:
            last = self.db.execute(
                f"SELECT max((SELECT coalesce(max(id), 0) FROM {table}), (SELECT coalesce("
                "max(last_id), 0) FROM history WHERE tbl = ?))",
                (table,),
            ).fetchone()[0]
            self._next[table] = last + 1
        return self._next[table]

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Row], paper: int | None = None
    ) -> int:
        """Insert rows under new ids, in order; returns the first id."""
        first = self.next_id(table)
        self.insert_unlogged(table, columns, rows)
        self.log_inserted(table, first, paper)
        return first

    def insert_unlogged(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert a part of the rows that `log_inserted` will name as one run."""
        first = self.next_id(table)
        self.db.executemany(
            f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES ({marks(len(columns) + 1)})",
            ((i, *row) for i, row in enumerate(rows, first)),
        )
        self._next[table] = first + len(rows)

    def log_inserted(self, table: str, first: int, paper: int | None) -> None:
        """Log the rows inserted from the id `first` on, if there are any."""
        last = self.next_id(table) - 1
        if first <= last:
            self._log(table, "insert", first, last, paper)

    def insert_missing(self, table: str, rows: Iterable[Row]) -> None:
        """Make sure that these rows of a dictionary are there."""
        ordered = sorted(rows, key=lambda r: r[0] if isinstance(r[0], int) else 0)
        if ordered:
            self.db.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES ({marks(len(ordered[0]))})", ordered
            )

    def update(self, table: str, row_id: int, values: dict[str, Value], paper: int | None) -> None:
        """Set columns of one row."""
        names = list(values)
        old = self.db.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row_id,)
        ).fetchone()
        before = dict(zip(names, old, strict=True))
        if table == "papers" and "venue_id" in before and before["venue_id"] is not None:
            self._loose_venues.add(before["venue_id"])
        if table == "paper_authors" and "author_id" in before:
            self._loose_authors.add(before["author_id"])
        self.db.execute(
            f"UPDATE {table} SET {', '.join(f'{n} = ?' for n in names)} WHERE id = ?",
            (*values.values(), row_id),
        )
        self._log(table, "update", row_id, row_id, paper, before, values)

    def delete(self, table: str, ids: Sequence[int]) -> None:
        """Delete rows by id, in bulk, each logged whole."""
        columns = self.columns(table)
        pairs = ", ".join(f"'{c}', {c}" for c in columns)
        owner = "id" if table == "papers" else "paper_id" if "paper_id" in columns else "NULL"
        for chunk in chunks(ids):
            where = f"WHERE id IN ({marks(len(chunk))})"
            if table == "papers":
                self._loose_venues.update(
                    r[0] for r in self.db.execute(f"SELECT venue_id FROM papers {where}", chunk)
                    if r[0] is not None
                )  # fmt: skip
            if table == "paper_authors":
                self._loose_authors.update(
                    r[0] for r in self.db.execute(f"SELECT author_id FROM {table} {where}", chunk)
                )
            self.db.execute(
                "INSERT INTO history (change_id, tbl, op, first_id, last_id, paper_id, old)"
                f" SELECT ?, ?, 'delete', id, id, {owner}, json_object({pairs})"
                f" FROM {table} {where}",
                (self.change, table, *chunk),
            )
            self.db.execute(f"DELETE FROM {table} {where}", chunk)

    def restore(self, table: str, row: dict[str, Value]) -> None:
        """Insert a row that was deleted, under its old id."""
        kind = "INSERT OR IGNORE" if table in SHARED_TABLES else "INSERT"
        self.db.execute(
            f"{kind} INTO {table} ({', '.join(row)}) VALUES ({marks(len(row))})",
            tuple(row.values()),
        )
        if table not in SHARED_TABLES:
            row_id = int(row["id"] or 0)
            paper = row_id if table == "papers" else row.get("paper_id")
            self._log(table, "insert", row_id, row_id, paper if isinstance(paper, int) else None)

    def delete_unused(self) -> None:
        """Let go of authors and venues that nothing names any more."""
        for table, loose, used in (
            ("authors", self._loose_authors, "SELECT author_id FROM paper_authors"),
            ("venues", self._loose_venues, "SELECT venue_id FROM papers"),
        ):
            column = used.split()[1]
            gone: list[int] = []
            for chunk in chunks(sorted(loose)):
                still = {
                    r[0]
                    for r in self.db.execute(
                        f"{used} WHERE {column} IN ({marks(len(chunk))})", chunk
                    )
                }
                gone += [i for i in chunk if i not in still]
            if table == "venues":
                for chunk in chunks(gone):
                    self.delete("venue_names", [
                        r[0] for r in self.db.execute(
                            f"SELECT id FROM venue_names WHERE venue_id IN ({marks(len(chunk))})",
                            chunk)
                    ])  # fmt: skip
            self.delete(table, gone)
            loose.clear()

    def _log(
        self,
        table: str,
        op: str,
        first: int,
        last: int,
        paper: int | None,
        old: dict[str, Value] | None = None,
        new: dict[str, Value] | None = None,
    ) -> None:
        self.db.execute(
            "INSERT INTO history (change_id, tbl, op, first_id, last_id, paper_id, old, new)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.change, table, op, first, last, paper, _json(old), _json(new)),
        )


def _json(values: dict[str, Value] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def papers_below(db: sqlite3.Connection, category: int) -> set[int]:
    """The papers that stand in a category or in one below it."""
    rows = db.execute(
        "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT c.id FROM categories c"
        " JOIN below b ON c.parent_id = b.id)"
        " SELECT DISTINCT paper_id FROM paper_categories"
        " WHERE category_id IN (SELECT id FROM below)",
        (category,),
    )
    return {r[0] for r in rows}


# --- reading ---


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log."""

    id: int
    made: str
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None


def read_log(db: sqlite3.Connection, papers: Collection[int] | None = None) -> list[LogEntry]:
    """All changes, the newest first; or those that touched one of these papers."""
    rows = db.execute(
        "SELECT id, made, command, summary, undoes FROM changes ORDER BY id"
    ).fetchall()
    undone = undone_changes([(r[0], r[4]) for r in rows])
    touched = None if papers is None else {c for p in papers for c in _changes_of_paper(db, p)}
    return [
        LogEntry(i, made, command, summary, undoes, undone.get(i))
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


def papers_that_lost(db: sqlite3.Connection, name: str) -> set[int]:
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


def _changes_of_paper(db: sqlite3.Connection, paper: int) -> set[int]:
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
