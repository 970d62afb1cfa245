"""Inserts new papers in bulk: all rows of a table with one statement.

The papers are processed in chunks, which limits the memory that is needed. The journal still logs
the rows of each table as one range of ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.store.journal import Journal
from vcmbib.store.rows import (
    CHILD_TABLES,
    PAPER_COLUMNS,
    RECORD_COLUMNS,
    SqlRow,
    author_row,
    child_rows,
    paper_row,
    record_rows,
    venue_id,
    venue_name_rows,
    venue_row,
)

_CHUNK_PAPERS = 4_000
_MAX_CACHED_PEOPLE = 200_000
_TABLES = (
    ("papers", tuple(PAPER_COLUMNS)),
    *((c.table, ("paper_id", *c.columns)) for c in CHILD_TABLES),
    ("records", RECORD_COLUMNS),
)


@dataclass(frozen=True, slots=True)
class PaperChunk:
    """Some of the papers with their records. `first` is the id of the first paper."""

    first: int
    papers: Sequence[Paper]
    records: Sequence[Sequence[Record]]


@dataclass(frozen=True, slots=True)
class ChunkRows:
    """The rows of a chunk: people that may be new, and the rows of each table without ids."""

    people: list[SqlRow]
    tables: dict[str, list[SqlRow]]


class BulkInsert:
    """Inserts the new papers of one change."""

    def __init__(
        self, journal: Journal, category_ids: dict[str, int], parallel_map: ParallelMap = map
    ) -> None:
        self._journal = journal
        self._categories = category_ids
        self._parallel_map = parallel_map
        self._people_ids: dict[Name, int] = {}

    def add(
        self,
        papers: Sequence[Paper],
        records: Sequence[Sequence[Record]] = (),
        moment: str = "",
        on_inserted: Callable[[range], None] | None = None,
    ) -> int:
        """Insert papers with their records. Returns the id of the first paper.

        `moment` is their time of addition; without it they keep their own times.
        `on_inserted(ids)` is called after each chunk.
        """
        journal = self._journal
        self.add_venues(papers)
        first = journal.next_id("papers")
        first_ids = {table: journal.next_id(table) for table, _ in _TABLES}
        chunks = [
            PaperChunk(
                first + at, papers[at : at + _CHUNK_PAPERS], records[at : at + _CHUNK_PAPERS]
            )
            for at in range(0, len(papers), _CHUNK_PAPERS)
        ]
        results = self._parallel_map(partial(self._rows, moment), chunks)
        for chunk, rows in zip(chunks, results, strict=True):
            journal.insert_missing("authors", rows.people)
            for table, columns in _TABLES:
                journal.insert_unlogged(table, columns, rows.tables[table])
            if on_inserted is not None:
                on_inserted(range(chunk.first, chunk.first + len(chunk.papers)))
        owner = first if len(papers) == 1 else None
        for table, first_id in first_ids.items():
            journal.log_inserted(table, first_id, owner)
        return first

    def _rows(self, moment: str, chunk: PaperChunk) -> ChunkRows:
        """The rows of a chunk. Does not read the library, so that another process can run it."""
        people = self._new_people_rows(chunk.papers)
        rows: dict[str, list[SqlRow]] = {table: [] for table, _ in _TABLES}
        rows["papers"] = [paper_row(p, moment) for p in chunk.papers]
        for number, paper in enumerate(chunk.papers, chunk.first):
            for table, found in child_rows(paper, self._categories, self._people_ids).items():
                if found:
                    rows[table] += [(number, *row) for row in found]
        record_table = rows["records"]
        for number, records in enumerate(chunk.records, chunk.first):
            record_table += record_rows(number, records, moment)
        return ChunkRows(people, rows)

    def _new_people_rows(self, papers: Sequence[Paper]) -> list[SqlRow]:
        """The rows of the people whose ids are not in the cache."""
        if len(self._people_ids) > _MAX_CACHED_PEOPLE:
            self._people_ids.clear()
        new_rows: dict[Name, SqlRow] = {}
        for name in _people_of(papers):
            if name not in self._people_ids and name not in new_rows:
                new_rows[name] = author_row(name)
        self._people_ids.update((name, int(row[0] or 0)) for name, row in new_rows.items())
        return list(new_rows.values())

    def add_people(self, papers: Sequence[Paper]) -> None:
        """Insert the people of these papers that the library does not have."""
        self._journal.insert_missing("authors", self._new_people_rows(papers))

    def add_venues(self, papers: Sequence[Paper]) -> None:
        """Insert the venues of these papers that the library does not have."""
        venues = {venue_id(p.venue): p.venue for p in papers if p.venue is not None}
        self._journal.insert_missing("venues", [venue_row(v) for v in venues.values()])
        self._journal.insert_missing(
            "venue_names", [row for v in venues.values() for row in venue_name_rows(v)]
        )


def _people_of(papers: Sequence[Paper]) -> Iterator[Name]:
    for paper in papers:
        yield from paper.authors
        yield from paper.editors
