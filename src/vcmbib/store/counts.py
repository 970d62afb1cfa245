"""Counts of the whole library (papers by tag, year, venue …), and names for completion."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection

# `_limited` replaces `{column}` by a condition on that column, which has ids of papers.
_COUNT_QUERIES = {
    "tags": "SELECT min(tag), count(*) FROM tags WHERE {paper_id} GROUP BY tag"
    " ORDER BY count(*) DESC, tag",
    "topics": "SELECT min(topic), count(*) FROM topics WHERE {paper_id} GROUP BY topic"
    " ORDER BY count(*) DESC, topic",
    "types": "SELECT entry_type, count(*) FROM papers WHERE {id} GROUP BY entry_type"
    " ORDER BY count(*) DESC, entry_type",
    "years": "SELECT coalesce(cast(year AS TEXT), 'unknown'), count(*) FROM papers WHERE {id}"
    " GROUP BY year ORDER BY year IS NULL, year",
    "venues": "SELECT coalesce(v.acronym, v.name), count(*) FROM papers p"
    " JOIN venues v ON v.id = p.venue_id WHERE {p.id} GROUP BY v.id"
    " ORDER BY count(*) DESC, coalesce(v.acronym, v.name)",
    "authors": "SELECT trim(replace(a.given || ' ' || a.particle || ' ' || a.family, '  ', ' ')),"
    " count(DISTINCT p.paper_id) FROM paper_authors p JOIN authors a ON a.id = p.author_id"
    " WHERE p.role = 'author' AND {p.paper_id} GROUP BY a.id ORDER BY 2 DESC, a.folded",
}

_NAME_QUERIES = {
    "tags": "SELECT DISTINCT tag FROM tags WHERE tag LIKE ? ESCAPE '\\' ORDER BY tag LIMIT ?",
    "topics": "SELECT DISTINCT topic FROM topics WHERE topic LIKE ? ESCAPE '\\'"
    " ORDER BY topic LIMIT ?",
    "categories": "SELECT slug FROM categories WHERE slug LIKE ? ESCAPE '\\' ORDER BY slug LIMIT ?",
    "venues": "SELECT coalesce(acronym, name) FROM venues WHERE coalesce(acronym, name) LIKE ?"
    " ESCAPE '\\' ORDER BY 1 LIMIT ?",
    "authors": "SELECT DISTINCT family FROM authors WHERE family LIKE ? ESCAPE '\\'"
    " ORDER BY family LIMIT ?",
    "types": "SELECT DISTINCT entry_type FROM papers WHERE entry_type LIKE ? ESCAPE '\\'"
    " ORDER BY entry_type LIMIT ?",
}


def counts(
    db: sqlite3.Connection, kind: str, ids: Collection[int] | None = None
) -> list[tuple[str, int]]:
    """(name, number of papers) of each tag, topic, type, venue, author or year.

    Years are in order, the others by the number of papers. `ids` limits the papers.
    """
    sql, args = _limited(_COUNT_QUERIES[kind], ids)
    return [(str(n), int(c)) for n, c in db.execute(sql, args)]


def _limited(sql: str, ids: Collection[int] | None) -> tuple[str, dict[str, str]]:
    """The SQL and its arguments, with `{column}` replaced by a condition on the papers' ids."""
    condition = "1" if ids is None else r"\1 IN (SELECT value FROM json_each(:ids))"
    limited = _COLUMN.sub(condition, sql)
    return limited, {} if ids is None else {"ids": json.dumps(sorted(ids))}


_COLUMN = re.compile(r"\{([\w.]+)\}")


def names(db: sqlite3.Connection, kind: str, prefix: str, limit: int = 200) -> list[str]:
    """The tags, topics, categories (slugs), venues, family names or types that begin with `prefix`.

    ASCII letters match in both cases (LIKE of SQLite).
    """
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [str(r[0]) for r in db.execute(_NAME_QUERIES[kind], (escaped + "%", limit))]


def papers_in_categories(
    db: sqlite3.Connection, ids: Collection[int] | None = None
) -> dict[str, int]:
    """The number of papers in each category by slug, without the categories below it."""
    sql, args = _limited(
        "SELECT c.slug, count(p.id) FROM categories c"
        " LEFT JOIN paper_categories p ON p.category_id = c.id AND {p.paper_id} GROUP BY c.id",
        ids,
    )
    return dict(db.execute(sql, args).fetchall())


def completeness(db: sqlite3.Connection, ids: Collection[int] | None = None) -> dict[str, int]:
    """The number of papers that have all authors, a venue, a year, an identifier …"""
    sql, args = _limited(
        "SELECT sum(authors_complete), count(venue_id), count(year),"
        " (SELECT count(DISTINCT paper_id) FROM identifiers WHERE {paper_id}), count(abstract),"
        " (SELECT count(DISTINCT paper_id) FROM links WHERE kind = 'code' AND {paper_id})"
        " FROM papers WHERE {id}",
        ids,
    )
    row = db.execute(sql, args).fetchone()
    names = ("all authors", "a venue", "a year", "an identifier", "an abstract", "code")
    return dict(zip(names, (int(v or 0) for v in row), strict=True))
