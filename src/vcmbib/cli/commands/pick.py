"""`vcmbib pick`: choose papers in a list and print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.command_line.words import writable_ids
from vcmbib.cli.context import App
from vcmbib.cli.picker.choose import choose
from vcmbib.cli.picker.rows import rows_of

TAKES_QUERY = True


class PickForm(StrEnum):
    """What is printed of the chosen papers."""

    KEY = "key"
    CITE = "cite"
    PANDOC = "pandoc"
    TYPST = "typst"
    BIBTEX = "bibtex"


def run(
    context: typer.Context,
    query: options.Query = None,
    form: Annotated[
        PickForm,
        typer.Option(
            "--as",
            help="Keys, a citation for LaTeX, Pandoc or Typst, or BibTeX entries.",
        ),
    ] = PickForm.KEY,
    one: Annotated[bool, typer.Option("--one", help="Choose one paper only.")] = False,
    sort: options.Sort = None,
) -> None:
    """Choose papers in a list, and print their keys or citations.

    Type to filter. Enter chooses, Tab marks several, Esc cancels (status 130). The list is that of
    fzf, if it is installed. Standard output can be a pipe, so an editor can insert what is printed.
    """
    app: App = context.obj
    with app.open_reader() as reader:
        ids = [] if query or sort else reader.newest()
        ids = ids or writable_ids(app, reader, query or [], sort)
        keys = choose(rows_of(reader, ids), several=not one)
    if not keys:
        output.message("nothing was chosen")
        raise typer.Exit(1)
    if form is PickForm.BIBTEX:
        output.exact(_bibtex(app, keys))
    else:
        output.lines(_CITATIONS[form](keys))


def _bibtex(app: App, keys: Sequence[str]) -> str:
    from vcmbib.formats import bibtex
    from vcmbib.formats.private_notes import without_private_notes

    with app.read_library() as library:
        papers = [library.paper(key) for key in keys]
    return bibtex.write(without_private_notes(papers))


_PANDOC_KEY = re.compile(r"[\w](?:[\w]|[:.#$%&\-+?<>~/](?=[\w]))*")
"""A key that Pandoc reads without braces (Pandoc User's Guide, Citation syntax)."""
_TYPST_LABEL = re.compile(r"[\w\-:.]*[\w\-]")
"""A key that Typst reads after `@` (Typst documentation, Label)."""


def _pandoc(keys: Sequence[str]) -> str:
    shown = (key if _PANDOC_KEY.fullmatch(key) else f"{{{key}}}" for key in keys)
    return f"[{'; '.join(f'@{key}' for key in shown)}]"


def _typst(keys: Sequence[str]) -> str:
    return " ".join(
        f"@{key}"
        if _TYPST_LABEL.fullmatch(key)
        else '#cite(label("{}"))'.format(key.replace("\\", "\\\\").replace('"', '\\"'))
        for key in keys
    )


_CITATIONS: dict[PickForm, Callable[[Sequence[str]], str]] = {
    PickForm.KEY: "\n".join,
    PickForm.CITE: lambda keys: f"\\cite{{{','.join(keys)}}}",
    PickForm.PANDOC: _pandoc,
    PickForm.TYPST: _typst,
}
