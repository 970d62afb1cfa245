"""The stored search index: what a search looks at, made from the tables in sets of papers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from vcmbib.model.query.terms import terms

COLUMNS = (
    "title",
    "model",
    "authors",
    "venue",
    "abstract",
    "tags",
    "topics",
    "categories",
    "notes",
)
"""The columns of the table `search`, in order."""

IndexRow = tuple[int, str, str, str, str, str, str, str, str, str]

_CHUNK = 5_000
_AMONG = "IN (SELECT value FROM json_each(?))"
_INSERT = f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"


def index_papers(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Make the rows of `search` for these papers anew from the tables.

    An id without a paper loses its row. The caller holds the transaction.
    """
    for chunk in _chunks(ids):
        _drop(db, chunk)
        db.executemany(_INSERT, _rows(db, chunk))


def add_to_index(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Make the rows of `search` for papers that have none yet."""
    for chunk in _chunks(ids):
        db.executemany(_INSERT, _rows(db, chunk))


def unindex_papers(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Take these papers out of `search`."""
    for chunk in _chunks(ids):
        _drop(db, chunk)


def index_text(db: sqlite3.Connection, ids: Iterable[int]) -> Iterator[IndexRow]:
    """What a search looks at: for each of these papers its id and the words of COLUMNS.

    The one definition: `search` holds these rows and nothing else.
    """
    for chunk in _chunks(ids):
        yield from _rows(db, chunk)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _drop(db: sqlite3.Connection, ids: list[int]) -> None:
    db.execute(f"DELETE FROM search WHERE rowid {_AMONG}", (json.dumps(ids),))


def _rows(db: sqlite3.Connection, ids: list[int]) -> Iterator[IndexRow]:
    among = json.dumps(ids)
    authors = _joined(
        db,
        "SELECT p.paper_id, a.folded FROM paper_authors p CROSS JOIN authors a"
        f" ON a.id = p.author_id WHERE p.paper_id {_AMONG} ORDER BY p.paper_id, p.role, p.position",
        among,
    )
    lists = [
        _joined(
            db,
            f"SELECT paper_id, {column} FROM {table} WHERE paper_id {_AMONG} ORDER BY paper_id, id",
            among,
        )
        for table, column in (("tags", "tag"), ("topics", "topic"), ("notes", "text"))
    ]
    venues = _venues(db, among)
    categories = _categories(db, among)
    papers = db.execute(
        f"SELECT id, title, model, venue_id, abstract FROM papers WHERE id {_AMONG} ORDER BY id",
        (among,),
    )
    tags, topics, notes = lists
    for number, title, model, venue, abstract in papers:
        yield (
            number,
            _text(title),
            _text(model),
            authors.get(number, ""),
            venues.get(venue, ""),
            _text(abstract),
            tags.get(number, ""),
            topics.get(number, ""),
            categories.get(number, ""),
            notes.get(number, ""),
        )


def _text(text: str | None) -> str:
    return " ".join(terms(text)) if text else ""


def _joined(db: sqlite3.Connection, sql: str, among: str) -> dict[int, str]:
    """The words of the second column for each value of the first, in the order of the rows."""
    found: dict[int, str] = {}
    for number, text in db.execute(sql, (among,)):
        words = _text(text)
        found[number] = f"{found[number]} {words}" if number in found else words
    return found


def _distinct(texts: Iterable[str]) -> str:
    """The words of `texts`, of those with the same words only one."""
    return " ".join(dict.fromkeys(w for w in map(_text, texts) if w))


def _venues(db: sqlite3.Connection, among: str) -> dict[int, str]:
    """For each venue of the papers: acronym, name and other spellings."""
    spellings: dict[int, list[str]] = {}
    for number, acronym, name in db.execute(
        "SELECT id, acronym, name FROM venues"
        f" WHERE id IN (SELECT venue_id FROM papers WHERE id {_AMONG})",
        (among,),
    ):
        spellings[number] = [acronym or "", name]
    for number, name in db.execute(
        "SELECT venue_id, name FROM venue_names WHERE venue_id"
        f" IN (SELECT venue_id FROM papers WHERE id {_AMONG}) ORDER BY name",
        (among,),
    ):
        spellings[number].append(name)
    return {number: _distinct(texts) for number, texts in spellings.items()}


def _categories(db: sqlite3.Connection, among: str) -> dict[int, str]:
    """For each paper the slugs and titles of its categories and of those above them."""
    tree = {
        number: (parent, slug, title)
        for number, parent, slug, title in db.execute(
            "SELECT id, parent_id, slug, title FROM categories"
        )
    }
    texts = {number: tuple(_upwards(tree, number)) for number in tree}
    found: dict[int, list[str]] = {}
    for paper, category in db.execute(
        "SELECT p.paper_id, p.category_id FROM paper_categories p"
        f" CROSS JOIN categories c ON c.id = p.category_id WHERE p.paper_id {_AMONG}"
        " ORDER BY p.paper_id, c.position, c.id",
        (among,),
    ):
        found.setdefault(paper, []).extend(texts[category])
    cache: dict[tuple[str, ...], str] = {}
    out: dict[int, str] = {}
    for paper, names in found.items():
        key = tuple(names)
        if key not in cache:
            cache[key] = _distinct(key)
        out[paper] = cache[key]
    return out


def _upwards(tree: dict[int, tuple[int | None, str, str]], number: int | None) -> Iterator[str]:
    seen: set[int] = set()
    while number is not None and number in tree and number not in seen:
        seen.add(number)
        parent, slug, title = tree[number]
        yield slug
        yield title
        number = parent
