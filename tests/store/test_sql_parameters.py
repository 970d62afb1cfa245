"""Parameters of statements: chunks and placeholders."""

from __future__ import annotations

import sqlite3

from vcmbib.store.sql_parameters import chunks, placeholders


def test_nothing_has_no_chunk_and_no_placeholder() -> None:
    """An empty list needs no statement."""
    assert list(chunks([])) == []
    assert placeholders([]) == ""


def test_chunks_are_all_of_the_list_in_its_order() -> None:
    """No value is lost or repeated, and each chunk fits in one statement of any SQLite."""
    ids = list(range(2500))
    found = list(chunks(ids))
    assert [i for chunk in found for i in chunk] == ids
    assert max(map(len, found)) <= 999
    db = sqlite3.connect(":memory:")
    for chunk in found:
        sql = f"SELECT count(*) FROM (VALUES {', '.join(['(?)'] * len(chunk))})"
        assert db.execute(sql, chunk).fetchone() == (len(chunk),)
    db.close()


def test_a_placeholder_stands_for_each_value() -> None:
    """The marks are divided by commas."""
    assert placeholders("abc") == "?,?,?"
