"""Counts of the whole library, and names for completion."""

from __future__ import annotations

import sqlite3

import pytest

from tests.store.small_library import PAPERS, library
from vcmbib.store import counts


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    """The library of PAPERS."""
    return library(PAPERS)


@pytest.mark.parametrize("kind", ["tags", "topics", "types", "venues", "authors", "years"])
def test_an_empty_library_has_no_counts(kind: str) -> None:
    """Nothing is counted where there are no papers."""
    empty = library(())
    assert counts.counts(empty, kind) == []
    assert set(counts.completeness(empty).values()) == {0}


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("types", [("misc", 3), ("article", 1)]),
        ("topics", [("Image", 2), ("Video", 1)]),
        ("years", [("2017", 1), ("2022", 1), ("2023", 2), ("unknown", 1)]),
        ("authors", [("Charles R. Qi", 1), ("Ezgi Özyılkan", 1)]),
    ],
)
def test_names_with_most_papers_come_first(
    db: sqlite3.Connection, kind: str, first: list[tuple[str, int]]
) -> None:
    """Years are in order; a paper without a year is counted too."""
    assert counts.counts(db, kind)[: len(first)] == first


@pytest.mark.parametrize(
    ("kind", "prefix", "found"),
    [
        ("tags", "S", ["survey"]),
        ("tags", "%", []),
        ("tags", "_", []),
        ("categories", "3d", ["3d-features"]),
        ("venues", "CVPR", ["CVPR", "CVPRW"]),
    ],
)
def test_names_begin_with_the_prefix(
    db: sqlite3.Connection, kind: str, prefix: str, found: list[str]
) -> None:
    """Signs of SQL's LIKE mean themselves."""
    assert counts.names(db, kind, prefix) == found


def test_papers_are_counted_in_their_own_category(db: sqlite3.Connection) -> None:
    """A category does not count the papers of the categories below it."""
    assert counts.papers_in_categories(db) == {
        "survey-theory": 1, "feature-compression": 1, "3d-features": 1, "目标检测": 1,
        "joint": 0,
    }  # fmt: skip


def test_what_papers_have_is_counted(db: sqlite3.Connection) -> None:
    """Each number is the number of papers that have it."""
    assert counts.completeness(db) == {
        "all authors": 1, "a venue": 3, "a year": 4, "an identifier": 1, "an abstract": 1,
        "code": 1,
    }  # fmt: skip
