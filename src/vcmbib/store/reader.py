"""The part of a library that `search` needs. `Library` extends it.

It imports few modules, because start-up takes most of the time of a search.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from vcmbib import errors
from vcmbib.model.query.tree import Query
from vcmbib.store import connect, counts, search
from vcmbib.store.sql_parameters import chunks, placeholders


class PaperSummary(NamedTuple):
    """The summary of a paper. `authors` are the first three, with particle and family name."""

    key: str
    year: int | None
    venue: str
    authors: tuple[str, ...]
    authors_complete: bool
    title: str


class LibraryReader:
    """An open library file for searching. Use as a context manager.

    `is_unfinished`: a process was killed while it wrote; the reader has the state before that.

    The methods raise LibraryDamaged for an invalid value in the file, and the errors of
    `connect.translated_errors`.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self.db = db
        self.is_unfinished = False

    @classmethod
    def reading(cls, path: Path) -> Self:
        """Open for reading; the file does not change. Raises the errors of `connect.open_read`."""
        opened = connect.open_read(path)
        reader = cls(path, opened.db)
        reader.is_unfinished = opened.is_unfinished
        return reader

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        with connect.translated_errors(self.path):
            yield

    @contextmanager
    def _checked_read(self) -> Iterator[None]:
        """Convert errors in the block; a value that the schema forbids means a damaged file."""
        with self._translated_errors():
            try:
                yield
            except UnicodeEncodeError:
                raise  # the query is not valid text; the file is not damaged
            except (LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
                raise errors.LibraryDamaged(
                    str(self.path), f"an unreadable value: {error}"
                ) from error

    # --- reading -----------------------------------------------------------------------------

    def search(
        self, query: Query, *, sort: Sequence[search.SortKey] = (), limit: int | None = None
    ) -> list[int]:
        """The ids of the papers that match a query, best first or in the order of `sort`."""
        with self._checked_read():
            return search.search_ids(self.db, query, sort=sort, limit=limit)

    def nearest_words(self, query: Query) -> tuple[tuple[str, str], ...]:
        """(word of the query that no paper has, the most similar word that a paper has)."""
        with self._checked_read():
            return search.nearest_words(self.db, query)

    def summaries(self, ids: Sequence[int]) -> Iterator[PaperSummary]:
        """The summaries of the papers with these ids, in this order."""
        with self._checked_read():
            for chunk in chunks(ids):
                found = dict(self._summaries(chunk))
                yield from (found[i] for i in chunk if i in found)

    def _summaries(self, ids: Sequence[int]) -> Iterator[tuple[int, PaperSummary]]:
        places = placeholders(ids)
        authors: dict[int, list[str]] = {}
        for paper, particle, family in self.db.execute(
            "SELECT w.paper_id, a.particle, a.family FROM paper_authors w"
            " JOIN authors a ON a.id = w.author_id WHERE w.role = 'author' AND w.position < 3"
            f" AND w.paper_id IN ({places}) ORDER BY w.paper_id, w.position",
            ids,
        ):
            authors.setdefault(paper, []).append(f"{particle} {family}" if particle else family)
        for number, key, year, acronym, name, complete, title in self.db.execute(
            "SELECT p.id, k.key, p.year, v.acronym, v.name, p.authors_complete, p.title"
            " FROM papers p JOIN citation_keys k ON k.paper_id = p.id AND k.current = 1"
            f" LEFT JOIN venues v ON v.id = p.venue_id WHERE p.id IN ({places})",
            ids,
        ):
            names = tuple(authors.get(number, ()))
            yield (
                number,
                PaperSummary(key, year, acronym or name or "", names, bool(complete), title),
            )

    def keys(self, prefix: str = "", limit: int = 200) -> list[str]:
        """The current citation keys that begin with `prefix`, for completion."""
        with self._checked_read():
            folded = prefix.casefold()
            return [
                r[0]
                for r in self.db.execute(
                    "SELECT key FROM citation_keys WHERE current = 1 AND folded >= ? AND folded < ?"
                    " ORDER BY key LIMIT ?",
                    (folded, folded + "\U0010ffff", limit),
                )
            ]

    def names(self, kind: str, prefix: str = "") -> list[str]:
        """The tags, topics, categories (slugs) or venues that begin with `prefix`."""
        with self._checked_read():
            return counts.names(self.db, kind, prefix)
