"""The log: every row that a change inserts, updates or deletes is written down, so that the change
can be shown and taken back. Inserted rows are named as runs of ids, which keeps the log of a large
import small; updated and deleted rows keep their old values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vcmbib import errors
from vcmbib.store.rows import CHILDREN, OTHER_CHILDREN, Row, Value, chunks, marks

DICTIONARIES = ("authors", "venues", "venue_names")
"""Tables whose ids are made from their content: rows come when first named and go with their last
use. Only their going is logged, for it cannot be derived."""

_BY_PAPER = (*(c.table for c in CHILDREN), *OTHER_CHILDREN)


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
        if not rows:
            return first
        self.db.executemany(
            f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES ({marks(len(columns) + 1)})",
            ((i, *row) for i, row in enumerate(rows, first)),
        )
        self._next[table] = first + len(rows)
        self._log(table, "insert", first, first + len(rows) - 1, paper)
        return first

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
        owner = (
            "id" if table == "papers" else "paper_id" if "paper_id" in columns else "NULL"
        )
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
                f" SELECT ?, ?, 'delete', id, id, {owner}, json_object({pairs}) FROM {table} {where}",
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


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log."""

    id: int
    made: str
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None


def read_log(db: sqlite3.Connection, paper: int | None = None) -> list[Logged]:
    """All changes, the newest first; or those that touched one paper."""
    rows = db.execute("SELECT id, made, command, summary, undoes FROM changes ORDER BY id").fetchall()
    undone = undone_changes(rows_of(rows))
    touched = None if paper is None else _touching(db, paper)
    return [
        Logged(i, made, command, summary, undoes, undone.get(i))
        for i, made, command, summary, undoes in reversed(rows)
        if touched is None or i in touched
    ]


def rows_of(rows: Iterable[tuple[int, str, str, str, int | None]]) -> list[tuple[int, int | None]]:
    """(id, undoes) of each change."""
    return [(r[0], r[4]) for r in rows]


def undone_changes(changes: Sequence[tuple[int, int | None]]) -> dict[int, int]:
    """Changes that are taken back at present -> the change that did it.

    An undo that was itself undone counts for nothing, so the newest are looked at first.
    """
    undone: dict[int, int] = {}
    for change, undoes in sorted(changes, reverse=True):
        if undoes is not None and change not in undone:
            undone[undoes] = change
    return undone


def _touching(db: sqlite3.Connection, paper: int) -> set[int]:
    touched = {
        r[0]
        for r in db.execute(
            "SELECT DISTINCT change_id FROM history WHERE paper_id = ?1"
            " OR (tbl = 'papers' AND first_id <= ?1 AND last_id >= ?1)",
            (paper,),
        )
    }
    for table in _BY_PAPER:
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


def changed_papers(db: sqlite3.Connection, change: int) -> list[int]:
    """Papers whose own row or parts a change touched and that the log still names one by one."""
    found = {
        r[0]
        for r in db.execute(
            "SELECT DISTINCT paper_id FROM history WHERE change_id = ? AND paper_id IS NOT NULL",
            (change,),
        )
    }
    for first, last in db.execute(
        "SELECT first_id, last_id FROM history WHERE change_id = ? AND tbl = 'papers'", (change,)
    ):
        found.update(range(first, last + 1))
    return sorted(found)


class Undoing:
    """Takes one change back through a journal of its own."""

    def __init__(self, journal: Journal, change: int) -> None:
        self.journal = journal
        self.db = journal.db
        self.change = change

    def run(self) -> None:
        """Put every row back as it was before the change.

        Raises NoSuchThing, NothingToUndo (it is undone already) and UndoForbidden, which names the
        later changes that stand on it. Then nothing has been written that a rollback would not mend.
        """
        changes = self.db.execute("SELECT id, undoes FROM changes").fetchall()
        if self.change not in {i for i, _ in changes if i != self.journal.change}:
            raise errors.NoSuchThing("change", str(self.change))
        others = [(i, u) for i, u in changes if i != self.journal.change]
        by = undone_changes(others).get(self.change)
        if by is not None:
            raise errors.NothingToUndo(f"change {self.change} was already taken back by change {by}")
        later = self._later(others)
        overlapping = self._overlaps(later)
        if overlapping:
            raise errors.UndoForbidden(self.change, overlapping)
        self._put_back()
        self.journal.sweep()
        standing = self._standing_on()
        if standing:
            raise errors.UndoForbidden(self.change, standing)

    def _later(self, changes: Sequence[tuple[int, int | None]]) -> set[int]:
        """Later changes that count: one that was undone, and its undo, cancel out."""
        undone = undone_changes(changes)
        cancelled = {i for i in undone if i > self.change}
        cancelled |= {undone[i] for i in cancelled}
        return {i for i, _ in changes if i > self.change} - cancelled

    def _overlaps(self, later: set[int]) -> list[int]:
        """Later changes that touched a row, or the same columns of a row, that this one touched."""
        mine = _Touched()
        for tbl, op, first, last, new in self._history(self.change):
            mine.add(tbl, first, last, _set_columns(op, new))
        return sorted(
            other
            for other in later
            if any(
                tbl not in DICTIONARIES and mine.meets(tbl, first, _set_columns(op, new))
                for tbl, op, first, _, new in self._history(other)
            )
        )

    def _history(self, change: int) -> Iterable[tuple[str, str, int, int, str | None]]:
        return self.db.execute(
            "SELECT tbl, op, first_id, last_id, new FROM history WHERE change_id = ?", (change,)
        )

    def _put_back(self) -> None:
        rows = self.db.execute(
            "SELECT tbl, op, first_id, last_id, paper_id, old, new FROM history WHERE change_id = ?"
            " ORDER BY id DESC",
            (self.change,),
        ).fetchall()
        for tbl, op, first, last, paper, old, new in rows:
            if paper is not None:
                self.journal.papers.add(paper)
            if op == "insert":
                self._remove(tbl, first, last)
            elif op == "delete":
                self.journal.restore(tbl, json.loads(old))
            else:
                self._reset(tbl, first, paper, json.loads(old), json.loads(new))

    def _remove(self, table: str, first: int, last: int) -> None:
        columns = self.journal.columns(table)
        owner = "id" if table == "papers" else "paper_id" if "paper_id" in columns else None
        if owner is not None:
            self.journal.papers.update(
                r[0]
                for r in self.db.execute(
                    f"SELECT {owner} FROM {table} WHERE id BETWEEN ? AND ?", (first, last)
                )
            )
        ids = self.db.execute(f"SELECT id FROM {table} WHERE id BETWEEN ? AND ?", (first, last))
        self.journal.delete(table, [r[0] for r in ids])

    def _reset(
        self, table: str, row: int, paper: int | None, old: dict[str, Value], new: dict[str, Value]
    ) -> None:
        """Set the columns back, but for a time stamp that a later change has moved on."""
        if "updated" in old:
            now = self.db.execute(f"SELECT updated FROM {table} WHERE id = ?", (row,)).fetchone()
            if now is None or now[0] != new["updated"]:
                old = {k: v for k, v in old.items() if k != "updated"}
        if old:
            self.journal.update(table, row, old, paper)
        if table == "categories":
            self.journal.papers.update(papers_below(self.db, row))

    def _standing_on(self) -> list[int]:
        """Changes whose rows still refer to rows that are gone now."""
        found: set[int] = set()
        gone = {
            t: [r[0] for r in self.db.execute(
                "SELECT first_id FROM history WHERE change_id = ? AND tbl = ? AND op = 'delete'",
                (self.journal.change, t))]
            for t in ("papers", "categories")
        }  # fmt: skip
        references = [(t, "paper_id", "papers") for t in _BY_PAPER]
        references += [("paper_categories", "category_id", "categories")]
        references += [("categories", "parent_id", "categories")]
        references += [("not_duplicates", c, "papers") for c in ("paper_id", "other_id")]
        for table, column, target in references:
            for chunk in chunks(gone[target]):
                for (row,) in self.db.execute(
                    f"SELECT id FROM {table} WHERE {column} IN ({marks(len(chunk))})", chunk
                ):
                    found.update(
                        r[0]
                        for r in self.db.execute(
                            "SELECT change_id FROM history WHERE tbl = ? AND op <> 'delete'"
                            " AND first_id <= ? AND last_id >= ? AND change_id > ?",
                            (table, row, row, self.change),
                        )
                        if r[0] != self.journal.change
                    )
        return sorted(found)


def papers_below(db: sqlite3.Connection, category: int) -> set[int]:
    """The papers that stand in a category or in one below it."""
    rows = db.execute(
        "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT c.id FROM categories c"
        " JOIN below b ON c.parent_id = b.id)"
        " SELECT DISTINCT paper_id FROM paper_categories WHERE category_id IN (SELECT id FROM below)",
        (category,),
    )
    return {r[0] for r in rows}


def _set_columns(op: str, new: str | None) -> frozenset[str] | None:
    """The columns that an update set, time stamps apart; None for a whole row."""
    if op != "update" or new is None:
        return None
    return frozenset(json.loads(new)) - {"updated"}


class _Touched:
    """The rows that a change touched: runs of inserted ones, and single ones with their columns."""

    def __init__(self) -> None:
        self._runs: dict[str, list[tuple[int, int]]] = {}
        self._single: dict[tuple[str, int], frozenset[str] | None] = {}

    def add(self, table: str, first: int, last: int, columns: frozenset[str] | None) -> None:
        """Note a run of rows, or a single row of which some columns (None: all) were set."""
        if first < last:
            self._runs.setdefault(table, []).append((first, last))
            return
        known = self._single.get((table, first), frozenset())
        self._single[table, first] = None if known is None or columns is None else known | columns

    def meets(self, table: str, row: int, columns: frozenset[str] | None) -> bool:
        """Whether a later touch of this row stands on ours.

        A later run of inserted rows is named by its first id alone: its ids were never used before.
        """
        if columns == frozenset():
            return False  # only a time stamp
        if any(first <= row <= last for first, last in self._runs.get(table, ())):
            return True
        mine = self._single.get((table, row), frozenset())
        return mine is None or (bool(mine) if columns is None else bool(mine & columns))
