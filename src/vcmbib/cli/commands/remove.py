"""`vcmbib remove`: remove papers from the library."""

from __future__ import annotations

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.command_line.words import named_papers
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import ChangedMeanwhile, Usage
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Plan, Remove


def run(
    context: typer.Context,
    keys: options.Keys,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Delete papers, with their tags, notes and links. Asks first.

    `vcmbib undo` brings them back.
    """
    app: App = context.obj
    with app.read_library() as library:
        papers = named_papers(library, keys)
    change = None
    if not dry_run:
        if not yes and not _confirm(papers):
            output.message("nothing was removed")
            return
        with app.plan_library(dry_run) as library:
            current = {p.id: p for p in library.papers([p.id for p in papers])}
            for paper in papers:
                if current.get(paper.id) != paper:
                    raise ChangedMeanwhile(paper.key)
            change = app.apply(library, Plan.of([Remove(p) for p in papers])).change
    done = edit_commands.EditResult(tuple(papers), (), change, dry_run)
    if json:
        edit_commands.show(done, json, "")
        return
    columns = (Column("key", Fit.NAME, TextStyle.KEY), Column("title"))
    output.table(columns, [(p.key, p.title) for p in papers])
    if terminal.on_terminal():
        number = counted(len(papers), "paper")
        output.out(f"{number} {'would be removed' if dry_run else 'removed'}")
    edit_commands.hint(done)


def _confirm(papers: list[Paper]) -> bool:
    """Ask the user. Raises Usage without a terminal."""
    if not terminal.can_ask():
        raise Usage(
            "cannot ask: standard input is not a terminal", "to remove without a question: --yes"
        )
    for paper in papers[:20]:
        output.message_row((paper.key, paper.title))
    if len(papers) > 20:
        output.message(f"… and {len(papers) - 20} more")
    what = "this paper" if len(papers) == 1 else f"these {len(papers)} papers"
    return question.confirm(f"Remove {what}?")
