"""Pages: how they are written, and what they show about two works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.logic.dedupe.prepared_works import verdict, work
from vcmbib.logic.dedupe.compare_pages import compare_pages, read_pages
from vcmbib.logic.dedupe.decide import Verdict


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("435-51", "435", "451"),
        ("435--451", "435", "451"),
        ("S376–S387", "s376", "387"),
        ("pp. 12-15", "12", "15"),
        ("007", "7", ""),
        ("A161", "a161", ""),
        ("", "", ""),
        ("in press", "", ""),
        ("S3/78-89", "s78", "89"),
        ("Suppl. 3/S78-S89", "s78", "89"),
        ("S1-S113", "s1", "113"),
        ("12:1-12:25", "12", ""),
    ],
)
def test_pages(text: str, first: str, last: str) -> None:
    """A shortened last page is written out; letters stay with the first."""
    pages = read_pages(text)
    assert (pages.first, pages.last) == (first, last)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("246-250", "250-254", Verdict.SAME),
        ("948-961", "945-948", Verdict.SAME),
        ("246-250", "251-254", Verdict.ASK),
        ("S3-89", "S78-S89", Verdict.SAME),
    ],
)
def test_pages_counted_differently(one: str, other: str, told: Verdict) -> None:
    """A common page is no contradiction where title, people and volume agree; other pages are."""
    assert verdict(work(volume="12", pages=one), work(volume="12", pages=other)) is told
    assert verdict(work(volume="12", pages=one), work(volume="13", pages=other)) is not Verdict.SAME


def test_a_lettered_supplement_in_the_place_of_the_volume() -> None:
    """`volume = A)` against `volume = 35, number = SUPPL. A`."""
    told = verdict(work(volume="A)", pages="8"), work(volume="35", number="SUPPL. A", pages="8"))
    assert told is Verdict.SAME


@given(st.text(alphabet="0123456789-–.,:/ eEsSpA²٣", max_size=12), st.text(max_size=12))
def test_any_pages_can_be_compared(one: str, other: str) -> None:
    """Whatever is written, and the same both ways."""
    a, b = read_pages(one), read_pages(other)
    assert compare_pages(a, b) == compare_pages(b, a)


def test_numbers_that_no_page_has() -> None:
    """Of five thousand digits, too many for Python to read as a number."""
    huge = f"1{'0' * 5000}-2{'0' * 5000}"
    assert verdict(work(volume="1", pages=huge), work(volume="1", pages="5-9")) is Verdict.ASK
    assert verdict(work(volume="1", pages=huge), work(volume="1", pages=f"S1-{huge}")) is (
        Verdict.ASK
    )
