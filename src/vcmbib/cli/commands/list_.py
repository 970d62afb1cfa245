"""`vcmbib list`: list papers; or tags, categories, venues and so on with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vcmbib.cli import options, output, paper_list, terminal
from vcmbib.cli.command_line.words import select
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import Usage

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


TAKES_QUERY = True


def run(
    context: typer.Context,
    query: options.ListQuery = None,
    sort: options.Sort = None,
    limit: options.Limit = None,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    csv: options.AsCsv = False,
    keys: options.AsKeys = False,
    format: options.Format = None,  # noqa: A002  # the option's name
) -> None:
    """List papers, or tags, categories, venues, authors and more.

    In order of the citation key. `list tags|categories|venues|authors|topics|types` lists those
    with their numbers of papers.

    A query or citation keys narrow the papers, as in `search`.
    """
    app: App = context.obj
    list_format = paper_list.ListFormat(json, jsonl, csv, keys, format)
    list_format.check()
    words = query or []
    if len(words) == 1 and words[0] in options.SUBJECTS:
        if keys or format is not None:
            raise Usage(f"--keys and --format list papers, not {words[0]}")
        _counts(app, words[0], list_format, limit)
        return
    with app.open_reader() as library:
        selection = select(library, words, sort or app.defaults.sort or "key", limit)
        paper_list.print_papers(app, library, selection.ids, list_format)
        if not selection.ids and limit != 0:
            paper_list.say_nothing_found(app, library, selection)


def _counts(app: App, noun: str, list_format: paper_list.ListFormat, limit: int | None) -> None:
    """Print the values of a noun, such as `tags`, with their numbers of papers."""
    with app.read_library() as library:
        if noun == "categories":
            _categories(library.category_counts(), list_format, limit)
            return
        counts = library.counts(noun)[:limit]
    name = noun.removesuffix("s")
    if list_format.json or list_format.jsonl:
        objects: list[Json] = [{name: n, "papers": c} for n, c in counts]
        if list_format.jsonl:
            output.out_json_lines(objects)
        else:
            output.out_json({"vcmbib": 1, noun: objects})
        return
    rows = [(n, str(c)) for n, c in counts]
    if list_format.csv:
        output.csv_rows((name, "papers"), rows)
        return
    columns = (Column(name, Fit.NAME), Column("papers", Fit.NUMBER))
    output.table(columns, rows, name)


def _categories(
    counts: list[tuple[str, str, str | None, int, int]],
    list_format: paper_list.ListFormat,
    limit: int | None,
) -> None:
    """Print the counts: (slug, title, parent, depth, papers) of each category."""
    counts = counts[:limit]
    if list_format.json or list_format.jsonl:
        objects: list[Json] = [
            {"category": slug, "title": title, "parent": parent, "papers": papers}
            for slug, title, parent, _, papers in counts
        ]
        if list_format.jsonl:
            output.out_json_lines(objects)
        else:
            output.out_json({"vcmbib": 1, "categories": objects})
        return
    header = ("category", "title", "papers")
    header = ("category", "title", "papers")
    if list_format.csv:
        output.csv_rows(header, [(s, t, str(n)) for s, t, _, _, n in counts])
        return
    indent = "  " if terminal.on_terminal() else ""
    columns = (Column("category", Fit.NAME), Column("title"), Column("papers", Fit.NUMBER))
    output.table(columns, [(indent * d + s, t, str(n)) for s, t, _, d, n in counts], "category")
