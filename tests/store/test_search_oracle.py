"""Searching against a second reading in plain Python, with made libraries and made queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.examples import part_of_examples
from tests.store.oracle import Oracle
from tests.store.small_library import CATEGORIES, CVPR, CVPRW, ODD, PAPERS, TIP, library
from vcmbib import errors
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Standing
from vcmbib.model.query.parser import Query, parse_query
from vcmbib.store import search

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
                     "key:key1", "key1", "OLD2x", "-key2", "key:KEY*", "key:old2x",
                     "id:2405.03500", "id:10.1109/tip.1",
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
        return parse_query(text)
    except errors.BadQuery:
        return None


@given(st.lists(paper, max_size=6).map(numbered), st.lists(asked, min_size=12, max_size=20))
@part_of_examples(0.5)  # each example asks twelve to twenty queries
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
        assert len(found) == len(set(found))
        assert found[:2] == search.search_ids(db, query, limit=2)
        by_year = search.search_ids(db, query, sort=search.parse_sort("year"))
        assert set(found) == set(by_year)
        search.nearest_words(db, query)
    db.close()


SHELF = library(PAPERS)
SIGNS = ["a", "image", "*", "(", ")", '"', "-", " ", " OR ", "NOT ", "tag:", "author:", "venue:",
         "title:", "key:", "type:", "category:", "id:", "doi:10.1/", ":", "+", "#",
         "'", "\x00", "\ud800", "{", "\\", "目", "\u0301", "𝔸", "NEAR(", "^", "{title}", "rank",
         "%", "_", ";--"]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
@part_of_examples(2)
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
    assert found == search.search_ids(SHELF, query)[:3]
    search.nearest_words(SHELF, query)
