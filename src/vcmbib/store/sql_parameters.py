"""Parameters of SQL statements: placeholders, and chunks below the limit of SQLite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


_CHUNK = 900  # below SQLite's oldest limit of 999 parameters


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """`ids` in pieces that fit into one statement."""
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


def marks(count: int) -> str:
    """`count` placeholders: `?,?,?`."""
    return ",".join("?" * count)
