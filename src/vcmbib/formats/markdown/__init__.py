"""Reader and writer of paper lists in Markdown: tables of papers, or items under headings.

docs/lists.md describes the accepted forms.
"""

from __future__ import annotations

from vcmbib.errors import NoList
from vcmbib.formats.markdown.document import MarkdownDocument, read_document
from vcmbib.formats.markdown.failed_rows import write_failed
from vcmbib.formats.markdown.groups.add_groups import add_groups
from vcmbib.formats.markdown.pipe_tables import find_tables
from vcmbib.formats.markdown.read_items import read_items
from vcmbib.formats.markdown.read_rows import ListReading, read_tables
from vcmbib.model.paper import Problem, Reading

__all__ = ["read", "write_failed"]


def read(text: str, origin: str) -> Reading:
    """Read the papers in the list `text`; `origin` is the name of the file.

    These are the rows of tables of papers, and the items and paragraphs that cite papers. Raises
    NoList if the document has none of them.
    """
    document = read_document(text)
    found = ListReading()
    tables = tuple(find_tables(document))
    read_tables(tables, origin, document.references, found)
    taken = frozenset[int]().union(*(table.lines for table in tables))
    read_items(document, taken, origin, found)
    add_groups(document, taken, origin, found)
    _report_hidden(document, found)
    if not (found.records or found.problems):
        raise NoList(origin)
    return found.reading()


def _report_hidden(document: MarkdownDocument, found: ListReading) -> None:
    """Report rows of tables that are hidden by a code fence or comment without an end."""
    start = document.hidden_from
    if start and found.records:
        hidden = document.lines[start - 1 :]
        rows = sum(1 for line in hidden if line.raw.lstrip().startswith("|") and "](" in line.raw)
        if rows:
            first = hidden[0]
            reason = f"a comment or block begins here, is not closed and hides {rows} rows"
            found.problems.append(Problem(first.number, reason, first.raw, first.path))
