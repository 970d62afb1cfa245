"""Undoes a change: restores the rows that it changed, and reports the effect."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from vcmbib import errors
from vcmbib.store.journal import SHARED_TABLES, Journal, papers_below, undone_changes
from vcmbib.store.rows import PAPER_PARTS, SqlValue
from vcmbib.store.sql_parameters import chunks, placeholders


class ChangeReverter:
    """Undoes one change. `journal` logs the undo as a new change."""

    def __init__(self, journal: Journal, change: int) -> None:
        self.journal = journal
        self.db = journal.db
        self.change = change

    def revert(self) -> None:
        """Restore every row as it was before the change.

        Raises NoSuchThing if the change does not exist, NothingToUndo if it is undone already, and
        UndoForbidden, with their numbers, if later changes depend on it. The caller must roll back
        the transaction then.
        """
        changes = self.db.execute("SELECT id, undoes FROM changes").fetchall()
        if self.change not in {i for i, _ in changes if i != self.journal.change}:
            raise errors.NoSuchThing("change", str(self.change))
        other_changes = [(i, u) for i, u in changes if i != self.journal.change]
        undone_by = undone_changes(other_changes).get(self.change)
        if undone_by is not None:
            raise errors.NothingToUndo(
                f"change {self.change} was already undone by change {undone_by}"
            )
        later = self._later_changes(other_changes)
        overlapping = self._overlapping_changes(later)
        if overlapping:
            raise errors.UndoForbidden(self.change, overlapping)
        self._restore_rows()
        self.journal.delete_unused()
        dependent = self._dependent_changes()
        if dependent:
            raise errors.UndoForbidden(self.change, dependent)

    def _later_changes(self, changes: Sequence[tuple[int, int | None]]) -> set[int]:
        """The later changes without those that were undone, and without their undos."""
        undone = undone_changes(changes)
        cancelled = {i for i in undone if i > self.change}
        cancelled |= {undone[i] for i in cancelled}
        return {i for i, _ in changes if i > self.change} - cancelled

    def _overlapping_changes(self, later: set[int]) -> list[int]:
        """The later changes of the same rows, or of the same columns of a row."""
        touched = _TouchedRows()
        for tbl, op, first, last, new in self._history(self.change):
            touched.add(tbl, first, last, _set_columns(op, new))
        return sorted(
            other
            for other in later
            if any(
                tbl not in SHARED_TABLES and touched.overlaps(tbl, first, _set_columns(op, new))
                for tbl, op, first, _, new in self._history(other)
            )
        )

    def _history(self, change: int) -> Iterable[tuple[str, str, int, int, str | None]]:
        return self.db.execute(
            "SELECT tbl, op, first_id, last_id, new FROM history WHERE change_id = ?", (change,)
        )

    def _restore_rows(self) -> None:
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
        self,
        table: str,
        row: int,
        paper: int | None,
        old: dict[str, SqlValue],
        new: dict[str, SqlValue],
    ) -> None:
        """Restore the columns of a row, except `updated` if a later change set it again."""
        if "updated" in old:
            current = self.db.execute(
                f"SELECT updated FROM {table} WHERE id = ?", (row,)
            ).fetchone()
            if current is None or current[0] != new["updated"]:
                old = {k: v for k, v in old.items() if k != "updated"}
        if old:
            self.journal.update(table, row, old, paper)
        if table == "categories":
            self.journal.changed_papers.update(papers_below(self.db, row))

    def _dependent_changes(self) -> list[int]:
        """The changes with rows that refer to rows that this undo deleted."""
        dependent: set[int] = set()
        removed = {
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
            for chunk in chunks(removed[target]):
                for (row,) in self.db.execute(
                    f"SELECT id FROM {table} WHERE {column} IN ({placeholders(chunk)})", chunk
                ):
                    dependent.update(
                        r[0]
                        for r in self.db.execute(
                            "SELECT change_id FROM history WHERE tbl = ? AND op <> 'delete'"
                            " AND first_id <= ? AND last_id >= ? AND change_id > ?",
                            (table, row, row, self.change),
                        )
                        if r[0] != self.journal.change
                    )
        return sorted(dependent)


def _set_columns(op: str, new: str | None) -> frozenset[str] | None:
    """The columns that an update set, without `updated`; None for a whole row."""
    if op != "update" or new is None:
        return None
    return frozenset(json.loads(new)) - {"updated"}


class _TouchedRows:
    """The rows of a change: ranges of inserted rows, and single rows with the changed columns."""

    def __init__(self) -> None:
        self._ranges: dict[str, list[tuple[int, int]]] = {}
        self._single: dict[tuple[str, int], frozenset[str] | None] = {}

    def add(self, table: str, first: int, last: int, columns: frozenset[str] | None) -> None:
        """Add a range of rows, or a single row with its changed columns (None: all)."""
        if first < last:
            self._ranges.setdefault(table, []).append((first, last))
            return
        known = self._single.get((table, first), frozenset())
        self._single[table, first] = None if known is None or columns is None else known | columns

    def overlaps(self, table: str, row: int, columns: frozenset[str] | None) -> bool:
        """Whether a later change of this row depends on this change.

        For a later range of inserted rows the first id is enough: its ids are all new.
        """
        if columns == frozenset():
            return False  # only `updated`
        if any(first <= row <= last for first, last in self._ranges.get(table, ())):
            return True
        touched = self._single.get((table, row), frozenset())
        return touched is None or (bool(touched) if columns is None else bool(touched & columns))


# --- report ---


@dataclass(frozen=True, slots=True)
class UndoneItem:
    """A paper or category, and the effect of an undo: `restored`, `taken away` or `set back`."""

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
_UNREPORTED_COLUMNS = frozenset({"updated", "title_key"})


def undone_items(db: sqlite3.Connection, change: int) -> tuple[UndoneItem, ...]:
    """The effect of an undo on papers and categories, in the order of their ids."""
    inserted: set[int] = set()
    removed: dict[int, str] = {}
    keys: dict[int, str] = {}
    fields: dict[int, dict[str, None]] = {}
    categories: list[UndoneItem] = []
    for tbl, op, first, paper, old, new in db.execute(
        "SELECT tbl, op, first_id, paper_id, old, new FROM history WHERE change_id = ? ORDER BY id",
        (change,),
    ):
        before = cast("dict[str, object]", json.loads(old)) if old else {}
        if tbl == "papers" and op == "insert":
            inserted.add(first)
        elif tbl == "papers" and op == "delete":
            removed[first] = str(before["title"])
        elif tbl == "citation_keys" and op == "delete" and before["current"] and paper is not None:
            keys[paper] = str(before["key"])
        if tbl == "categories":
            categories.append(_category(db, op, first, before))
        elif paper is not None:
            names = json.loads(new) if tbl == "papers" and new else [_FIELD_NAMES.get(tbl, tbl)]
            fields.setdefault(paper, {}).update(dict.fromkeys(set(names) - _UNREPORTED_COLUMNS))
    items = [
        UndoneItem("taken away", keys.get(i, ""), title) for i, title in sorted(removed.items())
    ]
    for paper in sorted(set(fields) | inserted):
        if paper in removed:
            continue
        row = db.execute(
            "SELECT k.key, p.title FROM papers p JOIN citation_keys k ON k.paper_id = p.id"
            " AND k.current = 1 WHERE p.id = ?",
            (paper,),
        ).fetchone()
        key, title = row if row else (keys.get(paper, ""), "")
        if paper in inserted:
            items.append(UndoneItem("restored", key, title))
        else:
            changed = tuple(sorted(f.removesuffix("_id") for f in fields[paper]))
            items.append(UndoneItem("set back", key, title, changed))
    return (*items, *categories)


def _category(
    db: sqlite3.Connection, op: str, number: int, before: dict[str, object]
) -> UndoneItem:
    if op == "delete":
        return UndoneItem("taken away", str(before["slug"]), str(before["title"]), ("category",))
    row = db.execute("SELECT slug, title FROM categories WHERE id = ?", (number,)).fetchone()
    slug, title = row if row else ("", "")
    effect = "restored" if op == "insert" else "set back"
    return UndoneItem(effect, slug, title, ("category",))
