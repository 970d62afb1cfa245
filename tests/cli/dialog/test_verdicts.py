"""Verdicts in words."""

from __future__ import annotations

from vcmbib.cli.dialog.verdicts import VERDICTS, evidence
from vcmbib.logic.dedupe.decide import Match, Verdict


def test_every_verdict_has_words() -> None:
    """No verdict is shown by its name; a match without evidence shows none."""
    assert set(VERDICTS) == set(Verdict)
    assert all("work" in words for words in VERDICTS.values())
    assert evidence(Match(Verdict.ASK)) == ""
