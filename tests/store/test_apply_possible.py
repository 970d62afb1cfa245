"""A paper that cannot be stored costs itself."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.papers import paper
from vcmbib.model.names import Name
from vcmbib.model.plan import Add, Change, Plan, paper_key
from vcmbib.store.apply_possible import apply_possible
from vcmbib.store.library import Library

ODD = [
    paper("odd", title="half \ud800"),
    paper("odd", year=10**30),
    paper("odd", month=-(2**70)),
    paper("odd", authors=(Name("half \udfff"),)),
    paper("odd", extra=(("x", "\ud900"),)),
    paper("odd", abstract=b"bytes \xff".decode("utf-8", "surrogateescape")),
]


def _without(plan: Plan, reasons: dict[str, str]) -> Plan:
    assert all(reasons.values())
    return Plan(tuple(a for a in plan.actions if paper_key(a) not in reasons))


@pytest.mark.parametrize("odd", ODD, ids=lambda p: ascii(p)[:60])
def test_one_odd_paper_costs_itself(odd: object, tmp_path: Path) -> None:
    """The others are stored, in one change, and can be taken back."""
    plan = Plan((Add(paper("a")), Add(odd), Add(paper("b"))))  # type: ignore[arg-type]
    with Library.writing(tmp_path / "x.db") as library:
        with library.locked():
            applied, done = apply_possible(library, plan, "import", _without)
        assert [p.key for p in library.all_papers()] == ["a", "b"]
        assert len(done.actions) == 2
        assert library.changes_made == (applied.change,)
        assert [e.id for e in library.log()] == [applied.change]
        assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_change_that_cannot_be_stored_leaves_the_paper(tmp_path: Path) -> None:
    """The paper stays as it was, and the other actions are applied."""
    with Library.writing(tmp_path / "x.db") as library:
        library.apply(Plan((Add(paper("a")),)), "add")
        stored = library.paper("a")
        plan = Plan((Change(stored, replace(stored, year=2**65)), Add(paper("b"))))
        with library.locked():
            apply_possible(library, plan, "import", _without)
        assert library.paper("a").year == stored.year
        assert library.count() == 2


def test_a_plan_without_odd_papers_is_applied_once(tmp_path: Path) -> None:
    """Nothing is tried twice where nothing fails."""
    with Library.writing(tmp_path / "x.db") as library:
        with library.locked():
            applied, _ = apply_possible(library, Plan((Add(paper("a")),)), "import", _without)
        assert (applied.change, library.count()) == (1, 1)


def test_a_fault_of_the_file_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is not the fault of one paper."""

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("vcmbib.store.bulk_insert.BulkInsert.add", fail)
    plan = Plan((Add(paper("a")),))
    with Library.writing(tmp_path / "x.db") as library:
        library.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            apply_possible(library, plan, "import", _without)


def test_a_fault_that_no_paper_explains_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If each paper alone can be stored, the exception is not hidden."""
    with Library.writing(tmp_path / "x.db") as library:
        apply = library.apply

        def fail_for_all(plan: Plan, *rest: object) -> object:
            if len(plan.actions) > 1:
                raise ZeroDivisionError
            return apply(plan, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(library, "apply", fail_for_all)
        with pytest.raises(ZeroDivisionError), library.locked():
            apply_possible(library, Plan((Add(paper("a")), Add(paper("b")))), "import", _without)
        assert library.count() == 0
