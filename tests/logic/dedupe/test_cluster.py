"""Groups of works, from pairs with verdicts."""

from __future__ import annotations

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import find_duplicates


def test_a_chain_with_a_veto_is_shown_not_merged() -> None:
    """A=B and B=C, but A and C have other DOIs: it is unknown which of them B is."""
    works = [
        work(ids="10.1000/a", volume="1", pages="5"),
        work(volume="1", pages="5"),
        work(ids="10.1000/c", volume="1"),
    ]
    groups = find_duplicates(works)
    assert {g.verdict for g in groups} == {Verdict.ASK}
    assert {0, 1, 2} == {i for g in groups for i in g.members}
    assert all(any("different doi" in str(e) for p in g.pairs for e in p.match.evidence)
               for g in groups)  # fmt: skip


def test_a_stray_record_does_not_part_a_group() -> None:
    """Many records of one work and one with a wrong year: all except that one are merged."""
    works = [work(volume="12", number=str(n % 2) if n % 2 else "", year=2012) for n in range(6)]
    works += [work(volume="12", pages="435", year=2012), work(volume="12", pages="435", year=2003)]
    groups = find_duplicates(works)
    assert [g.members for g in groups if g.verdict is Verdict.SAME] == [(0, 1, 2, 3, 4, 5, 6)]
    assert any(7 in g.members for g in groups if g.verdict is Verdict.ASK)


def test_what_was_told_apart_stays_apart() -> None:
    """Even through a third record."""
    works = [work(volume="1", pages="5")] * 3
    assert [g.members for g in find_duplicates(works)] == [(0, 1, 2)]
    groups = find_duplicates(works, frozenset({(0, 2)}))
    assert all(not {0, 2} <= set(g.members) for g in groups if g.verdict is Verdict.SAME)
