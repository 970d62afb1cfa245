"""`--on-duplicate ask`: ask the user whether a record and a paper are the same work."""

from __future__ import annotations

import typer

from vcmbib.cli import output, terminal
from vcmbib.errors import Usage
from vcmbib.logic.dedupe.decide import Match
from vcmbib.logic.importer.plan import OnDuplicate
from vcmbib.logic.merge.fill import FIELDS, agrees, claim, display, display_field
from vcmbib.model.paper import Paper, Record

_LONGEST = 160  # characters of a value on the screen


def check_can_ask(on_duplicate: OnDuplicate) -> None:
    """Raise Usage if the user must be asked and standard input is not a terminal."""
    if on_duplicate is OnDuplicate.ASK and not terminal.can_ask():
        raise Usage(
            "cannot ask: standard input is not a terminal", "use --on-duplicate fill, add or skip"
        )


def ask_if_same_work(record: Record, paper: Paper, match: Match) -> bool:
    """Show both side by side with the evidence, and ask whether they are one work.

    Raises typer.Abort if the user wants to stop.
    """
    from vcmbib.cli.dialog.question import Choice, ask
    from vcmbib.cli.dialog.verdicts import EXPLAINED, VERDICTS, evidence

    yes = Choice("y", "yes, the same", "the same work: complete the paper")
    no = Choice("n", "no, different", "a different work: add it as a separate paper")
    stop = Choice("q", "quit", "stop: nothing is written")
    where = f"line {record.line}: " if record.line else ""
    output.message("")
    output.message(f"{where}{VERDICTS[match.verdict]} as {paper.key}?")
    _show(record, paper)
    output.message(f"  {evidence(match)}")
    answer, _ = ask((yes, no, stop), no, asked="the same work?", notes=EXPLAINED)
    if answer == stop.letter:
        output.message("nothing was written")
        raise typer.Abort
    return answer == yes.letter


def _show(record: Record, paper: Paper) -> None:
    """Show the fields that the record states, next to those of the paper."""
    from vcmbib.cli.display.card import shortened
    from vcmbib.cli.display.labels import field_label
    from vcmbib.cli.display.table_layout import Column, Fit, draw, styled

    columns = (
        Column("", Fit.NAME),
        Column("field", Fit.NAME),
        Column("read now"),
        Column(paper.key),
    )
    rows = []
    for field in FIELDS:
        stated = claim(record, field)
        if stated in (None, "", ()):
            continue
        ours = display_field(paper, field) or ""
        mark = "*" if ours and not agrees(paper, field, record) else ""
        values = [shortened(v, _LONGEST) for v in (display(stated) or "", ours)]
        rows.append((mark, field_label(field.name), *values))
    if terminal.draws_messages():
        drawn = draw(columns, [styled(columns, row) for row in rows], output.look())
        output.painted_message(drawn)
    else:  # a dumb terminal
        for row in rows:
            output.message("  ".join(row).strip())
