"""`vcmbib note`: show, add and remove notes on a paper."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.command_line.words import STANDARD_INPUT, is_paper, named_papers, refuse_papers
from vcmbib.cli.context import App
from vcmbib.errors import BadValue, NoSuchThing, Usage, arguments
from vcmbib.logic.edit.parse_values import clean_text
from vcmbib.model.paper import Paper

if TYPE_CHECKING:
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A citation key or identifier. With -, read keys from standard input.",
            autocompletion=options.complete_key,
        ),
    ],
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="The note. With -, read it from standard input."),
    ] = None,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="N", help="Remove the note with this number.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove all notes.")] = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Show, add and remove your notes on a paper.

    With KEY and TEXT: add a note. With KEY alone: show the notes, numbered.

    The same note on several papers: vcmbib search WORDS --keys | vcmbib note - TEXT.
    """
    app: App = context.obj
    asked = (text is not None and text != []) + (remove is not None) + clear
    if asked > 1:
        raise Usage("a text, --remove and --clear exclude each other", "use one of them")
    if not asked:
        with app.read_library() as library:
            _show(named_papers(library, [key]), json)
        return
    if key == STANDARD_INPUT and text == [STANDARD_INPUT]:
        raise Usage(
            "standard input is either the keys or the note", "write one of them as an argument"
        )
    added = _read(text) if text else None
    edit_commands.must_exist(app)
    with app.plan_library(dry_run) as library:
        _refuse_keys_as_note(library, key, text or [])
        papers = named_papers(library, [key])
        pairs = [(p, edit_commands.with_notes(p, _notes(p, added, remove))) for p in papers]
        done = edit_commands.carry_out(app, library, pairs, "note", dry_run=dry_run)
    edit_commands.show(done, json, "nothing to change: " + ("it is noted" if added else "no notes"))


def _read(words: list[str]) -> str:
    """The text of a note; `-` is standard input. Raises BadValue if it is empty."""
    text = clean_text(output.read_input() if words == ["-"] else " ".join(words))
    if not text:
        raise BadValue("note", text, "some text; to remove notes: --remove N or --clear")
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


def _refuse_keys_as_note(library: Library, key: str, words: list[str]) -> None:
    """Raise WordIsPaper if the note begins with a paper, or has one next to a quoted sentence.

    A name within a sentence is part of the note.
    """
    papers = [w for w in words if is_paper(library, w)]
    has_sentence = any(len(w.split()) > 1 for w in words)
    if not papers or not (has_sentence or words[0] == papers[0]):
        return
    rest = [w for w in words if w not in papers]
    lines = shlex.join(["printf", "%s\\n", *(w for w in (key, *papers) if w != STANDARD_INPUT)])
    several = f"for several papers: {lines} | vcmbib note - {shlex.join(rest) or 'TEXT'}"
    quoted = shlex.quote(" ".join(words))
    alone = f"to write these words as a note: echo {quoted} | vcmbib note {arguments(key)} -"
    hint = several if rest or key == STANDARD_INPUT else f"{several}; {alone}"
    refuse_papers(library, "a note", papers, lambda _: hint)


def _show(papers: list[Paper], as_json: bool) -> None:
    if as_json:
        edit_commands.show(edit_commands.untouched(papers), as_json, "")
        return
    several = len(papers) > 1
    rows: list[tuple[str, ...]] = []
    for paper in papers:
        if not paper.notes:
            output.message(f"{paper.key} has no notes")
        rows += [(paper.key, str(number), note) for number, note in enumerate(paper.notes, 1)]
    if terminal.on_terminal():
        _draw(rows, several)
        return
    for row in rows:
        output.row(row if several else row[1:])


def _draw(rows: list[tuple[str, ...]], several: bool) -> None:
    """Show notes on a terminal, with their line ends."""
    from vcmbib.cli.display.items import draw_items
    from vcmbib.cli.display.spans import cell

    lines = []
    for key, number, note in rows:
        first, *rest = note.splitlines() or [""]
        lines.append((0, cell(f"{key}  {number}  {first}" if several else f"{number}  {first}")))
        lines += [(1, cell(line)) for line in rest]
    output.painted(draw_items(lines, output.look()))
    output.total(len(rows), "note")
