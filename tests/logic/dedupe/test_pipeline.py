"""Duplicates among works: what is one work, what is only alike, and how groups hold together."""

from __future__ import annotations

import pytest

from tests.logic.dedupe.prepared_works import TITLE, verdict, work
from tests.papers import names
from vcmbib.logic.dedupe.block import candidate_pairs
from vcmbib.logic.dedupe.decide import Verdict, vetoed
from vcmbib.logic.dedupe.pipeline import compare, find_duplicates, recurring_titles
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.dedupe.weights import LARGEST_BLOCK
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.paper import Record, SourceKind

# --- not one work ------------------------------------------------------------------------------


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


def test_a_recurring_title_needs_more() -> None:
    """A column that stands in several years is not one work because two years agree."""
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
    """Two issues of one year may have one each by one person; a page tells that they are one."""
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


# --- one work ----------------------------------------------------------------------------------


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


def test_every_piece_is_named() -> None:
    """The verdict can be read like an account."""
    match = compare(work(volume="12", pages="5-9"), work(volume="12", pages="5-9"))
    assert [str(e) for e in match.evidence] == [
        "same title (+4)",
        "3 shared authors (+4)",
        "same year (+1)",
        "same volume (+3)",
        "same first page (+3)",
        "same last page (+1)",
        "same venue (+2)",
    ]
    assert match.score == 18
    assert not vetoed(match)


# --- preprints ---------------------------------------------------------------------------------

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


# --- books, theses, reports ----------------------------------------------------------------------


def book(kind: str = "book", isbn: str = "", publisher: str = "", **extra: str) -> PreparedWork:
    """A book of one author."""
    found = parse_identifier(isbn) if isbn else None
    return prepare(
        Record(
            SourceKind.BIBTEX,
            "x.bib",
            entry_type=kind,
            title="Elements of the theory of coding",
            authors=names("Ada Bee"),
            year=2012,
            publisher=publisher or None,
            identifiers=(found,) if found else (),
            extra=tuple(extra.items()),
        )
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


# --- what databases do to a record ----------------------------------------------------------------


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
    """Letters and Roman numbers count parts; nobody is no shared author; a subtitle may differ."""
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


def test_works_without_a_title() -> None:
    """With an identifier in common the one that has a title may fill the other; two are asked."""
    bare = work("???", "", None, "", ids="10.1000/abc")
    assert verdict(work(ids="10.1000/abc"), bare) is Verdict.SAME
    assert verdict(bare, work("", "", None, "", ids="10.1000/abc")) is Verdict.ASK
    assert verdict(work("", volume="5"), work("", volume="5")) is Verdict.DIFFERENT


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


# --- groups ------------------------------------------------------------------------------------


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


def test_a_chain_with_a_veto_is_shown_not_merged() -> None:
    """A=B and B=C, but A and C have other DOIs: which of them B is, nobody can say."""
    works = [
        work(ids="10.1000/a", volume="1", pages="5"),
        work(volume="1", pages="5"),
        work(ids="10.1000/c", volume="1"),
    ]
    groups = find_duplicates(works)
    assert {g.verdict for g in groups} == {Verdict.ASK}
    assert {0, 1, 2} == {i for g in groups for i in g.members}
    assert all(any("another doi" in str(e) for p in g.pairs for e in p.match.evidence)
               for g in groups)  # fmt: skip


def test_a_stray_record_does_not_part_a_group() -> None:
    """Many records of one work and one with a wrong year: all but that one are merged."""
    works = [work(volume="12", number=str(n % 2) if n % 2 else "", year=2012) for n in range(6)]
    works += [work(volume="12", pages="435", year=2012), work(volume="12", pages="435", year=2003)]
    groups = find_duplicates(works)
    assert [g.members for g in groups if g.verdict is Verdict.SAME] == [(0, 1, 2, 3, 4, 5, 6)]
    assert any(7 in g.members for g in groups if g.verdict is Verdict.ASK)


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


def test_what_was_told_apart_stays_apart() -> None:
    """Even through a third record."""
    works = [work(volume="1", pages="5")] * 3
    assert [g.members for g in find_duplicates(works)] == [(0, 1, 2)]
    groups = find_duplicates(works, frozenset({(0, 2)}))
    assert all(not {0, 2} <= set(g.members) for g in groups if g.verdict is Verdict.SAME)


def test_a_large_block_loses_nobody() -> None:
    """Hundreds of works that begin alike: every true pair is still a candidate."""
    start = "A study of the compression of images and video for "
    numbers = range(5 * LARGEST_BLOCK)
    works = [work(f"{start}purpose number {n}", year=2000 + n % 20) for n in numbers]
    pairs = set(candidate_pairs([*works, *works]))
    size = len(works)
    assert all((n, n + size) in pairs for n in range(size))
    assert len(pairs) < size * size / 2


def test_nothing_is_compared_with_nothing() -> None:
    """No works, one work, works without a title."""
    assert find_duplicates([]) == []
    assert find_duplicates([work()]) == []
    empty = work("", "", None, "")
    assert all(g.verdict is not Verdict.SAME for g in find_duplicates([empty, empty]))
