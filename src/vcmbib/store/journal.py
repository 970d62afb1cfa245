"""The log: every row that a change inserts, updates or deletes is written down, so that the change
can be shown and taken back. Inserted rows are named as runs of ids, which keeps the log of a large
import small; updated and deleted rows keep their old values.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Protocol

from vcmbib.model.paper import Paper
from vcmbib.store.rows import Row, Value
from vcmbib.store.sql_parameters import chunks, marks

DICTIONARIES = ("authors", "venues", "venue_names")
"""Tables whose ids are made from their content: rows come when first named and go with their last
use. Only their going is logged, for it cannot be derived."""


class Journal:
    """Writes rows on behalf of one change and logs each of them."""

    def __init__(self, db: sqlite3.Connection, change: int) -> None:
        self.db = db
        self.change = change
        self.papers: set[int] = set()  # whose search text may differ now
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

    def intern(self, table: str, rows: Iterable[Row]) -> None:
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
        kind = "INSERT OR IGNORE" if table in DICTIONARIES else "INSERT"
        self.db.execute(
            f"{kind} INTO {table} ({', '.join(row)}) VALUES ({marks(len(row))})",
            tuple(row.values()),
        )
        if table not in DICTIONARIES:
            row_id = int(row["id"] or 0)
            paper = row_id if table == "papers" else row.get("paper_id")
            self._log(table, "insert", row_id, row_id, paper if isinstance(paper, int) else None)

    def sweep(self) -> None:
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


class RowWriter(Protocol):
    """What writes the rows of a plan: its connection, its journal, and the bulk insert."""

    db: sqlite3.Connection
    journal: Journal

    def insert_papers(self, papers: Sequence[Paper]) -> int:
        """Insert papers in bulk, with what `Paper` shows; returns the id of the first."""
        ...
