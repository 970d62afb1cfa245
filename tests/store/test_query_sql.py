"""Each form of a query finds the right papers."""

from __future__ import annotations

import sqlite3

import pytest

from tests.store.small_library import PAPERS, library
from vcmbib.model.query.parser import parse_query
from vcmbib.store import search


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    """The library of PAPERS."""
    return library(PAPERS)


FOUND = [
    ("feature-compression", [4, 2]),
    ("feature compression", [4, 2]),
    ("C++", [3]),
    ("c", [4, 3]),
    ("pointnet", [3]),
    ("PointNet++", [3]),
    ("pointnet#", []),
    ("10.1109/TIP.2021", [3]),
    ("10.1109/TIP.2022.3160602", [1]),
    ("https://arxiv.org/abs/2107.08373v1", [1]),
    ("strasse", [2]),
    ("STRASSE", [2]),
    ("ozyilkan", [2]),
    (r"{\"O}zy{\i}lkan", [2]),
    ("bajic", [1]),
    ("lukasz", [2]),
    ("目标检测", [5]),
    ("深度", [5]),
    ("度深", []),
    ("machin*", [1]),
    ("machin", []),
    ('"coding for hum"*', [1]),
    ("survey", [2, 1]),
    ("survey -theory", [2]),
    ("pointnet OR scalable", [1, 3]),
    ("scalable OR year:2023", [1, 2, 4]),
    ("-(feature OR pointnet)", [1, 5]),
    ("author:choi", [4, 1]),
    ("author:hyomin", [1]),
    ('author:"Hyomin Choi"', [1]),
    ('author:"Choi, Hyomin"', [1]),
    ('author:"H. Choi"', [1]),
    ('author:"Choi Bajić"', []),
    ('author:"Łukasz van der Berg"', [2]),
    ("author:ozy*", [2]),
    ("author:张伟", [5]),
    ("venue:tip", [1]),
    ('venue:"IEEE Transactions on Image Processing"', [1]),
    ("venue:CVPR", [2]),
    ("venue:cvpr*", [2, 3]),
    ('venue:"pattern recognition workshops"', [3]),
    ("tag:survey", [2]),
    ('tag:"encoder control"', [1]),
    ("tag:encoder-control", [1]),
    ("tag:encoder", []),
    ("tag:encod*", [1]),
    ("tag:★", [5]),
    ("topic:image", [2, 1]),
    ("category:feature-compression", [2, 4]),
    ('category:"Feature Compression"', [2, 4]),
    ("category:3d-features", [2]),
    ("category:survey*", [1]),
    ("category:目标检测", [5]),
    ("type:Article", [1]),
    ("type:in*", [2]),
    ("key:OZYILKAN2023learned", [2]),
    ("ozyilkan2023LEARNED", [2]),
    ("ozyilkan2022old", [2]),
    ("ozyilkan2022old OR pointnet", [3, 2]),
    ("feature -paper4", [2]),
    ("feature paper4", [4]),
    ('"paper4"', []),
    ("paper", []),
    ("paper4*", []),
    ("key:ozyilkan2022old", [2]),
    ("key:paper*", [4, 5]),
    ("doi:https://doi.org/10.1109/tip.2022.3160602", [1]),
    ("doi:10.1109/TIP*", [1]),
    ("arxiv:2107.08373v7", [1]),
    ("id:2107.08373", [1]),
    ("year:2023", [2, 4]),
    ("year:2022..", [2, 4, 1]),
    ("-year:2000..2022", [2, 4, 5]),
    ("has:code", [1]),
    ("-has:year", [5]),
    ("has:all-authors", [1]),
    ("has:editors", [4]),
    ("title:feature", [4]),
    ("abstract:feature", [2]),
    ("note:again", [3]),
    ("model:pointnet", [3]),
    ("-venue:tip has:venue", [2, 3]),
    ("-venue:tip", [2, 4, 3, 5]),
    ("has:pdf", []),
    ("has:doi", [1]),
    ("has:openreview", []),
    ("", [2, 4, 1, 3, 5]),
    ("*", [2, 4, 1, 3, 5]),
    ("-*", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[f[0] for f in FOUND])
def test_found(db: sqlite3.Connection, text: str, expected: list[int]) -> None:
    """Each form finds what docs/query.md describes; without words the newest year comes first."""
    query = parse_query(text)
    found = search.search_ids(db, query)
    assert sorted(expected) == sorted(found)
    if "OR" not in text:
        assert expected == found or ":" not in text
