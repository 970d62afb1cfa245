"""Evidence as it is shown."""

from __future__ import annotations

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe.decide import vetoed
from vcmbib.logic.dedupe.pipeline import compare


def test_every_piece_is_named() -> None:
    """The verdict can be read like an account."""
    match = compare(work(volume="12", pages="5-9"), work(volume="12", pages="5-9"))
    assert [str(e) for e in match.evidence] == [
        "same title (+4)",
        "3 shared authors (+4)",
        "same year (+1)",
        "same volume (+3)",
        "same first page (+3)",
        "same last page (+1)",
        "same venue (+2)",
    ]
    assert match.score == 18
    assert not vetoed(match)
