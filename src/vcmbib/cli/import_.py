"""`vcmbib import`: read files of papers; every item read is accounted for."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import files, ledger, options, output
from vcmbib.cli.context import App
from vcmbib.errors import ImportIncomplete, Usage
from vcmbib.formats import READERS, format_of, load_reader
from vcmbib.logic.planning import OnDuplicate, plan_import

if TYPE_CHECKING:
    from vcmbib.model.paper import Problem, Reading
    from vcmbib.store.library import Applied


def run(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Markdown lists or .bib files; - is standard input."
        ),
    ],
    format: Annotated[  # noqa: A002  # the option's name
        str | None,
        typer.Option(
            "--format", metavar="|".join(READERS), help="The format, if the name is silent."
        ),
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option(
            "--on-duplicate",
            help="A work that is there already: fill what it lacks, add it as a paper of its own, "
            "or skip it.",
        ),
    ] = OnDuplicate.FILL,
    failed: Annotated[
        str | None,
        typer.Option("--failed", metavar="FILE", help="Write what failed there, to be corrected."),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Read papers from files. Every item read ends as added, filled, same, skipped or failed.

    Reading the same file again changes nothing. If anything failed the exit status is 4, the rest
    is imported all the same, and --failed hands back what failed in a form that can be corrected
    and imported.
    """
    app: App = context.obj
    readings: list[tuple[str, Reading]] = []
    problems: dict[str, list[Problem]] = {}
    for name in names:
        text = files.read_text(name)
        kind = _known(format) if format is not None else format_of(name, text)
        reading = load_reader(kind).read(text, PurePath(name).name)
        readings.append((name, reading))
        problems.setdefault(kind, []).extend(reading.problems)
    if failed is not None and sum(1 for found in problems.values() if found) > 1:
        raise Usage("--failed takes the problems of one format", "import the files one by one")
    if failed is not None and failed in names:
        raise Usage("--failed would overwrite a file that is imported", "name another file")
    with app.planning(dry_run) as library:
        records = [r for _, reading in readings for r in reading.records]
        plan = plan_import(readings, library.known_for(records), on_duplicate)
        applied = None if dry_run else app.apply(library, plan)
    change = applied.change if applied else None
    if json:
        output.out_json(ledger.ledger_object(plan, change=change, dry_run=dry_run))
    else:
        ledger.show(plan, every_line=dry_run)
        _close(applied, dry_run)
    if failed is not None:
        _hand_back(failed, problems, dry_run)
    if plan.ledger.failed:
        raise ImportIncomplete(
            f"{plan.ledger.failed} of {plan.ledger.read} could not be understood",
            "" if failed else "have them written out with: --failed FILE",
        )


def _known(name: str) -> str:
    if name not in READERS:
        raise Usage(f"--format: {name!r} is not known", f"one of: {', '.join(READERS)}")
    return name


def _hand_back(failed: str, problems: dict[str, list[Problem]], dry_run: bool) -> None:
    for kind, found in problems.items():
        if found and not dry_run:
            files.write_text(failed, load_reader(kind).write_failed(found))
            output.tell(f"what failed stands in {failed}: correct it and import it")


def _close(applied: Applied | None, dry_run: bool) -> None:
    if dry_run:
        output.tell("nothing was written (--dry-run)")
    elif applied is None or applied.change is None:
        output.tell("nothing changed")
    elif output.can_ask():
        output.tell(f"change {applied.change}; take it back with: vcmbib undo")
