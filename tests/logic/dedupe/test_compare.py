"""Similar works that are two works, and different records of one work."""

from __future__ import annotations

import pytest

from tests.logic.dedupe.prepared_works import TITLE, verdict, work
from tests.papers import names
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.model.paper import Record, SourceKind

START = "Results of a large study of codes in "


def page(
    title: str, pages: str = "S103", ids: str = "", authors: str = "Ada Bee; Carl Dee"
) -> PreparedWork:
    """An abstract in a supplement."""
    return work(START + title, authors, volume="5", number="Suppl 1", pages=pages, ids=ids)


def book(edition: str = "", year: int = 2012, kind: str = "book", sort: str = "") -> PreparedWork:
    """A book, or a thesis of this kind."""
    extra = tuple((n, v) for n, v in (("edition", edition), ("type", sort)) if v)
    title = "A handbook of the coding of features"
    return prepare(
        Record(
            SourceKind.BIBTEX, "x.bib", title=title, authors=names("Ada Bee"), year=year,
            entry_type=kind, publisher="Bee Press", extra=extra,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (page("men"), page("women")),
        (page("3 months"), page("6 months")),
        (page("men", "S103", "10.1000/abc"), page("women", "S104", "10.1000/abc")),
        (page("men", "S103", "10.1000/abc"), page("women", "", "10.1000/abc")),
        (page("men", "3S25-3S30"), page("women", "3S61-3S66")),
        (page("men", "S1:13"), page("women", "S1:25")),
        (page("men", "102.e1-102.e7"), page("women", "102.e8-102.e15")),
        (page("rats. Part one"), page("rats. Part two")),
    ],
)
def test_abstracts_of_one_supplement(one: PreparedWork, other: PreparedWork) -> None:
    """They share a page and a DOI, so a word of the title distinguishes them."""
    assert verdict(one, other) is not Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Bee", "Gus Hall"),
        ("Wang, L.; Zhang, Y.", "Wang, J.; Zhang, W."),
    ],
)
def test_letters_under_one_title(one: str, other: str) -> None:
    """One title, one page, other people; one range of pages is one letter, whoever wrote it."""
    assert verdict(page("x", "64", authors=one), page("x", "64", authors=other)) is Verdict.ASK
    told = verdict(page("x", "64-68", authors=one), page("x", "64-68", authors=other))
    assert told is Verdict.SAME


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"year": 2012, "number": "3"}, Verdict.SAME),
        ({"year": 2012}, Verdict.SAME),
        ({"year": 2012, "number": "1"}, Verdict.VERSION),
        ({"year": 2014, "number": "3"}, Verdict.VERSION),
    ],
)
def test_reviews_that_are_brought_up_to_date(more: dict[str, object], told: Verdict) -> None:
    """The number of a review stays; issue and year distinguish its versions."""
    one = work(number="3", pages="CD001007")
    assert verdict(one, work(pages="CD001007", **more)) is told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "title",
    [
        f"Commentary: {TITLE}",
        f"{TITLE}: Comment",
        f"{TITLE}: authors' reply",
        f"Authors' reply: {TITLE}",
        f"WITHDRAWN: {TITLE}",
        f"{TITLE} (Protocol)",
        f"{TITLE}: study protocol",
        f"Berichtigung: {TITLE}",
    ],
)
def test_what_is_about_a_work(title: str) -> None:
    """Never the work itself, on the same page neither."""
    one = work(title, volume="5", pages="120-124")
    assert verdict(one, work(volume="5", pages="120-124")) is not Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (book("2nd"), book("2"), True),
        (book("Second"), book("2nd ed."), True),
        (book("2., revised"), book("2nd, enlarged"), True),
        (book("2nd"), book("3rd"), False),
        (book(year=2003), book(year=2004), False),
        (book(kind="phdthesis"), book(kind="mastersthesis"), False),
        (book(kind="thesis", sort="mathesis"), book(kind="phdthesis"), False),
        (book(kind="thesis", sort="mathesis"), book(kind="mastersthesis"), True),
    ],
)
def test_books_and_theses(one: PreparedWork, other: PreparedWork, same: bool) -> None:
    """Editions are numbers; a handbook comes out every year; a thesis is one of two sorts."""
    assert (verdict(one, other) is Verdict.SAME) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [("CLXI", "161"), ("xiv", "14"), ("V", "5")],
)
def test_volumes_in_roman_numbers(one: str, other: str) -> None:
    """As old records have them."""
    assert verdict(work(volume=one), work(volume=other)) is Verdict.SAME
