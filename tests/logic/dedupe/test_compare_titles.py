"""Titles of two works: equal, similar, or of two parts."""

from __future__ import annotations

import pytest

from tests.logic.dedupe.prepared_works import TITLE, verdict, work
from vcmbib.logic.dedupe.decide import Verdict
from vcmbib.logic.dedupe.pipeline import find_duplicates, recurring_titles
from vcmbib.logic.dedupe.prepare import PreparedWork

START = "Results of a large study of codes in "


def test_a_recurring_title_needs_more() -> None:
    """A column that occurs in several years is not one work because two years agree."""
    column = [work("Reminiscences of our field", "Ada Bee", year) for year in (2001, 2001, 2002)]
    assert recurring_titles([*column, work("Reminiscences of our field", "Ada Bee", 2005)])
    groups = find_duplicates([*column, work("Reminiscences of our field", "Ada Bee", 2005)])
    assert all(g.verdict is not Verdict.SAME for g in groups)


@pytest.mark.parametrize(
    "title",
    [
        "Introduction to the special issue",
        "Letter from the editor-in-chief",
        "Message from the program chairs",
        "Presidents' letter: opening remarks",
        "Vorwort der Editors",
    ],
)
def test_a_column_is_one_by_its_words(title: str) -> None:
    """Two issues of one year may have one each by one person; a page shows that they are one."""
    one, other = work(title, "Ada Bee"), work(title, "Ada Bee")
    assert verdict(one, other) is Verdict.ASK
    paged = work(title, "Ada Bee", volume="3", pages="101-102")
    assert verdict(paged, paged) is Verdict.SAME


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Codes for colour machines", Verdict.SAME),  # 22 letters, the same
        ("Codes of sound", Verdict.ASK),  # 12
    ],
)
def test_a_short_title_without_a_year(title: str, told: Verdict) -> None:
    """The same in one venue and by one author, it is one work unless it is very short."""
    assert verdict(work(title, "Bee, Ada"), work(title, "Bee, Ada", None)) is told


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (work("How to code. A: images", "Ada Bee"), work("How to code. B: videos", "Ada Bee")),
        (work(f"{TITLE}. I. Features"), work(f"{TITLE}. II. Features")),
        (work(TITLE, "Anonymous", venue=""), work(TITLE, "Anonymous", venue="")),
        (work(TITLE), work(f"{TITLE}: what comes next and what was there before")),
    ],
)
def test_parts_and_unknown_authors(a: PreparedWork, b: PreparedWork) -> None:
    """Letters and Roman numbers count parts; an unknown author is no shared author."""
    assert verdict(a, b) is not Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("men", "women"),
        ("hepatitis B", "hepatitis C"),
        ("children", "adults"),
        ("type 1", "type 2"),
        ("part I", "part II"),
        ("first trial", "second trial"),
        ("images", "videos"),
        ("male rats", "female rats"),
        ("hypertension", "hypotension"),
        ("supervised nets", "unsupervised nets"),
        ("encoders", "decoders"),
        ("typical shapes", "atypical shapes"),
        ("macrovascular shapes", "microvascular shapes"),
        ("intracellular shapes", "intercellular shapes"),
    ],
)
def test_papers_of_one_issue_that_differ_in_a_word(one: str, other: str) -> None:
    """An issue is not a place: only a page or an identifier makes such titles one work."""
    start = "Results of a large study on the coding of shapes in "
    a, b = work(start + one, volume="5", number="2"), work(start + other, volume="5", number="2")
    assert verdict(a, b) is not Verdict.SAME
    a, b = (work(start + w, volume="5", pages="120-129") for w in (one, other))
    assert (verdict(a, b) is Verdict.SAME) >= ("part" not in one)


def test_typing_errors_are_no_other_words() -> None:
    """Another ending, an ordinal in letters, a word in two, a letter wrong."""
    start = "Report on the 4th workshop on data bases for coding"
    for other in (
        "Report on the fourth workshop on databases for coding",
        "Reports on the 4th workshop on data base for codnig",
        "Report on the 4th workshop on data bases vor coding",
        "Report an the 4th workschopp on data bases for coding",
    ):
        assert verdict(work(start, volume="5"), work(other, volume="5")) is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{START}&beta;-cells &amp; rats", f"{START}beta-cells and rats"),
        (f"{START}TNF-α", f"{START}TNF-alpha"),
        (f"{START}$\\alpha$-helices", f"{START}alpha-helices"),
        (f"{START}In$_{{x}}$Ga films", f"{START}InxGa films"),
    ],
)
def test_signs_written_out(one: str, other: str) -> None:
    """Entities, Greek letters and formulas, as databases write them."""
    assert verdict(work(one, volume="5"), work(other, volume="5")) is Verdict.SAME


def test_a_subtitle_left_out() -> None:
    """Of two or more; a volume alone does not show that a shorter title is the same work."""
    longer = f"{TITLE}. How it was built: what it brings to each reader of it"
    for shorter in (TITLE, f"{TITLE}. How it was built"):
        one, other = (work(t, volume="5", pages="120-124") for t in (longer, shorter))
        assert verdict(one, other) is Verdict.SAME
        one, other = (work(t, volume="5") for t in (longer, shorter))
        assert verdict(one, other) is not Verdict.SAME


def test_a_translated_title() -> None:
    """Asked about where people, volume and both pages agree; never merged."""
    english = work("Long-term results of coding", volume="5", pages="120-124")
    german = work("Langzeitergebnisse der Kodierung", volume="5", pages="120-124")
    assert verdict(english, german) is Verdict.ASK
    page = work("Langzeitergebnisse der Kodierung", volume="5", pages="120")
    assert verdict(english, page) is Verdict.DIFFERENT
