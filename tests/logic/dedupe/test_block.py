"""Blocks: which works are compared at all."""

from __future__ import annotations

from tests.logic.dedupe.prepared_works import work
from vcmbib.logic.dedupe.block import candidate_pairs
from vcmbib.logic.dedupe.weights import LARGEST_BLOCK


def test_a_large_block_loses_nobody() -> None:
    """Hundreds of works that begin alike: every true pair is still a candidate."""
    start = "A study of the compression of images and video for "
    numbers = range(5 * LARGEST_BLOCK)
    works = [work(f"{start}purpose number {n}", year=2000 + n % 20) for n in numbers]
    pairs = set(candidate_pairs([*works, *works]))
    size = len(works)
    assert all((n, n + size) in pairs for n in range(size))
    assert len(pairs) < size * size / 2
