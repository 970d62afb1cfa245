"""`vcmbib merge`: merge papers of one work."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import edit_commands, options, output, terminal
from vcmbib.cli.command_line.words import expand_keys, named_papers
from vcmbib.cli.context import App
from vcmbib.cli.dialog import question
from vcmbib.cli.display.card import shortened
from vcmbib.cli.display.labels import field_label
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import Usage
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import compare
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.merge.papers import MergeRow, PaperWithRecords, rows, unite
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Action, Change, MoveAttachments, Plan, Remove

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json
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
        list[str] | None,
        typer.Argument(
            metavar="OTHER...",
            help="The papers to merge into KEEP. With -, read citation keys from standard input.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Merge papers that are one work into one.

    A table of the fields comes first. KEEP stays, with all that is known of the others.

    The fuller and better-sourced value is kept; categories, tags, notes, links and identifiers are
    united; the other keys become old keys of KEEP. `vcmbib undo` undoes the merge.
    """
    app: App = context.obj
    edit_commands.must_exist(app)
    with app.read_library() as library:
        kept, *merged = _kept_and_merged(library, [keep, *(others or ())])
        after = merged_paper(library, kept, merged)
        doubts = _doubts(library, kept, merged)
    table = rows(kept, merged, after)
    if not json:
        show_table(table, kept, merged)
    for text in doubts:
        output.message(text)
    if not dry_run and not yes:
        if terminal.can_ask():
            if not _confirm(kept, merged):
                output.message("nothing was merged")
                return
        elif doubts:
            raise Usage(
                "these look like different works",
                "if they are the same work, merge them with --yes",
            )
    change = None
    if not dry_run:
        with app.plan_library(dry_run) as library:
            kept = library.paper(kept.key)
            merged = [library.paper(p.key) for p in merged]
            after = merged_paper(library, kept, merged)
            change = app.apply(library, Plan.of(merge_actions(kept, merged, after))).change
    done = edit_commands.EditResult((after,), (), change, dry_run)
    if json:
        output.out_json(_object(after, merged, table, change, dry_run))
    else:
        edit_commands.hint(done)


def _kept_and_merged(library: Library, keys: Sequence[str]) -> list[Paper]:
    """The paper to keep, and the papers to merge into it.

    Raises Usage if there is only one paper, or if the first one is named twice.
    """
    words = expand_keys(keys)
    papers = named_papers(library, words)
    if len(words) < 2:
        raise Usage("no OTHER paper was named", "vcmbib merge KEEP OTHER…")
    for word in words[1:]:
        if library.paper(word).id == papers[0].id:
            raise Usage(f"{word} is {papers[0].key} itself", "name another paper")
    return papers


def _doubts(library: Library, kept: Paper, merged: Sequence[Paper]) -> list[str]:
    """Reasons against the merge: papers marked as different, or evidence that they differ."""
    marked_different = library.pairs_marked_different()
    found = []
    for a, b in combinations((kept, *merged), 2):
        if (min(a.id, b.id), max(a.id, b.id)) in marked_different:
            found.append(f"{a.key} and {b.key} are marked as different")
            continue
        match = compare(prepare(a), prepare(b))
        if match.verdict in (Verdict.DIFFERENT, Verdict.SHARED):
            against = [e.finding for e in match.evidence if e.weight < 0] or [str(match)]
            found.append(f"{a.key} and {b.key} look different: {', '.join(against)}")
    return found


def merged_paper(library: Library, kept: Paper, merged: Sequence[Paper]) -> Paper:
    """The kept paper with the values of all papers."""
    return unite(_work(library, kept), [_work(library, p) for p in merged])


def _work(library: Library, paper: Paper) -> PaperWithRecords:
    """A paper with all its records."""
    return PaperWithRecords(paper, tuple(record for record, _ in library.records(paper)))


def merge_actions(kept: Paper, merged: Sequence[Paper], after: Paper) -> list[Action]:
    """The actions of one merge: `kept` becomes `after`, the papers in `gone` are removed."""
    return [
        *(MoveAttachments(kept, other) for other in merged),
        *(Remove(other) for other in merged),
        Change(kept, after),
    ]


_LONGEST = 160  # characters of a value on the screen


def show_table(table: Sequence[MergeRow], kept: Paper, merged: Sequence[Paper]) -> None:
    """Print the fields of all papers side by side, the result last. `*` marks different values."""
    cells = [
        ("*" if row.differs else "", row.field, *(s or "" for s in row.said), row.result or "")
        for row in table
    ]
    if not terminal.on_terminal():
        for row in cells:
            output.row(row)
        return
    columns = (
        Column("", Fit.NAME),
        Column("field", Fit.NAME),
        *(Column(p.key) for p in (kept, *merged)),
        Column("result"),
    )
    rows = [
        (mark, field_label(field), *(shortened(value, _LONGEST) for value in values))
        for mark, field, *values in cells
    ]
    output.table(columns, rows)
    if any(row.differs for row in table):
        output.out("* the values differ")


def _confirm(kept: Paper, merged: Sequence[Paper]) -> bool:
    names = ", ".join(p.key for p in merged)
    return question.confirm(f"Merge {names} into {kept.key}?")


def _object(
    after: Paper,
    merged: Sequence[Paper],
    table: Sequence[MergeRow],
    change: int | None,
    dry_run: bool,
) -> Json:
    from vcmbib.formats.paper_json import paper_object

    return {
        "vcmbib": 1,
        "papers": [dict(paper_object(after))],
        "merged": [p.key for p in merged],
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
