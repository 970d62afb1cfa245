"""`vcmbib key`: give a paper another citation key."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import curating, options
from vcmbib.cli.context import App
from vcmbib.logic.editing import renamed


def run(
    context: typer.Context,
    key: options.Key,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new citation key.")],
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Give a paper another citation key; the old one still resolves, and may be given back."""
    app: App = context.obj
    curating.must_exist(app)
    with app.planning(dry_run) as library:
        paper = library.paper(key)
        after = renamed(paper, new.strip())
        curating.check_key(library, paper, after.key)
        done = curating.carry_out(app, library, [(paper, after)], "key", dry_run=dry_run)
    curating.show(done, json, f"nothing to change: the key is {after.key}")
