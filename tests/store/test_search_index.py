"""The stored search index follows the tables."""

from __future__ import annotations

import sqlite3

from tests.store.small_library import PAPERS, library
from vcmbib.model.query.parser import parse_query
from vcmbib.store import search, search_index


def stored(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The rows of the index."""
    return db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()


def test_index_is_what_the_tables_give() -> None:
    """The stored index is what `index_text` makes of the tables, also after a second time."""
    db = library(PAPERS)
    assert stored(db) == list(search_index.index_text(db, range(10)))
    before = stored(db)
    search_index.index_papers(db, [2, 2, 4, 77])
    assert stored(db) == before
    db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_index_follows() -> None:
    """A change of the tables is found after indexing."""
    db = library(PAPERS)
    db.execute("UPDATE papers SET title = 'Quantised Øresund' WHERE id = 4")
    search_index.index_papers(db, [4])
    assert search.search_ids(db, parse_query("oresund")) == [4]
    assert search.search_ids(db, parse_query("title:feature")) == []
