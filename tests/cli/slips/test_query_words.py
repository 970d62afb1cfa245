"""Corrections of queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from vcmbib.cli.slips.query_words import corrected_query, corrected_words, with_colons
from vcmbib.store.reader import LibraryReader


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("year=2023", "year:2023"),
        ("year>=2020", "year:>=2020"),
        ("author==choi", "author:choi"),
        ("-tag=x", "-tag:x"),
        ("journal=TIP", "venue:TIP"),
        ("tag='a b'", "tag:\"'a b'\""),
        ("E=mc2", "E=mc2"),
        ("a>b", "a>b"),
        ("year", "year"),
        ("=", "="),
    ],
)
def test_signs_become_colons_after_names_of_fields(token: str, expected: str) -> None:
    """Other words stay as they are."""
    assert with_colons(token) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("author: choi", ["author:choi"]),
        ("video autor:choi", ["video", "author:choi"]),
        ("author:choi", None),
        ("", None),
        ('title:"a b" yaer:2020', ['title:"a b"', "year:2020"]),
    ],
)
def test_a_bad_query_is_corrected(text: str, expected: list[str] | None) -> None:
    """Blanks after colons and misspelled fields; None if nothing changes."""
    assert corrected_query(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["category:featur"], ["category:feature-compression"]),
        (["tag:benefit", "image"], ['tag:"benefit for ICM"', "image"]),
        (["-year:2000", "tag:encoder", "control"], ["-year:2000", 'tag:"Encoder Control"']),
        (["tag:RL"], None),
        (["tag:nothing-like-it"], None),
        (["tag:"], None),
        (["year=1800"], None),
        (['tag:"'], None),
    ],
)
def test_a_query_without_papers_is_corrected(
    words: list[str], expected: list[str] | None, tmp_path: Path
) -> None:
    """Labels in part or without quotation marks; None if the correction finds nothing."""
    path = tmp_path / "papers.db"
    path.write_bytes((ROOT / "papers.db").read_bytes())
    with LibraryReader.reading(path) as reader:
        assert corrected_words(reader, words) == expected
