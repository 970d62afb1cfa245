"""`vcmbib edit`: the fields of a paper, in an editor or one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.editor import EditorFile
from vcmbib.errors import BadForm, ChangedMeanwhile, Usage
from vcmbib.logic.edit.form import from_form, to_form
from vcmbib.logic.edit.set_fields import EditedPaper, Vocabulary, edit_paper
from vcmbib.model.paper import Paper


def complete_setting(incomplete: str) -> list[str]:
    """The fields, each with its equals sign."""
    from vcmbib.logic.edit.set_fields import FIELD_NAMES

    return [f"{n}=" for n in FIELD_NAMES if n.startswith(incomplete)]


def run(
    context: typer.Context,
    key: options.Key,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Set a field; FIELD= deletes its value. Repeat for more fields.",
            autocompletion=complete_setting,
        ),
    ] = None,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Change the fields of a paper, in your editor or with --set.

    The editor is $VISUAL or $EDITOR, else vi.

    Fields: key title authors editors type year month venue award volume number pages publisher
    model topics tags categories note notes abstract url identifiers, an identifier by its scheme
    (doi, arxiv, …) and extra.NAME for other BibTeX fields. authors takes "A B and C D and others";
    a type that is not set follows a venue that is.
    """
    app: App = context.obj
    edit_commands.must_exist(app)
    if settings is None or not settings:
        _in_editor(app, key, dry_run=dry_run, as_json=json)
        return
    pairs = [_setting(s) for s in settings]

    def change(paper: Paper, vocabulary: Vocabulary) -> EditedPaper:
        return edit_paper(paper, pairs, vocabulary)

    _apply(app, key, None, change, dry_run=dry_run, as_json=json)


def _setting(said: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    name = name.strip()
    if not equals or not name:
        raise Usage(f"--set: {said!r} has no '='", "write --set FIELD=VALUE")
    name = name if name.startswith("extra.") else name.lower()
    return ("honour" if name == "award" else name), value


def _in_editor(app: App, key: str, *, dry_run: bool, as_json: bool) -> None:
    """The library is not locked meanwhile; what another command changes is not overwritten."""
    with app.read_library() as library:
        paper = library.paper(key)
        vocabulary = edit_commands.vocabulary_of(library)
    form = to_form(paper)
    draft = EditorFile(paper.key, form)
    with draft.keep_on_failure():
        text = _read(draft, paper, vocabulary)
        _apply(
            app,
            paper.key,
            paper,
            lambda p, now: from_form(text, p, now),
            dry_run=dry_run,
            as_json=as_json,
        )


def _read(draft: EditorFile, paper: Paper, vocabulary: Vocabulary) -> str:
    """The text that a person leaves; where it cannot be read, a person may go on editing."""
    while True:
        text = draft.edit()
        try:
            from_form(text, paper, vocabulary)
        except BadForm as error:
            if not terminal.can_ask():
                raise
            output.show_error(error)
            if not question.confirm("Edit again?", default=True):
                raise
        else:
            return text


def _apply(
    app: App,
    key: str,
    seen: Paper | None,
    change: Callable[[Paper, Vocabulary], EditedPaper],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Change the paper as it is now. Raises ChangedMeanwhile if it is not the one that was seen."""
    with app.plan_library(dry_run) as library:
        paper = library.paper(key)
        if seen is not None and paper != seen:
            raise ChangedMeanwhile(seen.key)
        edited = change(paper, edit_commands.vocabulary_of(library))
        if edited.paper.key != paper.key:
            edit_commands.check_key(library, paper, edited.paper.key)
        done = edit_commands.carry_out(
            app, library, [(paper, edited.paper)], "edit", dry_run=dry_run
        )
    for warning in edited.warnings:
        output.message(warning)
    edit_commands.show(done, as_json, f"no change: {paper.key} already has these values")
