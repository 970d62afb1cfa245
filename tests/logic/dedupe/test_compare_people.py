"""Authors of two works: shared, similar, or namesakes."""

from __future__ import annotations

from tests.logic.dedupe.prepared_works import verdict, work
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import compare
from vcmbib.logic.dedupe.prepare import PreparedWork

START = "Results of a large study of codes in "


def page(
    title: str, pages: str = "S103", ids: str = "", authors: str = "Ada Bee; Carl Dee"
) -> PreparedWork:
    """An abstract in a supplement."""
    return work(START + title, authors, volume="5", number="Suppl 1", pages=pages, ids=ids)


def test_names_without_blanks() -> None:
    """A Chinese name is one, whichever part leads and however it was divided."""
    names_of_one = ("王, 伟", "伟, 王", "王伟")
    for one in names_of_one:
        for other in names_of_one:
            assert verdict(work(authors=one, volume="3"), work(authors=other, volume="3")) is (
                Verdict.SAME
            )


def test_authors_are_two_sets() -> None:
    """Names alike among names that are the same: the order of comparing changes nothing."""
    one = work(authors="Ann Wang; Bo Wangs; Cy Wan", volume="3")
    two = work(authors="Cy Wangs; Di Wang; Ed Want", volume="3")
    assert compare(one, two) == compare(two, one)


def test_namesakes_are_not_one_person() -> None:
    """A surname with other given names speaks neither for nor against."""
    assert compare(work(authors="Jane Bee"), work(authors="Ada Bee")).evidence[1].weight == 0
    assert verdict(work(authors="Jane Bee"), work(authors="Ada Bee")) is Verdict.ASK
    for one, other in (
        ("Jane Bee", "J. Bee"),
        ("Z. Ada Bee", "Ada Bee"),
        ("Jane Bee", "Bee"),
        ("Jane Bee; Carl Dee", "Ada Bee; Carl Dee"),
        ("Jane Bee; Ada Bee", "Ada Bee; Jane Bee"),
    ):
        assert verdict(work(authors=one), work(authors=other)) is Verdict.SAME


def test_a_group_beside_persons() -> None:
    """Either may be named as the author."""
    group, persons = "{The Codes Study Group}", "Ada Bee; Carl Dee"
    assert verdict(page("x", authors=group), page("x", authors=persons)) is Verdict.SAME
    assert verdict(page("x", authors="Group, Codes Study"), page("x")) is Verdict.SAME
    assert verdict(work(authors=group), work(authors=persons)) is Verdict.ASK


def test_names_without_a_comma() -> None:
    """`Bee AB` is Bee, not A. B. of the family Bee turned round."""
    assert verdict(work(authors="Bee AB; Dee CM"), work(authors="Ada B. Bee; Carl Dee")) is (
        Verdict.SAME
    )
