"""Curated lists in Markdown: documents whose tables, or items under headings, cite papers.

What a list may look like is told in docs/lists.md.
"""

from __future__ import annotations

from vcmbib.errors import NoList
from vcmbib.formats.markdown.document import MarkdownDocument, read_document
from vcmbib.formats.markdown.failed_rows import write_failed
from vcmbib.formats.markdown.pipe_tables import find_tables
from vcmbib.formats.markdown.read_items import read_items
from vcmbib.formats.markdown.read_rows import ListReading, read_tables
from vcmbib.model.paper import Problem, Reading

__all__ = ["read", "write_failed"]


def read(text: str, origin: str) -> Reading:
    """The papers that the Markdown document `text` lists; `origin` is the file's name.

    Read are the rows of the tables of papers, and outside tables the items and paragraphs that
    cite papers. Raises `NoList` where nothing in it is either.
    """
    document = read_document(text)
    found = ListReading()
    tables = tuple(find_tables(document))
    read_tables(tables, origin, document.references, found)
    taken = frozenset[int]().union(*(table.lines for table in tables))
    read_items(document, taken, origin, found)
    _report_hidden(document, found)
    if not (found.records or found.problems):
        raise NoList(origin)
    return found.reading()


def _report_hidden(document: MarkdownDocument, found: ListReading) -> None:
    """A code fence or comment that is never closed hides the rest of the list: say so."""
    start = document.hidden_from
    if start and found.records:
        hidden = document.lines[start - 1 :]
        rows = sum(1 for line in hidden if line.raw.lstrip().startswith("|") and "](" in line.raw)
        if rows:
            first = hidden[0]
            reason = f"what begins here is never closed and hides {rows} rows below it"
            found.problems.append(Problem(first.number, reason, first.raw, first.path))
