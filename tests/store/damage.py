"""Damage for tests: values that the schema forbids, put into a library behind its back."""

from __future__ import annotations

import gc
import re
import sqlite3
from pathlib import Path

NASTY: dict[str, object] = {
    "blob": b"\xff\x00abc",
    "number": 7,
    "fraction": 1.5,
    "nothing": None,
    "text": "zzz",
    "no text": "",
    "large": 2**62,
    "negative": -1,
    "other JSON": '{"a": [1]}',
    "bad UTF-8": "CAST(x'61ff62' AS TEXT)",
}
"""Values, each wrong in most columns. The last one is an expression of SQL."""


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of each table that the schema declares."""
    db = sqlite3.connect(path)
    tables = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT%'").fetchall()
    found = {
        table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for (table,) in tables
    }
    db.close()
    return found


def put_value(path: Path, table: str, column: str, value: object) -> bool:
    """Put a value into the last row of a table, against the types and rules of the schema.

    Returns whether that was possible: the table needs a row, an id must be a number, and unique.
    """
    sql = _schema_of(path, table)
    loose = sql.replace(") STRICT", ")")
    if column != "id":
        loose = re.sub(r"CHECK \((?:[^()]|\([^()]*\))*\)", "", loose)
        loose = loose.replace("NOT NULL", "").replace(" TEXT", "").replace(" INTEGER", "")
        loose = loose.replace("id PRIMARY KEY", "id INTEGER PRIMARY KEY")
    db = sqlite3.connect(path, isolation_level=None, timeout=0.1)
    db.execute("PRAGMA synchronous = OFF")
    try:
        _set_schema(db, table, loose)
    except sqlite3.OperationalError:  # the library of a command that failed in this process is open
        gc.collect()
        _set_schema(db, table, loose)
    where = f"WHERE id = (SELECT max(id) FROM {table})"
    try:
        if isinstance(value, str) and value.startswith("CAST("):
            done = db.execute(f"UPDATE {table} SET {column} = {value} {where}")
        else:
            done = db.execute(f"UPDATE {table} SET {column} = ? {where}", (value,))
        return done.rowcount > 0
    except sqlite3.Error:
        return False
    finally:
        _set_schema(db, table, sql)
        db.close()


def _schema_of(path: Path, table: str) -> str:
    db = sqlite3.connect(path)
    [(sql,)] = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchall()
    db.close()
    return str(sql)


def _set_schema(db: sqlite3.Connection, table: str, sql: str) -> None:
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, table))
    db.execute("PRAGMA writable_schema = RESET")  # reads the schema again
