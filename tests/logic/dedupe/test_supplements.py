"""Places that several works share."""

from __future__ import annotations

import pytest

from tests.papers import paper
from vcmbib.logic.dedupe.compare_pages import read_pages
from vcmbib.logic.dedupe.prepare import prepare
from vcmbib.logic.dedupe.supplements import is_in_supplement, is_range_of_paper


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pages": "S12-S13"}, True),
        ({"pages": "A161"}, False),  # the number of an article
        ({"pages": "301-455"}, True),
        ({"pages": "12-20", "number": "Suppl 1"}, True),
        ({"pages": "12-20", "volume": "61 (Supplement 1)"}, True),
        ({"pages": "12-20", "volume": "61", "number": "1"}, False),
        ({}, False),
    ],
)
def test_a_supplement_is_known_by_pages_and_words(
    values: dict[str, object], expected: bool
) -> None:
    """By a letter, by the word, by a range that is longer than a paper."""
    assert is_in_supplement(prepare(paper("k", "T", **values))) is expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("435-451", True), ("435-51", True), ("12-13", False), ("301-455", False), ("435", False),
     ("S12-S20", False), ("", False)],
)  # fmt: skip
def test_the_range_of_a_paper_has_four_to_forty_pages(pages: str, expected: bool) -> None:
    """Without letters."""
    assert is_range_of_paper(read_pages(pages)) is expected
