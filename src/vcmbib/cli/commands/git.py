"""`vcmbib git`: a library in a git repository, with readable diffs and merges by field."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.command_line.hints import for_this_library
from vcmbib.cli.commands import git_conflicts
from vcmbib.cli.commands.git_setup import GitClone
from vcmbib.cli.context import App
from vcmbib.cli.display.labels import field_label
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.cli.edit_commands import check_key
from vcmbib.cli.parallel import without_garbage_collection
from vcmbib.errors import NoSuchPaper, NoSuchThing, Usage, VcmbibError, shell_path
from vcmbib.logic.library_diff import plan_changes
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.jsonl import encode
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.plan import Action, Change, Plan
from vcmbib.store.library import Library

USUAL_MARKER = 7
"""The usual size of a conflict marker. git passes a larger one when it merges the ancestors of a
criss-cross merge (gitattributes(5), conflict-marker-size).
"""


class GitAction(StrEnum):
    """The actions of `vcmbib git`."""

    INSTALL = "install"
    UNINSTALL = "uninstall"
    STATUS = "status"
    MERGE = "merge"
    CONFLICTS = "conflicts"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class _Decision:
    """How to resolve conflicts: take a side (`ours` or `theirs`), or set a value."""

    side: str | None
    value: str | None
    every: bool


def run(
    context: typer.Context,
    job: Annotated[
        GitAction,
        typer.Argument(
            help="install, uninstall, status, conflicts, resolve or merge. Git itself runs merge."
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            help="For resolve: KEY [FIELD]. For merge: BASE OURS THEIRS [PATH].",
        ),
    ] = None,
    ours: Annotated[
        bool, typer.Option("--ours", help="For resolve: use the value of our side.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="For resolve: use the value of their side.")
    ] = False,
    value: Annotated[
        str | None, typer.Option("--value", metavar="TEXT", help="For resolve: use this value.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="For resolve: every conflict.")] = False,
    marker_size: Annotated[
        int,
        typer.Option(
            "--marker-size", metavar="N", help="For merge: the number that git passes as %L."
        ),
    ] = USUAL_MARKER,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Keep the library in git, and merge it paper by paper.

    `vcmbib git install` sets up a clone, so that git shows and merges papers.

    After a merge, `conflicts` lists what both sides changed differently (our value is kept),
    `resolve` decides it. See `vcmbib help git`.
    """
    app: App = context.obj
    given = words or []
    match job:
        case GitAction.MERGE:
            _merge(app, given, marker_size, as_json=json)
        case GitAction.CONFLICTS:
            _check_no_arguments(job, given)
            _conflicts(app, as_json=json)
        case GitAction.RESOLVE:
            side = _side(ours, theirs, value)
            _resolve(app, given, _Decision(side, value, every), dry_run=dry_run, as_json=json)
        case _:
            _check_no_arguments(job, given)
            _set_up(app, job, dry_run=dry_run, as_json=json)


def _check_no_arguments(job: GitAction, words: Sequence[str]) -> None:
    """Raise Usage if the action got arguments."""
    if words:
        raise Usage(f"git {job.value} takes no arguments: {words[0]}")


def _side(ours: bool, theirs: bool, value: str | None) -> str | None:
    """The chosen side; None for --value. Raises Usage unless exactly one is given."""
    if (ours, theirs, value is not None).count(True) != 1:
        raise Usage("no value is named", "use one of --ours, --theirs, --value TEXT")
    return "ours" if ours else "theirs" if theirs else None


# --- setting up ----------------------------------------------------------------------------------


def _set_up(app: App, job: GitAction, *, dry_run: bool, as_json: bool) -> None:
    """Install, uninstall or show the set-up of the clone."""
    library = app.path
    clone = GitClone(library)
    if job is GitAction.STATUS or dry_run:
        missing = clone.missing()
        conflicts = _pending_conflicts(app).conflicts
        if as_json:
            output.out(encode({"vcmbib": 1, "missing": [*missing], "conflicts": len(conflicts)}))
        else:
            for sentence in missing:
                output.sentence(sentence)
            if not missing:
                output.sentence(f"git shows and merges {library.name} with vcmbib")
            if conflicts:
                decide = for_this_library("vcmbib git conflicts")
                number = output.number_of(len(conflicts), "conflict")
                output.sentence(f"{number} to resolve: {decide}")
        if missing and not dry_run:
            raise typer.Exit(1)
        return
    done = clone.install() if job is GitAction.INSTALL else clone.uninstall()
    if as_json:
        output.out(encode({"vcmbib": 1, "changed": [*done]}))
        return
    for sentence in done:
        output.sentence(sentence)
    if not done:
        output.message("no change")
    elif job is GitAction.INSTALL:
        output.hint(f"now commit {clone.attributes.name}; run this once in each other "
                    "clone: vcmbib git install")  # fmt: skip


# --- merging -------------------------------------------------------------------------------------


@without_garbage_collection()
def _merge(app: App, words: Sequence[str], marker_size: int, *, as_json: bool) -> None:
    """The merge driver that git calls: writes the result into OURS, exits with 1 on conflicts.

    If a library cannot be read, it raises an error with a higher status and writes nothing.
    """
    if len(words) not in (3, 4):
        raise Usage(
            "merge needs BASE OURS THEIRS [PATH]",
            "git runs this command itself; set it up: vcmbib git install",
        )
    base, ours, theirs = map(Path, words[:3])
    name = words[3] if len(words) == 4 else words[1]
    with app.open_any_version(base) as library:
        base_dump = library.read_dump()
    with app.open_any_version(theirs) as library:
        their_dump = library.read_dump()
    inner = marker_size > USUAL_MARKER
    with Library.writing(ours) as library, library.locked():
        our_dump = library.read_dump()
        merged = merge_libraries(base_dump, our_dump, their_dump)
        plan = plan_changes(our_dump, merged.dump)
        change = library.apply(plan, f"vcmbib git merge {shlex.quote(name)}").change
        made = library.log()[0].made if change is not None else ""
        conflicts = () if inner else merged.conflicts
        if not inner and (conflicts or len(words) == 4):
            # Within the transaction: a list that cannot be written ends the merge.
            git_conflicts.write_conflicts(
                Path(name), git_conflicts.PendingConflicts(conflicts, change, made)
            )
    if as_json:
        conflict_objects = [c.to_json() for c in conflicts]
        output.out(encode({"vcmbib": 1, "conflicts": [*conflict_objects], "change": change}))
    elif conflicts:
        _report_conflicts(name, conflicts)
    if conflicts:
        raise typer.Exit(1)


def _report_conflicts(name: str, conflicts: Sequence[MergeConflict]) -> None:
    """Print the first conflicts, their number and how to resolve them."""
    for conflict in conflicts[:20]:
        cells = (_conflict_labels if terminal.draws_messages() else _conflict_cells)(conflict)
        output.message("  ".join(map(output.plain, cells)))
    if len(conflicts) > 20:
        output.message(f"… and {len(conflicts) - 20} more")
    output.hint(
        f"{counted(len(conflicts), 'conflict')} in {name}; the values of our side were kept. "
        "To see the conflicts: vcmbib git conflicts"
    )
    output.hint("to resolve one: vcmbib git resolve KEY FIELD --ours|--theirs; "
                f"then: git add {shell_path(name)}")  # fmt: skip


# --- conflicts -----------------------------------------------------------------------------------


def _conflict_cells(conflict: MergeConflict) -> tuple[str, ...]:
    """A conflict as cells: key, field, both values and the reason."""
    return (
        conflict.key, conflict.field, f"ours: {git_conflicts.value_text(conflict.ours)}",
        f"theirs: {git_conflicts.value_text(conflict.theirs)}", conflict.why,
    )  # fmt: skip


def _conflict_labels(conflict: MergeConflict) -> tuple[str, ...]:
    """A conflict as cells for people: key, field, both values and the reason."""
    _, _, *rest = _conflict_cells(conflict)
    return (conflict.key, field_label(conflict.field), *rest)


def _pending_conflicts(app: App) -> git_conflicts.PendingConflicts:
    """The pending conflicts; none if the merge that left them is no longer in the library."""
    pending = git_conflicts.read_conflicts(app.path)
    if pending.conflicts:
        with app.open_any_version(app.path) as library:
            if not pending.still_applies(library.log()):
                output.message(
                    "the merge with these conflicts was undone; the conflicts are no longer open"
                )
                return git_conflicts.PendingConflicts()
    return pending


def _conflicts(app: App, *, as_json: bool) -> None:
    found = _pending_conflicts(app).conflicts
    if as_json:
        output.out(encode({"vcmbib": 1, "conflicts": [c.to_json() for c in found]}))
    elif terminal.on_terminal():
        columns = (
            Column("key", Fit.NAME, TextStyle.KEY),
            Column("field", Fit.NAME),
            Column("ours"),
            Column("theirs"),
            Column("why"),
        )
        rows = [
            (c.key, field_label(c.field), git_conflicts.value_text(c.ours),
             git_conflicts.value_text(c.theirs), c.why)
            for c in found
        ]  # fmt: skip
        output.table(columns, rows, "conflict")
    else:
        for conflict in found:
            output.row(_conflict_cells(conflict))
    if not found:
        output.message("no conflicts")


def _resolve(
    app: App, words: Sequence[str], decision: _Decision, *, dry_run: bool, as_json: bool
) -> None:
    """Resolve the conflicts that the arguments name, and keep the others in the file."""
    found = _pending_conflicts(app)
    chosen = _chosen(found.conflicts, words, decision)
    with app.write_or_copy_library(dry_run) as library:
        changes, refused = _decide(app, library, chosen, decision)
        chosen = [c for c in chosen if c not in refused]
        unresolved = tuple(c for c in found.conflicts if c not in chosen)
    if not dry_run:
        git_conflicts.write_conflicts(app.path, replace(found, conflicts=unresolved))
    if as_json:
        change_numbers: list[int] = [c for c in changes if c is not None]
        output.out(
            encode({"vcmbib": 1, "decided": [c.to_json() for c in chosen], "left": len(unresolved),
                    "changes": [] if dry_run else [*change_numbers], "dry_run": dry_run})
        )  # fmt: skip
        return
    rows = []
    for conflict in chosen:
        value = decision.value
        if value is None:
            value = git_conflicts.value_text(
                conflict.ours if decision.side == "ours" else conflict.theirs
            )
        rows.append((conflict.key, conflict.field, value))
    if terminal.on_terminal():
        rows = [(key, field_label(field), value) for key, field, value in rows]
    columns = (Column("key", Fit.NAME, TextStyle.KEY), Column("field", Fit.NAME), Column("value"))
    output.table(columns, rows)
    if dry_run:
        output.message("dry run: nothing was written")
    else:
        after = (
            f"{counted(len(unresolved), 'conflict')} left"
            if unresolved
            else f"all conflicts are resolved; next: git add {shell_path(app.path.name)}"
        )
        output.message(after)


def _chosen(
    found: Sequence[MergeConflict], words: Sequence[str], decision: _Decision
) -> list[MergeConflict]:
    """The conflicts that the arguments name. Raises Usage, or NoSuchThing if there is none."""
    if decision.every == bool(words) or len(words) > 2:
        raise Usage("no conflict is named", "vcmbib git resolve KEY [FIELD], or --all")
    chosen = [c for c in found if not words or [c.key, c.field][: len(words)] == list(words)]
    if not chosen and words:
        raise NoSuchThing("conflict", " ".join(words), sorted({c.key for c in found})[:3])
    if decision.value is not None and len(chosen) != 1:
        raise Usage("--value resolves one conflict", "name its KEY and FIELD")
    return chosen


def _decide(
    app: App, library: Library, chosen: Sequence[MergeConflict], decision: _Decision
) -> tuple[list[int | None], list[MergeConflict]]:
    """Resolve conflicts; returns (changes, conflicts that failed). --all goes on after errors."""
    changes: list[int | None] = []
    refused: list[MergeConflict] = []
    for conflict in chosen:
        try:
            changes.append(_carry_out(app, library, conflict, decision))
        except VcmbibError as error:
            if not decision.every:
                raise
            output.message(f"{conflict.key} {conflict.field} was not resolved: {error}")
            refused.append(conflict)
    return changes, refused


def _carry_out(
    app: App, library: Library, conflict: MergeConflict, decision: _Decision
) -> int | None:
    """Resolve one conflict; returns the change, or None if our value is the chosen one."""
    actions: Sequence[Action]
    if conflict.key.startswith("category:"):
        actions = git_conflicts.category_decision_actions(
            conflict, library.categories(), decision.side, decision.value
        )
    else:
        try:
            paper = library.paper(conflict.key)
        except NoSuchPaper:
            output.message(f"{conflict.key} was removed: nothing to resolve")
            return None
        actions = git_conflicts.decision_actions(conflict, paper, decision.side, decision.value)
        for action in actions:
            if isinstance(action, Change) and action.after.key != paper.key:
                check_key(library, paper, action.after.key)
    return app.apply(library, Plan.of(actions)).change
