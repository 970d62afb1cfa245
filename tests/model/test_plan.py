"""Plans and ledgers as values."""

from __future__ import annotations

from tests.papers import paper
from vcmbib.model.plan import Add, Ledger, LedgerEntry, Outcome, Plan


def test_a_plan_without_actions_is_false() -> None:
    """A command that has nothing to do can ask the plan."""
    assert not Plan()
    assert not Plan.of([])
    assert Plan.of([Add(paper())])


def test_a_ledger_counts_each_outcome() -> None:
    """The counts of all outcomes add up to what was read."""
    outcomes = [Outcome.ADDED, Outcome.ADDED, Outcome.FAILED, Outcome.SKIPPED]
    ledger = Ledger(tuple(LedgerEntry(n, outcome) for n, outcome in enumerate(outcomes)))
    assert (ledger.read, ledger.failed, ledger.count(Outcome.ADDED)) == (4, 1, 2)
    assert sum(map(ledger.count, Outcome)) == ledger.read
    assert Ledger().read == 0
