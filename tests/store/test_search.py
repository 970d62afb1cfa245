"""Searching: what is found, in which order."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.small_library import CVPR, CVPRW, TIP, library
from vcmbib import errors
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Standing
from vcmbib.model.query.parser import All, parse_query
from vcmbib.store import search, search_index
from vcmbib.store.connect import open_read

PAPERS = (
    Paper(
        "choi2022scalable", "Scalable Image Coding for Humans and Machines", "article", 1,
        (Name("Choi", "Hyomin"), Name("Bajić", "Ivan V.")), True, year=2022, venue=TIP,
        identifiers=(Identifier(Scheme.DOI, "10.1109/TIP.2022.3160602"),
                     Identifier(Scheme.ARXIV, "2107.08373", "v2")),
        categories=(Standing("survey-theory"),), tags=("Encoder Control",), topics=("Image",),
        links=(Link(LinkKind.CODE, "https://example.org/code"),), pages="2739-2754",
    ),
    Paper(
        "ozyilkan2023learned", "Learned Disentangled Latent Features", "inproceedings", 2,
        (Name("Özyılkan", "Ezgi"), Name("van der Berg", "Łukasz")), year=2023, venue=CVPR,
        categories=(Standing("3d-features"),), tags=("survey",), topics=("Video", "Image"),
        abstract="On feature compression for straße scenes.", former_keys=("ozyilkan2022old",),
    ),
    Paper(
        "qi2017pointnet", "PointNet++: Deep Hierarchical Learning in C++", "misc", 3,
        (Name("Qi", "Charles R."),), year=2017, venue=CVPRW, model="PointNet++",
        notes=("Read again; see 10.1109/TIP.2021",),
    ),
    Paper("paper4", "Feature Compression: A C Library", "misc", 4, year=2023,
          editors=(Name("Wang", "Choi"),), categories=(Standing("feature-compression"),)),
    Paper("paper5", "基于深度学习的目标检测", "misc", 5, (Name("张", "伟"),),
          categories=(Standing("目标检测"),), tags=("★", "benefit for ICM")),
)  # fmt: skip


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
    """Each form finds what docs/query.md says; without words the newest year comes first."""
    query = parse_query(text)
    found = search.search_ids(db, query)
    assert sorted(expected) == sorted(found)
    if "OR" not in text:
        assert expected == found or ":" not in text


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


# --- sorting ---------------------------------------------------------------------------------


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


# --- the index -------------------------------------------------------------------------------


def stored(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The rows of the index."""
    return db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()


def test_index_is_what_the_tables_give() -> None:
    """The stored index is what `index_text` makes of the tables, also when made anew."""
    db = library(PAPERS)
    assert stored(db) == list(search_index.index_text(db, range(10)))
    before = stored(db)
    search_index.index_papers(db, [2, 2, 4, 77])
    assert stored(db) == before
    db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_index_follows() -> None:
    """A change of the tables is found after indexing."""
    db = library(PAPERS)
    db.execute("UPDATE papers SET title = 'Quantised Øresund' WHERE id = 4")
    search_index.index_papers(db, [4])
    assert search.search_ids(db, parse_query("oresund")) == [4]
    assert search.search_ids(db, parse_query("title:feature")) == []


# --- what to ask instead ---------------------------------------------------------------------


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
    db = open_read(path)
    assert search.search_ids(db, parse_query('image author:"H Choi"')) == [1]
    assert search.nearest_words(db, parse_query("compresion")) == (("compresion", "compression"),)
    assert search.nearest_words(db, parse_query("compresion")) == (("compresion", "compression"),)
    db.close()
    assert before == path.read_bytes()
