"""`vcmbib load`: restore a library from the text that `vcmbib dump` wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, terminal, text_files
from vcmbib.cli.context import App
from vcmbib.cli.display.labels import field_label
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.file_input.input_file import parse_size
from vcmbib.cli.parallel import without_garbage_collection
from vcmbib.errors import NotUnderstood, Usage
from vcmbib.logic.library_diff import plan_changes
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.jsonl import encode
from vcmbib.model.dump.reader import read_dump
from vcmbib.model.dump.values import FORMAT, Dump
from vcmbib.model.plan import Plan, Remove, Restore, SetAttachments

if TYPE_CHECKING:
    from vcmbib.model.dump.jsonl import Object
    from vcmbib.model.merge_conflicts import MergeConflict


def run(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A file that dump wrote. With -, read standard input."),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the content of the library by the file.")
    ] = False,
    join: Annotated[
        bool, typer.Option("--merge", help="Add the papers of the file to the library.")
    ] = False,
    max_size: options.MaxSize = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Restore a library from what dump wrote.

    Into an empty library, or with --replace or --merge.

    It is one change: `vcmbib undo` brings back what was there. Lines that cannot be read are all
    named, and nothing is written then.
    """
    app: App = context.obj
    if replace and join:
        raise Usage("--replace and --merge exclude each other", "use one of them")
    wanted = _read(file, parse_size(max_size))
    conflicts: Sequence[MergeConflict] = ()
    with without_garbage_collection(), app.plan_library(dry_run) as library:
        now = library.read_dump()
        if (now.papers or now.categories) and not (replace or join):
            raise Usage(
                f"{app.path} is not empty: it has {counted(len(now.papers), 'paper')}",
                "load --replace replaces them, load --merge keeps both; "
                "or load into a new library: --db FILE",
            )
        if join:
            merged = merge_libraries(Dump(), now, wanted)
            wanted, conflicts = merged.dump, merged.conflicts
        plan = plan_changes(now, wanted)
        change = None if dry_run else app.apply(library, plan).change
    _show(plan, wanted, conflicts, change, dry_run=dry_run, as_json=json)


@without_garbage_collection()
def _read(name: str, most: int) -> Dump:
    """Read a dump. Raises NotUnderstood, after a message for each wrong line."""
    found = read_dump(text_files.read_text(name, most=most))
    if found.newer:
        raise NotUnderstood(
            f"{name} is a dump of format {found.newer}; this program knows formats up to {FORMAT}",
            "update the program: git pull, then pip install . in the clone of vcmbib",
        )
    if found.faults:
        for fault in found.faults[1:]:
            where = f"{name}:{fault.line}" if fault.line else name
            output.message(f"{where}: {fault.reason}")
        first = found.faults[0]
        count = len(found.faults)
        more = f" (and {count - 1} more)" if count > 1 else ""
        where = f"{name}:{first.line}" if first.line else name
        raise NotUnderstood(
            f"{where}: {first.reason}{more}",
            "nothing was written; correct the file, or write it again: vcmbib dump",
        )
    return found.dump


def _show(
    plan: Plan,
    wanted: Dump,
    conflicts: Sequence[MergeConflict],
    change: int | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print how many papers were added, changed and removed."""
    count = Counter(type(a) for a in plan.actions)
    counts = {"added": count[Restore], "changed": count[SetAttachments], "removed": count[Remove]}
    if as_json:
        described: Object = {"vcmbib": 1, "papers": len(wanted.papers), **counts}
        described |= {
            "conflicts": [c.to_json() for c in conflicts],
            "change": change,
            "dry_run": dry_run,
        }
        output.out(encode(described))
        return
    for conflict in conflicts:
        field = field_label(conflict.field) if terminal.draws_messages() else conflict.field
        output.message_row((conflict.key, f"{field}: {conflict.why}"))
    parts = ", ".join(f"{outcome} {number}" for outcome, number in counts.items() if number)
    number = output.number_of(len(wanted.papers), "paper")
    output.sentence(f"{number}: {parts or 'no change'}")
    if dry_run:
        output.message("dry run: nothing was written")
    elif plan.actions and terminal.on_terminal():
        output.hint("to undo it: vcmbib undo")
