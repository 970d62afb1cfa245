"""Each condition of a certain match, with evidence just enough for it and just not enough."""

from __future__ import annotations

import pytest

from tests.papers import ARXIV, TIP, names, paper, record
from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.importer.certainty import is_certain
from vcmbib.model.paper import Record

LONG = "Scalable coding of all features"
ALL_AGREE = {"title": 4, "authors": 4, "year": 1, "venue": 2}
COLUMN = "Quay walks"
PAPERS: dict[str, object] = {"pages": "100-109"}


def certain(
    weights: dict[str, int],
    said: dict[str, object],
    have: dict[str, object],
    *sources: Record,
    verdict: Verdict = Verdict.SAME,
    is_only: bool = True,
) -> bool:
    """Whether a record that states one thing belongs to a paper that has the other."""
    given: dict[str, object] = {"title": LONG, "authors": names("Ada Bee"), "venue": TIP}
    one, other = record(**(given | said)), paper(**(given | have))  # type: ignore[arg-type]
    match = Match(verdict, tuple(Evidence(n, n, w) for n, w in weights.items()))
    return is_certain(match, one, prepare(one), other, prepare(other), sources, is_only=is_only)


@pytest.mark.parametrize(
    ("weights", "said", "have", "expected"),
    [
        # One statement: long title, people, year, place, nothing against.
        (ALL_AGREE, {}, {}, True),
        (ALL_AGREE | {"authors": 1, "venue": 2, "year": 0}, {}, {}, True),
        (ALL_AGREE | {"authors": 0}, {}, {}, False),
        (ALL_AGREE | {"venue": 1}, {}, {}, False),
        (ALL_AGREE | {"venue": 0, "volume": 2}, {}, {}, True),
        (ALL_AGREE | {"venue": 0, "publisher": 2}, {}, {}, True),
        (ALL_AGREE | {"venue": 0, "link": 2}, {}, {}, True),
        (ALL_AGREE | {"year": -1}, {}, {}, False),
        # The length of the title: 26 letters, 50 with a generic word.
        (ALL_AGREE, {"title": "a" * 26}, {"title": "a" * 26}, True),
        (ALL_AGREE, {"title": "a" * 25}, {"title": "a" * 25}, False),
        (ALL_AGREE, {"title": "report " + "a" * 44}, {"title": "report " + "a" * 44}, True),
        (ALL_AGREE, {"title": "report " + "a" * 42}, {"title": "report " + "a" * 42}, False),
        (ALL_AGREE, {"title": COLUMN, "venue": ARXIV}, {"title": COLUMN}, True),
        (ALL_AGREE, {"title": COLUMN, "venue": ARXIV}, {"title": COLUMN, "venue": ARXIV}, False),
        # Months.
        (ALL_AGREE, {"month": 3}, {"month": 3}, True),
        (ALL_AGREE, {"month": 3}, {}, True),
        (ALL_AGREE, {"month": 3}, {"month": 4}, False),
        # Identifiers: of one work only, or shared by a supplement.
        ({"arxiv": 10, "year": -6}, {}, {"title": "Renamed"}, True),
        ({"doi": 9}, {}, {"title": "Renamed since then"}, False),
        ({"doi": 8}, {"title": COLUMN}, {"title": COLUMN}, True),
        ({"doi": 7}, {"title": COLUMN}, {"title": COLUMN}, False),
        ({"doi": 8}, {"title": "Editorial"}, {"title": "Editorial"}, True),
        ({"pages": 5}, {"title": "Editorial"}, {"title": "Editorial"}, False),
        # A place, an ISBN, or the key, with the same title.
        ({"pages": 2}, {"title": COLUMN}, {"title": COLUMN}, True),
        ({"pages": 1}, {"title": COLUMN}, {"title": COLUMN}, False),
        ({"isbn": 1}, {"title": COLUMN}, {"title": COLUMN}, True),
        ({"key": 1}, {"title": COLUMN}, {"title": COLUMN}, True),
        # Objections of six bits and more.
        ({"doi": 8, "year": -6}, {}, {}, True),
        ({"year": -6, "pages": 5}, {}, {}, False),
        ({"doi": 8, "pages": -6}, {}, {}, False),
        ({"doi": 8, "pages": -5}, {}, {}, True),
        ({"doi": 8, "pages": -6}, {"venue": ARXIV}, {}, True),
        ({"doi": 8, "year": -6}, {"title": LONG + "s"}, {}, False),
        ({"doi": 8, "year": -6}, {"number": "Suppl 1"}, {}, False),
        ({"doi": 8, "year": -6}, {}, {"number": "Suppl 1"}, False),
        ({"doi": 8}, {"title": "Editorial", "number": "Suppl 1"}, {"title": "Editorial"}, False),
        # Titles that are not equal: a place or an identifier, and no other words.
        ({"doi": 8}, {"title": LONG + "s"}, {}, True),
        ({"doi": 8}, {"title": LONG + "s"}, {"number": "Suppl 1"}, False),
        ({"doi": 8}, {"title": LONG + " in men"}, {"title": LONG + " in women"}, False),
        ({"pages": 2, "volume": 1}, {"title": LONG + "s"}, {}, True),
        ({"pages": 1, "volume": 1}, {"title": LONG + "s"}, {}, False),
        ({"pages": 2, "volume": 0}, {"title": LONG + "s"}, {}, False),
        ({"key": 1}, {"title": LONG + "s"}, {}, True),
        ({"year": 1}, {"title": LONG + " in men", **PAPERS}, {"title": LONG + " in mice", **PAPERS},
         True),
        ({"doi": 8}, {"title": LONG + " 2"}, {"title": LONG + " 3"}, False),
        ({"year": 1}, {"title": LONG + " 2", **PAPERS}, {"title": LONG + " 3", **PAPERS}, False),
        # Abstracts.
        (ALL_AGREE, {"abstract": "abcd" * 9}, {"abstract": "abcd" * 9}, True),
        (ALL_AGREE, {"abstract": "abcd" * 9}, {}, True),
        (ALL_AGREE, {"abstract": "abcd" * 9}, {"abstract": "wxyz" * 9}, False),
        (ALL_AGREE, {"abstract": "aa" + "bb"}, {"abstract": "aa" + "cc"}, True),
        ({"doi": 8}, {"abstract": "aabbb"}, {"abstract": "aaccc"}, False),
        ({"arxiv": 10}, {"abstract": "abcd" * 9}, {"abstract": "wxyz" * 9}, True),
    ],
)  # fmt: skip
def test_what_is_certain(
    weights: dict[str, int], said: dict[str, object], have: dict[str, object], expected: bool
) -> None:
    """Each row differs from another row in one value; the order of the two does not matter."""
    assert certain(weights, said, have) is expected


def test_only_one_work_of_the_title_and_only_the_verdict_same() -> None:
    """Another paper of the title in this place, or another verdict, makes it uncertain."""
    assert not certain(ALL_AGREE, {}, {}, is_only=False)
    assert certain(ALL_AGREE | {"doi": 8}, {}, {}, is_only=False)
    for verdict in Verdict:
        assert certain({"arxiv": 10}, {}, {}, verdict=verdict) is (verdict is Verdict.SAME)


def test_the_title_of_a_source_is_as_good_as_that_of_the_paper() -> None:
    """The paper's title may be edited since."""
    have: dict[str, object] = {"title": "What I call it"}
    assert not certain({"doi": 8}, {}, have)
    assert certain({"doi": 8}, {}, have, record("Another"), record(LONG.upper()))
