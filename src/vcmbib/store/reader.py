"""The part of a library that `search` needs. `Library` extends it.

It imports few modules, because start-up takes most of the time of a search.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from vcmbib import errors
from vcmbib.model.printable import from_printable
from vcmbib.model.query.fields import IDENTIFIER_FIELDS
from vcmbib.model.query.tree import Query
from vcmbib.model.text import fold_key, forms_of_key
from vcmbib.store import connect, counts, search
from vcmbib.store.search import SortKey
from vcmbib.store.sql_parameters import chunks, placeholders

# A word that can be an identifier or a link: only then the patterns of identifiers are loaded.
_NAME_OF_OTHERS = re.compile(
    rf"^(?:urn:)?(?:{'|'.join(IDENTIFIER_FIELDS)}):|/|(?:\d\D?){{5}}|pmc\d|[0-9a-f]{{40}}",
    re.IGNORECASE,
)
_LONGEST_NAME = 2_000  # characters of an identifier or of a URL


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
        self, query: Query, *, sort: Sequence[SortKey] = (), limit: int | None = None
    ) -> list[int]:
        """The ids of the papers that match a query, best first or in the order of `sort`."""
        with self._checked_read():
            return search.search_ids(self.db, query, sort=sort, limit=limit)

    def ids_named(self, word: str) -> list[int]:
        """The ids of the papers that a word names: by citation key, identifier or link.

        Several papers can have one identifier, or keys that differ only in letter case. A key
        comes before an identifier, and an identifier before a link. A word may be in the form in
        which a terminal shows it, or its accents in another normal form (Unicode Standard Annex
        15): a key from a file name of macOS is decomposed.
        """
        forms = [*forms_of_key(word)]
        if "\\" in word:
            forms.insert(1, from_printable(word))
        with self._checked_read():
            return next((ids for form in forms if (ids := self._ids_named(form))), [])

    def _ids_named(self, word: str) -> list[int]:
        row = self.db.execute(
            "SELECT paper_id FROM citation_keys WHERE key = ?", (word,)
        ).fetchone()
        if row is not None:
            return [row[0]]
        found = self._ids("citation_keys WHERE folded = ?", fold_key(word))
        if found or len(word) > _LONGEST_NAME or not _NAME_OF_OTHERS.search(word):
            return found
        from vcmbib.model.identifiers import parse_identifier

        identifier = parse_identifier(word)
        if identifier is not None:
            scheme, value = identifier.comparison_key
            found = self._ids("identifiers WHERE compared = ? AND scheme = ?", value, scheme)
        if not found and "://" in word:
            found = self._ids("links WHERE url = ?", word)
        return found

    def _ids(self, source: str, *args: str) -> list[int]:
        """The ids of papers, each once, from a table with a condition."""
        sql = f"SELECT DISTINCT paper_id FROM {source} ORDER BY paper_id"
        return [row[0] for row in self.db.execute(sql, args)]

    def similar_keys(self, word: str) -> list[str]:
        """Citation keys that are similar to `word`, the most similar first."""
        from difflib import get_close_matches

        start = fold_key(word[:2])
        with self._checked_read():
            keys = [
                row[0]
                for row in self.db.execute(
                    "SELECT key FROM citation_keys WHERE folded >= ? AND folded < ? LIMIT 5000",
                    (start, start + "\U0010ffff"),
                )
            ]
        return get_close_matches(word, keys, 3, 0.6)

    def ordered(
        self, ids: Sequence[int], sort: Sequence[SortKey], limit: int | None = None
    ) -> list[int]:
        """These ids in the order of `sort`; without it as they are."""
        with self._checked_read():
            return search.ordered_ids(self.db, ids, sort)[:limit] if sort else [*ids][:limit]

    def newest(self) -> list[int]:
        """The ids of all papers, the last added first."""
        with self._checked_read():
            return [
                row[0]
                for row in self.db.execute("SELECT id FROM papers ORDER BY added DESC, id DESC")
            ]

    def count(self) -> int:
        """The number of papers."""
        with self._checked_read():
            number: int = self.db.execute("SELECT count(*) FROM papers").fetchone()[0]
            return number

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
            "SELECT p.id, k.key, p.year, v.acronym, v.name AS outer_name, p.authors_complete,"
            " p.title"
            " FROM papers p JOIN citation_keys k ON k.paper_id = p.id AND k.current = 1"
            f" LEFT JOIN venues v ON v.id = p.venue_id WHERE p.id IN ({places})",
            ids,
        ):
            names = tuple(authors.get(number, ()))
            yield (
                number,
                PaperSummary(key, year, acronym or name or "", names, bool(complete), title),
            )

    def addresses(self, ids: Sequence[int]) -> dict[str, str]:
        """The address of each of these papers, by citation key; none for a paper without one.

        It is the link to the paper, else to its PDF, else of an identifier, else another link.
        """
        from vcmbib.model.identifiers import Identifier, Scheme, identifier_url

        found: dict[str, str] = {}
        of_paper = "JOIN citation_keys k ON k.paper_id = t.paper_id AND k.current = 1"
        with self._checked_read():
            for chunk in chunks(ids):
                chosen = f"{of_paper} WHERE t.paper_id IN ({placeholders(chunk)})"
                links = self.db.execute(
                    f"SELECT k.key, t.url, t.kind FROM links t {chosen} ORDER BY t.id", chunk
                ).fetchall()
                for kind in ("paper", "pdf"):
                    for key, url, kind_of_link in links:
                        if kind_of_link == kind:
                            found.setdefault(key, url)
                for key, scheme, value in self.db.execute(
                    f"SELECT k.key, t.scheme, t.value FROM identifiers t {chosen} ORDER BY t.id",
                    chunk,
                ):
                    url = identifier_url(Identifier(Scheme(scheme), value))
                    if url is not None:
                        found.setdefault(key, url)
                for key, url, _ in links:
                    found.setdefault(key, url)
        return found

    def keys(self, prefix: str = "", limit: int = 200) -> list[str]:
        """The current citation keys that begin with `prefix`, for completion."""
        with self._checked_read():
            folded = fold_key(prefix)
            return [
                r[0]
                for r in self.db.execute(
                    "SELECT key FROM citation_keys WHERE current = 1 AND folded >= ? AND folded < ?"
                    " ORDER BY key LIMIT ?",
                    (folded, folded + "\U0010ffff", limit),
                )
            ]

    def names(self, kind: str, prefix: str = "") -> list[str]:
        """The names that begin with `prefix`; see `counts.names`."""
        with self._checked_read():
            return counts.names(self.db, kind, prefix)
