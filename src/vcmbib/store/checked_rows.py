"""Connections whose rows have the types that the schema declares, and that wait for locks.

A damaged file can contain a blob or a number in a column of text, and SQLite returns it. This
module is the only place that checks the types of the values, so the rest of the program can rely
on them.

The wait for a lock is here and not in SQLite, because Python acts on a signal only between two
calls of SQLite.
"""

from __future__ import annotations

import re
import sqlite3
import time
from functools import cache
from typing import Any

from vcmbib.store.schema import LIBRARY

_COLUMN = re.compile(r"^\s+(\w+) (TEXT|INTEGER)\b(.*)$", re.MULTILINE)
_TYPES: dict[str, type] = {"TEXT": str, "INTEGER": int}
_OF_EXPRESSIONS = frozenset({int, str, float, type(None)})
_OUTER = "outer_"
_RETRY_SECONDS = 0.01


class CheckedConnection(sqlite3.Connection):
    """A connection that raises sqlite3.DataError for a value that the schema forbids.

    A column is known by its name. NULL is valid in a column that is not NOT NULL in all tables. A
    query gives the name `outer_X` to a column X of an outer join, which can always be NULL.

    `patience` is how many seconds a statement waits for the lock of another process. The timeout
    of SQLite itself should be a fraction of a second.
    """

    patience: float = 0.0

    def execute(self, sql: str, parameters: Any = (), /) -> CheckedCursor:
        """Execute a statement."""
        return CheckedCursor(self).execute(sql, parameters)


class CheckedCursor(sqlite3.Cursor):
    """The rows of one statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._owner = connection
        self.row_factory = _checked_row  # type: ignore[assignment]  # typeshed: any cursor
        self.valid_types: set[tuple[type, ...]] = set()

    def execute(self, sql: str, parameters: Any = (), /) -> CheckedCursor:
        """Execute a statement."""
        self.valid_types.clear()
        end: float | None = None
        while True:
            try:
                super().execute(sql, parameters)
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                end = now + self._patience(error, sql) if end is None else end
                if now >= end:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return self

    def _patience(self, error: sqlite3.OperationalError, sql: str) -> float:
        """The seconds for which a statement is tried again after this error.

        Within a transaction only COMMIT may wait: a reader that wants to write cannot get the lock
        while it keeps its own.
        """
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        waits = not self._owner.in_transaction or sql == "COMMIT"
        if (
            code != sqlite3.SQLITE_BUSY
            or not waits
            or not isinstance(self._owner, CheckedConnection)
        ):
            return 0.0
        return self._owner.patience


def _checked_row(cursor: CheckedCursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row. Rows with the same types are checked once."""
    types = (*map(type, row),)
    if types not in cursor.valid_types:
        _check_types(cursor, types)
        cursor.valid_types.add(types)
    return row


def _check_types(cursor: sqlite3.Cursor, types: tuple[type, ...]) -> None:
    known = _valid_types()
    for column, found in zip(cursor.description, types, strict=True):
        if found not in known.get(column[0], _OF_EXPRESSIONS):
            name = column[0].removeprefix(_OUTER)
            raise sqlite3.DataError(f"column {name!r} contains {_KINDS.get(found, found.__name__)}")


_KINDS: dict[type, str] = {
    bytes: "a blob",
    int: "a number",
    float: "a fraction",
    str: "a text",
    type(None): "nothing",
}


@cache
def _valid_types() -> dict[str, frozenset[type]]:
    """The valid types of each column name in all tables of the schema."""
    found: dict[str, frozenset[type]] = {}
    for name, declared, rest in _COLUMN.findall(LIBRARY):
        types = frozenset({_TYPES[declared]})
        if "NOT NULL" not in rest and "PRIMARY KEY" not in rest:
            types |= {type(None)}
        found[name] = found.get(name, frozenset()) | types
    outer = {f"{_OUTER}{name}": types | {type(None)} for name, types in found.items()}
    return found | outer
