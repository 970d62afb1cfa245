"""Lists of papers in every form that `search` and `list` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from vcmbib.cli import output, summary_lines
from vcmbib.cli.context import App
from vcmbib.errors import Usage

if TYPE_CHECKING:
    from vcmbib.store.reader import Reader


class Form(NamedTuple):
    """How a list of papers is to be printed; at most one of them."""

    json: bool = False
    jsonl: bool = False
    csv: bool = False
    keys: bool = False
    format: str | None = None

    @property
    def is_lines(self) -> bool:
        """Whether it is the form for people."""
        return self == Form()

    def check(self) -> None:
        """Raises Usage if two forms are asked for, or a template is wrong."""
        if sum((self.json, self.jsonl, self.csv, self.keys, self.format is not None)) > 1:
            raise Usage("--json, --jsonl, --csv, --keys and --format exclude each other")
        if self.format is not None:
            from vcmbib.cli.paper_fields import template

            template(self.format)


def show_list(
    app: App, reader: Reader, ids: Sequence[int], form: Form, marked: Sequence[str] = ()
) -> None:
    """Print the papers with these ids. `marked` are words to highlight on a terminal."""
    if form.keys:
        for summary in reader.summaries(ids):
            output.out(summary.key)
    elif form.json or form.jsonl or form.csv or form.format is not None:
        _whole(app, reader, ids, form)
    else:
        summary_lines.show(reader.summaries(ids), marked)


def _whole(app: App, reader: Reader, ids: Sequence[int], form: Form) -> None:
    """The forms that show all of a paper."""
    papers = app.library_of(reader).papers(ids)
    if form.json:
        from vcmbib.formats.paper_json import envelope

        output.out_json(envelope(papers))
    elif form.jsonl:
        from vcmbib.formats.paper_json import paper_object

        output.out_json_lines(paper_object(p) for p in papers)
    elif form.csv:
        from vcmbib.formats import papercsv

        output.out(papercsv.write(papers), end="")
    elif form.format is not None:
        from vcmbib.cli.paper_fields import template

        line = template(form.format)
        for paper in papers:
            output.out(line(paper))
