"""Queries against the library: which papers, in which order, and what to ask instead.

A query's words go to the full-text index as one expression where they can; everything else is a
condition on `papers`. The order of the results is told in docs/query.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from vcmbib import errors
from vcmbib.model.query.terms import edit_distance, label_key, terms
from vcmbib.model.query.tree import All, Either, Field, Not, Query, Words, free_words
from vcmbib.store.query_sql import LABELS, condition, match_expression, register, with_keys
from vcmbib.store.search_index import index_papers, index_text, unindex_papers

__all__ = [
    "SORT_NAMES", "SortKey", "count", "index_papers", "index_text", "nearest_words", "parse_sort",
    "search_ids", "unindex_papers",
]  # fmt: skip

# What a word weighs in title, model, authors, venue, abstract, tags, topics, categories, notes.
_BM25 = "bm25(10.0, 8.0, 4.0, 2.0, 1.0, 3.0, 2.0, 2.0, 1.0)"
_KEY = "(SELECT k.key FROM citation_keys k WHERE k.paper_id = p.id AND k.current = 1)"
_TIES = f"p.year DESC, {_KEY}, p.id"


# --- sorting ---------------------------------------------------------------------------------


class SortKey(NamedTuple):
    """One of SORT_NAMES, upwards or downwards; papers without a value come last either way."""

    name: str
    descending: bool = False


_SORT_SQL = {
    "added": ("p.added", "p.id"),
    "author": (
        (
            "(SELECT vcmbib_fold(a.family || ' ' || a.given) FROM paper_authors w"
            " JOIN authors a ON a.id = w.author_id WHERE w.paper_id = p.id"
            " ORDER BY w.role, w.position LIMIT 1)"
        ),
    ),
    "key": (_KEY,),
    "model": ("vcmbib_fold(p.model)",),
    "title": ("p.title_key",),
    "type": ("p.entry_type",),
    "updated": ("p.updated",),
    "venue": (
        "(SELECT vcmbib_fold(coalesce(v.acronym, v.name)) FROM venues v WHERE v.id = p.venue_id)",
    ),
    "year": ("p.year", "p.month"),
}
SORT_NAMES = tuple(_SORT_SQL)


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """The sort keys in `year,-added`; a minus sorts downwards.

    Raises errors.Usage for an unknown name, naming the nearest.
    """
    keys: list[SortKey] = []
    for part in text.split(","):
        name = part.strip().lower()
        if not name:
            continue
        key = SortKey(name.lstrip("+-").strip(), name.startswith("-"))
        if key.name not in _SORT_SQL:
            near = min(SORT_NAMES, key=lambda known: edit_distance(key.name, known))
            raise errors.Usage(
                f"cannot sort by {key.name!r}; did you mean {near!r}?",
                f"sort by {', '.join(SORT_NAMES)}, with a minus in front for downwards",
            )
        keys.append(key)
    return tuple(keys)


def _order(sort: Sequence[SortKey]) -> str:
    parts: list[str] = []
    for key in sort:
        direction = " DESC" if key.descending else ""
        parts += [f"{sql}{direction} NULLS LAST" for sql in _SORT_SQL[key.name]]
    return ", ".join((*parts, _KEY, "p.id"))


# --- searching -------------------------------------------------------------------------------


class _SearchPlan(NamedTuple):
    """A query in two parts that must both hold: words for the index, a condition on papers.

    `titled` is `words` with every positive word in title or model name. Either part may be empty.
    """

    words: str
    titled: str
    where: str
    args: tuple[str | int, ...]


def _plan(db: sqlite3.Connection, query: Query) -> _SearchPlan:
    parts = query.parts if isinstance(query, All) else (query,)
    worded = [part for part in parts if _is_worded(part)]
    words = match_expression(All(tuple(worded)))
    if words is None:
        where, args = condition(db, query)
        return _SearchPlan("", "", where, args)
    titled = match_expression(All(tuple(worded)), "{title model} : ") or ""
    where, args = condition(db, All(tuple(part for part in parts if not _is_worded(part))))
    return _SearchPlan(words, titled, where, args)


def _is_worded(part: Query) -> bool:
    return match_expression(part.part if isinstance(part, Not) else part) is not None


def search_ids(
    db: sqlite3.Connection,
    query: Query,
    *,
    sort: Sequence[SortKey] = (),
    limit: int | None = None,
) -> list[int]:
    """The ids of the papers that `query` asks for, in order; the first `limit` of them.

    Without `sort`: by how well the words fit (see `_ranked`), or without words the newest year
    first; ties by year, newest first, then by key.
    """
    if limit is not None and limit <= 0:
        return []
    register(db)
    query = with_keys(db, query)
    plan = _plan(db, query)
    if plan.words and not sort:
        return _best_first(db, plan, limit)
    free = free_words(query)
    if free and not plan.words and not sort:
        return _loosely_ranked(db, free, plan, limit)
    if sort or limit is None:
        source, where, args = _source(plan)
        order = _order(sort) if sort else _TIES
        sql = f"SELECT p.id FROM {source} WHERE {where} ORDER BY {order} LIMIT ?"
        return [row[0] for row in db.execute(sql, (*args, -1 if limit is None else limit))]
    sql = f"SELECT p.id, -p.year FROM papers p WHERE {plan.where or '1'} ORDER BY p.year DESC"
    return _head(db, db.execute(sql, plan.args), limit)


def count(db: sqlite3.Connection, query: Query) -> int:
    """How many papers `query` asks for."""
    register(db)
    query = with_keys(db, query)
    plan = _plan(db, query)
    if plan.words and not plan.where:
        sql, args = "SELECT count(*) FROM search WHERE search MATCH ?", (plan.words,)
        return int(db.execute(sql, args).fetchone()[0])
    source, where, values = _source(plan)
    return int(db.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()[0])


def _source(plan: _SearchPlan) -> tuple[str, str, tuple[str | int, ...]]:
    """FROM, WHERE and arguments of the papers that the plan asks for, `p` the paper."""
    if not plan.words:
        return "papers p", plan.where or "1", plan.args
    # CROSS JOIN: the index first; SQLite would else ask it for each paper anew.
    tables = "search s CROSS JOIN papers p ON p.id = s.rowid"
    where = f"s.search MATCH ? AND {plan.where or '1'}"
    return tables, where, (plan.words, *plan.args)


def _best_first(db: sqlite3.Connection, plan: _SearchPlan, limit: int | None) -> list[int]:
    """Papers whose title or model name holds the words, then the others; each by bm25.

    The two steps make a search quick where a word stands on very many papers, and keep the name
    of a category from pushing titles down.
    """
    first = _ranked(db, plan.titled, plan, limit)
    if limit is not None and len(first) >= limit:
        return first
    seen = set(first)
    every = _ranked(db, plan.words, plan, None if limit is None else limit + len(first))
    return (first + [number for number in every if number not in seen])[:limit]


def _ranked(db: sqlite3.Connection, match: str, plan: _SearchPlan, limit: int | None) -> list[int]:
    """The papers of `match` and the plan's condition by bm25, then year, then key."""
    where = f"s.search MATCH ? AND s.rank MATCH ? AND {plan.where or '1'}"
    tables = "search s CROSS JOIN papers p ON p.id = s.rowid"
    args = (match, _BM25, *plan.args)
    if limit is None:
        sql = f"SELECT p.id FROM {tables} WHERE {where} ORDER BY s.rank, {_TIES}"
        return [row[0] for row in db.execute(sql, args)]
    if not plan.where:
        tables = "search s"
    rows = db.execute(f"SELECT s.rowid, s.rank FROM {tables} WHERE {where} ORDER BY s.rank", args)
    return _head(db, rows, limit)


def _head(db: sqlite3.Connection, rows: sqlite3.Cursor, limit: int) -> list[int]:
    """The first `limit` ids of the rows (id, value), which come by value; ties by year, then key.

    Keys are looked up only for the first rows and for those as good as the last one of them.
    """
    best: list[tuple[int, float | None]] = rows.fetchmany(limit)
    if len(best) == limit:
        last = best[-1][1]
        best += takewhile(lambda row: row[1] == last, rows)
    rows.close()
    place = {number: i for i, number in enumerate(_by_ties(db, (b[0] for b in best)))}
    group = {value: i for i, value in enumerate(dict.fromkeys(b[1] for b in best))}
    best.sort(key=lambda row: (group[row[1]], place[row[0]]))
    return [number for number, _ in best[:limit]]


def _by_ties(db: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    among = "p.id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT p.id FROM papers p WHERE {among} ORDER BY {_TIES}"
    return [row[0] for row in db.execute(sql, (json.dumps(list(ids)),))]


def _loosely_ranked(
    db: sqlite3.Connection, free: Sequence[Words], plan: _SearchPlan, limit: int | None
) -> list[int]:
    """Where words stand in alternatives to fields: those with words by bm25, then the others."""
    match = match_expression(Either(tuple(free)))
    sql = (
        "SELECT p.id FROM papers p LEFT JOIN"
        " (SELECT rowid AS id, rank AS fit FROM search WHERE search MATCH ? AND rank MATCH ?) s"
        f" ON s.id = p.id WHERE {plan.where or '1'} ORDER BY s.fit NULLS LAST, {_TIES} LIMIT ?"
    )
    args = (match, _BM25, *plan.args, -1 if limit is None else limit)
    return [row[0] for row in db.execute(sql, args)]


# --- what to ask instead ---------------------------------------------------------------------


def nearest_words(db: sqlite3.Connection, query: Query) -> tuple[tuple[str, str], ...]:
    """For each word or label of the query that no paper has: (it, the nearest that one has)."""
    # In the temp schema, so that it works on a library opened for reading.
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, row)"
    )
    found: dict[str, str] = {}
    for leaf in _positive_leaves(query):
        if isinstance(leaf, Field) and leaf.name in LABELS:
            found.update(_nearest_label(db, leaf))
            continue
        if isinstance(leaf, Field) and leaf.name not in (
            "title",
            "author",
            "abstract",
            "note",
            "model",
        ):
            continue
        words = terms(leaf.text if isinstance(leaf, Words) else leaf.value)
        for i, word in enumerate(words):
            prefix = leaf.prefix and i == len(words) - 1
            if word not in found and not _is_indexed(db, word, prefix):
                nearest = _nearest_term(db, word)
                if nearest is not None:
                    found[word] = nearest
    return tuple(found.items())


def _positive_leaves(query: Query) -> Iterator[Words | Field]:
    match query:
        case Words() | Field():
            yield query
        case All(parts) | Either(parts):
            for part in parts:
                yield from _positive_leaves(part)
        case _:
            return


def _is_indexed(db: sqlite3.Connection, word: str, prefix: bool) -> bool:
    sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return db.execute(sql, (f'"{word}"' + "*" * prefix,)).fetchone() is not None


def _slips(word: str) -> int:
    """How many slips a word of this length may hold."""
    return 0 if len(word) < 3 else 1 if len(word) < 5 else 2 if len(word) < 10 else 3


def _nearest_term(db: sqlite3.Connection, word: str) -> str | None:
    """The word of the index that needs the fewest changes, of several the most frequent.

    Words that begin alike are looked at first: only they are read from the index.
    """
    allowed = _slips(word)
    if not allowed:
        return None
    from rapidfuzz.distance import OSA

    best: tuple[int, int, str] | None = None
    for initial in dict.fromkeys(word[:2]):
        rows = db.execute(
            "SELECT term, doc FROM temp.search_words WHERE term >= ? AND term < ?"
            " AND length(term) BETWEEN ? AND ?",
            (initial, chr(ord(initial) + 1), len(word) - allowed, len(word) + allowed),
        )
        for term, papers in rows:
            distance = OSA.distance(word, term, score_cutoff=allowed)
            if 0 < distance <= allowed and (best is None or (distance, -papers, term) < best):
                best = (distance, -papers, term)
    return None if best is None else best[2]


def _nearest_label(db: sqlite3.Connection, asked: Field) -> dict[str, str]:
    """{`tag:surey`: `tag:survey`}, if no paper has the label asked for."""
    from rapidfuzz.distance import OSA

    wanted = label_key(asked.value)
    known = {label_key(row[0]): row[0] for row in db.execute(LABELS[asked.name])}
    if wanted in known or (asked.prefix and any(k.startswith(wanted) for k in known)):
        return {}
    allowed = _slips(wanted)
    scored = [(OSA.distance(wanted, k, score_cutoff=allowed), k) for k in known]
    distance, key = min(scored, default=(allowed + 1, ""))
    if distance > allowed:
        return {}
    shown = known[key] if " " not in known[key] else f'"{known[key]}"'
    return {f"{asked.name}:{asked.value}": f"{asked.name}:{shown}"}
