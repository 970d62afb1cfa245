"""`vcmbib init`: create a library, or upgrade an old one."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.command_line.other_libraries import notes_on_new
from vcmbib.cli.context import LIBRARY_NAME, App, expand_home


def run(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help=f"The new library. Default: --db, $VCMBIB_DB, else {LIBRARY_NAME} here.",
        ),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Make a library, or upgrade one.

    Without FILE: papers.db in this folder. A library that exists is checked, and upgraded if need
    be.
    """
    app: App = context.obj
    path = app.named_path or expand_home(file or LIBRARY_NAME)
    if file is not None:
        path = expand_home(file)
    exists = path.exists() and path.stat().st_size > 0
    if dry_run:
        output.message(f"{path} exists already" if exists else f"would create {path}")
        return
    papers = app.prepare_library(path)
    notes = notes_on_new(path, papers)
    if json:
        output.out_json({"vcmbib": 1, "library": str(path), "made": not exists, "papers": papers})
    elif exists:
        output.sentence(f"{path} is ready: {output.number_of(papers, 'paper')}")
    else:
        output.sentence(f"created {path}")
        if not notes:
            output.hint("to add papers: vcmbib import FILE, or vcmbib add --arxiv ID")
    for note in notes:
        output.message(note)
