"""`--on-duplicate ask`: ask the user whether a record and a paper are the same work."""

from __future__ import annotations

from vcmbib.cli import output, terminal
from vcmbib.errors import Usage
from vcmbib.logic.dedupe.decide import Match
from vcmbib.logic.importer.plan import OnDuplicate
from vcmbib.model.paper import Paper, Record


def check_can_ask(on_duplicate: OnDuplicate) -> None:
    """Raise Usage if the user must be asked and standard input is not a terminal."""
    if on_duplicate is OnDuplicate.ASK and not terminal.can_ask():
        raise Usage("--on-duplicate ask: nobody is there to ask", "one of: fill, add, skip")


def ask_if_same_work(record: Record, paper: Paper, match: Match) -> bool:
    """Show both with the evidence and ask whether they are one work."""
    where = f"line {record.line}: " if record.line else ""
    output.message(f"{where}{_describe(record)}")
    output.message(f"  {paper.key}: {_describe(paper)}")
    for piece in match.evidence:
        output.message(f"    {piece.weight:+d}  {piece.finding}")
    return terminal.confirm(f"  {match.verdict.value}, {match.score:+d}: one work?")


def _describe(work: Record | Paper) -> str:
    """Authors, year, title and venue on one line; a missing value is left out."""
    people = ", ".join(n.last for n in work.authors[:3])
    et_al = " et al." if len(work.authors) > 3 or (not work.authors_complete and people) else ""
    venue = work.venue.acronym or work.venue.name if work.venue is not None else ""
    place = (venue, work.volume or "", work.pages or "")
    year = f" ({work.year})" if work.year else ""
    who_and_when = f"{people}{et_al}{year}".strip()
    where = " ".join(p for p in place if p)
    return ". ".join(p for p in (who_and_when, work.title, where) if p)
