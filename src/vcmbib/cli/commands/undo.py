"""`vcmbib undo`: undo a change."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.context import App
from vcmbib.model.plan import Plan, Undo
from vcmbib.store.undo import UndoneItem


def run(
    context: typer.Context,
    change: Annotated[
        int | None,
        typer.Argument(
            min=0, max=2**62, metavar="[ID]", help="A change of `vcmbib log`; default: the last."
        ),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Take back the last change, or a given one, and say what that restores.

    An undo is itself a change: undo it by its number to have the first one again.
    """
    app: App = context.obj
    with app.write_or_copy_library(dry_run) as library:
        number = library.last_change() if change is None else change
        applied = app.apply(library, Plan.of([Undo(number)]))
        effect = library.undone_items(applied)
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "undone": number,
                "change": None if dry_run else applied.change,
                "dry_run": dry_run,
                "restored": [
                    {"what": r.effect, "key": r.key, "title": r.title, "fields": list(r.fields)}
                    for r in effect
                ],
            }
        )
        return
    took = "would take" if dry_run else "took"
    output.message(f"{took} back change {number}")
    for line in effect:
        output.row(_cells(line))


def _cells(item: UndoneItem) -> list[str]:
    """What was undone, the key, the title and the fields, if any."""
    return [item.effect, item.key, item.title, *([", ".join(item.fields)] if item.fields else [])]
