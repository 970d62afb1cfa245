"""Items that fail after they were read."""

from __future__ import annotations

from tests.papers import paper
from vcmbib.logic.importer.failed import late_problems, with_item_texts, without_papers
from vcmbib.model.paper import Category, Problem, Reading
from vcmbib.model.plan import Add, AddCategory, Ledger, LedgerEntry, Outcome, Plan

TEXT = "one\ntwo\n\nthree\n"


def _plan() -> Plan:
    return Plan(
        (AddCategory(Category("c", "C")), Add(paper("a")), Add(paper("b"))),
        Ledger(
            (
                LedgerEntry(1, Outcome.ADDED, "a", origin="f"),
                LedgerEntry(2, Outcome.ADDED, "b", origin="f"),
                LedgerEntry(3, Outcome.SAME, "b", origin="f"),
                LedgerEntry(4, Outcome.SKIPPED, "b", origin="f"),
            )
        ),
    )


def test_a_paper_that_cannot_be_stored_leaves_the_plan() -> None:
    """Its action goes, its records are failed with the reason, and all else stays."""
    plan = without_papers(_plan(), {"b": "too big"})
    assert plan.actions == _plan().actions[:2]
    assert [(e.outcome.value, e.key, e.reason) for e in plan.ledger.entries] == [
        ("added", "a", None),
        ("failed", None, "the library cannot store it: too big"),
        ("failed", None, "the library cannot store it: too big"),
        ("skipped", "b", None),
    ]


def test_a_failed_entry_gets_its_item() -> None:
    """The item is the text of the file from its line to the next item."""
    plan = with_item_texts(without_papers(_plan(), {"b": "x"}), {"f": TEXT})
    assert [e.text for e in plan.ledger.entries] == ["", "two", "", ""]
    last = Plan((), Ledger((LedgerEntry(2, Outcome.FAILED, origin="f"),)))
    assert with_item_texts(last, {"f": TEXT}).ledger.entries[0].text == "two\n\nthree"
    assert not with_item_texts(last, {}).ledger.entries[0].text


def test_what_failed_after_reading_is_listed() -> None:
    """So that it is handed back to the user with the problems of the readers."""
    plan = with_item_texts(without_papers(_plan(), {"a": "x"}), {"f": TEXT})
    why = "the library cannot store it: x"
    assert late_problems(plan, [("f", Reading())]) == (("f", Problem(1, why, "one")),)
    assert late_problems(plan, [("f", Reading(problems=(Problem(1, why),)))]) == ()
