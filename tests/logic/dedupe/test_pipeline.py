"""The search for duplicates as a whole: the order of works, copies, and empty libraries."""

from __future__ import annotations

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import find_duplicates


def test_copies_are_compared_once() -> None:
    """Ten thousand equal records are one group, certain or not, in no time."""
    certain, doubtful = work(volume="12"), work("Another title of some length", venue="")
    groups = find_duplicates([certain, doubtful] * 10_000)
    assert [(g.verdict, len(g.members)) for g in groups] == [
        (Verdict.SAME, 10_000),
        (Verdict.ASK, 10_000),
    ]


def test_the_order_of_works_changes_nothing() -> None:
    """The same groups, however the library is sorted."""
    works = [
        work(venue=venue, year=year, pages=pages)
        for venue in ("Journal of Coding", "J Cod", "")
        for year in (2011, 2012, None)
        for pages in ("", "5-9", "77")
    ]
    there = find_duplicates(works)
    last = len(works) - 1
    back = find_duplicates(works[::-1])
    assert {(g.verdict, frozenset(g.members)) for g in there} == {
        (g.verdict, frozenset(last - i for i in g.members)) for g in back
    }


def test_nothing_is_compared_with_nothing() -> None:
    """No works, one work, works without a title."""
    assert find_duplicates([]) == []
    assert find_duplicates([work()]) == []
    empty = work("", "", None, "")
    assert all(g.verdict is not Verdict.SAME for g in find_duplicates([empty, empty]))
