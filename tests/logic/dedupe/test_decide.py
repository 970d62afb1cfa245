"""Verdicts on pairs of works."""

from __future__ import annotations

import pytest

from tests.logic.dedupe.prepared_works import TITLE, book, verdict, work
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.prepare import PreparedWork


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (work(venue=""), work(venue="")),
        (work(ids="10.1000/abc", venue=""), work("An abstract of a supplement", ids="10.1000/abc")),
        (work(ids="10.1000/abc"), work(ids="10.1000/def")),
        (work(volume="12"), work(volume="13")),
        (work(volume="12", number="1"), work(volume="12", number="2")),
        (work(pages="1-9"), work(pages="100-109")),
        (work(year=2012), work(year=2015)),
        (work(authors="Ada Bee"), work(authors="Gus Hall")),
        (work(), work(f"Erratum: {TITLE}")),
        (work(f"{TITLE}. Part I", venue="X"), work(f"{TITLE}. Part II", venue="X")),
        (work(f"Reply to: {TITLE}", volume="3"), work(volume="3")),
        (work("Editorial", authors="Ada Bee"), work("Editorial", authors="Ada Bee")),
        (work("Guest editor's introduction", "Ada Bee", 2003), work("Guest editor's introduction",
         "Ada Bee", 2004)),
        (work(venue="Conference of Codes"), work(venue="Transactions on Images")),
    ],
)  # fmt: skip
def test_what_is_not_merged(a: PreparedWork, b: PreparedWork) -> None:
    """Title, people and year alone; an identifier alone; whatever speaks against."""
    assert verdict(a, b) is not Verdict.SAME


def test_another_venue_is_a_version() -> None:
    """The same text at a conference and in a journal are two publications."""
    pair = (work(venue="Conference of Codes"), work(venue="Transactions on Images", year=2013))
    assert verdict(*pair) is Verdict.VERSION


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (work(ids="10.1000/abc"), work(ids="10.1000/ABC", year=2013)),
        (work(volume="12", pages="435-451"), work(volume="12", pages="435-51", venue="J Cod")),
        (work(volume="12", pages="435"), work(volume="12 (Suppl 1)", pages="435--451", venue="")),
        (work(), work(TITLE.title(), "Eva Fox; Ada Bee; Carl Dee")),
        (work(volume="12", pages="5-9"), work(f"[{TITLE}]", "A Bee; C Dee; E Fox", volume="12",
         pages="5-9")),
        (work(f"{TITLE} [Review] [53 refs]", volume="7"), work(volume="7")),
        (work(volume="45", pages="S376-S387"), work(volume="45", pages="Suppl-87", venue="")),
        (work(volume="9", pages="77-80"),
         work(volume="9", pages="77", authors="Bee Ada; Dee Carl")),
        (work(venue="Proc. of the 2012 Int. Conf. on Codes (CODE)"), work(venue="CODE")),
        (work(ids="arxiv:2405.03500"), work(f"{TITLE}: an abstract", ids="arxiv:2405.03500")),
        (work(volume="10", year=2009), work(volume="10", year=2010)),
    ],
)  # fmt: skip
def test_what_is_one_work(a: PreparedWork, b: PreparedWork) -> None:
    """Other databases write pages, volumes, names, venues and titles in other ways."""
    assert verdict(a, b) is Verdict.SAME


DEPOSITED = work(venue="arXiv", ids="arxiv:2405.03500 10.48550/arXiv.2405.03500", year=2010)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (work(venue="TIP", ids="10.1109/x"), Verdict.SAME),
        (
            work(venue="TIP", ids="10.1109/x", authors="A Bee; C Dee; E Fox", year=2014),
            Verdict.SAME,
        ),
        (work(venue="TIP", ids="10.1109/x", year=2016), Verdict.DIFFERENT),
        (work(venue="TIP", ids="10.1109/x", year=2007), Verdict.DIFFERENT),
        (work(venue="TIP", authors="Gus Hall"), Verdict.DIFFERENT),
        (work(venue="arXiv", ids="arxiv:2405.99999"), Verdict.DIFFERENT),
        (work(venue="TIP", ids="arxiv:2405.99999"), Verdict.DIFFERENT),
        (work(venue=""), Verdict.ASK),
    ],
)
def test_a_preprint_and_its_publication(other: PreparedWork, said: Verdict) -> None:
    """One work with two DOIs if the years are within reach; never two numbers of one server."""
    found = verdict(DEPOSITED, other)
    assert (found is Verdict.SAME) == (said is Verdict.SAME)
    assert (found is Verdict.ASK) >= (said is Verdict.ASK)


def test_an_identifier_on_another_title_is_a_wrong_link() -> None:
    """One document number on two titles; a work of its own number may have been renamed."""
    other = "Unified adaptation of inference to what comes next"
    assert verdict(work(ids="ieee:10379180"), work(other, "Gus Hall", ids="ieee:10379180")) is (
        Verdict.SHARED
    )
    renamed = "Features for people: coding that scales for people and machines"
    assert verdict(work(ids="arxiv:2405.03500"), work(renamed, ids="arxiv:2405.03500")) is (
        Verdict.SAME
    )


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (book(publisher="MIT Press"), book(publisher="The MIT Press"), True),
        (book(isbn="978-0-306-40615-7"), book(isbn="0-306-40615-2"), True),
        (book(publisher="MIT Press"), book(), False),
        (book(publisher="MIT Press", edition="2"), book(publisher="MIT Press", edition="3"), False),
        (book("software", version="1.0"), book("software", version="2.0"), False),
        (book("phdthesis", school="MIT"), book("techreport", institution="MIT"), False),
    ],
)
def test_books(a: PreparedWork, b: PreparedWork, same: bool) -> None:
    """A publisher or an ISBN supports, another edition or version is another work."""
    assert (verdict(a, b) is Verdict.SAME) is same


def test_a_thesis_and_a_paper_are_versions() -> None:
    """The same title twice, but two works."""
    thesis = book("phdthesis", school="MIT")
    assert verdict(thesis, book("article")) is Verdict.VERSION


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (work(f"{TITLE} …", venue="TIP"), work(f"{TITLE} alike", venue="TIP")),
        (work(authors="Ada Bee"), work()),
        (work(volume="32", number="Suppl 1", pages="12"), work(volume="1", pages="12")),
        (work(volume="5", number="791"), work(volume="5", number="3", pages="791")),
        (work(volume="5", pages="569"), work(volume="5", pages="567-569")),
        (work(volume="0", number="0"), work(volume="7", number="2")),
        (work(year=2012), work(year=2013, volume="4", pages="1-9", authors="Ada Bee; Carl Dee")),
    ],
)
def test_incomplete_records_of_one_work(a: PreparedWork, b: PreparedWork) -> None:
    """Titles cut off, the first author alone, a supplement for a volume, ahead of print."""
    assert verdict(a, b) is Verdict.SAME


def test_works_without_a_title() -> None:
    """With an identifier in common the one that has a title may fill the other; two are asked."""
    bare = work("???", "", None, "", ids="10.1000/abc")
    assert verdict(work(ids="10.1000/abc"), bare) is Verdict.SAME
    assert verdict(bare, work("", "", None, "", ids="10.1000/abc")) is Verdict.ASK
    assert verdict(work("", volume="5"), work("", volume="5")) is Verdict.DIFFERENT
