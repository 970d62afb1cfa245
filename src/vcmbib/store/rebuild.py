"""Writes again what is derived from the papers: the search index and columns with folded texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.text import fold, fold_key, title_key
from vcmbib.store.checked_rows import CheckedConnection
from vcmbib.store.schema import SEARCH_INDEX
from vcmbib.store.search_index import add_to_index


@dataclass(frozen=True, slots=True)
class Derived:
    """A column with a text that is derived from other columns.

    `select` gives the id, the id of the paper, the stored text, and the parameters of `derive`.
    """

    name: str
    select: str
    update: str
    derive: Callable[..., str]

    def wrong(self, db: sqlite3.Connection) -> Iterator[tuple[int, int | None, str, str]]:
        """(id, id of the paper, stored text, right text) of each row with another text."""
        for number, paper, stored, *parts in db.execute(self.select).fetchall():
            right = self.derive(*parts)
            if right != stored:
                yield number, paper, stored, right


def _compared(scheme: str, value: str) -> str:
    return Identifier(Scheme(scheme), value).comparison_key[1]


def _natural(family: str, given: str, particle: str, suffix: str, literal: int) -> str:
    return fold(Name(family, given, particle, suffix, bool(literal)).natural)


DERIVED = (
    Derived(
        "title_key",
        "SELECT id, id, title_key, title FROM papers",
        "UPDATE papers SET title_key = ? WHERE id = ?",
        title_key,
    ),
    Derived(
        "folded",
        "SELECT id, paper_id, folded, key FROM citation_keys",
        "UPDATE citation_keys SET folded = ? WHERE id = ?",
        fold_key,
    ),
    Derived(
        "compared",
        "SELECT id, paper_id, compared, scheme, value FROM identifiers",
        "UPDATE OR IGNORE identifiers SET compared = ? WHERE id = ?",
        _compared,
    ),
    Derived(
        "folded",
        "SELECT id, NULL, folded, family, given, particle, suffix, literal FROM authors",
        "UPDATE authors SET folded = ? WHERE id = ?",
        _natural,
    ),
)


def rebuild_index(db: sqlite3.Connection) -> None:
    """Write the search index and the derived columns of all papers again.

    The caller must have started a transaction.
    """
    db.execute("REINDEX")
    db.execute("DROP TABLE search")
    _derive(db)


def _derive(db: sqlite3.Connection) -> None:
    """Correct the derived columns, and make the search index, which must not exist."""
    for column in DERIVED:
        db.executemany(column.update, [(new, number) for number, _, _, new in column.wrong(db)])
    db.execute(SEARCH_INDEX)
    add_to_index(db, [row[0] for row in db.execute("SELECT id FROM papers")])


def rewrite_tables(db: sqlite3.Connection) -> None:
    """Write all tables and indexes of the library again, as one transaction.

    It reads each table without its indexes, so it also repairs indexes with damaged pages.
    """
    new = sqlite3.connect("", isolation_level=None, factory=CheckedConnection)
    try:
        new.execute("BEGIN")
        statements = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <>"
            " 'search' AND tbl_name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY type DESC, rowid"
        ).fetchall()  # tables before indexes
        for kind, name, statement in statements:
            new.execute(statement)
            if kind == "table":
                rows = db.execute(f"SELECT * FROM {name} NOT INDEXED")
                places = ", ".join("?" * len(rows.description))
                new.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        _derive(new)
        for pragma in ("application_id", "user_version"):
            value = db.execute(f"PRAGMA {pragma}").fetchone()[0]
            new.execute(f"PRAGMA {pragma} = {value}")
        new.execute("COMMIT")
        new.backup(db)
    finally:
        new.close()
