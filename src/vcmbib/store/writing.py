"""Carrying out a plan's actions: papers and categories to rows, through the journal.

Papers are added in bulk: all rows of a table at once, on ids laid out beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vcmbib import errors
from vcmbib.model.paper import Paper, Record
from vcmbib.model.plan import (
    Action,
    Add,
    AddCategory,
    Change,
    ChangeCategory,
    Remove,
    RemoveCategory,
    Undo,
)
from vcmbib.model.text import title_key
from vcmbib.store.history import Journal, papers_below
from vcmbib.store.payload import dump_record
from vcmbib.store.rows import (
    CHILDREN,
    PAPER_COLUMNS,
    PAPER_PARTS,
    Child,
    Row,
    Value,
    author_row,
    child_rows,
    identity,
    paper_row,
    venue_id,
    venue_name_rows,
    venue_row,
)

_RECORD_COLUMNS = ("paper_id", "source", "origin", "ref", "retrieved", "title_key", "payload")


class Writer:
    """Writes one plan's actions, at one moment."""

    def __init__(self, journal: Journal, moment: str) -> None:
        self.journal = journal
        self.db = journal.db
        self.moment = moment
        self.category_ids: dict[str, int] = dict(
            self.db.execute("SELECT slug, id FROM categories").fetchall()
        )

    def carry_out(self, actions: Sequence[Action]) -> None:
        """Categories first, as papers stand in them; then what goes, changes and comes."""
        for action in actions:
            match action:
                case AddCategory():
                    self._add_category(action)
                case ChangeCategory():
                    self._change_category(action)
                case RemoveCategory():
                    self._remove_category(action.slug)
                case Add() | Change() | Remove() | Undo():
                    pass
        self._remove([a.paper for a in actions if isinstance(a, Remove)])
        for action in actions:
            if isinstance(action, Change):
                self._change(action)
        self._add([a for a in actions if isinstance(a, Add)])

    # --- papers ------------------------------------------------------------------------------

    def _intern(self, papers: Sequence[Paper]) -> None:
        names = {n for p in papers for n in (*p.authors, *p.editors)}
        self.journal.intern("authors", [author_row(n) for n in names])
        venues = {venue_id(p.venue): p.venue for p in papers if p.venue is not None}
        self.journal.intern("venues", [venue_row(v) for v in venues.values()])
        self.journal.intern(
            "venue_names", [row for v in venues.values() for row in venue_name_rows(v)]
        )

    def _add(self, adds: Sequence[Add]) -> None:
        if not adds:
            return
        papers = [replace(a.paper, added=self.moment, updated=self.moment) for a in adds]
        self._intern(papers)
        only = len(papers) == 1
        first = self.journal.next_id("papers")
        self.journal.insert(
            "papers", PAPER_COLUMNS, [paper_row(p) for p in papers], first if only else None
        )
        collected: dict[str, list[Row]] = {c.table: [] for c in CHILDREN}
        for number, paper in enumerate(papers, first):
            for table, rows in child_rows(paper, self.category_ids).items():
                collected[table].extend((number, *row) for row in rows)
        owner = first if only else None
        for child in CHILDREN:
            columns = ("paper_id", *child.columns)
            self.journal.insert(child.table, columns, collected[child.table], owner)
        self._keep_records([(n, r) for n, a in enumerate(adds, first) for r in a.records], owner)
        self.journal.papers.update(range(first, first + len(papers)))

    def _keep_records(self, records: Sequence[tuple[int, Record]], owner: int | None) -> None:
        rows: list[Row] = [
            (
                number,
                r.source.value,
                r.origin,
                r.ref,
                self.moment,
                title_key(r.title),
                dump_record(r),
            )
            for number, r in records
        ]
        self.journal.insert("records", _RECORD_COLUMNS, rows, owner)

    def _change(self, action: Change) -> None:
        paper = action.before.id
        before = replace(action.before, updated="")
        after = replace(action.after, id=paper, added=before.added, updated="")
        self._intern([after])
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
        self._keep_records([(paper, r) for r in action.records], paper)
        self.journal.papers.add(paper)

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
        self.journal.papers.update(p.id for p in papers)

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
        self.journal.papers.update(papers_below(self.db, category))


def summary(actions: Sequence[Action]) -> str:
    """What a plan does, in a few words for the log: `added 88 papers, 4 categories`."""
    count = Counter(type(a) for a in actions)
    parts: list[str] = []

    def say(kind: type[Action], verb: str, noun: str, plural: str) -> None:
        if number := count[kind]:
            if number == 1 and noun == "paper":
                action = next(a for a in actions if isinstance(a, kind))
                parts.append(f"{verb} {_key(action)}")
            else:
                parts.append(f"{verb} {number} {noun if number == 1 else plural}")

    say(Add, "added", "paper", "papers")
    say(Change, "changed", "paper", "papers")
    say(Remove, "removed", "paper", "papers")
    say(AddCategory, "added", "category", "categories")
    say(ChangeCategory, "changed", "category", "categories")
    say(RemoveCategory, "removed", "category", "categories")
    parts += [f"took back change {a.change}" for a in actions if isinstance(a, Undo)]
    return ", ".join(parts)


def _key(action: Action) -> str:
    match action:
        case Add(paper=paper) | Remove(paper=paper) | Change(after=paper):
            return paper.key
        case _:
            return ""
