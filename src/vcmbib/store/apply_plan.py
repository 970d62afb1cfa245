"""Carrying out a plan's actions: papers and categories to rows, through the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
    CHILDREN,
    PAPER_COLUMNS,
    PAPER_PARTS,
    RECORD_COLUMNS,
    Child,
    Row,
    Value,
    child_rows,
    identity,
    paper_row,
    record_rows,
)
from vcmbib.store.search_index import add_to_index

A = TypeVar("A")
_FROM_DUMP = (Restore, SetAttachments, MarkDifferent, ChangeVenue)


def _of_type(actions: Sequence[Action], kind: type[A]) -> list[A]:
    return [a for a in actions if isinstance(a, kind)]


class PlanWriter:
    """Writes one plan's actions, at one moment."""

    def __init__(self, journal: Journal, moment: str, parallel_map: ParallelMap = map) -> None:
        self.journal = journal
        self.db = journal.db
        self.moment = moment
        self.category_ids: dict[str, int] = dict(
            self.db.execute("SELECT slug, id FROM categories").fetchall()
        )
        self.bulk_insert = BulkInsert(journal, self.category_ids, parallel_map)

    def carry_out(
        self, actions: Sequence[Action], on_progress: Callable[[int], None] | None = None
    ) -> None:
        """Categories first, as papers stand in them; then what goes, changes and comes.

        `on_progress(n)`: number of papers processed since the last call.
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

            def done(ids: range) -> None:
                add_to_index(self.db, ids)
                if on_progress is not None:
                    on_progress(len(ids))

            self.bulk_insert.add(papers, records, self.moment, done)

    def _change(self, action: Change) -> None:
        paper = action.before.id
        before = replace(action.before, updated="")
        after = replace(action.after, id=paper, added=before.added, updated="")
        self.bulk_insert.add_people([after])
        self.bulk_insert.add_venues([after])
        set_now: dict[str, Value] = {
            name: new
            for name, old, new in zip(
                PAPER_COLUMNS, paper_row(before), paper_row(after), strict=True
            )
            if old != new
        }
        set_now["updated"] = self.moment
        self.journal.update("papers", paper, set_now, paper)
        was = child_rows(before, self.category_ids)
        becomes = child_rows(after, self.category_ids)
        for child in CHILDREN:
            if was[child.table] != becomes[child.table]:
                self._change_children(child, paper, becomes[child.table])
        rows = record_rows(paper, action.records, self.moment)
        self.journal.insert("records", RECORD_COLUMNS, rows, paper)
        self.journal.changed_papers.add(paper)

    def _change_children(self, child: Child, paper: int, becomes: Sequence[Row]) -> None:
        """Bring a table's rows of one paper to what they shall be: delete, update, insert."""
        columns = ", ".join(child.columns)
        now: dict[Row, tuple[int, Row]] = {
            identity(row[1:], child): (row[0], row[1:])
            for row in self.db.execute(
                f"SELECT id, {columns} FROM {child.table} WHERE paper_id = ?", (paper,)
            )
        }
        wanted = {identity(row, child): row for row in becomes}
        gone = [number for head, (number, _) in now.items() if head not in wanted]
        self.journal.delete(child.table, gone)
        updates: list[tuple[int, dict[str, Value]]] = []
        for head, (number, old) in now.items():
            if head in wanted and wanted[head] != old:
                new = wanted[head]
                pairs = zip(child.columns, old, new, strict=True)
                updates.append((number, {c: n for c, o, n in pairs if o != n}))
        # A key steps down before another steps up: one key is current at any moment.
        updates.sort(key=lambda u: u[1].get("current") == 1)
        for number, values in updates:
            self.journal.update(child.table, number, values, paper)
        fresh: list[Row] = [(paper, *row) for head, row in wanted.items() if head not in now]
        self.journal.insert(child.table, ("paper_id", *child.columns), fresh, paper)

    def _remove(self, papers: Sequence[Paper]) -> None:
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

    def _category(self, slug: str) -> int:
        if slug not in self.category_ids:
            raise errors.NoSuchThing("category", slug)
        return self.category_ids[slug]

    def _add_category(self, action: AddCategory) -> None:
        new = action.category
        parent = None if new.parent is None else self._category(new.parent)
        self.category_ids[new.slug] = self.journal.insert(
            "categories",
            ("parent_id", "slug", "title", "position"),
            [(parent, new.slug, new.title, new.position)],
        )

    def _change_category(self, action: ChangeCategory) -> None:
        number, after = self._category(action.slug), action.after
        parent = None if after.parent is None else self._category(after.parent)
        values: dict[str, Value] = {
            "parent_id": parent,
            "slug": after.slug,
            "title": after.title,
            "position": after.position,
        }
        old = self.db.execute(
            "SELECT parent_id, slug, title, position FROM categories WHERE id = ?", (number,)
        ).fetchone()
        differing = {k: v for (k, v), o in zip(values.items(), old, strict=True) if v != o}
        if differing:
            self.journal.update("categories", number, differing, None)
        del self.category_ids[action.slug]
        self.category_ids[after.slug] = number
        self._touch_below(number)

    def _remove_category(self, slug: str) -> None:
        number = self._category(slug)
        self._touch_below(number)
        self._delete_where("paper_categories", "category_id = ?", number)
        self.journal.delete("categories", [number])
        del self.category_ids[slug]

    def _touch_below(self, category: int) -> None:
        """Papers in or below a category are found by its name: their search text changes."""
        self.journal.changed_papers.update(papers_below(self.db, category))


def move_attachments(journal: Journal, actions: Sequence[MoveAttachments]) -> None:
    """Carry out before the other papers are removed: what is left on them goes with them."""
    for action in actions:
        kept, other = action.kept.id, action.other.id
        _move_rows(journal, "records", kept, other)
        have = _paths(journal, kept)
        _move_rows(journal, "files", kept, other, but=have)
        _move_pairs(journal, kept, other)


def _move_rows(
    journal: Journal, table: str, kept: int, other: int, but: frozenset[int] = frozenset()
) -> None:
    numbers = [
        row[0]
        for row in journal.db.execute(f"SELECT id FROM {table} WHERE paper_id = ?", (other,))
        if row[0] not in but
    ]
    for number in numbers:
        journal.update(table, number, {"paper_id": kept}, kept)


def _paths(journal: Journal, kept: int) -> frozenset[int]:
    """The file rows of other papers whose path this one has already."""
    return frozenset(
        row[0]
        for row in journal.db.execute(
            "SELECT id FROM files WHERE paper_id <> ? AND path IN"
            " (SELECT path FROM files WHERE paper_id = ?)",
            (kept, kept),
        )
    )


def _move_pairs(journal: Journal, kept: int, other: int) -> None:
    """Whoever was told apart from the other paper is told apart from the one that is kept."""
    told = {
        row[0] if row[0] != other else row[1]
        for row in journal.db.execute(
            "SELECT paper_id, other_id FROM not_duplicates WHERE paper_id = ? OR other_id = ?",
            (other, other),
        )
    } - {kept}
    fresh: list[Row] = []
    for paper in sorted(told):
        pair = (min(kept, paper), max(kept, paper))
        there = journal.db.execute(
            "SELECT 1 FROM not_duplicates WHERE paper_id = ? AND other_id = ?", pair
        ).fetchone()
        if there is None:
            fresh.append(pair)
    journal.insert("not_duplicates", ("paper_id", "other_id"), fresh)


def summary(actions: Sequence[Action]) -> str:
    """What a plan does, in a few words for the log: `added 88 papers, 4 categories`."""
    merges, actions = _merges(actions)
    parts = [merges] if merges else []
    count: Counter[type[Action]] = Counter(
        Add if isinstance(a, Restore) else type(a) for a in actions
    )

    def say(kind: type[Action], verb: str, noun: str, plural: str) -> None:
        if number := count[kind]:
            if number == 1 and noun == "paper":
                kinds = (Add, Restore) if kind is Add else kind
                action = next(a for a in actions if isinstance(a, kinds))
                parts.append(f"{verb} {_key(action)}")
            else:
                parts.append(f"{verb} {number} {noun if number == 1 else plural}")

    say(Add, "added", "paper", "papers")
    say(Change, "changed", "paper", "papers")
    say(Remove, "removed", "paper", "papers")
    say(AddCategory, "added", "category", "categories")
    say(ChangeCategory, "changed", "category", "categories")
    say(RemoveCategory, "removed", "category", "categories")
    apart = count[MarkDifferent]
    if apart:
        parts.append(f"told {apart} {'pair' if apart == 1 else 'pairs'} apart")
    parts += [f"took back change {a.change}" for a in actions if isinstance(a, Undo)]
    return ", ".join(parts)


def _merges(actions: Sequence[Action]) -> tuple[str, Sequence[Action]]:
    """What a plan merges, in words, and its actions but for those that belong to that."""
    merges = [a for a in actions if isinstance(a, MoveAttachments)]
    if not merges:
        return "", actions
    kept, gone = {a.kept.id: a.kept.key for a in merges}, {a.other.id for a in merges}
    what = merges[0].other.key if len(merges) == 1 else f"{len(merges)} papers"
    into = next(iter(kept.values())) if len(kept) == 1 else str(len(kept))
    rest = [
        a
        for a in actions
        if not (isinstance(a, Remove) and a.paper.id in gone)
        and not (isinstance(a, Change) and a.before.id in kept)
    ]
    return f"merged {what} into {into}", rest


def _key(action: Action) -> str:
    match action:
        case Add(paper=paper) | Remove(paper=paper) | Change(after=paper):
            return paper.key
        case Restore(line=line):
            return line.key
        case _:
            return ""
