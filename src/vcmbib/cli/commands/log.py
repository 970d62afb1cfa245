"""`vcmbib log`: list the changes to the library."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.context import App
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.cli.display.times import for_people


def run(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="Show only changes to this paper. It may be removed or merged.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    limit: options.Limit = None,
    json: options.AsJson = False,
) -> None:
    """List the changes to the library, or to one paper.

    Newest first: number, time, command, and what it changed.
    """
    app: App = context.obj
    with app.read_library() as library:
        logged, in_library = (library.log(), True) if key is None else library.log_of(key)
    logged = logged[:limit]
    if not in_library:
        output.message(f"{key} is no longer in the library")
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "changes": [
                    {
                        "id": c.id,
                        "made": c.made,
                        "command": c.command,
                        "summary": c.summary,
                        "undoes": c.undoes,
                        "undone_by": c.undone_by,
                    }
                    for c in logged
                ],
            }
        )
        return
    time = for_people if terminal.on_terminal() else str
    rows = [
        (str(c.id), time(c.made), c.command,
         c.summary + (f" (undone by {c.undone_by})" if c.undone_by else ""))
        for c in logged
    ]  # fmt: skip
    columns = (
        Column("change", Fit.NUMBER),
        Column("time", Fit.NAME),
        Column("command"),
        Column("what it did"),
    )
    output.table(columns, rows, "change")
    if not logged and limit != 0:
        output.message(f"the library {app.path} has no changes yet")
