"""`--on-duplicate ask`: a person says whether a record speaks of a paper that is there."""

from __future__ import annotations

import typer

from vcmbib.cli import output
from vcmbib.errors import Usage
from vcmbib.logic.deciding import Match
from vcmbib.logic.planning import OnDuplicate
from vcmbib.model.paper import Paper, Record


def must_answer(on_duplicate: OnDuplicate) -> None:
    """Raise Usage where a person is to be asked and nobody can answer."""
    if on_duplicate is OnDuplicate.ASK and not output.can_ask():
        raise Usage("--on-duplicate ask: nobody is there to ask", "one of: fill, add, skip")


def agreed(record: Record, paper: Paper, match: Match) -> bool:
    """Ask whether a record speaks of a paper."""
    where = f"line {record.line}: " if record.line else ""
    output.tell(f"{where}{record.title}\n  {paper.key}: {paper.title}")
    return typer.confirm(f"  {match}. The same work?", err=True)
