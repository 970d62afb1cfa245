"""Parameters of SQL statements: placeholders, and chunks below the limit of SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from typing import TypeVar

T = TypeVar("T")


_CHUNK_SIZE = 900  # SQLite before 3.32 allows 999 parameters (https://sqlite.org/limits.html)


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """`ids` in chunks, each small enough for the parameters of one statement."""
    for at in range(0, len(ids), _CHUNK_SIZE):
        yield ids[at : at + _CHUNK_SIZE]


def placeholders(values: Sized) -> str:
    """A placeholder for each of `values`: `?,?,?`."""
    return ",".join("?" * len(values))
