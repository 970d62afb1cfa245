"""New papers as rows, in bulk: all rows of a table at once, on ids laid out beforehand.

What is worked on at a time is bounded, so that a library of a million papers needs no more memory
than one of a thousand; the log names each table's rows as one run all the same.
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
    CHILDREN,
    PAPER_COLUMNS,
    RECORD_COLUMNS,
    Row,
    author_row,
    child_rows,
    paper_row,
    record_rows,
    venue_id,
    venue_name_rows,
    venue_row,
)

_STEP = 4_000  # papers at a time
_PEOPLE = 200_000  # names whose ids are remembered
_TABLES = (
    ("papers", tuple(PAPER_COLUMNS)),
    *((c.table, ("paper_id", *c.columns)) for c in CHILDREN),
    ("records", RECORD_COLUMNS),
)


@dataclass(frozen=True, slots=True)
class PaperChunk:
    """Some of the papers, with their records; the id of the first."""

    first: int
    papers: Sequence[Paper]
    records: Sequence[Sequence[Record]]


@dataclass(frozen=True, slots=True)
class ChunkRows:
    """The rows of a chunk: people that may be new, and the rows of each table, without ids."""

    people: list[Row]
    tables: dict[str, list[Row]]


class BulkInsert:
    """Adds papers on behalf of one change."""

    def __init__(
        self, journal: Journal, category_ids: dict[str, int], parallel_map: ParallelMap = map
    ) -> None:
        self._journal = journal
        self._categories = category_ids
        self._parallel_map = parallel_map
        self._people: dict[Name, int] = {}

    def add(
        self,
        papers: Sequence[Paper],
        records: Sequence[Sequence[Record]] = (),
        moment: str = "",
        done: Callable[[range], None] | None = None,
    ) -> int:
        """Insert papers, each with its records; returns the id of the first.

        With `moment` that is when they were added; else they keep their times. `done` is told the
        ids of those that are in, some thousands at a time.
        """
        journal = self._journal
        self.add_venues(papers)
        first = journal.next_id("papers")
        runs = {table: journal.next_id(table) for table, _ in _TABLES}
        chunks = [
            PaperChunk(first + at, papers[at : at + _STEP], records[at : at + _STEP])
            for at in range(0, len(papers), _STEP)
        ]
        made = self._parallel_map(partial(self._rows, moment), chunks)
        for chunk, rows in zip(chunks, made, strict=True):
            journal.insert_missing("authors", rows.people)
            for table, columns in _TABLES:
                journal.insert_unlogged(table, columns, rows.tables[table])
            if done is not None:
                done(range(chunk.first, chunk.first + len(chunk.papers)))
        owner = first if len(papers) == 1 else None
        for table, run in runs.items():
            journal.log_inserted(table, run, owner)
        return first

    def _rows(self, moment: str, chunk: PaperChunk) -> ChunkRows:
        """The rows of some papers; asks nothing of the library."""
        people = self._fresh_people(chunk.papers)
        rows: dict[str, list[Row]] = {table: [] for table, _ in _TABLES}
        rows["papers"] = [paper_row(p, moment) for p in chunk.papers]
        for number, paper in enumerate(chunk.papers, chunk.first):
            for table, found in child_rows(paper, self._categories, self._people).items():
                if found:
                    rows[table] += [(number, *row) for row in found]
        kept = rows["records"]
        for number, said in enumerate(chunk.records, chunk.first):
            kept += record_rows(number, said, moment)
        return ChunkRows(people, rows)

    def _fresh_people(self, papers: Sequence[Paper]) -> list[Row]:
        """The rows of people who have not been met yet."""
        if len(self._people) > _PEOPLE:
            self._people.clear()
        fresh: dict[Name, Row] = {}
        for name in _people_of(papers):
            if name not in self._people and name not in fresh:
                fresh[name] = author_row(name)
        self._people.update((name, int(row[0] or 0)) for name, row in fresh.items())
        return list(fresh.values())

    def add_people(self, papers: Sequence[Paper]) -> None:
        """Make sure that the people of these papers are in their dictionary."""
        self._journal.insert_missing("authors", self._fresh_people(papers))

    def add_venues(self, papers: Sequence[Paper]) -> None:
        """Make sure that the venues of these papers are in their dictionaries."""
        venues = {venue_id(p.venue): p.venue for p in papers if p.venue is not None}
        self._journal.insert_missing("venues", [venue_row(v) for v in venues.values()])
        self._journal.insert_missing(
            "venue_names", [row for v in venues.values() for row in venue_name_rows(v)]
        )


def _people_of(papers: Sequence[Paper]) -> Iterator[Name]:
    for paper in papers:
        yield from paper.authors
        yield from paper.editors
