"""Rows of a library have the types of the schema, or the library is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from vcmbib.store.checked_rows import CheckedConnection


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """A table of any values in columns with names of the schema."""
    opened = sqlite3.connect(":memory:", factory=CheckedConnection)
    opened.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, title, year, paper_id, other)")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("title", b"x", "a blob"),
        ("title", 7, "a number"),
        ("title", 1.5, "a fraction"),
        ("title", None, "nothing"),
        ("year", b"x", "a blob"),
        ("year", "2020", "a text"),
        ("year", 2020.0, "a fraction"),
        ("paper_id", "1", "a text"),
        ("other", b"", "a blob"),
    ],
)
def test_a_value_of_another_type(
    db: sqlite3.Connection, column: str, value: object, kind: str
) -> None:
    """It is refused by column and kind, whichever way the rows are fetched, after good ones too."""
    db.executemany(f"INSERT INTO t ({column}) VALUES (?)", [(_good(column),)] * 3 + [(value,)])
    for fetch in (
        lambda: db.execute(f"SELECT {column} FROM t").fetchall(),
        lambda: list(db.execute(f"SELECT {column} FROM t")),
        lambda: dict(db.execute(f"SELECT t.id, {column} FROM t")),
        lambda: db.execute(f"SELECT {column} FROM t ORDER BY id DESC").fetchone(),
        lambda: db.execute(f"SELECT {column} AS outer_{column} FROM t WHERE {column} NOTNULL"
                           " ORDER BY id DESC").fetchone() if value is not None else _fail(kind),
    ):  # fmt: skip
        with pytest.raises(sqlite3.DataError, match=f"'{column}' contains {kind}"):
            fetch()


def _good(column: str) -> object:
    return {"title": "A", "year": 2020, "paper_id": 1}.get(column)


def _fail(kind: str) -> None:
    raise sqlite3.DataError(f"column 'title' contains {kind}")


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "A"), ("title", ""), ("year", None), ("year", -5), ("paper_id", None), ("other", 1),
     ("other", 1.5), ("other", "x"), ("other", None)],
)  # fmt: skip
def test_a_value_that_the_schema_allows(db: sqlite3.Connection, column: str, value: object) -> None:
    """It passes; NULL also where the column may be NULL in one of the tables."""
    db.execute(f"INSERT INTO t ({column}) VALUES (?)", (value,))
    assert db.execute(f"SELECT {column} FROM t").fetchall() == [(value,)]


def test_expressions_and_outer_joins(db: sqlite3.Connection) -> None:
    """Numbers, fractions and NULL of an expression pass; NULL of an outer join by its name."""
    assert db.execute("SELECT count(*), max(id), 1.5 FROM t").fetchone() == (0, None, 1.5)
    assert db.execute("SELECT NULL AS outer_title").fetchone() == (None,)


def test_a_cursor_that_is_used_again(db: sqlite3.Connection) -> None:
    """What was valid for one statement is not taken for valid for the next."""
    cursor = db.execute("SELECT 'A' AS title")
    assert cursor.fetchall() == [("A",)]
    assert cursor.execute("SELECT 'A' AS other").fetchall() == [("A",)]
    with pytest.raises(sqlite3.DataError):
        cursor.execute("SELECT 'A' AS year").fetchall()
