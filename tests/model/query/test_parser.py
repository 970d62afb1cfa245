"""The query language: the tree of each text, and the error for a text that is no query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.query.word_nodes import A, B, C
from vcmbib.errors import BadQuery
from vcmbib.model.query.parser import (
    All,
    Either,
    Field,
    Has,
    Not,
    Query,
    Range,
    Words,
    free_words,
    parse_query,
)
from vcmbib.model.query.terms import terms

BAD = [
    ('"not closed', 0, "quotation mark"),
    ('title "not closed', 6, "quotation mark"),
    ("a (b", 2, "not closed"),
    ("(a (b)", 0, "not closed"),
    ("a) b", 1, "has no opening one"),
    ("a ()", 2, "nothing between"),
    ("OR OR", 0, "before OR"),
    ("a OR", 2, "after OR"),
    ("a OR OR b", 2, "after OR"),
    ("(OR a)", 1, "before OR"),
    ("a OR &", 2, "after OR"),
    ("AND a", 0, "before AND"),
    ("a AND", 2, "after AND"),
    ("a AND OR b", 2, "after AND"),
    ("a NOT", 2, "after NOT"),
    ("NOT OR a", 0, "after NOT"),
    ("-", 0, "no letter or digit"),
    ("  !?", 2, "no letter or digit"),
    ('""', 0, "no letter or digit"),
    ("*press", 0, "at the end of a word"),
    ("autor:le", 0, "author:"),
    ("x auhtor:le", 2, "author:"),
    ("yaer:2020", 0, "year:"),
    ("tags:survey", 0, "tag:"),
    ("journal:tip", 0, "venue:"),
    ("categroy:x", 0, "category:"),
    ("author:", 7, "nothing after author:"),
    ("author: choi", 7, "nothing after author:"),
    ("(author:)", 8, "nothing after author:"),
    ("tag:(a OR b)", 4, "one value"),
    ('tag:""', 4, "nothing between"),
    ("title:&", 6, "no letter or digit"),
    ("year:soon", 5, "neither a year"),
    ("year:..", 5, "neither a year"),
    ("year:2024..2020", 5, "wrong order"),
    ("year:202*", 5, "neither a year"),
    ("has:wings", 4, "its values are abstract acl"),
    ("doi:nonsense", 4, "is not a valid doi identifier"),
    ("arxiv:10.1109/tip.2020.1", 6, "is not a valid arxiv identifier"),
]


@pytest.mark.parametrize(("text", "position", "reason"), BAD, ids=[b[0] for b in BAD])
def test_bad_query(text: str, position: int, reason: str) -> None:
    """A query that cannot be understood is an error with its place, a reason and a hint."""
    with pytest.raises(BadQuery) as caught:
        parse_query(text)
    assert reason in caught.value.reason
    assert position == caught.value.position
    assert caught.value.hint


def test_too_long_or_deep() -> None:
    """A query beyond all measure is refused, not answered for minutes."""
    for text in ("x" * 100_000, "a " * 5_000, "(" * 9 + "a" + ")" * 9, "b(" * 9_000):
        with pytest.raises(BadQuery):
            parse_query(text)


GOOD: list[tuple[str, Query]] = [
    ("", All()),
    ("  \t ", All()),
    ("*", All()),
    ("a", A),
    ("a b", All((A, B))),
    ("a AND b", All((A, B))),
    ("a - b & …", All((A, B))),
    ("a OR b", Either((A, B))),
    ("a OR a", A),
    ("a b OR c", Either((All((A, B)), C))),
    ("a (b OR c)", All((A, Either((B, C))))),
    ("a OR(b c)", Either((A, All((B, C))))),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("NOT NOT a", A),
    ("-(a b)", Not(All((A, B)))),
    ("or and not", All((Words("or"), Words("and"), Words("not")))),
    ("feature-compression", Words("feature-compression")),
    ("C++", Words("C++")),
    ("a:b", Words("a:b")),
    ("bag:of:words", Words("bag:of:words")),
    ("Machines:", Words("Machines:")),
    ("f(x)", Words("f(x)")),
    ("f(x y)", All((Words("f"), Words("x"), Words("y")))),
    ("https://example.org/a", Words("https://example.org/a")),
    ("compress*", Words("compress", prefix=True)),
    ("A*-search", Words("A*-search")),
    ('"rate distortion"', Words("rate distortion", phrase=True)),
    ("“rate distortion”", Words("rate distortion", phrase=True)),
    ('"rate dist"*', Words("rate dist", prefix=True, phrase=True)),
    ('"OR"', Words("OR", phrase=True)),
    ('"tag:survey"', Words("tag:survey", phrase=True)),
    (r"{\"O}zyilkan", Words(r"{\"O}zyilkan")),
    ("tag:survey", Field("tag", "survey")),
    ("Tag:Survey", Field("tag", "Survey")),
    ("tag:sur*", Field("tag", "sur", prefix=True)),
    ('author:"Hyomin Choi"', Field("author", "Hyomin Choi", phrase=True)),
    ("-author:choi", Not(Field("author", "choi"))),
    ("tag:*", Has("tag")),
    ("author:*", Has("authors")),
    ("title:*", All()),
    ("has:code", Has("code")),
    ("has:award", Has("honour")),
    ("has:Notes", Has("note")),
    ("has:author", Has("authors")),
    ("year:2020", Range("year", 2020, 2020)),
    ("year:2020..2024", Range("year", 2020, 2024)),
    ("year:2020-2024", Range("year", 2020, 2024)),
    ("year:2020..", Range("year", 2020, None)),
    ("year:..2019", Range("year", None, 2019)),
    ("year:>=2020", Range("year", 2020, None)),
    ("year:>2020", Range("year", 2021, None)),
    ("year:<=2020", Range("year", None, 2020)),
    ("year:<2020", Range("year", None, 2019)),
    ("year:*", Has("year")),
    ("arxiv:2405.03500v2", Field("arxiv", "2405.03500")),
    ("arxiv:https://arxiv.org/pdf/2405.03500", Field("arxiv", "2405.03500")),
    ("doi:10.1109/TIP.2020.3016485", Field("doi", "10.1109/tip.2020.3016485")),
    ("doi:https://doi.org/10.1109/TIP.2020.3016485", Field("doi", "10.1109/tip.2020.3016485")),
    ("doi:10.48550/arXiv.2405.03500", Field("arxiv", "2405.03500")),
    ("doi:10.1016/S0140-6736(05)67868-3", Field("doi", "10.1016/s0140-6736(05)67868-3")),
    ("(doi:10.1016/S0140-6736(05)67868-3)", Field("doi", "10.1016/s0140-6736(05)67868-3")),
    ("doi:10.1109*", Field("doi", "10.1109", prefix=True)),
    ("ieee:10440522", Field("ieee", "10440522")),
    ("id:2405.03500", Field("arxiv", "2405.03500")),
    ("id:whatever", Field("id", "whatever")),
    ("2405.03500", Either((Words("2405.03500"), Field("arxiv", "2405.03500")))),
]


@pytest.mark.parametrize(("text", "expected"), GOOD, ids=[g[0] for g in GOOD])
def test_parse(text: str, expected: Query) -> None:
    """Each form of the language means what docs/query.md describes."""
    assert expected == parse_query(text)


def test_pasted_title() -> None:
    """A title can be pasted as it is: its signs are no syntax."""
    title = "Video Coding (VCM) for Machines: Towards a “New” World - Survey & Theory!"
    query = parse_query(title)
    assert isinstance(query, All)
    assert set(terms(title)) == {t for w in free_words(query) for t in terms(w.text)}


def understood(text: str) -> Query | None:
    """The query; None if the text is none and the error points into it."""
    try:
        return parse_query(text)
    except BadQuery as error:
        if not 0 <= error.position <= len(text):
            raise AssertionError("the error points outside the text") from error
        return None


@given(st.text())
@settings(max_examples=300)
def test_any_text(text: str) -> None:
    """Any text at all is a query or a BadQuery that points into it."""
    query = understood(text)
    assert query is None or isinstance(hash(query), int)


SYNTAX = ["a", "tag:", "year:", "has:", "(", ")", '"', "-", "*", " ", "OR", " OR ", "AND", "NOT ",
          ":", "..", "\\", "{", "\x00", "\ud800", "doi:10.1/", "10.1109/x", "“",
          "id:", "++"]  # fmt: skip


@given(st.lists(st.sampled_from(SYNTAX), max_size=30).map("".join))
@settings(max_examples=500)
def test_any_syntax(text: str) -> None:
    """So is any sequence of the language's own signs, and SQLite accepts each query."""
    repr(understood(text)).encode()
