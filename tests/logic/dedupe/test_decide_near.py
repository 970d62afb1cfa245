"""Each condition of a verdict, with evidence just enough for it and just not enough."""

from __future__ import annotations

import pytest

from vcmbib.logic.dedupe.decide import Match, Verdict, decide, vetoed
from vcmbib.logic.dedupe.evidence import Comparison, Evidence


def decided(
    likeness: float, weights: dict[str, int], *, supported: bool = True, people: bool = True
) -> Verdict:
    """The verdict on pieces of these weights."""
    pieces = tuple(Evidence(name, name, weight) for name, weight in weights.items())
    return decide(Comparison(pieces, likeness, supported, people)).verdict


@pytest.mark.parametrize(
    ("weights", "likeness", "supported", "expected"),
    [
        ({"title": 4, "authors": 4, "year": 1}, 100.0, True, Verdict.SAME),
        ({"title": 4, "authors": 3, "year": 1}, 100.0, True, Verdict.ASK),
        ({"title": 4, "authors": 4, "year": 1}, 100.0, False, Verdict.ASK),
        ({"title": 4, "authors": 4, "year": 1}, 85.0, True, Verdict.SAME),
        ({"title": 4, "authors": 4, "year": 1}, 84.9, True, Verdict.DIFFERENT),
        ({"title": 4, "authors": 4, "doi": 8, "kind": -1}, 100.0, True, Verdict.ASK),
        ({"title": 4}, 100.0, False, Verdict.ASK),
        ({"title": 3}, 100.0, False, Verdict.DIFFERENT),
        ({"title": 4, "year": -1}, 100.0, True, Verdict.DIFFERENT),
    ],
)
def test_the_sum_and_the_support(
    weights: dict[str, int], likeness: float, supported: bool, expected: Verdict
) -> None:
    """Nine bits with support are one work, four are asked about, and fewer are two works."""
    assert decided(likeness, weights, supported=supported) is expected


@pytest.mark.parametrize(
    ("weights", "likeness", "expected"),
    [
        ({"arxiv": 10, "authors": 2}, 50.0, Verdict.SAME),
        ({"arxiv": 10, "authors": 2}, 49.9, Verdict.SHARED),
        ({"arxiv": 10, "authors": 1}, 50.0, Verdict.SHARED),
        ({"doi": 9, "authors": 2}, 50.0, Verdict.SHARED),
        ({"doi": 8, "title": -6}, 50.0, Verdict.SHARED),
        ({"isbn": 7, "title": -6}, 50.0, Verdict.DIFFERENT),
        ({"link": 3, "title": -6}, 50.0, Verdict.SHARED),
        ({"authors": 4, "volume": 3, "pages": 5, "last page": 1}, 20.0, Verdict.ASK),
        ({"authors": 0, "volume": 3, "pages": 5, "last page": 1}, 20.0, Verdict.DIFFERENT),
        ({"authors": 4, "volume": 0, "pages": 5, "last page": 1}, 20.0, Verdict.DIFFERENT),
        ({"authors": 4, "volume": 3, "pages": 0, "last page": 1}, 20.0, Verdict.DIFFERENT),
        ({"authors": 4, "volume": 3, "pages": 5}, 20.0, Verdict.DIFFERENT),
    ],
)
def test_titles_that_are_not_alike(
    weights: dict[str, int], likeness: float, expected: Verdict
) -> None:
    """A renamed preprint, a wrong identifier, a translation in one place, or two works."""
    assert decided(likeness, weights) is expected


VERSION = {"title": 3, "authors": 1, "venue": -4}


@pytest.mark.parametrize(
    ("more", "likeness", "people", "expected"),
    [
        ({}, 100.0, True, Verdict.VERSION),
        ({"venue": 0}, 100.0, True, Verdict.ASK),
        ({"venue": 0, "form": -4}, 100.0, True, Verdict.VERSION),
        ({"venue": -1}, 100.0, True, Verdict.VERSION),
        ({"authors": 0}, 100.0, True, Verdict.DIFFERENT),
        ({"authors": 0}, 100.0, False, Verdict.VERSION),
        ({"authors": 0}, 99.0, False, Verdict.DIFFERENT),
        ({"title": 2}, 100.0, True, Verdict.DIFFERENT),
        ({"kind": -9}, 100.0, True, Verdict.DIFFERENT),
        ({"kind": 1}, 100.0, True, Verdict.DIFFERENT),
        ({"numbers": -3}, 100.0, True, Verdict.DIFFERENT),
    ],
)
def test_what_is_a_version(
    more: dict[str, int], likeness: float, people: bool, expected: Verdict
) -> None:
    """Another venue or form, a long title, people in common or none; nothing against."""
    assert decided(likeness, VERSION | more, supported=False, people=people) is expected


def test_a_veto_is_a_piece_of_six_bits_against() -> None:
    """It forbids a group only where the two are not one work."""
    for verdict in Verdict:
        for weight, is_veto in ((-5, False), (-6, True), (-7, True)):
            match = Match(verdict, (Evidence("a", "a", 9), Evidence("b", "b", weight)))
            assert vetoed(match) is (is_veto and verdict is not Verdict.SAME)
