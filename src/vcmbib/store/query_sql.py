"""A query as SQL: expressions for the full-text index and conditions on `papers p`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping

from vcmbib.model.query.fields import IDENTIFIER_FIELDS, LINK_KINDS
from vcmbib.model.query.terms import label_key, terms
from vcmbib.model.query.tree import All, Either, Field, Has, Not, Query, Range, Words
from vcmbib.model.text import fold

Args = tuple[str | int, ...]
Condition = tuple[str, Args]

_INDEXED = "p.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
_LAST = "\U0010ffff"

# FTS5's parser has a stack of a hundred entries; a level of parentheses takes a few.
_MAX_NESTING = 6


def register(db: sqlite3.Connection) -> None:
    """Make known to SQLite how names and labels are compared."""
    db.create_function("vcmbib_fold", 1, _fold, deterministic=True)
    db.create_function("vcmbib_named", 2, _named, deterministic=True)


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _named(name: str, asked: str) -> bool:
    """Whether a name holds every word asked for; `yu*` stands for a word that begins so."""
    words = terms(name)
    for word in asked.split():
        if word.endswith("*"):
            if not any(w.startswith(word[:-1]) for w in words):
                return False
        elif word not in words:
            return False
    return True


def with_keys(db: sqlite3.Connection, query: Query) -> Query:
    """The query with words that are citation keys, former ones too, asking for these papers too."""
    match query:
        case Words(text, False, False):
            sql = "SELECT 1 FROM citation_keys WHERE folded = ? LIMIT 1"
            if db.execute(sql, (text.casefold(),)).fetchone() is None:
                return query
            return Either((query, Field("key", text)))
        case All(parts):
            return All(tuple(with_keys(db, part) for part in parts))
        case Either(parts):
            return Either(tuple(with_keys(db, part) for part in parts))
        case Not(part):
            return Not(with_keys(db, part))
        case _:
            return query


# --- the index -------------------------------------------------------------------------------


def match_expression(query: Query, columns: str = "") -> str | None:
    """`query` for FTS5, if it is made of words alone and one of them must occur; else None.

    `columns` is a column filter that the words outside negations must pass.
    """
    found = _match(query, columns)
    return None if found is None or found[1] > _MAX_NESTING else found[0]


def _match(query: Query, columns: str) -> tuple[str, int] | None:
    match query:
        case Words(text, prefix):
            return columns + _phrase(text, prefix), 0
        case Either(parts):
            return _together(" OR ", [_match(p, columns) for p in parts])
        case All(parts):
            held = _together(" AND ", [_match(p, columns) for p in parts if not isinstance(p, Not)])
            barred = [_match(p.part, "") for p in parts if isinstance(p, Not)]
            if held is None or not barred:
                return held
            others = _together(" OR ", barred)
            if others is None:
                return None
            return f"({held[0]}) NOT ({others[0]})", max(held[1], others[1]) + 1
        case _:
            return None


def _together(operator: str, found: list[tuple[str, int] | None]) -> tuple[str, int] | None:
    parts = [f for f in found if f is not None]
    if len(parts) < len(found) or not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return operator.join(f"({sql})" for sql, _ in parts), max(depth for _, depth in parts) + 1


def _phrase(text: str, prefix: bool) -> str:
    """The words one after the other; only letters, digits, + and # reach FTS5."""
    return f'"{" ".join(terms(text))}"' + (" *" if prefix else "")


# --- papers ----------------------------------------------------------------------------------


def condition(db: sqlite3.Connection, query: Query) -> Condition:
    """A condition on `papers p` that is true or false, never NULL; empty for every paper."""
    if query == All():
        return "", ()
    expression = match_expression(query)
    if expression is not None:
        return _INDEXED, (expression,)
    match query:
        case All(parts):
            return _joined(db, " AND ", parts)
        case Either(parts):
            return _joined(db, " OR ", parts)
        case Not(part):
            inner, args = condition(db, part)
            return f"NOT ({inner or '1'})", args
        case Range(name, low, high):
            return _range(name, low, high)
        case Has(what):
            return _HAS[what], ()
        case Field():
            return _field(db, query)
        case Words():
            raise AssertionError("words are always an expression of the index")


def _joined(db: sqlite3.Connection, operator: str, parts: Iterable[Query]) -> Condition:
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


def _among(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))


def _field(db: sqlite3.Connection, asked: Field) -> Condition:
    if asked.name in _TEXT_COLUMNS:
        column = _TEXT_COLUMNS[asked.name]
        return _INDEXED, (f"{{{column}}} : {_phrase(asked.value, asked.prefix)}",)
    if asked.name == "id" or asked.name in IDENTIFIER_FIELDS:
        return _identifier(asked)
    return _BY_FIELD[asked.name](db, asked)


_TEXT_COLUMNS = {"title": "title", "abstract": "abstract", "note": "notes", "model": "model"}


def _author(_: sqlite3.Connection, asked: Field) -> Condition:
    """All words in the name of one person; an initial stands for a word that begins with it."""
    words = terms(asked.value)
    last = len(words) - 1
    initials = [len(words) > 1 and len(w) == 1 and w.isascii() and w.isalpha() for w in words]
    loose = [initials[i] or (asked.prefix and i == last) for i in range(len(words))]
    indexed = " AND ".join(f'"{word}"' + (" *" if loose[i] else "") for i, word in enumerate(words))
    expression = f"{{authors}} : ({indexed})"
    if last == 0:
        return _INDEXED, (expression,)
    named = " ".join(word + ("*" if loose[i] else "") for i, word in enumerate(words))
    return (
        (
            "p.id IN (SELECT w.paper_id FROM paper_authors w"
            " CROSS JOIN authors a ON a.id = w.author_id"
            " WHERE w.paper_id IN (SELECT rowid FROM search WHERE search MATCH ?)"
            " AND vcmbib_named(a.folded, ?))"
        ),
        (expression, named),
    )


# The labels in use of each field that compares labels, for finding those asked for.
LABELS: Mapping[str, str] = {
    "tag": "SELECT DISTINCT tag FROM tags",
    "topic": "SELECT DISTINCT topic FROM topics",
    "category": "SELECT slug FROM categories",
    "venue": "SELECT name FROM venue_names UNION SELECT name FROM venues"
    " UNION SELECT acronym FROM venues WHERE acronym IS NOT NULL",
}


def _fits(label: str, asked: str, prefix: bool) -> bool:
    key = label_key(label)
    return key == asked or (prefix and key.startswith(asked))


def _label(table: str, column: str) -> Callable[[sqlite3.Connection, Field], Condition]:
    def labelled(db: sqlite3.Connection, asked: Field) -> Condition:
        wanted = label_key(asked.value)
        found = [
            row[0] for row in db.execute(LABELS[asked.name]) if _fits(row[0], wanted, asked.prefix)
        ]
        return (
            (
                f"p.id IN (SELECT paper_id FROM {table}"
                f" WHERE {column} IN (SELECT value FROM json_each(?)))"
            ),
            (json.dumps(found),),
        )

    return labelled


def _category(db: sqlite3.Connection, asked: Field) -> Condition:
    wanted = label_key(asked.value)
    found = [
        number
        for number, slug, title in db.execute("SELECT id, slug, title FROM categories")
        if _fits(slug, wanted, asked.prefix) or _fits(title, wanted, asked.prefix)
    ]
    return (
        (
            "p.id IN (WITH RECURSIVE below(id) AS (SELECT value FROM json_each(?)"
            " UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id)"
            " SELECT paper_id FROM paper_categories WHERE category_id IN below)"
        ),
        (_among(found),),
    )


def _venue(db: sqlite3.Connection, asked: Field) -> Condition:
    """The venues of which the value is a name; if it is nobody's name, those in whose name its
    words stand one after the other. So `venue:cvpr` leaves the workshops of CVPR out.
    """
    spelled: dict[int, set[str]] = {}
    for number, name in db.execute(
        "SELECT venue_id, name FROM venue_names UNION ALL SELECT id, name FROM venues"
        " UNION ALL SELECT id, acronym FROM venues WHERE acronym IS NOT NULL"
    ):
        spelled.setdefault(number, set()).add(label_key(name))
    wanted = label_key(asked.value)
    names = set() if asked.prefix else _known_names(asked.value)
    exact = not asked.prefix and (
        wanted in names or any(wanted in keys for keys in spelled.values())
    )
    names |= {wanted}
    found = {number for number, keys in spelled.items() if keys & names}
    if not exact:
        phrase = f" {wanted}" + " " * (not asked.prefix)
        found |= {n for n, keys in spelled.items() if any(phrase in f" {k} " for k in keys)}
    return (
        "(p.venue_id IS NOT NULL AND p.venue_id IN (SELECT value FROM json_each(?)))",
        (_among(sorted(found)),),
    )


def _known_names(text: str) -> set[str]:
    """All the names of the venue that `text` is known to name."""
    from vcmbib.model.venues.lookup import find_venue

    venue = find_venue(text)
    if venue is None:
        return set()
    return {label_key(n) for n in (venue.name, venue.acronym or "", *venue.names) if n}


def _entry_type(_: sqlite3.Connection, asked: Field) -> Condition:
    wanted = fold(asked.value)
    if asked.prefix:
        return "lower(p.entry_type) BETWEEN ? AND ?", (wanted, wanted + _LAST)
    return "lower(p.entry_type) = ?", (wanted,)


def _key(_: sqlite3.Connection, asked: Field) -> Condition:
    wanted = asked.value.casefold()
    if asked.prefix:
        return (
            "p.id IN (SELECT paper_id FROM citation_keys WHERE folded BETWEEN ? AND ?)",
            (wanted, wanted + _LAST),
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


def _identifier(asked: Field) -> Condition:
    value = asked.value
    lowered = value.lower()
    if asked.prefix:
        sql = "(compared BETWEEN ? AND ? OR compared BETWEEN ? AND ?)"
        args: Args = (value, value + _LAST, lowered, lowered + _LAST)
    elif asked.name == "id":
        sql, args = "compared IN (?, ?)", (value, lowered)
    else:
        sql, args = "compared = ?", (value,)
    if asked.name != "id":
        sql, args = f"{sql} AND scheme = ?", (*args, asked.name)
    return f"p.id IN (SELECT paper_id FROM identifiers WHERE {sql})", args


def _has_conditions() -> dict[str, str]:
    columns = "abstract honour model month number pages publisher volume year".split()
    out = {name: f"p.{name} IS NOT NULL" for name in columns}
    out["venue"] = "p.venue_id IS NOT NULL"
    out["all-authors"] = "p.authors_complete = 1"
    tables = {
        "tag": "tags", "topic": "topics", "note": "notes", "file": "files", "link": "links",
        "category": "paper_categories", "id": "identifiers",
    }  # fmt: skip
    for name, table in tables.items():
        out[name] = _exists(table)
    for kind in LINK_KINDS:
        out[kind] = _exists("links", f" AND c.kind = '{kind}'")
    for scheme in IDENTIFIER_FIELDS:
        out[scheme] = _exists("identifiers", f" AND c.scheme = '{scheme}'")
    out["authors"] = _exists("paper_authors", " AND c.role = 'author'")
    out["editors"] = _exists("paper_authors", " AND c.role = 'editor'")
    return out


def _exists(table: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM {table} c WHERE c.paper_id = p.id{more})"


_HAS = _has_conditions()
