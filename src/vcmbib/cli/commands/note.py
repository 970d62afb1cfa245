"""`vcmbib note`: show, add and remove notes on a paper."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.context import App
from vcmbib.errors import BadValue, NoSuchThing, Usage
from vcmbib.logic.edit.parse_values import clean_text
from vcmbib.model.paper import Paper


def run(
    context: typer.Context,
    key: options.Key,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="The note; - reads it from standard input."),
    ] = None,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="N", help="Remove the note with this number.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all notes.")] = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Add a note to a paper; with KEY alone, show its notes, numbered."""
    app: App = context.obj
    asked = (text is not None and text != []) + (remove is not None) + clear
    if asked > 1:
        raise Usage("a new text, --remove and --clear do not go together", "one at a time")
    if not asked:
        with app.read_library() as library:
            _show(library.paper(key), json)
        return
    added = _read(text) if text else None
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        paper = library.paper(key)
        after = edit_commands.with_notes(paper, _notes(paper, added, remove))
        done = edit_commands.carry_out(app, library, [(paper, after)], "note", dry_run=dry_run)
    edit_commands.show(done, json, "nothing to change: " + ("it is noted" if added else "no notes"))


def _read(words: list[str]) -> str:
    """The text of a note; `-` is standard input. Raises BadValue if it is empty."""
    text = clean_text(output.read_input() if words == ["-"] else " ".join(words))
    if not text:
        raise BadValue("note", text, "some text; remove notes with --remove N or --clear")
    return text


def _notes(paper: Paper, added: str | None, remove: int | None) -> tuple[str, ...]:
    """The notes after adding one, removing one (by number, from 1), or removing all."""
    if added is not None:
        return (*paper.notes, added)
    if remove is None:
        return ()
    if not 1 <= remove <= len(paper.notes):
        raise NoSuchThing("note", str(remove))
    return (*paper.notes[: remove - 1], *paper.notes[remove:])


def _show(paper: Paper, as_json: bool) -> None:
    if as_json:
        edit_commands.show(edit_commands.untouched([paper]), as_json, "")
        return
    if not paper.notes:
        output.message(f"no notes on {paper.key}")
    for number, note in enumerate(paper.notes, 1):
        if terminal.on_terminal():
            output.lines(f"{number}\t{note}")
        else:
            output.row((str(number), note))
