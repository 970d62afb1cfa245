"""`vcmbib search`: find papers, best matches first."""

from __future__ import annotations

import typer

from vcmbib.cli import options, output, paper_list
from vcmbib.cli.command_line.words import select
from vcmbib.cli.context import App
from vcmbib.model.query.tree import free_words

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
    """Find papers by words and fields. Best matches come first.

    Words, "phrases", prefix*, and fields: author: venue: year:2020..2024 tag: category: and more.
    A paper must have all words; -word excludes; OR and parentheses combine. If each word is a key
    or an identifier, the words are papers. Best matches come first: the title weighs most. Letter
    case, accents and LaTeX do not matter. The language: `vcmbib help query`. Of many thousand
    matches the best 1,000 are printed, or as many as --limit names; --json, --jsonl, --csv, --keys
    and --format are never cut.
    """
    app: App = context.obj
    list_format = paper_list.ListFormat(json, jsonl, csv, keys, format)
    list_format.check()
    cut = LINES if limit is None and list_format.is_lines else None
    with app.open_reader() as library:
        selection = select(library, query or [], sort, limit if cut is None else cut + 1)
        ids = selection.ids
        is_cut = cut is not None and len(ids) > cut
        del ids[cut if is_cut else len(ids) :]
        marked = [w.text for w in free_words(selection.query)] if selection.query else []
        paper_list.print_papers(app, library, ids, list_format, marked)
        if is_cut:
            output.message(
                f"these are the best {cut}; --limit N shows more, --keys and --json show all"
            )
        if not ids and limit != 0:
            paper_list.say_nothing_found(app, library, selection)
