"""Verdicts on two papers and their evidence, in words."""

from __future__ import annotations

from vcmbib.logic.dedupe.decide import Match, Verdict

VERDICTS = {
    Verdict.SAME: "the same work",
    Verdict.VERSION: "versions of one work",
    Verdict.SHARED: "different works with one identifier",
    Verdict.ASK: "perhaps the same work",
    Verdict.DIFFERENT: "different works",
}
EXPLAINED = """\
*      marks the fields whose values differ
+3     is evidence for one work, -4 is evidence for two; 6 and more are strong"""
"""The signs in a comparison, for the help of a question."""


def evidence(match: Match) -> str:
    """The evidence of a match on one line, each piece with its weight."""
    return ", ".join(str(e) for e in match.evidence)
