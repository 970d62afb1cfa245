"""Papers as one line each: a table on a terminal, else tab-separated lines.

`search` prints these, so this module imports as little as possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output, terminal
from vcmbib.model.text import fold

if TYPE_CHECKING:
    from vcmbib.store.reader import PaperSummary


def short_authors(last: Sequence[str], complete: bool) -> str:
    """`Zhang`, `Zhang & Li` or `Zhang et al.`, from at least the first three family names."""
    if not last:
        return ""
    if len(last) == 1:
        return last[0] if complete else f"{last[0]} et al."
    if len(last) == 2 and complete:
        return f"{last[0]} & {last[1]}"
    return f"{last[0]} et al."


def _row(paper: PaperSummary) -> tuple[str, ...]:
    """Key, year, venue, authors and title of a paper."""
    authors = short_authors(paper.authors, paper.authors_complete)
    return (paper.key, str(paper.year or ""), paper.venue, authors, paper.title)


def print_summaries(
    papers: Iterator[PaperSummary],
    marked: Sequence[str] = (),
    addresses: Callable[[], Mapping[str, str]] = dict,
    columns: Callable[[], Sequence[str] | None] = lambda: None,
) -> None:
    """Print the papers. A terminal highlights the words in `marked`.

    `addresses` gives the address of each paper, by key, for a terminal that shows links; `columns`
    gives the columns for a terminal, in their order, or None for all.
    """
    if terminal.on_terminal():
        _draw(papers, marked, addresses, columns())
        return
    for paper in papers:
        output.row(_row(paper))


def _draw(
    papers: Iterator[PaperSummary],
    marked: Sequence[str],
    addresses: Callable[[], Mapping[str, str]],
    chosen: Sequence[str] | None,
) -> None:
    """Print the papers as a table, with the words of `marked` in bold, and their number."""
    from vcmbib.cli.display.spans import cell, marked_parts
    from vcmbib.cli.display.table_layout import Fit, draw, paper_columns

    look = output.look()
    links = addresses() if look.links else {}
    columns = paper_columns()
    order = [column.name for column in columns]
    shown = range(len(order)) if chosen is None else [order.index(name) for name in chosen]
    spans = _highlighter(marked)
    rows = []
    for paper in papers:
        row = []
        for column, text in zip(columns, _row(paper), strict=True):
            link = links.get(paper.key) if column.name in ("key", "title") else None
            value = cell(text, column.style, link)
            if column.fit in (Fit.SHORT, Fit.TEXT) and value:
                value = marked_parts(value[0], spans(value[0].text))
            row.append(value)
        rows.append(row)
    rows = [[row[number] for number in shown] for row in rows]
    output.painted(draw([columns[number] for number in shown], rows, look))
    output.total(len(rows), "paper")


def _highlighter(marked: Sequence[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A function that finds the words of `marked` in a text, folded, as spans [start, end)."""
    wanted = {w for word in marked for w in re.findall(r"[^\W_]+", fold(word))}

    def spans(text: str) -> Iterator[tuple[int, int]]:
        for match in re.finditer(r"[^\W_]+", text):
            if fold(match.group()) in wanted:
                yield match.span()

    return spans
