"""The log of changes: `Journal` writes rows and logs them, `read_log` reads the log.

The table `changes` has a row for each change, and `history` has the rows that the change inserted,
updated or deleted. Inserted rows are logged as ranges of ids, which keeps the log of a large import
small. Updated and deleted rows are logged with their old values. So a change can be undone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.text import fold_key
from vcmbib.store.rows import PAPER_PARTS, SqlRow, SqlValue
from vcmbib.store.sql_parameters import chunks, placeholders

SHARED_TABLES = ("authors", "venues", "venue_names")
"""Tables whose rows several papers share. Their ids are hashes of their content.

A row is inserted at its first use and deleted after its last use. Only the deletion is logged."""


class Journal:
    """Inserts, updates and deletes rows for one change, and logs them.

    `changed_papers` are the ids of the papers whose row in the search index may be outdated.
    """

    def __init__(self, db: sqlite3.Connection, change: int) -> None:
        self.db = db
        self.change = change
        self.changed_papers: set[int] = set()
        self._columns: dict[str, list[str]] = {}
        self._next: dict[str, int] = {}
        self._maybe_unused_authors: set[int] = set()
        self._maybe_unused_venues: set[int] = set()

    def columns(self, table: str) -> list[str]:
        """The column names of a table, `id` first."""
        if table not in self._columns:
            rows = self.db.execute(f"PRAGMA table_info({table})")
            self._columns[table] = [r[1] for r in rows]
        return self._columns[table]

    def next_id(self, table: str) -> int:
        """The first id that no row of the table has or ever had: ids are not used again."""
        if table not in self._next:
            last = self.db.execute(
                f"SELECT max((SELECT coalesce(max(id), 0) FROM {table}), (SELECT coalesce("
                "max(last_id), 0) FROM history WHERE tbl = ?))",
                (table,),
            ).fetchone()[0]
            self._next[table] = last + 1
        return self._next[table]

    def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[SqlRow], paper: int | None = None
    ) -> int:
        """Insert rows with new ids, in order. Returns the first id. `paper` owns the rows."""
        first = self.next_id(table)
        self.insert_unlogged(table, columns, rows)
        self.log_inserted(table, first, paper)
        return first

    def insert_unlogged(self, table: str, columns: Sequence[str], rows: Sequence[SqlRow]) -> None:
        """Insert rows with new ids. `log_inserted` must log them later, as one range."""
        first = self.next_id(table)
        names = ("id", *columns)
        self.db.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({placeholders(names)})",
            ((i, *row) for i, row in enumerate(rows, first)),
        )
        self._next[table] = first + len(rows)

    def log_inserted(self, table: str, first: int, paper: int | None) -> None:
        """Log the rows with the ids from `first` to the last one, if there are any."""
        last = self.next_id(table) - 1
        if first <= last:
            self._log(table, "insert", first, last, paper)

    def insert_missing(self, table: str, rows: Iterable[SqlRow]) -> None:
        """Insert the rows of a shared table that do not exist yet. Not logged."""
        ordered = sorted(rows, key=lambda r: r[0] if isinstance(r[0], int) else 0)
        if ordered:
            self.db.executemany(
                # Only a row that exists is no error: OR IGNORE would also drop an invalid row.
                f"INSERT INTO {table} VALUES ({placeholders(ordered[0])}) ON CONFLICT DO NOTHING",
                ordered,
            )

    def update(
        self, table: str, row_id: int, values: dict[str, SqlValue], paper: int | None
    ) -> None:
        """Set columns of one row. Logs their old and new values."""
        names = list(values)
        old = self.db.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row_id,)
        ).fetchone()
        before = dict(zip(names, old, strict=True))
        if table == "papers" and "venue_id" in before and before["venue_id"] is not None:
            self._maybe_unused_venues.add(before["venue_id"])
        if table == "paper_authors" and "author_id" in before:
            self._maybe_unused_authors.add(before["author_id"])
        self.db.execute(
            f"UPDATE {table} SET {', '.join(f'{n} = ?' for n in names)} WHERE id = ?",
            (*values.values(), row_id),
        )
        self._log(table, "update", row_id, row_id, paper, before, values)

    def delete(self, table: str, ids: Sequence[int]) -> None:
        """Delete rows by id, in bulk. Logs all columns of each row."""
        columns = self.columns(table)
        pairs = ", ".join(f"'{c}', {c}" for c in columns)
        owner = "id" if table == "papers" else "paper_id" if "paper_id" in columns else "NULL"
        for chunk in chunks(ids):
            where = f"WHERE id IN ({placeholders(chunk)})"
            if table == "papers":
                self._maybe_unused_venues.update(
                    r[0] for r in self.db.execute(f"SELECT venue_id FROM papers {where}", chunk)
                    if r[0] is not None
                )  # fmt: skip
            if table == "paper_authors":
                self._maybe_unused_authors.update(
                    r[0] for r in self.db.execute(f"SELECT author_id FROM {table} {where}", chunk)
                )
            self.db.execute(
                "INSERT INTO history (change_id, tbl, op, first_id, last_id, paper_id, old)"
                f" SELECT ?, ?, 'delete', id, id, {owner}, json_object({pairs})"
                f" FROM {table} {where}",
                (self.change, table, *chunk),
            )
            self.db.execute(f"DELETE FROM {table} {where}", chunk)

    def restore(self, table: str, row: dict[str, SqlValue]) -> None:
        """Insert a deleted row again, with its old id."""
        kind = "INSERT OR IGNORE" if table in SHARED_TABLES else "INSERT"
        self.db.execute(
            f"{kind} INTO {table} ({', '.join(row)}) VALUES ({placeholders(row)})",
            tuple(row.values()),
        )
        if table not in SHARED_TABLES:
            row_id = int(row["id"] or 0)
            paper = row_id if table == "papers" else row.get("paper_id")
            self._log(table, "insert", row_id, row_id, paper if isinstance(paper, int) else None)

    def delete_unused(self) -> None:
        """Delete the authors and venues that no paper refers to after this change."""
        for table, candidates, reference in (
            ("authors", self._maybe_unused_authors, "SELECT author_id FROM paper_authors"),
            ("venues", self._maybe_unused_venues, "SELECT venue_id FROM papers"),
        ):
            column = reference.split()[1]
            unused: list[int] = []
            for chunk in chunks(sorted(candidates)):
                in_use = {
                    r[0]
                    for r in self.db.execute(
                        f"{reference} WHERE {column} IN ({placeholders(chunk)})", chunk
                    )
                }
                unused += [i for i in chunk if i not in in_use]
            if table == "venues":
                for chunk in chunks(unused):
                    self.delete("venue_names", [
                        r[0] for r in self.db.execute(
                            f"SELECT id FROM venue_names WHERE venue_id IN ({placeholders(chunk)})",
                            chunk)
                    ])  # fmt: skip
            self.delete(table, unused)
            candidates.clear()

    def _log(
        self,
        table: str,
        op: str,
        first: int,
        last: int,
        paper: int | None,
        old: dict[str, SqlValue] | None = None,
        new: dict[str, SqlValue] | None = None,
    ) -> None:
        self.db.execute(
            "INSERT INTO history (change_id, tbl, op, first_id, last_id, paper_id, old, new)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.change, table, op, first, last, paper, _json(old), _json(new)),
        )


def _json(values: dict[str, SqlValue] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def papers_below(db: sqlite3.Connection, category: int) -> set[int]:
    """The ids of the papers in a category or in a category below it."""
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
    """One change of the log. `undone_by` is the change that undid it, if any."""

    id: int
    made: str
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None


def read_log(db: sqlite3.Connection, papers: Collection[int] | None = None) -> list[LogEntry]:
    """The changes, newest first; with `papers` only those that changed one of these papers."""
    rows = db.execute(
        "SELECT id, made, command, summary, undoes FROM changes ORDER BY id"
    ).fetchall()
    undone = undone_changes([(r[0], r[4]) for r in rows])
    changes = None if papers is None else {c for p in papers for c in _changes_of_paper(db, p)}
    return [
        LogEntry(i, made, command, summary, undoes, undone.get(i))
        for i, made, command, summary, undoes in reversed(rows)
        if changes is None or i in changes
    ]


def undone_changes(changes: Sequence[tuple[int, int | None]]) -> dict[int, int]:
    """The undone changes, each with the change that undid it.

    `changes` are pairs (id, undone id or None). They are processed from the newest one, because an
    undo that was undone has no effect.
    """
    undone: dict[int, int] = {}
    for change, undoes in sorted(changes, reverse=True):
        if undoes is not None and change not in undone:
            undone[undoes] = change
    return undone


def papers_that_lost(db: sqlite3.Connection, name: str) -> set[int]:
    """The ids of the papers that had this citation key or identifier and lost it.

    They were removed, merged or changed. A paper that was restored later is included.
    """
    papers = {
        r[0]
        for r in db.execute(
            "SELECT paper_id FROM history WHERE tbl = 'citation_keys' AND op = 'delete'"
            " AND json_extract(old, '$.folded') = ?",
            (fold_key(name),),
        )
    }
    identifier = parse_identifier(name)
    if identifier is not None:
        scheme, value = identifier.comparison_key
        papers.update(
            r[0]
            for r in db.execute(
                "SELECT paper_id FROM history WHERE tbl = 'identifiers' AND op = 'delete'"
                " AND json_extract(old, '$.compared') = ? AND json_extract(old, '$.scheme') = ?",
                (value, scheme),
            )
        )
    return papers


def _changes_of_paper(db: sqlite3.Connection, paper: int) -> set[int]:
    changes = {
        r[0]
        for r in db.execute(
            "SELECT DISTINCT change_id FROM history WHERE paper_id = ?"
            " OR (tbl = 'papers' AND ? BETWEEN first_id AND last_id)",
            (paper, paper),
        )
    }
    for table in PAPER_PARTS:
        changes.update(
            r[0]
            for r in db.execute(
                f"SELECT DISTINCT h.change_id FROM {table} c JOIN history h ON h.tbl = ?"
                " AND h.op = 'insert' AND h.last_id >= c.id AND h.first_id <= c.id"
                " WHERE c.paper_id = ?",
                (table, paper),
            )
        )
    return changes
