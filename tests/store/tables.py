"""The tables and the index of a library, compared before and after."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from vcmbib.model.paper import Paper
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library
from vcmbib.store.search_index import index_text

TABLES = (
    "papers citation_keys identifiers authors paper_authors venues venue_names categories"
    " paper_categories tags topics links notes files fields records not_duplicates"
).split()


def contents(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the log, and the content of the search index."""
    found = {t: db.execute(f"SELECT * FROM {t} ORDER BY id").fetchall() for t in TABLES}
    found["search"] = db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()
    return found


def check_index(db: sqlite3.Connection) -> None:
    """The stored index is what the tables give, and FTS5 finds it sound."""
    ids = [r[0] for r in db.execute("SELECT id FROM papers ORDER BY id")]
    stored = db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()

    assert stored == [tuple(row) for row in index_text(db, ids)]
    db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def add_papers(library: Library, *papers: Paper) -> int:
    """Add papers in one change; returns its number."""
    applied = library.apply(Plan.of(Add(p) for p in papers), "add")
    assert applied.change is not None
    return applied.change


def bare_paper(p: Paper) -> Paper:
    """A paper without what the library gives it."""
    return replace(p, id=0, added="", updated="", venue=p.venue and replace(p.venue, names=()))
