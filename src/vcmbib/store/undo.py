"""Taking a change back: every row as it was before, unless later changes stand on it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from vcmbib import errors
from vcmbib.store.journal import SHARED_TABLES, Journal, papers_below, undone_changes
from vcmbib.store.rows import PAPER_PARTS, Value
from vcmbib.store.sql_parameters import chunks, marks


class ChangeReverter:
    """Takes one change back through a journal of its own."""

    def __init__(self, journal: Journal, change: int) -> None:
        self.journal = journal
        self.db = journal.db
        self.change = change

    def revert(self) -> None:
        """Put every row back as it was before the change.

        Raises NoSuchThing, NothingToUndo (it is undone already) and UndoForbidden, which names
        the later changes that stand on it; a rollback then leaves everything as it was.
        """
        changes = self.db.execute("SELECT id, undoes FROM changes").fetchall()
        if self.change not in {i for i, _ in changes if i != self.journal.change}:
            raise errors.NoSuchThing("change", str(self.change))
        others = [(i, u) for i, u in changes if i != self.journal.change]
        by = undone_changes(others).get(self.change)
        if by is not None:
            raise errors.NothingToUndo(
                f"change {self.change} was already taken back by change {by}"
            )
        later = self._later(others)
        overlapping = self._overlaps(later)
        if overlapping:
            raise errors.UndoForbidden(self.change, overlapping)
        self._put_back()
        self.journal.delete_unused()
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
        mine = _TouchedRows()
        for tbl, op, first, last, new in self._history(self.change):
            mine.add(tbl, first, last, _set_columns(op, new))
        return sorted(
            other
            for other in later
            if any(
                tbl not in SHARED_TABLES and mine.meets(tbl, first, _set_columns(op, new))
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
                self.journal.changed_papers.add(paper)
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
            self.journal.changed_papers.update(
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
            self.journal.changed_papers.update(papers_below(self.db, row))

    def _standing_on(self) -> list[int]:
        """Changes whose rows still refer to rows that are gone now."""
        found: set[int] = set()
        gone = {
            t: [r[0] for r in self.db.execute(
                "SELECT first_id FROM history WHERE change_id = ? AND tbl = ? AND op = 'delete'",
                (self.journal.change, t))]
            for t in ("papers", "categories")
        }  # fmt: skip
        references = [(t, "paper_id", "papers") for t in PAPER_PARTS]
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


def _set_columns(op: str, new: str | None) -> frozenset[str] | None:
    """The columns that an update set, time stamps apart; None for a whole row."""
    if op != "update" or new is None:
        return None
    return frozenset(json.loads(new)) - {"updated"}


class _TouchedRows:
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


# --- what an undo did ---


@dataclass(frozen=True, slots=True)
class UndoneItem:
    """A paper or category and what happened to it: `restored`, `taken away` or `set back`."""

    effect: str
    key: str
    title: str
    fields: tuple[str, ...] = ()


_FIELD_NAMES = {
    "citation_keys": "key",
    "identifiers": "identifiers",
    "paper_authors": "authors",
    "paper_categories": "categories",
    "records": "sources",
    "fields": "extra",
}


def undone_items(db: sqlite3.Connection, change: int) -> tuple[UndoneItem, ...]:
    """The effect of a change on papers and categories, in words, in the order of their ids."""
    came: set[int] = set()
    gone: dict[int, str] = {}
    keys: dict[int, str] = {}
    fields: dict[int, dict[str, None]] = {}
    categories: list[UndoneItem] = []
    for tbl, op, first, paper, old, new in db.execute(
        "SELECT tbl, op, first_id, paper_id, old, new FROM history WHERE change_id = ? ORDER BY id",
        (change,),
    ):
        before = cast("dict[str, object]", json.loads(old)) if old else {}
        if tbl == "papers" and op == "insert":
            came.add(first)
        elif tbl == "papers" and op == "delete":
            gone[first] = str(before["title"])
        elif tbl == "citation_keys" and op == "delete" and before["current"] and paper is not None:
            keys[paper] = str(before["key"])
        if tbl == "categories":
            categories.append(_category(db, op, first, before))
        elif paper is not None:
            named = (
                json.loads(new) if tbl == "papers" and new else {_FIELD_NAMES.get(tbl, tbl): None}
            )
            skipped = {"updated", "title_key"}
            fields.setdefault(paper, {}).update(dict.fromkeys(set(named) - skipped))
    out = [UndoneItem("taken away", keys.get(i, ""), title) for i, title in sorted(gone.items())]
    for paper in sorted(set(fields) | came):
        if paper in gone:
            continue
        row = db.execute(
            "SELECT k.key, p.title FROM papers p JOIN citation_keys k ON k.paper_id = p.id"
            " AND k.current = 1 WHERE p.id = ?",
            (paper,),
        ).fetchone()
        key, title = row if row else (keys.get(paper, ""), "")
        if paper in came:
            out.append(UndoneItem("restored", key, title))
        else:
            changed = tuple(sorted(f.removesuffix("_id") for f in fields[paper]))
            out.append(UndoneItem("set back", key, title, changed))
    return (*out, *categories)


def _category(
    db: sqlite3.Connection, op: str, number: int, before: dict[str, object]
) -> UndoneItem:
    if op == "delete":
        return UndoneItem("taken away", str(before["slug"]), str(before["title"]), ("category",))
    row = db.execute("SELECT slug, title FROM categories WHERE id = ?", (number,)).fetchone()
    slug, title = row if row else ("", "")
    effect = "restored" if op == "insert" else "set back"
    return UndoneItem(effect, slug, title, ("category",))
