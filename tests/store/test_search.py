"""The order of what is found, and the nearest words."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.small_library import PAPERS, library
from vcmbib import errors
from vcmbib.model.paper import Paper, Standing
from vcmbib.model.query.parser import All, parse_query
from vcmbib.store import search
from vcmbib.store.connect import open_read


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    """The library of PAPERS."""
    return library(PAPERS)


def test_title_first(db: sqlite3.Connection) -> None:
    """A title that has the words comes before a paper of the category or the tag."""
    assert search.search_ids(db, parse_query("feature-compression")) == [4, 2]
    many = [replace(PAPERS[0], id=i, key=f"k{i}", title=f"Scalable {i}",
                    categories=(Standing("feature-compression"),), tags=("feature compression",))
            for i in range(1, 40)]  # fmt: skip
    many.append(
        replace(
            PAPERS[0], id=99, key="z", title="Feature Compression of " + "many words " * 9 + "!"
        )
    )
    assert search.search_ids(library(many), parse_query("feature-compression"))[0] == 99


def test_ties() -> None:
    """Papers that fit alike come by year, newest first, then by key, whatever the limit."""
    papers = [
        Paper(f"k{9 - i}", "Image Coding", "misc", i + 1, year=2000 + i % 3) for i in range(9)
    ]
    db = library([*papers, Paper("k", "Image Coding", "misc", 10)])
    expected = [p.id for p in sorted(papers, key=lambda p: (-(p.year or 0), p.key))] + [10]
    for text in ("image", "", "image has:link OR image", "image (has:year OR -has:year)"):
        query = parse_query(text)
        for limit in range(12):
            assert search.search_ids(db, query, limit=limit) == expected[:limit]
        assert search.search_ids(db, query) == expected


def test_parse_sort() -> None:
    """Sort keys are names with a sign; an unknown one names the nearest."""
    assert search.parse_sort("year, -Added,") == (
        search.SortKey("year"),
        search.SortKey("added", descending=True),
    )
    assert search.parse_sort("") == ()
    with pytest.raises(errors.Usage) as caught:
        search.parse_sort("yaer")
    assert "'year'" in caught.value.message
    assert "venue" in caught.value.hint


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("year", [3, 1, 2, 4, 5]),
        ("-year,title", [4, 2, 1, 3, 5]),
        ("title", [4, 2, 3, 1, 5]),
        ("author", [1, 2, 3, 4, 5]),
        ("-author", [5, 4, 3, 2, 1]),
        ("venue", [2, 3, 1, 4, 5]),
        ("key", [1, 2, 4, 5, 3]),
        ("-type", [4, 5, 3, 2, 1]),
        ("model", [3, 1, 2, 4, 5]),
    ],
)
def test_sorted(db: sqlite3.Connection, sort: str, expected: list[int]) -> None:
    """Each sort key sorts upwards, or with a minus downwards; what lacks it comes last."""
    keys = search.parse_sort(sort)
    found = search.search_ids(db, All(), sort=keys)
    assert expected == found
    assert expected[:2] == search.search_ids(db, All(), sort=keys, limit=2)
    every = search.SORT_NAMES
    assert (
        len(search.search_ids(db, parse_query("c"), sort=search.parse_sort(",".join(every)))) == 2
    )


NEAREST = [
    ("compresion", [("compresion", "compression")]),
    ("featrue-compresion image", [("featrue", "feature"), ("compresion", "compression")]),
    ("author:ozyilkn", [("ozyilkn", "ozyilkan")]),
    ("title:scalabel", [("scalabel", "scalable")]),
    ("hierarhical*", [("hierarhical", "hierarchical")]),
    ("-compresion", []),
    ("compression", []),
    ("xyzzyx", []),
    ("q7", []),
    ("tag:surveey", [("tag:surveey", "tag:survey")]),
    ("category:feature-compresion", [("category:feature-compresion",
                                      "category:feature-compression")]),
    ("venue:cvbr", [("venue:cvbr", "venue:cvpr")]),
    ("tag:encoder-contol", [("tag:encoder-contol", 'tag:"Encoder Control"')]),
    ("tag:surv*", []),
    ("year:2023", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NEAREST, ids=[n[0] for n in NEAREST])
def test_nearest(db: sqlite3.Connection, text: str, expected: list[tuple[str, str]]) -> None:
    """What no paper has is answered with the nearest that one has; the rest with nothing."""
    found = search.nearest_words(db, parse_query(text))
    assert [(a, b.lower()) for a, b in expected] == [(a, b.lower()) for a, b in found]


def test_read_only(tmp_path: Path) -> None:
    """Searching and proposing work on a library opened for reading, and do not touch it."""
    path = tmp_path / "papers.db"
    library(PAPERS, path).close()
    before = path.read_bytes()
    db = open_read(path).db
    assert search.search_ids(db, parse_query('image author:"H Choi"')) == [1]
    assert search.nearest_words(db, parse_query("compresion")) == (("compresion", "compression"),)
    assert search.nearest_words(db, parse_query("compresion")) == (("compresion", "compression"),)
    db.close()
    assert before == path.read_bytes()
