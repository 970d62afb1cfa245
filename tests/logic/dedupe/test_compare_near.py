"""Each condition of a piece of evidence: a pair just inside it and a pair just outside."""

from __future__ import annotations

from itertools import product

import pytest

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe import weights as w
from vcmbib.logic.dedupe.compare import _title, collect_evidence
from vcmbib.logic.dedupe.compare_pages import Pages, compare_pages, read_pages
from vcmbib.logic.dedupe.prepare import PreparedWork


def weight(a: PreparedWork, b: PreparedWork, name: str) -> int | None:
    """The weight of a piece, in either order of the works; None if it is not there."""
    found = [
        {e.name: e.weight for e in collect_evidence(x, y).evidence}.get(name)
        for x, y in ((a, b), (b, a))
    ]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("likeness", "expected"),
    [
        (100.0, 4), (99.0, 4), (97.0, 4), (96.9, 3), (92.0, 3), (91.9, 2), (85.1, 2),
        (85.0, w.SUBTITLE_MISSING), (84.9, w.UNLIKE_TITLE), (70.0, w.UNLIKE_TITLE),
        (69.9, w.OTHER_TITLE),
    ],
)  # fmt: skip
def test_the_likeness_of_two_titles(likeness: float, expected: int) -> None:
    """Each step down weighs less, and the weight does not depend on more."""
    assert _title(work(), work(), likeness, False).weight == expected


@pytest.mark.parametrize(
    ("letters", "identical", "similar"),
    [
        (11, 1, 1),
        (12, 2, 2),
        (13, 2, 2),
        (14, 3, 2),
        (19, 3, 2),
        (20, 4, 3),
        (25, 4, 3),
        (26, 4, 4),
    ],
)
def test_the_length_of_two_titles(letters: int, identical: int, similar: int) -> None:
    """A title weighs more at each of three lengths, a similar one at longer ones."""
    short, long = work("q" * letters), work("q" * (letters + 9))
    for a, b in ((short, long), (long, short)):
        assert _title(a, b, 100.0, False).weight == identical
        assert _title(a, b, 97.0, False).weight == similar
        assert _title(a, b, 100.0, True).weight == w.RECURRING_TITLE


@pytest.mark.parametrize(
    ("years", "volumes", "expected"),
    [
        ((2012, 2012), ("", ""), w.SAME_YEAR),
        ((2012, 2013), ("", ""), w.NEXT_YEAR),
        ((2012, 2013), ("7", "7"), w.NEXT_YEAR),
        ((2012, 2013), ("", "7"), w.AHEAD_OF_PRINT),
        ((2012, 2014), ("", "7"), w.OTHER_YEAR),
        ((2012, 2014), ("", ""), w.OTHER_YEAR),
        ((None, 2014), ("", ""), None),
    ],
)
def test_years(
    years: tuple[int | None, int | None], volumes: tuple[str, str], expected: int | None
) -> None:
    """The same, the next, the next ahead of print, another one."""
    one, other = (work(year=y, volume=v) for y, v in zip(years, volumes, strict=True))
    assert weight(one, other, "year") == expected


@pytest.mark.parametrize(
    ("later", "year", "venue"),
    [
        (-2, w.OTHER_YEAR, w.PREPRINT_ELSEWHERE),
        (-1, w.PREPRINT_YEARS, w.PREPRINT_AND_PUBLICATION),
        (0, w.SAME_YEAR, w.PREPRINT_AND_PUBLICATION),
        (4, w.PREPRINT_YEARS, w.PREPRINT_AND_PUBLICATION),
        (5, w.OTHER_YEAR, w.PREPRINT_ELSEWHERE),
    ],
)
def test_the_years_from_a_preprint_to_its_publication(later: int, year: int, venue: int) -> None:
    """One year before to four years after."""
    preprint, published = work(venue="arXiv"), work(venue="TIP", year=2012 + later)
    assert weight(preprint, published, "year") == year
    assert weight(preprint, published, "venue") == venue
    assert weight(work(venue="TIP"), work(venue="DCC", year=2012), "venue") == w.OTHER_VENUE


def listed(*surnames: str) -> PreparedWork:
    """A work of these people."""
    return work(authors="; ".join(f"{s[0]}. {s}" for s in surnames))


SURNAMES = "Arden Boyd Corvin Delgado Eklund Fischer Grant Hughes Ivanov Jansen".split()


@pytest.mark.parametrize(
    ("shared", "left", "right", "expected"),
    [
        (1, 1, 1, 3), (2, 2, 2, 4), (3, 3, 3, 4),
        (4, 5, 5, 4),  # 0.8 of the shorter list, more than half of all
        (3, 4, 4, w.MOST_AUTHORS),  # 0.75
        (2, 2, 4, 3),  # all of the shorter list, half of all
        (2, 2, 5, w.MOST_AUTHORS),  # less than half of all
        (3, 5, 5, w.HALF_OF_AUTHORS),  # 0.6
        (2, 4, 4, w.HALF_OF_AUTHORS),  # 0.5
        (2, 5, 5, w.FEW_AUTHORS),
        (1, 4, 5, w.FEW_AUTHORS),
        (0, 3, 3, w.NO_COMMON_AUTHOR),
    ],
)  # fmt: skip
def test_shares_of_authors(shared: int, left: int, right: int, expected: int) -> None:
    """Of the shorter list four fifths, three fifths, the half; and of all people the half."""
    common = SURNAMES[:shared]
    only_left = [f"Left{'abcdefg'[i]}x" * 2 for i in range(left - shared)]
    only_right = [f"Night{'uvwxyzq'[i]}q" * 2 for i in range(right - shared)]
    assert weight(listed(*common, *only_left), listed(*common, *only_right), "authors") == expected


def test_one_author_of_a_longer_list() -> None:
    """The first author alone is enough; another author alone does not."""
    whole = listed(*SURNAMES[:3])
    assert weight(listed(SURNAMES[0]), whole, "authors") == w.FIRST_AUTHOR_ONLY
    assert weight(listed(SURNAMES[1]), whole, "authors") == w.MOST_AUTHORS
    other = work(authors=f"Q. {SURNAMES[0]}")
    assert weight(other, whole, "authors") == w.ONE_NAMESAKE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("99", "99", w.SAME_LOW_PAGE),
        ("100", "100", w.SAME_FIRST_PAGE),
        ("100-109", "100-108", w.SAME_FIRST_PAGE),
        ("100-109", "100-109", w.SAME_FIRST_PAGE + w.SAME_LAST_PAGE),
        ("567-569", "569", w.PAGE_IN_RANGE),
        ("567-569", "570", w.OTHER_FIRST_PAGE),
        ("567-569", "566", w.OTHER_FIRST_PAGE),
        ("201-300", "240", w.PAGE_IN_RANGE),
        ("201-301", "240", w.OTHER_FIRST_PAGE),
        ("246-250", "250-254", w.OVERLAPPING_PAGES),
        ("246-249", "250-254", w.OTHER_FIRST_PAGE),
        ("110-400", "150-249", w.OVERLAPPING_PAGES),
        ("110-400", "150-250", w.OTHER_FIRST_PAGE),
        ("1-9", "246-254", w.PAGES_FROM_ONE),
        ("1", "246-254", w.OTHER_FIRST_PAGE),
        ("2-9", "246-254", w.OTHER_FIRST_PAGE),
        ("S12", "12", w.PAGE_WITHOUT_LETTER),
        ("S12", "A12", w.OTHER_FIRST_PAGE),
        ("S12", "13", w.OTHER_FIRST_PAGE),
        ("S376-S387", "Suppl-87", w.SAME_TAIL),
        ("S376-S388", "Suppl-87", 0),
        ("Suppl-87", "Suppl-87", w.SAME_TAIL),
        ("Suppl-87", "Suppl-88", 0),
        ("e0143396", "1-9", 0),
        ("2000045", "1-9", 0),
        ("200004", "1-9", w.PAGES_FROM_ONE),
        ("", "1-9", 0),
    ],
)
def test_pages(one: str, other: str, expected: int) -> None:
    """The same, one within the other, a page in common, counted from one, and others."""
    for a, b in ((one, other), (other, one)):
        assert sum(e.weight for e in compare_pages(read_pages(a), read_pages(b))) == expected


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("A61", Pages("a61")),
        ("A161", Pages("a161", locator="a161")),
        ("S161", Pages("s161")),
        ("200004", Pages("200004")),
        ("2000045", Pages("2000045", locator="2000045")),
        ("S3-43", Pages("s3", "43")),
        ("S3-44", Pages(tail="44")),
        ("S13-89", Pages("s13", "89")),
        ("435-51", Pages("435", "451")),
        ("435-9", Pages("435", "439")),
        ("95-105", Pages("95", "105")),
    ],
)
def test_what_is_a_page_and_what_an_article_number(text: str, pages: Pages) -> None:
    """By the number of digits, the letter before them, and the length of the range."""
    assert read_pages(text) == pages


@pytest.mark.parametrize(
    ("one", "other", "name", "expected"),
    [
        ({"volume": "7"}, {"volume": "7"}, "volume", w.SAME_VOLUME),
        ({"volume": "7"}, {"volume": "8"}, "volume", w.OTHER_VOLUME),
        ({"volume": "7"}, {}, "volume", None),
        ({"volume": "1"}, {"volume": "32", "number": "1"}, "volume", None),
        ({"volume": "1", "number": "3"}, {"volume": "32", "number": "1"}, "volume",
         w.OTHER_VOLUME),
        ({"volume": "1"}, {"number": "1"}, "volume", None),
        ({"number": "2"}, {"number": "2"}, "number", w.SAME_NUMBER),
        ({"number": "2"}, {"number": "3"}, "number", w.OTHER_NUMBER),
        ({"number": "2", "pages": "100"}, {"number": "3", "pages": "100"}, "number",
         w.OTHER_NUMBER_SAME_PAGE),
        ({"number": "2", "pages": "100"}, {"number": "3", "pages": "200"}, "number",
         w.OTHER_NUMBER),
        ({"number": "791"}, {"number": "3", "pages": "791"}, "number", None),
        ({"number": "791"}, {"number": "791", "pages": "791"}, "number", w.SAME_NUMBER),
    ],
)  # fmt: skip
def test_volumes_and_numbers(
    one: dict[str, str], other: dict[str, str], name: str, expected: int | None
) -> None:
    """Another one objects, unless it is the number of a supplement or of an article."""
    assert weight(work(**one), work(**other), name) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("10.1000/a", "10.1000/a", {"doi": w.SAME_IDENTIFIER}),
        ("10.1000/a", "10.1000/b", {"doi": w.OTHER_IDENTIFIER}),
        ("arxiv:2405.03500", "arxiv:2405.03500", {"arxiv": w.OWN_IDENTIFIER}),
        ("arxiv:2405.03500", "arxiv:2405.03501", {"arxiv": w.OTHER_IDENTIFIER}),
        ("arxiv:2405.03500", "10.1000/a", {}),
        ("ieee:10379180", "ieee:10379180", {"ieee": w.SAME_IDENTIFIER}),
    ],
)
def test_identifiers(one: str, other: str, expected: dict[str, int]) -> None:
    """One of a work only weighs most; another one of a scheme objects, of another scheme not."""
    for venue, second in product(("TIP",), ("TIP", "arXiv")):
        a, b = work(ids=one, venue=venue), work(ids=other, venue=second)
        found = {e.name: e.weight for e in collect_evidence(a, b).evidence}
        got = {n: v for n, v in found.items() if n in ("doi", "arxiv", "ieee")}
        two_dois = second == "arXiv" and expected == {"doi": w.OTHER_IDENTIFIER}
        assert got == ({} if two_dois else expected)
