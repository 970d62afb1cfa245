"""Searches the library: the papers of a query, their order, and suggestions for misspelled words.

The words of a query go to the full-text index as one FTS5 expression if that is possible. All
other parts are SQL conditions on `papers`. docs/query.md describes the order of the results.
Source: https://sqlite.org/fts5.html (expressions, bm25, rank).
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
from vcmbib.store.query_sql import (
    LABELS,
    add_citation_keys,
    condition,
    match_expression,
    register_functions,
)

# The weights of title, model, authors, venue, abstract, tags, topics, categories, notes.
_RANK = "bm25(10.0, 8.0, 4.0, 2.0, 1.0, 3.0, 2.0, 2.0, 1.0)"
_KEY_SQL = "(SELECT k.key FROM citation_keys k WHERE k.paper_id = p.id AND k.current = 1)"
_TIE_ORDER = f"p.year DESC, {_KEY_SQL}, p.id"


# --- sorting ---------------------------------------------------------------------------------


class SortKey(NamedTuple):
    """One of SORT_NAMES, ascending or descending. Papers without a value are always last."""

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
    "key": (_KEY_SQL,),
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
    """The sort keys in a text such as `year,-added`; a minus means descending.

    Raises Usage for an unknown name, with the most similar one.
    """
    keys: list[SortKey] = []
    for part in text.split(","):
        name = part.strip().lower()
        if not name:
            continue
        key = SortKey(name.lstrip("+-").strip(), name.startswith("-"))
        if key.name not in _SORT_SQL:
            nearest = min(SORT_NAMES, key=lambda known: edit_distance(key.name, known))
            raise errors.Usage(
                f"cannot sort by {key.name!r}; did you mean {nearest!r}?",
                f"sort by {', '.join(SORT_NAMES)}, with - before a field for descending order",
                wrong=key.name,
                instead=(nearest,),
            )
        keys.append(key)
    return tuple(keys)


def _order(sort: Sequence[SortKey]) -> str:
    parts: list[str] = []
    for key in sort:
        direction = " DESC" if key.descending else ""
        parts += [f"{sql}{direction} NULLS LAST" for sql in _SORT_SQL[key.name]]
    return ", ".join((*parts, _KEY_SQL, "p.id"))


# --- searching -------------------------------------------------------------------------------


class _SearchPlan(NamedTuple):
    """A query in two parts: an expression for the index, and a condition on `papers`.

    A paper must match both; each can be empty. `titled` is the expression `words` for title and
    model name only.
    """

    words: str
    titled: str
    where: str
    args: tuple[str | int, ...]


def _plan(db: sqlite3.Connection, query: Query) -> _SearchPlan:
    parts = query.parts if isinstance(query, All) else (query,)
    text_parts = [part for part in parts if _is_text_only(part)]
    words = match_expression(All(tuple(text_parts)))
    if words is None:
        where, args = condition(db, query)
        return _SearchPlan("", "", where, args)
    titled = match_expression(All(tuple(text_parts)), "{title model} : ") or ""
    where, args = condition(db, All(tuple(part for part in parts if not _is_text_only(part))))
    return _SearchPlan(words, titled, where, args)


def _is_text_only(part: Query) -> bool:
    return match_expression(part.part if isinstance(part, Not) else part) is not None


def search_ids(
    db: sqlite3.Connection,
    query: Query,
    *,
    sort: Sequence[SortKey] = (),
    limit: int | None = None,
) -> list[int]:
    """The ids of the papers that match `query`, in order, at most `limit`.

    Without `sort`, a query with words sorts by bm25 (see `_search_words`), and one without words
    by year, newest first. Ties are sorted by year, newest first, and then by key.
    """
    if limit is not None and limit <= 0:
        return []
    register_functions(db)
    query = add_citation_keys(db, query)
    plan = _plan(db, query)
    if plan.words and not sort:
        return _search_words(db, plan, limit)
    words = free_words(query)
    if words and not plan.words and not sort:
        return _search_alternatives(db, words, plan, limit)
    if sort or limit is None:
        source, where, args = _source(plan)
        order = _order(sort) if sort else _TIE_ORDER
        sql = f"SELECT p.id FROM {source} WHERE {where} ORDER BY {order} LIMIT ?"
        return [row[0] for row in db.execute(sql, (*args, -1 if limit is None else limit))]
    sql = f"SELECT p.id, -p.year FROM papers p WHERE {plan.where or '1'} ORDER BY p.year DESC"
    return _first_rows(db, db.execute(sql, plan.args), limit)


def _source(plan: _SearchPlan) -> tuple[str, str, tuple[str | int, ...]]:
    """FROM, WHERE and arguments for the papers `p` of a plan."""
    if not plan.words:
        return "papers p", plan.where or "1", plan.args
    # CROSS JOIN makes SQLite read the index first, not once for each paper
    # (https://sqlite.org/optoverview.html).
    tables = "search s CROSS JOIN papers p ON p.id = s.rowid"
    where = f"s.search MATCH ? AND {plan.where or '1'}"
    return tables, where, (plan.words, *plan.args)


def _search_words(db: sqlite3.Connection, plan: _SearchPlan, limit: int | None) -> list[int]:
    """The papers with the words in title or model name, then the others; both by bm25.

    The two steps are fast even if very many papers contain a word. And a word in the name of a
    category has no influence on the order of the titles.
    """
    first = _ranked(db, plan.titled, plan, limit)
    if limit is not None and len(first) >= limit:
        return first
    seen = set(first)
    all_ranked = _ranked(db, plan.words, plan, None if limit is None else limit + len(first))
    return (first + [number for number in all_ranked if number not in seen])[:limit]


def _ranked(db: sqlite3.Connection, match: str, plan: _SearchPlan, limit: int | None) -> list[int]:
    """The papers of the expression `match` and the plan's condition, by bm25, year and key."""
    where = f"s.search MATCH ? AND s.rank MATCH ? AND {plan.where or '1'}"
    tables = "search s CROSS JOIN papers p ON p.id = s.rowid"
    args = (match, _RANK, *plan.args)
    if limit is None:
        sql = f"SELECT p.id FROM {tables} WHERE {where} ORDER BY s.rank, {_TIE_ORDER}"
        return [row[0] for row in db.execute(sql, args)]
    if not plan.where:
        tables = "search s"
    rows = db.execute(f"SELECT s.rowid, s.rank FROM {tables} WHERE {where} ORDER BY s.rank", args)
    return _first_rows(db, rows, limit)


def _first_rows(db: sqlite3.Connection, rows: sqlite3.Cursor, limit: int) -> list[int]:
    """The first `limit` ids of `rows`; ties are sorted by year, newest first, then by key.

    `rows` are (id, value), sorted by value. The keys are read only for the first rows and for the
    rows with the same value as the last of them.
    """
    best: list[tuple[int, float | None]] = rows.fetchmany(limit)
    if len(best) == limit:
        last = best[-1][1]
        best += takewhile(lambda row: row[1] == last, rows)
    rows.close()
    place = {number: i for i, number in enumerate(_in_tie_order(db, (b[0] for b in best)))}
    group = {value: i for i, value in enumerate(dict.fromkeys(b[1] for b in best))}
    best.sort(key=lambda row: (group[row[1]], place[row[0]]))
    return [number for number, _ in best[:limit]]


def ordered_ids(db: sqlite3.Connection, ids: Iterable[int], sort: Sequence[SortKey]) -> list[int]:
    """These ids in the order of `sort`."""
    register_functions(db)
    sql = f"SELECT p.id FROM papers p WHERE {_ONE_OF} ORDER BY {_order(sort)}"
    return [row[0] for row in db.execute(sql, (json.dumps(list(ids)),))]


_ONE_OF = "p.id IN (SELECT value FROM json_each(?))"


def _in_tie_order(db: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    sql = f"SELECT p.id FROM papers p WHERE {_ONE_OF} ORDER BY {_TIE_ORDER}"
    return [row[0] for row in db.execute(sql, (json.dumps(list(ids)),))]


def _search_alternatives(
    db: sqlite3.Connection,
    words: Sequence[Words],
    plan: _SearchPlan,
    limit: int | None,
) -> list[int]:
    """The papers of a query with words as alternatives to fields: `coding OR tag:survey`.

    The papers with these words are first, by bm25.
    """
    match = match_expression(Either(tuple(words)))
    sql = (
        "SELECT p.id FROM papers p LEFT JOIN"
        " (SELECT rowid AS id, rank AS fit FROM search WHERE search MATCH ? AND rank MATCH ?) s"
        f" ON s.id = p.id WHERE {plan.where or '1'} ORDER BY s.fit NULLS LAST, {_TIE_ORDER} LIMIT ?"
    )
    args = (match, _RANK, *plan.args, -1 if limit is None else limit)
    return [row[0] for row in db.execute(sql, args)]


# --- suggestions ---------------------------------------------------------------------


def nearest_words(db: sqlite3.Connection, query: Query) -> tuple[tuple[str, str], ...]:
    """(word or label of the query that no paper has, the most similar one that a paper has)."""
    # A table in `temp` works for a library that is open for reading only.
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


def _max_distance(word: str) -> int:
    """The maximal edit distance for a word of this length."""
    return 0 if len(word) < 3 else 1 if len(word) < 5 else 2 if len(word) < 10 else 3


def _nearest_term(db: sqlite3.Connection, word: str) -> str | None:
    """The word of the index with the smallest edit distance, and of these the most frequent.

    Only words are read that begin with the first or the second letter of `word`.
    """
    allowed = _max_distance(word)
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


def _nearest_label(db: sqlite3.Connection, field: Field) -> dict[str, str]:
    """{`tag:surey`: `tag:survey`}; empty if a paper has the label of `field`."""
    from rapidfuzz.distance import OSA

    wanted = label_key(field.value)
    labels = {label_key(row[0]): row[0] for row in db.execute(LABELS[field.name])}
    if wanted in labels or (field.prefix and any(k.startswith(wanted) for k in labels)):
        return {}
    allowed = _max_distance(wanted)
    scored = [(OSA.distance(wanted, k, score_cutoff=allowed), k) for k in labels]
    distance, key = min(scored, default=(allowed + 1, ""))
    if distance > allowed:
        return {}
    shown = labels[key] if " " not in labels[key] else f'"{labels[key]}"'
    return {f"{field.name}:{field.value}": f"{field.name}:{shown}"}
