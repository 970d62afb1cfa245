"""`vcmbib stats`: count papers by year, venue, category and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, paper_list, terminal
from vcmbib.cli.command_line.words import select
from vcmbib.cli.context import App

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json
    from vcmbib.store.library import Library

TAKES_QUERY = True

_PARTS = ("years", "venues", "categories", "topics", "types", "tags")


def run(
    context: typer.Context,
    query: options.Query = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, metavar="N", help="Show at most N lines in each part."),
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Count papers by year, venue, category, topic, type and tag.

    Without QUERY: all papers. A terminal shows bars.
    """
    app: App = context.obj
    with app.read_library() as library:
        selection = select(library, query or [])
        ids = None if selection.is_all else selection.ids
        papers = len(selection.ids)
        complete = library.completeness(ids)
        counts = {part: _part(library, part, ids) for part in _PARTS}
        if not papers:
            paper_list.say_nothing_found(app, library, selection)
    if json:
        described: dict[str, Json] = {"vcmbib": 1, "library": str(app.path), "papers": papers}
        described["with"] = dict(complete)
        for part, rows in counts.items():
            described[part] = [{"name": name, "papers": n} for name, n in rows[:limit]]
        output.out_json(described)
        return
    output.sentence(f"{output.number_of(papers, 'paper')} in {app.path}")
    output.comma_list([f"{n} with {what}" for what, n in complete.items()])
    for part, rows in counts.items():
        if rows:
            output.out("")
            _bars(part, rows, limit or (20 if terminal.on_terminal() else len(rows)))


def _part(library: Library, part: str, ids: list[int] | None) -> list[tuple[str, int]]:
    """(name, number of papers) for one part; of a selection only what its papers have."""
    if part != "categories":
        return library.counts(part, ids)
    found = [(slug, n) for slug, _, _, _, n in library.category_counts(ids)]
    return found if ids is None else [(slug, n) for slug, n in found if n]


def _bars(part: str, rows: list[tuple[str, int]], limit: int) -> None:
    """Print the counts of one part; on a terminal with bars."""
    shown = rows[-limit:] if part == "years" else rows[:limit]
    if not terminal.on_terminal():
        output.out(part)
        for name, n in shown:
            output.row((name, str(n)))
        return
    from vcmbib.cli.display.bars import draw_bars

    output.painted(draw_bars(part, shown, len(rows) - len(shown), output.look()))
