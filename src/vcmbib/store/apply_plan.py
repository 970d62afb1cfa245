"""Applies the actions of a plan: writes papers and categories as rows through the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from vcmbib import errors
from vcmbib.model.paper import Paper
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.plan import (
    Action,
    Add,
    AddCategory,
    Change,
    ChangeCategory,
    ChangeVenue,
    MarkDifferent,
    MoveAttachments,
    Remove,
    RemoveCategory,
    Restore,
    SetAttachments,
    Undo,
)
from vcmbib.store.bulk_insert import BulkInsert
from vcmbib.store.journal import Journal, papers_below
from vcmbib.store.rows import (
    CHILD_TABLES,
    PAPER_COLUMNS,
    PAPER_PARTS,
    RECORD_COLUMNS,
    ChildTable,
    SqlRow,
    SqlValue,
    child_rows,
    identity,
    paper_row,
    record_rows,
)
from vcmbib.store.search_index import add_to_index

A = TypeVar("A")
_FROM_DUMP = (Restore, SetAttachments, MarkDifferent, ChangeVenue)


def _of_type(actions: Sequence[Action], kind: type[A]) -> list[A]:
    """The actions of one type, in order."""
    return [a for a in actions if isinstance(a, kind)]


class PlanWriter:
    """Writes the actions of one plan. `moment` is the time of the change."""

    def __init__(self, journal: Journal, moment: str, parallel_map: ParallelMap = map) -> None:
        self.journal = journal
        self.db = journal.db
        self.moment = moment
        self.category_ids: dict[str, int] = dict(
            self.db.execute("SELECT slug, id FROM categories").fetchall()
        )
        self.bulk_insert = BulkInsert(journal, self.category_ids, parallel_map)

    def apply(
        self, actions: Sequence[Action], on_progress: Callable[[int], None] | None = None
    ) -> None:
        """Write the actions: categories first, then removed, changed and new papers.

        `on_progress(n)`: number of papers processed since the last call. Raises NoSuchThing for an
        unknown category, and NoSuchPaper for an unknown key in an action of a dump.
        """
        for action in actions:
            match action:
                case AddCategory():
                    self._add_category(action)
                case ChangeCategory():
                    self._change_category(action)
                case RemoveCategory():
                    self._remove_category(action.slug)
                case Add() | Change() | Remove() | MoveAttachments() | Undo():
                    pass
                case Restore() | SetAttachments() | MarkDifferent() | ChangeVenue():
                    pass
        move_attachments(self.journal, _of_type(actions, MoveAttachments))
        self._remove([a.paper for a in _of_type(actions, Remove)])
        for change in _of_type(actions, Change):
            self._change(change)
            if on_progress is not None:
                on_progress(1)
        self._add(_of_type(actions, Add), on_progress)
        if any(isinstance(a, _FROM_DUMP) for a in actions):
            self._apply_dump(actions)

    def _apply_dump(self, actions: Sequence[Action]) -> None:
        """Apply the actions of a dump, after all other actions."""
        from vcmbib.store import apply_dump

        journal = self.journal
        apply_dump.restore(journal, self.bulk_insert, _of_type(actions, Restore))
        apply_dump.set_attachments(journal, _of_type(actions, SetAttachments))
        apply_dump.mark_different(journal, _of_type(actions, MarkDifferent))
        apply_dump.change_venues(journal, _of_type(actions, ChangeVenue))

    # --- papers ------------------------------------------------------------------------------

    def _add(self, adds: Sequence[Add], on_progress: Callable[[int], None] | None) -> None:
        if adds:
            papers, records = [a.paper for a in adds], [a.records for a in adds]

            def on_inserted(ids: range) -> None:
                add_to_index(self.db, ids)
                if on_progress is not None:
                    on_progress(len(ids))

            self.bulk_insert.add(papers, records, self.moment, on_inserted)

    def _change(self, action: Change) -> None:
        """Write the values that differ between `action.before` and `action.after`."""
        paper = action.before.id
        before = replace(action.before, updated="")
        after = replace(action.after, id=paper, added=before.added, updated="")
        self.bulk_insert.add_people([after])
        self.bulk_insert.add_venues([after])
        values: dict[str, SqlValue] = {
            name: new
            for name, old, new in zip(
                PAPER_COLUMNS, paper_row(before), paper_row(after), strict=True
            )
            if old != new
        }
        values["updated"] = self.moment
        self.journal.update("papers", paper, values, paper)
        old_rows = child_rows(before, self.category_ids)
        new_rows = child_rows(after, self.category_ids)
        for child in CHILD_TABLES:
            if old_rows[child.table] != new_rows[child.table]:
                self._change_children(child, paper, new_rows[child.table])
        rows = record_rows(paper, action.records, self.moment)
        self.journal.insert("records", RECORD_COLUMNS, rows, paper)
        self.journal.changed_papers.add(paper)

    def _change_children(self, child: ChildTable, paper: int, new_rows: Sequence[SqlRow]) -> None:
        """Replace the rows of one paper in a table: delete, update, insert."""
        columns = ", ".join(child.columns)
        stored: dict[SqlRow, tuple[int, SqlRow]] = {
            identity(row[1:], child): (row[0], row[1:])
            for row in self.db.execute(
                f"SELECT id, {columns} FROM {child.table} WHERE paper_id = ? ORDER BY id", (paper,)
            )
        }
        wanted = {identity(row, child): row for row in new_rows}
        if child.table == "identifiers":
            for key in _out_of_order(stored, wanted):
                self.journal.delete(child.table, [stored.pop(key)[0]])
        obsolete = [number for key, (number, _) in stored.items() if key not in wanted]
        self.journal.delete(child.table, obsolete)
        updates: list[tuple[int, dict[str, SqlValue]]] = []
        for key, (number, old) in stored.items():
            if key in wanted and wanted[key] != old:
                new = wanted[key]
                pairs = zip(child.columns, old, new, strict=True)
                updates.append((number, {c: n for c, o, n in pairs if o != n}))
        # Only one key can be current: first unset the old one, then set the new one.
        updates.sort(key=lambda u: u[1].get("current") == 1)
        for number, values in updates:
            self.journal.update(child.table, number, values, paper)
        inserted: list[SqlRow] = [(paper, *row) for key, row in wanted.items() if key not in stored]
        self.journal.insert(child.table, ("paper_id", *child.columns), inserted, paper)

    def _remove(self, papers: Sequence[Paper]) -> None:
        """Delete papers with all rows that refer to them."""
        for paper in papers:
            for table in PAPER_PARTS:
                self._delete_where(table, "paper_id = ?", paper.id)
            self._delete_where("not_duplicates", "? IN (paper_id, other_id)", paper.id)
        self.journal.delete("papers", [p.id for p in papers])
        self.journal.changed_papers.update(p.id for p in papers)

    def _delete_where(self, table: str, where: str, value: int) -> None:
        rows = self.db.execute(f"SELECT id FROM {table} WHERE {where}", (value,))
        self.journal.delete(table, [r[0] for r in rows])

    # --- categories --------------------------------------------------------------------------

    def _category_id(self, slug: str) -> int:
        """The id of a category. Raises NoSuchThing for an unknown slug."""
        if slug not in self.category_ids:
            raise errors.NoSuchThing("category", slug)
        return self.category_ids[slug]

    def _add_category(self, action: AddCategory) -> None:
        new = action.category
        parent = None if new.parent is None else self._category_id(new.parent)
        self.category_ids[new.slug] = self.journal.insert(
            "categories",
            ("parent_id", "slug", "title", "position"),
            [(parent, new.slug, new.title, new.position)],
        )

    def _change_category(self, action: ChangeCategory) -> None:
        number, after = self._category_id(action.slug), action.after
        parent = None if after.parent is None else self._category_id(after.parent)
        values: dict[str, SqlValue] = {
            "parent_id": parent,
            "slug": after.slug,
            "title": after.title,
            "position": after.position,
        }
        old = self.db.execute(
            "SELECT parent_id, slug, title, position FROM categories WHERE id = ?", (number,)
        ).fetchone()
        changed = {k: v for (k, v), o in zip(values.items(), old, strict=True) if v != o}
        if changed:
            self.journal.update("categories", number, changed, None)
        del self.category_ids[action.slug]
        self.category_ids[after.slug] = number
        self._reindex_below(number)

    def _remove_category(self, slug: str) -> None:
        number = self._category_id(slug)
        self._reindex_below(number)
        self._delete_where("paper_categories", "category_id = ?", number)
        self.journal.delete("categories", [number])
        del self.category_ids[slug]

    def _reindex_below(self, category: int) -> None:
        """Note the papers in and below a category: its name is part of their search text."""
        self.journal.changed_papers.update(papers_below(self.db, category))


def move_attachments(journal: Journal, actions: Sequence[MoveAttachments]) -> None:
    """Move the records, files and marks "different" of merged papers to the paper that stays.

    Call it before the merged papers are removed, because that removes their rows.
    """
    for action in actions:
        kept, other = action.kept.id, action.other.id
        _move_rows(journal, "records", kept, other)
        same_paths = _same_path_rows(journal, kept)
        _move_rows(journal, "files", kept, other, exclude=same_paths)
        _move_pairs(journal, kept, other)


def _move_rows(
    journal: Journal, table: str, kept: int, other: int, exclude: frozenset[int] = frozenset()
) -> None:
    numbers = [
        row[0]
        for row in journal.db.execute(f"SELECT id FROM {table} WHERE paper_id = ?", (other,))
        if row[0] not in exclude
    ]
    for number in numbers:
        journal.update(table, number, {"paper_id": kept}, kept)


def _same_path_rows(journal: Journal, kept: int) -> frozenset[int]:
    """The rows in `files` of other papers whose paths the paper `kept` has, too."""
    return frozenset(
        row[0]
        for row in journal.db.execute(
            "SELECT id FROM files WHERE paper_id <> ? AND path IN"
            " (SELECT path FROM files WHERE paper_id = ?)",
            (kept, kept),
        )
    )


def _move_pairs(journal: Journal, kept: int, other: int) -> None:
    """Mark the papers that are different from `other` as different from `kept`."""
    others = {
        row[0] if row[0] != other else row[1]
        for row in journal.db.execute(
            "SELECT paper_id, other_id FROM not_duplicates WHERE paper_id = ? OR other_id = ?",
            (other, other),
        )
    } - {kept}
    inserted: list[SqlRow] = []
    for paper in sorted(others):
        pair = (min(kept, paper), max(kept, paper))
        row = journal.db.execute(
            "SELECT 1 FROM not_duplicates WHERE paper_id = ? AND other_id = ?", pair
        ).fetchone()
        if row is None:
            inserted.append(pair)
    journal.insert("not_duplicates", ("paper_id", "other_id"), inserted)


def summary(actions: Sequence[Action]) -> str:
    """The effect of a plan in a few words, for the log: `added 88 papers, added 4 categories`."""
    merges, actions = _describe_merges(actions)
    parts = [merges] if merges else []
    count: Counter[type[Action]] = Counter(
        Add if isinstance(a, Restore) else type(a) for a in actions
    )

    def describe(kind: type[Action], verb: str, noun: str, plural: str) -> None:
        if number := count[kind]:
            if number == 1 and noun == "paper":
                kinds = (Add, Restore) if kind is Add else kind
                action = next(a for a in actions if isinstance(a, kinds))
                parts.append(f"{verb} {_key(action)}")
            else:
                parts.append(f"{verb} {number} {noun if number == 1 else plural}")

    describe(Add, "added", "paper", "papers")
    describe(Change, "changed", "paper", "papers")
    describe(Remove, "removed", "paper", "papers")
    describe(AddCategory, "added", "category", "categories")
    describe(ChangeCategory, "changed", "category", "categories")
    describe(RemoveCategory, "removed", "category", "categories")
    apart = count[MarkDifferent]
    if apart:
        parts.append(f"marked {apart} {'pair' if apart == 1 else 'pairs'} as different")
    parts += [f"undid change {a.change}" for a in actions if isinstance(a, Undo)]
    return ", ".join(parts)


def _describe_merges(actions: Sequence[Action]) -> tuple[str, Sequence[Action]]:
    """The merges of a plan in words, and the actions that are not part of a merge."""
    merges = [a for a in actions if isinstance(a, MoveAttachments)]
    if not merges:
        return "", actions
    kept, gone = {a.kept.id: a.kept.key for a in merges}, {a.other.id for a in merges}
    others = merges[0].other.key if len(merges) == 1 else f"{len(merges)} papers"
    into = next(iter(kept.values())) if len(kept) == 1 else str(len(kept))
    rest = [
        a
        for a in actions
        if not (isinstance(a, Remove) and a.paper.id in gone)
        and not (isinstance(a, Change) and a.before.id in kept)
    ]
    return f"merged {others} into {into}", rest


def _key(action: Action) -> str:
    match action:
        case Add(paper=paper) | Remove(paper=paper) | Change(after=paper):
            return paper.key
        case Restore(line=line):
            return line.key
        case _:
            return ""


def _out_of_order(stored: Iterable[SqlRow], wanted: Iterable[SqlRow]) -> list[SqlRow]:
    """The stored keys that come later now: their rows are written again, as ids give the order."""
    order = list(wanted)
    kept = [key for key in stored if key in order]
    for at, key in enumerate(kept):
        if key != order[at]:
            return kept[at:]
    return []
