"""Converts a query to SQL: expressions for the full-text index, and conditions on `papers p`.

Sources: https://sqlite.org/fts5.html (expressions), docs/query.md (the query language).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping

from vcmbib.model.query.fields import IDENTIFIER_FIELDS, LINK_KINDS
from vcmbib.model.query.terms import label_key, terms
from vcmbib.model.query.tree import All, Either, Field, Has, Not, Query, Range, Words
from vcmbib.model.text import fold, fold_key

Args = tuple[str | int, ...]
Condition = tuple[str, Args]

_IN_INDEX = "p.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
_LAST_CHARACTER = "\U0010ffff"

# The stack of the FTS5 parser has 100 entries; each level of parentheses needs several.
_MAX_NESTING = 6


def register_functions(db: sqlite3.Connection) -> None:
    """Register the SQL functions that compare names and labels."""
    db.create_function("vcmbib_fold", 1, _fold, deterministic=True)
    db.create_function("vcmbib_named", 2, _has_name_words, deterministic=True)


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _has_name_words(name: str, patterns: str) -> bool:
    """Whether a name has a word for each pattern: a word, or `yu*` for a word that begins so."""
    words = terms(name)
    for word in patterns.split():
        if word.endswith("*"):
            if not any(w.startswith(word[:-1]) for w in words):
                return False
        elif word not in words:
            return False
    return True


def add_citation_keys(db: sqlite3.Connection, query: Query) -> Query:
    """The query, in which a word that is a citation key also matches the paper of that key."""
    match query:
        case Words(text, False, False):
            sql = "SELECT 1 FROM citation_keys WHERE folded = ? LIMIT 1"
            if db.execute(sql, (fold_key(text),)).fetchone() is None:
                return query
            return Either((query, Field("key", text)))
        case All(parts):
            return All(tuple(add_citation_keys(db, part) for part in parts))
        case Either(parts):
            return Either(tuple(add_citation_keys(db, part) for part in parts))
        case Not(part):
            return Not(add_citation_keys(db, part))
        case _:
            return query


# --- the index -------------------------------------------------------------------------------


def match_expression(query: Query, columns: str = "") -> str | None:
    """The FTS5 expression of a query; None if FTS5 cannot express it.

    FTS5 needs a query of words only, and one of them must not be in a negation. `columns` is a
    column filter for the words outside negations.
    """
    found = _match(query, columns)
    return None if found is None or found[1] > _MAX_NESTING else found[0]


def _match(query: Query, columns: str) -> tuple[str, int] | None:
    """The FTS5 expression of a query and the depth of its parentheses, or None."""
    match query:
        case Words(text, prefix):
            return columns + _phrase(text, prefix), 0
        case Either(parts):
            return _combine(" OR ", [_match(p, columns) for p in parts])
        case All(parts):
            included = _combine(
                " AND ", [_match(p, columns) for p in parts if not isinstance(p, Not)]
            )
            excluded = [_match(p.part, "") for p in parts if isinstance(p, Not)]
            if included is None or not excluded:
                return included
            others = _combine(" OR ", excluded)
            if others is None:
                return None
            return f"({included[0]}) NOT ({others[0]})", max(included[1], others[1]) + 1
        case _:
            return None


def _combine(operator: str, expressions: list[tuple[str, int] | None]) -> tuple[str, int] | None:
    """Join expressions with an operator; None if one of them is None or there are none."""
    parts = [e for e in expressions if e is not None]
    if len(parts) < len(expressions) or not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return operator.join(f"({sql})" for sql, _ in parts), max(depth for _, depth in parts) + 1


def _phrase(text: str, prefix: bool) -> str:
    """The words as an FTS5 phrase. They contain only letters, digits, + and #."""
    return f'"{" ".join(terms(text))}"' + (" *" if prefix else "")


# --- papers ----------------------------------------------------------------------------------


def condition(db: sqlite3.Connection, query: Query) -> Condition:
    """A condition on `papers p`, and its arguments; empty if all papers match.

    It is true or false, never NULL: NOT of NULL would be NULL.
    """
    if query == All():
        return "", ()
    expression = match_expression(query)
    if expression is not None:
        return _IN_INDEX, (expression,)
    match query:
        case All(parts):
            return _join_conditions(db, " AND ", parts)
        case Either(parts):
            return _join_conditions(db, " OR ", parts)
        case Not(part):
            inner, args = condition(db, part)
            return f"NOT ({inner or '1'})", args
        case Range(name, low, high):
            return _range(name, low, high)
        case Has(name):
            return _HAS[name], ()
        case Field():
            return _field(db, query)
        case Words():
            raise AssertionError("words are always an expression of the index")


def _join_conditions(db: sqlite3.Connection, operator: str, parts: Iterable[Query]) -> Condition:
    conditions = [condition(db, part) for part in parts]
    sql = operator.join(f"({sql or '1'})" for sql, _ in conditions)
    return sql, tuple(arg for _, args in conditions for arg in args)


def _range(name: str, low: int | None, high: int | None) -> Condition:
    column = {"year": "p.year"}[name]
    sql, args = f"{column} IS NOT NULL", ()
    if low is not None and high is not None:
        return f"({sql} AND {column} BETWEEN ? AND ?)", (low, high)
    if low is not None:
        return f"({sql} AND {column} >= ?)", (low,)
    if high is not None:
        return f"({sql} AND {column} <= ?)", (high,)
    return sql, args


def _json_array(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))


def _field(db: sqlite3.Connection, field: Field) -> Condition:
    if field.name in _TEXT_COLUMNS:
        column = _TEXT_COLUMNS[field.name]
        return _IN_INDEX, (f"{{{column}}} : {_phrase(field.value, field.prefix)}",)
    if field.name == "id" or field.name in IDENTIFIER_FIELDS:
        return _identifier(field)
    return _BY_FIELD[field.name](db, field)


_TEXT_COLUMNS = {"title": "title", "abstract": "abstract", "note": "notes", "model": "model"}


def _author(_: sqlite3.Connection, field: Field) -> Condition:
    """All words are in the name of one person. An initial matches a word that begins with it."""
    words = terms(field.value)
    last = len(words) - 1
    initials = [len(words) > 1 and len(w) == 1 and w.isascii() and w.isalpha() for w in words]
    is_prefix = [initials[i] or (field.prefix and i == last) for i in range(len(words))]
    indexed = " AND ".join(
        f'"{word}"' + (" *" if is_prefix[i] else "") for i, word in enumerate(words)
    )
    expression = f"{{authors}} : ({indexed})"
    if last == 0:
        return _IN_INDEX, (expression,)
    patterns = " ".join(word + ("*" if is_prefix[i] else "") for i, word in enumerate(words))
    return (
        (
            "p.id IN (SELECT w.paper_id FROM paper_authors w"
            " CROSS JOIN authors a ON a.id = w.author_id"
            " WHERE w.paper_id IN (SELECT rowid FROM search WHERE search MATCH ?)"
            " AND vcmbib_named(a.folded, ?))"
        ),
        (expression, patterns),
    )


# The labels of the library, for each field that compares labels.
LABELS: Mapping[str, str] = {
    "tag": "SELECT DISTINCT tag FROM tags",
    "topic": "SELECT DISTINCT topic FROM topics",
    "category": "SELECT slug FROM categories",
    "venue": "SELECT name FROM venue_names UNION SELECT name FROM venues"
    " UNION SELECT acronym FROM venues WHERE acronym IS NOT NULL",
}


def _label_matches(label: str, wanted: str, prefix: bool) -> bool:
    key = label_key(label)
    return key == wanted or (prefix and key.startswith(wanted))


def _label(table: str, column: str) -> Callable[[sqlite3.Connection, Field], Condition]:
    """The condition of a field that compares labels, such as `tag:survey`."""

    def condition_for(db: sqlite3.Connection, field: Field) -> Condition:
        wanted = label_key(field.value)
        found = [
            row[0]
            for row in db.execute(LABELS[field.name])
            if _label_matches(row[0], wanted, field.prefix)
        ]
        return (
            (
                f"p.id IN (SELECT paper_id FROM {table}"
                f" WHERE {column} IN (SELECT value FROM json_each(?)))"
            ),
            (json.dumps(found),),
        )

    return condition_for


def _category(db: sqlite3.Connection, field: Field) -> Condition:
    wanted = label_key(field.value)
    found = [
        number
        for number, slug, title in db.execute("SELECT id, slug, title FROM categories")
        if _label_matches(slug, wanted, field.prefix) or _label_matches(title, wanted, field.prefix)
    ]
    return (
        (
            "p.id IN (WITH RECURSIVE below(id) AS (SELECT value FROM json_each(?)"
            " UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id)"
            " SELECT paper_id FROM paper_categories WHERE category_id IN below)"
        ),
        (_json_array(found),),
    )


def _venue(db: sqlite3.Connection, field: Field) -> Condition:
    """The venue has the value as a name: `venue:cvpr` does not match workshops of CVPR.

    If no venue has this name, the value matches venues with these words, in this order, in a name.
    """
    keys_by_venue: dict[int, set[str]] = {}
    for number, name in db.execute(
        "SELECT venue_id, name FROM venue_names UNION ALL SELECT id, name FROM venues"
        " UNION ALL SELECT id, acronym FROM venues WHERE acronym IS NOT NULL"
    ):
        keys_by_venue.setdefault(number, set()).add(label_key(name))
    wanted = label_key(field.value)
    names = set() if field.prefix else _names_of_known_venue(field.value)
    exact = not field.prefix and (
        wanted in names or any(wanted in keys for keys in keys_by_venue.values())
    )
    names |= {wanted}
    found = {number for number, keys in keys_by_venue.items() if keys & names}
    if not exact:
        phrase = f" {wanted}" + " " * (not field.prefix)
        found |= {n for n, keys in keys_by_venue.items() if any(phrase in f" {k} " for k in keys)}
    return (
        "(p.venue_id IS NOT NULL AND p.venue_id IN (SELECT value FROM json_each(?)))",
        (_json_array(sorted(found)),),
    )


def _names_of_known_venue(text: str) -> set[str]:
    """The label keys of all names of the venue `text` in the table of venues."""
    from vcmbib.model.venues.lookup import find_venue

    venue = find_venue(text)
    if venue is None:
        return set()
    return {label_key(n) for n in (venue.name, venue.acronym or "", *venue.names) if n}


def _entry_type(_: sqlite3.Connection, field: Field) -> Condition:
    wanted = fold(field.value)
    if field.prefix:
        return "lower(p.entry_type) BETWEEN ? AND ?", (wanted, wanted + _LAST_CHARACTER)
    return "lower(p.entry_type) = ?", (wanted,)


def _key(_: sqlite3.Connection, field: Field) -> Condition:
    wanted = fold_key(field.value)
    if field.prefix:
        return (
            "p.id IN (SELECT paper_id FROM citation_keys WHERE folded BETWEEN ? AND ?)",
            (wanted, wanted + _LAST_CHARACTER),
        )
    return "p.id IN (SELECT paper_id FROM citation_keys WHERE folded = ?)", (wanted,)


_BY_FIELD: dict[str, Callable[[sqlite3.Connection, Field], Condition]] = {
    "author": _author,
    "venue": _venue,
    "tag": _label("tags", "tag"),
    "topic": _label("topics", "topic"),
    "category": _category,
    "type": _entry_type,
    "key": _key,
}


def _identifier(field: Field) -> Condition:
    value = field.value
    lowered = value.lower()
    if field.prefix:
        sql = "(compared BETWEEN ? AND ? OR compared BETWEEN ? AND ?)"
        args: Args = (value, value + _LAST_CHARACTER, lowered, lowered + _LAST_CHARACTER)
    elif field.name == "id":
        sql, args = "compared IN (?, ?)", (value, lowered)
    else:
        sql, args = "compared = ?", (value,)
    if field.name != "id":
        sql, args = f"{sql} AND scheme = ?", (*args, field.name)
    return f"p.id IN (SELECT paper_id FROM identifiers WHERE {sql})", args


def _has_conditions() -> dict[str, str]:
    columns = "abstract honour model month number pages publisher volume year".split()
    conditions = {name: f"p.{name} IS NOT NULL" for name in columns}
    conditions["venue"] = "p.venue_id IS NOT NULL"
    conditions["all-authors"] = "p.authors_complete = 1"
    tables = {
        "tag": "tags", "topic": "topics", "note": "notes", "file": "files", "link": "links",
        "category": "paper_categories", "id": "identifiers",
    }  # fmt: skip
    for name, table in tables.items():
        conditions[name] = _exists(table)
    for kind in LINK_KINDS:
        conditions[kind] = _exists("links", f" AND c.kind = '{kind}'")
    for scheme in IDENTIFIER_FIELDS:
        conditions[scheme] = _exists("identifiers", f" AND c.scheme = '{scheme}'")
    conditions["authors"] = _exists("paper_authors", " AND c.role = 'author'")
    conditions["editors"] = _exists("paper_authors", " AND c.role = 'editor'")
    return conditions


def _exists(table: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM {table} c WHERE c.paper_id = p.id{more})"


_HAS = _has_conditions()
