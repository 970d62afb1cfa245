"""Searching: what is found, in which order, against a second reading in plain Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.store.oracle import Oracle
from vcmbib import errors
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing
from vcmbib.model.query import All, Query, parse
from vcmbib.model.venues import Venue, VenueKind
from vcmbib.store import rows, search
from vcmbib.store.connect import open_read
from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION

CATEGORIES = (
    Category("survey-theory", "Survey-&-Theory", None, 0),
    Category("feature-compression", "Feature Compression", None, 1),
    Category("3d-features", "3D Features", "feature-compression", 0),
    Category("目标检测", "目标检测", None, 2),
)
CVPR = Venue("CVPR", "Conference on Computer Vision and Pattern Recognition",
             VenueKind.CONFERENCE, None, ("proc. cvpr",))  # fmt: skip
CVPRW = Venue("CVPRW", "Conference on Computer Vision and Pattern Recognition Workshops",
              VenueKind.WORKSHOP, None, ("cvpr workshop",))  # fmt: skip
TIP = Venue("TIP", "IEEE Transactions on Image Processing", VenueKind.JOURNAL)
ODD = Venue(None, "Ævar's Élite Colloquium", VenueKind.OTHER)


def shelve(db: sqlite3.Connection, papers: Sequence[Paper]) -> None:
    """Put papers with ids into an empty library, row by row."""
    numbers = {c.slug: i for i, c in enumerate(CATEGORIES, 1)}
    for c in CATEGORIES:
        parent = None if c.parent is None else numbers[c.parent]
        db.execute(
            "INSERT INTO categories VALUES (?, ?, ?, ?, ?)",
            (numbers[c.slug], parent, c.slug, c.title, c.position),
        )
    for paper in papers:
        for name in (*paper.authors, *paper.editors):
            put(db, "authors", rows.author_row(name))
        if paper.venue is not None:
            put(db, "venues", rows.venue_row(paper.venue))
            for row in rows.venue_name_rows(paper.venue):
                put(db, "venue_names", row)
        put(db, "papers", (paper.id, *rows.paper_row(paper)))
        for table, children in rows.child_rows(paper, numbers).items():
            child = next(c for c in rows.CHILDREN if c.table == table)
            columns = ", ".join(("paper_id", *child.columns))
            marks = ", ".join("?" * (1 + len(child.columns)))
            for values in children:
                db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (paper.id, *values))
    search.index_papers(db, [p.id for p in papers])


def put(db: sqlite3.Connection, table: str, row: rows.Row) -> None:
    """Insert a whole row, if it is not there."""
    db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def library(papers: Sequence[Paper], path: Path | str = ":memory:") -> sqlite3.Connection:
    """A library of these papers."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(LIBRARY)
    db.execute("BEGIN")
    shelve(db, papers)
    db.execute("COMMIT")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return db


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
    ("", [2, 4, 1, 3, 5]),
    ("*", [2, 4, 1, 3, 5]),
    ("-*", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[f[0] for f in FOUND])
def test_found(db: sqlite3.Connection, text: str, expected: list[int]) -> None:
    """Each form finds what docs/query.md says; without words the newest year comes first."""
    query = parse(text)
    found = search.search_ids(db, query)
    assert sorted(expected) == sorted(found)
    assert len(expected) == search.count(db, query)
    if "OR" not in text:
        assert expected == found or ":" not in text


def test_title_first(db: sqlite3.Connection) -> None:
    """A title that has the words comes before a paper of the category or the tag."""
    assert search.search_ids(db, parse("feature-compression")) == [4, 2]
    many = [replace(PAPERS[0], id=i, key=f"k{i}", title=f"Scalable {i}",
                    categories=(Standing("feature-compression"),), tags=("feature compression",))
            for i in range(1, 40)]  # fmt: skip
    many.append(
        replace(
            PAPERS[0], id=99, key="z", title="Feature Compression of " + "many words " * 9 + "!"
        )
    )
    assert search.search_ids(library(many), parse("feature-compression"))[0] == 99


def test_ties() -> None:
    """Papers that fit alike come by year, newest first, then by key, whatever the limit."""
    papers = [
        Paper(f"k{9 - i}", "Image Coding", "misc", i + 1, year=2000 + i % 3) for i in range(9)
    ]
    db = library([*papers, Paper("k", "Image Coding", "misc", 10)])
    expected = [p.id for p in sorted(papers, key=lambda p: (-(p.year or 0), p.key))] + [10]
    for text in ("image", "", "image has:link OR image", "image (has:year OR -has:year)"):
        query = parse(text)
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
    assert len(search.search_ids(db, parse("c"), sort=search.parse_sort(",".join(every)))) == 2


# --- the index -------------------------------------------------------------------------------


def stored(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The rows of the index."""
    return db.execute("SELECT rowid, * FROM search ORDER BY rowid").fetchall()


def test_index_is_what_the_tables_give() -> None:
    """The stored index is what `index_text` makes of the tables, also when made anew."""
    db = library(PAPERS)
    assert stored(db) == list(search.index_text(db, range(10)))
    before = stored(db)
    search.index_papers(db, [2, 2, 4, 77])
    assert stored(db) == before
    db.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_index_follows() -> None:
    """A change of the tables is found after indexing; what is taken out is not found."""
    db = library(PAPERS)
    db.execute("UPDATE papers SET title = 'Quantised Øresund' WHERE id = 4")
    search.index_papers(db, [4])
    assert search.search_ids(db, parse("oresund")) == [4]
    assert search.search_ids(db, parse("title:feature")) == []
    search.unindex_papers(db, [4, 5])
    assert search.search_ids(db, parse("oresund OR 目标")) == []
    assert [r[0] for r in stored(db)] == [1, 2, 3]


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
    found = search.nearest_words(db, parse(text))
    assert [(a, b.lower()) for a, b in expected] == [(a, b.lower()) for a, b in found]


def test_read_only(tmp_path: Path) -> None:
    """Searching and proposing work on a library opened for reading, and do not touch it."""
    path = tmp_path / "papers.db"
    library(PAPERS, path).close()
    before = path.read_bytes()
    db = open_read(path)
    assert search.search_ids(db, parse('image author:"H Choi"')) == [1]
    assert search.nearest_words(db, parse("compresion")) == (("compresion", "compression"),)
    assert search.nearest_words(db, parse("compresion")) == (("compresion", "compression"),)
    db.close()
    assert before == path.read_bytes()


# --- against the oracle ----------------------------------------------------------------------

WORDS = ("image", "Compression", "feature", "C++", "C", "C#", "Łukasz", "lukasz", "straße",
         "strasse", "目标", "目标检测", "3D", "H.264", "A*", r"{\"O}zg{\"u}r", "Özgür", "a-b",
         "PointNet++", "vision", "of", "이미지", "미지", "★")  # fmt: skip
word = st.sampled_from(WORDS)
text = st.lists(word, min_size=1, max_size=4).map(" ".join)
maybe = st.none() | text
name = st.builds(Name, family=word, given=st.sampled_from(["", "Yu", "Yuefeng", "H.", "Özgür"]),
                 particle=st.sampled_from(["", "van der"]))  # fmt: skip
IDS = (Identifier(Scheme.DOI, "10.1109/TIP.1"), Identifier(Scheme.ARXIV, "2405.03500", "v1"),
       Identifier(Scheme.OPENREVIEW, "wZrOOO9XBn"))  # fmt: skip
LINKS = (Link(LinkKind.CODE, "u"), Link(LinkKind.PDF, "v"))


def some(things: Sequence[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of these, each once."""
    return st.lists(st.sampled_from(list(things)), unique=True, max_size=2).map(tuple)


label_texts = st.lists(st.sampled_from(("survey", "encoder control", "Élan", "C++", "★", "c")),
                       unique=True, max_size=2).map(tuple)  # fmt: skip
paper = st.builds(
    Paper, key=st.just("k"), title=text, entry_type=st.sampled_from(("misc", "article", "book")),
    authors=st.lists(name, max_size=3).map(tuple), authors_complete=st.booleans(),
    editors=st.lists(name, max_size=1).map(tuple), year=st.none() | st.integers(2018, 2024),
    venue=st.sampled_from((None, CVPR, CVPRW, TIP, ODD)), abstract=maybe, model=maybe,
    notes=st.lists(text, unique=True, max_size=2).map(tuple), identifiers=some(IDS),
    links=some(LINKS), tags=label_texts, topics=label_texts,
    categories=some([c.slug for c in CATEGORIES]).map(
        lambda slugs: tuple(Standing(str(s)) for s in slugs)),
)  # fmt: skip


def numbered(papers: list[Paper]) -> list[Paper]:
    """Papers with ids, keys and former keys of their own."""
    return [replace(p, id=i, key=f"Key{i}", former_keys=(f"old{i}x",))
            for i, p in enumerate(papers, 1)]  # fmt: skip


atom = st.one_of(
    word,
    word.map(lambda w: w + "*"),
    text.map(lambda t: '"' + t.replace('"', "") + '"'),
    st.builds("{}:{}".format, st.sampled_from(("title", "author", "abstract", "note", "model")),
              st.one_of(word, word.map(lambda w: w + "*"),
                        st.just('"yuefeng lukasz"'), st.just('"H. c"'), st.just('"van der"*'))),
    st.builds("{}:{}".format, st.sampled_from(("tag", "topic", "category")),
              st.sampled_from(("survey", '"encoder control"', "elan", "C++", "c", "★", "s*", "3d*",
                               "feature-compression", "目标检测", "enc*"))),
    st.sampled_from(("venue:cvpr", "venue:CVPRW", "venue:cvpr*", 'venue:"pattern recognition"',
                     "venue:elite", "venue:tip", "venue:nosuch", "type:misc", "type:b*", "type:x",
                     "key:key1", "key:KEY*", "key:old2x", "id:2405.03500", "id:10.1109/tip.1",
                     "doi:10.1109/*", "openreview:wZ*", "id:wZrOOO9XBn", "2405.03500", "*",
                     "has:code", "has:pdf", "has:link", "has:doi", "has:editors", "has:venue",
                     "has:year", "has:tag", "has:note", "has:category", "has:all-authors",
                     "has:abstract", "has:id", "has:model", "has:authors", "has:topic",
                     "year:2020", "year:2019..2022", "year:..2020", "year:2021..", "tag:*")),
)  # fmt: skip
asked = st.recursive(
    atom,
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} OR {} OR {})".format, inner, inner, inner),
        inner.map(lambda q: "-" + q),
    ),
    max_leaves=6,
)


def parsed(text: str) -> Query | None:
    """The query, if it is one."""
    try:
        return parse(text)
    except errors.BadQuery:
        return None


@given(st.lists(paper, max_size=5).map(numbered), st.lists(asked, min_size=1, max_size=8))
@settings(max_examples=150)
def test_oracle(papers: list[Paper], texts: list[str]) -> None:
    """SQL and the second reading find the same papers; limits and counts agree with them."""
    db = library(papers)
    oracle = Oracle(papers, CATEGORIES)
    for text in texts:
        query = parsed(text)
        if query is None:
            continue
        found = search.search_ids(db, query)
        assert oracle.answer(query) == set(found), text
        assert len(found) == len(set(found)) == search.count(db, query)
        assert found[:2] == search.search_ids(db, query, limit=2)
        by_year = search.search_ids(db, query, sort=search.parse_sort("year"))
        assert set(found) == set(by_year)
        search.nearest_words(db, query)
    db.close()


SIGNS = ["a", "image", "*", "(", ")", '"', "-", " ", " OR ", "NOT ", "tag:", "author:", "venue:",
         "title:", "key:", "type:", "category:", "id:", "doi:10.1/", ":", "+", "#",
         "'", "\x00", "\ud800", "{", "\\", "目", "\u0301", "𝔸", "NEAR(", "^", "{title}", "rank", "%", "_",
         ";--"]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
@settings(max_examples=600)
@example("a OR " * 300 + "b")
@example("-a " * 400)
@example("(a OR (b c " * 4 + "d" + "))" * 4)
@example("(a OR -(tag:b c " * 4 + "d" + "))" * 4)
@example("-(a tag:b -(tag:b OR c " * 4 + "d" + "))" * 4)
@example("(tag:a OR tag:b -(year:2000.. OR venue:x " * 4 + "d" + "))" * 4)
@example("(a OR (b c " * 30 + "d" + "))" * 30)
@example(" OR ".join(f"tag:t{i}" for i in range(400)))
@example(" ".join(f'author:"a{i} b"' for i in range(200)))
@example('"' + "a " * 450 + '"*')
def test_no_query_is_an_sql_error(text: str) -> None:
    """Whatever is asked, the answer is papers or a BadQuery, never an error of SQLite."""
    query = parsed(text)
    assume(query is not None)
    assert query is not None
    found = search.search_ids(SHELF, query, limit=3)
    assert len(found) == min(3, search.count(SHELF, query))
    search.nearest_words(SHELF, query)


SHELF = library(PAPERS)
