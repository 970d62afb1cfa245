"""What an import says of a record: what comes near it, and what it brought."""

from __future__ import annotations

from collections.abc import Sequence

from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Conflict, FieldChange


def near(match: Match, paper: Paper) -> str:
    """What is said of a paper that a record comes near; empty where it does not."""
    said = str(match)
    match match.verdict:
        case Verdict.SHARED:
            return f"the link also stands on {paper.key}, another title ({said}): one is wrong"
        case Verdict.VERSION:
            return f"perhaps another version of {paper.key} ({said})"
        case Verdict.ASK:
            return f"perhaps the same as {paper.key} ({said})"
        case _:
            return ""


def twice(match: Match, paper: Paper, key: str) -> str:
    """What is said of two entries of one file that are one work."""
    said = str(match)
    return f"the same as {paper.key} ({said}): both are kept until: vcmbib merge {paper.key} {key}"


_TOLD = 5  # papers that a record comes near to and that are named


def few(near: list[str]) -> list[str]:
    """The first of what is said of papers nearby."""
    return near if len(near) <= _TOLD else [*near[:_TOLD], f"and {len(near) - _TOLD} more"]


def what(changes: Sequence[FieldChange], conflicts: Sequence[Conflict]) -> str:
    """What a record that was there already brought."""
    parts = [", ".join(dict.fromkeys(c.field for c in changes)) or "nothing new"]
    parts += [f"{c.field} differs, {c.kept!r} stands" for c in conflicts]
    return "; ".join(parts)


def reason(warnings: Sequence[str]) -> str | None:
    """All warnings as one text; None without any."""
    return "; ".join(warnings) or None
