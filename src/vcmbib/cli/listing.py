"""Lists of papers in every form that `search` and `list` share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.views import authors_short, template, venue_short
from vcmbib.errors import Usage
from vcmbib.model.paper import Paper
from vcmbib.model.text import fold

if TYPE_CHECKING:
    from vcmbib.store.library import Library

HEADER = ("key", "year", "venue", "authors", "title")


@dataclass(frozen=True, slots=True)
class Form:
    """How a list of papers is to be printed; at most one of them."""

    json: bool = False
    jsonl: bool = False
    csv: bool = False
    keys: bool = False
    format: str | None = None

    def check(self) -> None:
        """Raises Usage if two forms are asked for, or a template is wrong."""
        if sum((self.json, self.jsonl, self.csv, self.keys, self.format is not None)) > 1:
            raise Usage("--json, --jsonl, --csv, --keys and --format exclude each other")
        if self.format is not None:
            template(self.format)


def show_list(library: Library, ids: Sequence[int], form: Form, marked: Sequence[str] = ()) -> None:
    """Print the papers with these ids. `marked` are words to highlight on a terminal."""
    papers = library.papers(ids)
    if form.json:
        from vcmbib.formats.papersjson import envelope

        output.out_json(envelope(papers))
    elif form.jsonl:
        from vcmbib.formats.papersjson import paper_object

        output.out_json_lines(paper_object(p) for p in papers)
    elif form.csv:
        from vcmbib.formats import papercsv

        output.out(papercsv.write(papers), end="")
    elif form.keys:
        for paper in papers:
            output.out(paper.key)
    elif form.format is not None:
        line = template(form.format)
        for paper in papers:
            output.out(line(paper))
    elif output.on_terminal():
        _draw(papers, marked)
    else:
        for paper in papers:
            output.out("\t".join(output.plain(cell) for cell in _row(paper)))


def _row(paper: Paper) -> tuple[str, ...]:
    title = paper.title
    return (
        paper.key,
        str(paper.year or ""),
        venue_short(paper),
        authors_short(paper),
        title,
    )


def _draw(papers: Iterator[Paper], marked: Sequence[str]) -> None:
    """A table; the title takes what room is left, and matches stand out."""
    first = next(papers, None)
    if first is None:
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    styles = {"key": "bold", "year": "cyan", "venue": "green", "authors": "", "title": ""}
    for name in HEADER:
        drawn.add_column(name, style=styles[name], overflow="fold", no_wrap=name == "year")
    pattern = _highlighter(marked)
    for paper in chain([first], papers):
        cells = [Text(cell) for cell in _row(paper)]
        for cell in cells[2:]:
            for start, end in pattern(cell.plain):
                cell.stylize("bold yellow", start, end)
        drawn.add_row(*cells)
    output.console().print(drawn)


def _highlighter(marked: Sequence[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Where the words of a query begin words of a text: [start, end) pairs, folded alike."""
    wanted = {w for word in marked for w in re.findall(r"[^\W_]+", fold(word))}

    def spans(text: str) -> Iterator[tuple[int, int]]:
        for match in re.finditer(r"[^\W_]+", text):
            if fold(match.group()) in wanted:
                yield match.span()

    return spans
