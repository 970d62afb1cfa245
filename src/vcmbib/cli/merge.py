"""`vcmbib merge`: two or more papers of one work become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import curating, options, output
from vcmbib.cli.context import App
from vcmbib.errors import Usage
from vcmbib.logic.uniting import Row, Work, rows, unite
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Action, Change, Plan, Remove, TakeOver

if TYPE_CHECKING:
    from vcmbib.formats.papersjson import Json
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    keep: Annotated[
        str,
        typer.Argument(
            metavar="KEEP", help="The paper that stays.", autocompletion=options.complete_key
        ),
    ],
    others: Annotated[
        list[str],
        typer.Argument(
            metavar="OTHER...",
            help="The papers that go into it; - reads them from standard input.",
            autocompletion=options.complete_key,
        ),
    ],
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Make papers of one work one: a table of the fields first, then KEEP with all that is known.

    The fuller and better-sourced value stands; categories, tags, notes, links and identifiers are
    united; the other keys resolve to KEEP from then on. `vcmbib undo` brings all back.
    """
    app: App = context.obj
    curating.must_exist(app)
    with app.reading() as library:
        kept = library.paper(keep)
        gone = _others(app, library, kept, others)
        after = united(library, kept, gone)
    table = rows(kept, gone, after)
    if not json:
        show(table, kept, gone)
    if not dry_run and not yes and output.can_ask() and not _agreed(kept, gone):
        output.tell("nothing was merged")
        return
    change = None
    if not dry_run:
        with app.planning(dry_run) as library:
            kept = library.paper(kept.key)
            gone = [library.paper(p.key) for p in gone]
            after = united(library, kept, gone)
            change = app.apply(library, Plan.of(merging(kept, gone, after))).change
    done = curating.Done((after,), (), change, dry_run)
    if json:
        output.out_json(_object(after, gone, table, change, dry_run))
    else:
        curating.hint(done)


def _others(app: App, library: Library, kept: Paper, keys: Sequence[str]) -> list[Paper]:
    """The papers that go. Raises Usage if none is left besides the one that is kept."""
    found = {p.id: p for p in app.papers_of(library, keys)}
    if found.pop(kept.id, None) is not None or not found:
        raise Usage(f"{kept.key} cannot be merged with itself", "name another paper")
    return list(found.values())


def united(library: Library, kept: Paper, gone: Sequence[Paper]) -> Paper:
    """What the kept paper becomes."""
    return unite(_work(library, kept), [_work(library, p) for p in gone])


def _work(library: Library, paper: Paper) -> Work:
    return Work(paper, tuple(record for record, _ in library.records(paper)))


def merging(kept: Paper, gone: Sequence[Paper], after: Paper) -> list[Action]:
    """The actions of one merge."""
    return [
        *(TakeOver(kept, other) for other in gone),
        *(Remove(other) for other in gone),
        Change(kept, after),
    ]


def show(table: Sequence[Row], kept: Paper, gone: Sequence[Paper]) -> None:
    """The fields side by side: what differs is marked, and what stands comes last."""
    head = ("", "field", kept.key, *(p.key for p in gone), "result")
    cells = [
        ("*" if row.differs else "", row.field, *(s or "" for s in row.said), row.result or "")
        for row in table
    ]
    output.table(head, cells)


def _agreed(kept: Paper, gone: Sequence[Paper]) -> bool:
    names = ", ".join(p.key for p in gone)
    return typer.confirm(f"Merge {names} into {kept.key}?", err=True)


def _object(
    after: Paper, gone: Sequence[Paper], table: Sequence[Row], change: int | None, dry_run: bool
) -> Json:
    from vcmbib.formats.papersjson import paper_object

    return {
        "vcmbib": 1,
        "papers": [dict(paper_object(after))],
        "merged": [p.key for p in gone],
        "fields": [
            {
                "field": row.field,
                "said": list(row.said),
                "result": row.result,
                "differs": row.differs,
            }
            for row in table
        ],
        "change": change,
        "dry_run": dry_run,
    }
