"""Print lists of papers in the formats that `search` and `list` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from vcmbib.cli import output, summary_lines
from vcmbib.cli.command_line.words import Selection, nothing_found, say_if_empty
from vcmbib.cli.context import App
from vcmbib.errors import NothingFound, Usage

if TYPE_CHECKING:
    from vcmbib.store.reader import LibraryReader


class ListFormat(NamedTuple):
    """The options for the format of a list; at most one is set. `format` is a template."""

    json: bool = False
    jsonl: bool = False
    csv: bool = False
    keys: bool = False
    format: str | None = None

    @property
    def is_lines(self) -> bool:
        """Whether no format is chosen: one line per paper, for people."""
        return self == ListFormat()

    def check(self) -> None:
        """Raise Usage if two formats are chosen or the template is wrong."""
        if sum((self.json, self.jsonl, self.csv, self.keys, self.format is not None)) > 1:
            raise Usage(
                "--json, --jsonl, --csv, --keys and --format exclude each other",
                "use one of them",
            )
        if self.format is not None:
            from vcmbib.cli.paper_fields import template

            if "{" not in self.format:
                raise Usage(
                    f"--format: {self.format!r} has no field",
                    "as in: --format '{key} {title}'",
                    wrong=self.format,
                )
            template(self.format)


def print_papers(
    app: App,
    reader: LibraryReader,
    ids: Sequence[int],
    list_format: ListFormat,
    marked: Sequence[str] = (),
) -> None:
    """Print the papers with these ids. A terminal highlights the words in `marked`."""
    if list_format.keys:
        for summary in reader.summaries(ids):
            output.out(summary.key)
    elif list_format.json or list_format.jsonl or list_format.csv or list_format.format is not None:
        _print_whole_papers(app, reader, ids, list_format)
    else:
        summary_lines.print_summaries(
            reader.summaries(ids),
            marked,
            lambda: reader.addresses(ids),
            lambda: app.defaults.columns,
        )


def say_nothing_found(app: App, reader: LibraryReader, selection: Selection) -> None:
    """Report why a command that only reads shows no paper."""
    if say_if_empty(app, reader):
        return
    error = nothing_found(app, reader, selection)
    output.message("no paper matches")
    if isinstance(error, NothingFound) and error.advice:
        output.hint(f"  {error.advice}")


def _print_whole_papers(
    app: App, reader: LibraryReader, ids: Sequence[int], list_format: ListFormat
) -> None:
    """Print in a format that needs all fields of a paper: JSON, CSV or a template."""
    papers = app.library_of(reader).papers(ids)
    if list_format.json:
        from vcmbib.formats.paper_json import envelope

        output.out_json(envelope(papers))
    elif list_format.jsonl:
        from vcmbib.formats.paper_json import paper_object

        output.out_json_lines(paper_object(p) for p in papers)
    elif list_format.csv:
        from vcmbib.formats import papercsv

        output.exact(papercsv.write(papers))
    elif list_format.format is not None:
        from vcmbib.cli.paper_fields import template

        line = template(list_format.format)
        for paper in papers:
            output.lines(line(paper))
