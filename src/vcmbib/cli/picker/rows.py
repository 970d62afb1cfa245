"""The papers of a list as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vcmbib.cli.summary_lines import short_authors
from vcmbib.model.printable import printable_line

if TYPE_CHECKING:
    from vcmbib.store.reader import LibraryReader, PaperSummary


class Row(NamedTuple):
    """A paper in the list: its key and its text, which is safe to show."""

    key: str
    text: str


def rows_of(reader: LibraryReader, ids: Sequence[int]) -> Iterator[Row]:
    """The rows of papers, read from the library while the list is shown."""
    for paper in reader.summaries(ids):
        yield Row(paper.key, printable_line(_text(paper)))


def _text(paper: PaperSummary) -> str:
    authors = short_authors(paper.authors, paper.authors_complete)
    year = paper.year or ""
    return f"{paper.key:<22}  {year:<4}  {authors:<18}  {paper.title}  {paper.venue}".rstrip()
