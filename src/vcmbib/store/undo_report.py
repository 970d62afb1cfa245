"""What a change did, paper by paper: for `undo`, which says what it restores."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import cast


@dataclass(frozen=True, slots=True)
class Restored:
    """A paper or category and what happened to it: `restored`, `taken away` or `set back`."""

    what: str
    key: str
    title: str
    fields: tuple[str, ...] = ()


_NAMES = {
    "citation_keys": "key",
    "identifiers": "identifiers",
    "paper_authors": "authors",
    "paper_categories": "categories",
    "records": "sources",
    "fields": "extra",
}


def restored(db: sqlite3.Connection, change: int) -> tuple[Restored, ...]:
    """The effect of a change on papers and categories, in words, in the order of their ids."""
    came: set[int] = set()
    gone: dict[int, str] = {}
    keys: dict[int, str] = {}
    fields: dict[int, dict[str, None]] = {}
    categories: list[Restored] = []
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
            named = json.loads(new) if tbl == "papers" and new else {_NAMES.get(tbl, tbl): None}
            skipped = {"updated", "title_key"}
            fields.setdefault(paper, {}).update(dict.fromkeys(set(named) - skipped))
    out = [Restored("taken away", keys.get(i, ""), title) for i, title in sorted(gone.items())]
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
            out.append(Restored("restored", key, title))
        else:
            changed = tuple(sorted(f.removesuffix("_id") for f in fields[paper]))
            out.append(Restored("set back", key, title, changed))
    return (*out, *categories)


def _category(db: sqlite3.Connection, op: str, number: int, before: dict[str, object]) -> Restored:
    if op == "delete":
        return Restored("taken away", str(before["slug"]), str(before["title"]), ("category",))
    row = db.execute("SELECT slug, title FROM categories WHERE id = ?", (number,)).fetchone()
    slug, title = row if row else ("", "")
    what = "restored" if op == "insert" else "set back"
    return Restored(what, slug, title, ("category",))
