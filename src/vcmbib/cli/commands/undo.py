"""`vcmbib undo`: undo a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.display.plurals import counted
from vcmbib.errors import NoSuchThing, NothingToUndo, UndoNeedsYes
from vcmbib.model.plan import Plan, Undo
from vcmbib.store.undo import UndoneItem

if TYPE_CHECKING:
    from vcmbib.cli.file_output.written_files import WrittenFile
    from vcmbib.store.journal import LogEntry
    from vcmbib.store.library import Library

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class _UndoneChange:
    """The change to undo, its age in seconds, and the number of papers that it touched."""

    entry: LogEntry
    age: float
    papers: int

    def __str__(self) -> str:
        """The change in words: number, age, command and papers."""
        papers = counted(self.papers, "paper")
        return f"change {self.entry.id} ({_age(self.age)}): {self.entry.command}, {papers}"


def run(
    context: typer.Context,
    change: Annotated[
        int | None,
        typer.Argument(
            min=0,
            max=2**62,
            metavar="[ID]",
            help="The number of a change, from vcmbib log. Default: the last.",
            autocompletion=options.complete_change,
        ),
    ] = None,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Undo the last change, or a given one.

    It lists what it restores. A last change that is older than a day needs an answer on a terminal,
    else --yes. Files that commands wrote (export, tex, dump) are not part of undo. An undo is
    itself a change: undo it by its number to have the first one again.
    """
    app: App = context.obj
    with app.read_library() as library:
        undone = _change(library, change)
        files = _files_of_last_command(app, library)
    if not json:
        output.message(f"{'would undo' if dry_run else 'undoing'} {undone}")
        for file in files:
            output.message(f"{file.path} is unchanged: undo does not restore files")
    if change is None and not yes and not dry_run and abs(undone.age) > _DAY:
        _confirm(undone)
    with app.write_or_copy_library(dry_run) as library:
        if _entry(library, undone.entry.id) != undone.entry:
            raise NothingToUndo(f"another command has changed the log of change {undone.entry.id}")
        applied = app.apply(library, Plan.of([Undo(undone.entry.id)]))
        effect = library.undone_items(applied)
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "undone": undone.entry.id,
                "made": undone.entry.made,
                "command": undone.entry.command,
                "papers": undone.papers,
                "files": [file.path for file in files],
                "change": None if dry_run else applied.change,
                "dry_run": dry_run,
                "restored": [
                    {"what": r.effect, "key": r.key, "title": r.title, "fields": list(r.fields)}
                    for r in effect
                ],
            }
        )
        return
    if not dry_run:
        output.message(f"undid change {undone.entry.id}")
    if terminal.on_terminal():
        _draw(effect, dry_run=dry_run)
        return
    for line in effect:
        output.row(_cells(line))


def _change(library: Library, number: int | None) -> _UndoneChange:
    """The change to undo. Raises NothingToUndo or NoSuchThing."""
    from vcmbib.store.library import utc_now

    entry = _entry(library, library.last_change() if number is None else number)
    try:
        made, now = (datetime.fromisoformat(text) for text in (entry.made, utc_now()))
        age = (now - made).total_seconds()
    except (ValueError, TypeError):  # no time, or one without a zone
        age = float("inf")
    return _UndoneChange(entry, age, library.papers_of_change(entry.id))


def _entry(library: Library, number: int) -> LogEntry:
    """The change with this number. Raises NoSuchThing."""
    for entry in library.log():
        if entry.id == number:
            return entry
    raise NoSuchThing("change", str(number))


def _files_of_last_command(app: App, library: Library) -> list[WrittenFile]:
    """The files that the last command wrote, if it came after all changes."""
    from vcmbib.cli.file_output.written_files import last_written

    return last_written(app.path, library.last_change_number())


def _confirm(undone: _UndoneChange) -> None:
    """Ask the user. Raises UndoNeedsYes without a terminal, and Abort for a no."""
    if not terminal.can_ask():
        raise UndoNeedsYes(undone.entry.id)
    if not question.confirm("Undo it?"):
        raise typer.Abort


def _age(seconds: float) -> str:
    """An age in words."""
    if seconds == float("inf"):
        return "time unknown"
    if seconds < 0:
        return "dated in the future"
    for unit, length in (("day", _DAY), ("hour", 3600), ("minute", 60)):
        number = int(seconds // length)
        if number:
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def _cells(item: UndoneItem) -> list[str]:
    """What was undone, the key, the title and the fields, if any."""
    return [item.effect, item.key, item.title, *([", ".join(item.fields)] if item.fields else [])]


_WOULD = {"restored": "would restore", "taken away": "would remove", "set back": "would set back"}


def _draw(items: Sequence[UndoneItem], *, dry_run: bool) -> None:
    """Show what was undone, or would be, on a terminal."""
    from vcmbib.cli.display.items import draw_items
    from vcmbib.cli.display.labels import field_label
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import Cell, Span, cell

    lines: list[tuple[int, Cell]] = []
    for item in items:
        effect = _WOULD.get(item.effect, f"would: {item.effect}") if dry_run else item.effect
        head = (Span(f"{effect}  "), Span(item.key, TextStyle.KEY), Span(f"  {item.title}"))
        lines.append((0, head))
        if item.fields:
            names = dict.fromkeys(map(field_label, item.fields))
            lines.append((1, cell(", ".join(names), TextStyle.LABEL)))
    output.painted(draw_items(lines, output.look()))
    categories = sum(item.fields == ("category",) for item in items)
    output.total(len(items) - categories, "paper")
    output.total(categories, "category")
