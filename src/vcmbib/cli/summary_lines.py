"""Papers as one line each: a table on a terminal, else tab-separated lines.

`search` prints these, so this module imports as little as possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from vcmbib.cli import output, terminal
from vcmbib.model.text import fold

if TYPE_CHECKING:
    from vcmbib.store.reader import PaperSummary

HEADER = ("key", "year", "venue", "authors", "title")


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
    """The cells of `HEADER` for a paper."""
    authors = short_authors(paper.authors, paper.authors_complete)
    return (paper.key, str(paper.year or ""), paper.venue, authors, paper.title)


def print_summaries(papers: Iterator[PaperSummary], marked: Sequence[str] = ()) -> None:
    """Print the papers. A terminal highlights the words in `marked`."""
    if terminal.on_terminal():
        _draw(papers, marked)
        return
    for paper in papers:
        output.row(_row(paper))


def _draw(papers: Iterator[PaperSummary], marked: Sequence[str]) -> None:
    """Print the papers as a table, with the words of `marked` in bold yellow."""
    rows = [_row(paper) for paper in papers]
    if not rows:
        return
    from vcmbib.cli.rich_table import print_table

    spans = _highlighter(marked)
    drawn = [[terminal.rich_text(cell) for cell in row] for row in rows]
    for row in drawn:
        for cell in row[2:]:
            for start, end in spans(cell.plain):
                cell.stylize("bold yellow", start, end)
    print_table(HEADER, drawn, ("bold", "cyan", "green", "", ""), body=4)


def _highlighter(marked: Sequence[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A function that finds the words of `marked` in a text, folded, as spans [start, end)."""
    wanted = {w for word in marked for w in re.findall(r"[^\W_]+", fold(word))}

    def spans(text: str) -> Iterator[tuple[int, int]]:
        for match in re.finditer(r"[^\W_]+", text):
            if fold(match.group()) in wanted:
                yield match.span()

    return spans
