"""`vcmbib list`: list papers; or tags, categories, venues and so on with counts."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from vcmbib.cli import options, output, paper_list, terminal
from vcmbib.cli.command_line.words import select
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import Usage
from vcmbib.model.query.fields import field_named
from vcmbib.model.query.terms import label_key, terms

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


TAKES_QUERY = True
_Row = TypeVar("_Row", bound=tuple[object, ...])


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

    In order of the citation key. `list tags|categories|venues|authors|topics|types|years`
    lists those with their numbers of papers. More words choose by name: `list authors choi`.
    --sort name and --sort -papers sort them.

    A query or citation keys narrow the papers, as in `search`.
    """
    app: App = context.obj
    list_format = paper_list.ListFormat(json, jsonl, csv, keys, format)
    list_format.check()
    words = query or []
    subject = _subject(words)
    if subject is not None:
        if keys or format is not None:
            raise Usage(f"--keys and --format are for papers, not for {subject}")
        chosen = _Chosen(_filter(subject, words[1:]), sort, limit)
        _counts(app, subject, list_format, chosen)
        return
    with app.open_reader() as library:
        selection = select(library, words, sort or app.defaults.sort or "key", limit)
        paper_list.print_papers(app, library, selection.ids, list_format)
        if not selection.ids and limit != 0:
            paper_list.say_nothing_found(app, library, selection)


class _Chosen(NamedTuple):
    """Which values to print: those with all `words`, in an order, at most `limit`."""

    words: tuple[str, ...]
    sort: str | None
    limit: int | None

    def of(self, rows: list[_Row], name: Callable[[_Row], str]) -> list[_Row]:
        """The chosen rows. The last value of a row is its number of papers.

        Raises Usage for an unknown order.
        """
        found = [row for row in rows if all(w in label_key(name(row)) for w in self.words)]
        for key in reversed([part.strip() for part in (self.sort or "").split(",") if part]):
            field = key.lstrip("+-")
            if field == "papers":
                found.sort(key=lambda row: int(str(row[-1])), reverse=key[0] == "-")
            elif field == "name":
                found.sort(key=lambda row: label_key(name(row)), reverse=key[0] == "-")
            else:
                raise Usage(
                    f"these are sorted by name or papers, not by {field!r}",
                    "--sort name or --sort -papers",
                    wrong=field,
                    instead=("name",),
                )
        return found[: self.limit]


def _subject(words: list[str]) -> str | None:
    """What to list instead of papers: `tags`, `tag`, or `tags` and words of their names."""
    from vcmbib.cli.slips.list_subjects import SUBJECTS, subject_named

    if not words or (len(words) > 1 and words[0] not in SUBJECTS):
        return None
    return subject_named(words[0])


def _filter(subject: str, words: list[str]) -> tuple[str, ...]:
    """The words that names must contain. Raises Usage for a term such as `author:choi`."""
    for word in words:
        if field_named(word.strip().lstrip("-").partition(":")[0]) is not None and ":" in word:
            counted = shlex.join(["vcmbib", "stats", *words])
            raise Usage(f"list {subject} takes words of names, no query", f"counts: {counted}")
    return tuple(term for word in words for term in terms(word) or [label_key(word)])


def _counts(app: App, noun: str, list_format: paper_list.ListFormat, chosen: _Chosen) -> None:
    """Print the values of a noun, such as `tags`, with their numbers of papers."""
    with app.read_library() as library:
        if noun == "categories":
            rows_of_categories = library.category_counts()
            _categories(
                chosen.of(rows_of_categories, lambda r: f"{r[0]} {r[1]}"), list_format, chosen.words
            )
            return
        counts = chosen.of(library.counts(noun), lambda row: row[0])
    if not counts and chosen.words:
        _say_nothing_chosen(noun, chosen.words)
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


def _say_nothing_chosen(noun: str, words: tuple[str, ...]) -> None:
    """Report that no name has the words."""
    output.message(f"no {_SINGULAR.get(noun, noun.removesuffix('s'))} has this in its name")
    if words:
        counted = shlex.join(["vcmbib", "stats", *words])
        output.hint(f"  {noun} of the papers with the words: {counted}")


_SINGULAR = {"categories": "category"}


def _categories(
    counts: list[tuple[str, str, str | None, int, int]],
    list_format: paper_list.ListFormat,
    words: tuple[str, ...],
) -> None:
    """Print the counts: (slug, title, parent, depth, papers) of each category."""
    if not counts and words:
        _say_nothing_chosen("categories", words)
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
    if list_format.csv:
        output.csv_rows(header, [(s, t, str(n)) for s, t, _, _, n in counts])
        return
    indent = "  " if terminal.on_terminal() else ""
    columns = (Column("category", Fit.NAME), Column("title"), Column("papers", Fit.NUMBER))
    output.table(columns, [(indent * d + s, t, str(n)) for s, t, _, d, n in counts], "category")
