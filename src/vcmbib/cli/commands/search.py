"""`vcmbib search`: find papers, best matches first."""

from __future__ import annotations

import typer

from vcmbib.cli import options, output, paper_list
from vcmbib.cli.context import App
from vcmbib.model.query.parser import free_words, parse_query
from vcmbib.store.search import parse_sort

TAKES_QUERY = True
LINES = 1000
"""The default limit of lines for people; formats for programs are never cut."""


def run(
    context: typer.Context,
    query: options.Query = None,
    sort: options.Sort = None,
    limit: options.Limit = None,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    csv: options.AsCsv = False,
    keys: options.AsKeys = False,
    format: options.Format = None,  # noqa: A002  # the option's name
) -> None:
    """Find papers: words, "phrases", prefix*, author: venue: year:2020..2024 tag: category: …

    All words must hold; -word excludes; OR and parentheses combine. Best matches come first: the
    title weighs most. Letter case, accents and LaTeX do not matter. The language: docs/query.md.
    Of many thousand matches the best 1,000 are printed unless --limit says otherwise; --json,
    --jsonl, --csv, --keys and --format are never cut.
    """
    app: App = context.obj
    list_format = paper_list.ListFormat(json, jsonl, csv, keys, format)
    list_format.check()
    parsed = parse_query(options.query_text(query))
    order = parse_sort(sort) if sort else ()
    cut = LINES if limit is None and list_format.is_lines else None
    with app.open_reader() as library:
        ids = library.search(parsed, sort=order, limit=limit if cut is None else cut + 1)
        if cut is not None and len(ids) > cut:
            del ids[cut:]
            output.message(f"the best {cut} of more: --limit N shows N, --keys and --json all")
        paper_list.print_papers(
            app, library, ids, list_format, [w.text for w in free_words(parsed)]
        )
        if ids:
            return
        output.message("no paper matches")
        for word, similar in library.nearest_words(parsed):
            output.message(f"  no paper has the word {word!r}: did you mean {similar!r}?")
