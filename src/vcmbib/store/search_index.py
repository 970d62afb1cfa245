"""The search index: writes the words of each paper to the table `search`."""

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

_CHUNK_SIZE = 5_000
_IN = "IN (SELECT value FROM json_each(?))"
_INSERT = f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"


def index_papers(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Write the rows of these papers again. Deletes the row of an id that has no paper.

    The caller must have started a transaction.
    """
    for chunk in _chunks(ids):
        _delete_rows(db, chunk)
        db.executemany(_INSERT, _rows(db, chunk))


def add_to_index(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Insert the rows of new papers."""
    for chunk in _chunks(ids):
        db.executemany(_INSERT, _rows(db, chunk))


def index_text(db: sqlite3.Connection, ids: Iterable[int]) -> Iterator[IndexRow]:
    """The rows of the search index for these papers: the id and the words of COLUMNS.

    The table `search` contains exactly these rows.
    """
    for chunk in _chunks(ids):
        yield from _rows(db, chunk)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK_SIZE):
        yield ordered[start : start + _CHUNK_SIZE]


def _delete_rows(db: sqlite3.Connection, ids: list[int]) -> None:
    db.execute(f"DELETE FROM search WHERE rowid {_IN}", (json.dumps(ids),))


def _rows(db: sqlite3.Connection, ids: list[int]) -> Iterator[IndexRow]:
    ids_json = json.dumps(ids)
    authors = _words_by_id(
        db,
        "SELECT p.paper_id, a.folded FROM paper_authors p CROSS JOIN authors a"
        f" ON a.id = p.author_id WHERE p.paper_id {_IN} ORDER BY p.paper_id, p.role, p.position",
        ids_json,
    )
    lists = [
        _words_by_id(
            db,
            f"SELECT paper_id, {column} FROM {table} WHERE paper_id {_IN} ORDER BY paper_id, id",
            ids_json,
        )
        for table, column in (("tags", "tag"), ("topics", "topic"), ("notes", "text"))
    ]
    venues = _venues(db, ids_json)
    categories = _categories(db, ids_json)
    papers = db.execute(
        f"SELECT id, title, model, venue_id, abstract FROM papers WHERE id {_IN} ORDER BY id",
        (ids_json,),
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


def _words_by_id(db: sqlite3.Connection, sql: str, ids_json: str) -> dict[int, str]:
    """The words of each id. `sql` selects rows (id, text); their order is kept."""
    found: dict[int, str] = {}
    for number, text in db.execute(sql, (ids_json,)):
        words = _text(text)
        found[number] = f"{found[number]} {words}" if number in found else words
    return found


def _distinct_words(texts: Iterable[str]) -> str:
    """The words of `texts`. Texts with the same words count once."""
    return " ".join(dict.fromkeys(w for w in map(_text, texts) if w))


def _venues(db: sqlite3.Connection, ids_json: str) -> dict[int, str]:
    """The words of each venue of the papers: acronym, name and other spellings."""
    spellings: dict[int, list[str]] = {}
    for number, acronym, name in db.execute(
        "SELECT id, acronym, name FROM venues"
        f" WHERE id IN (SELECT venue_id FROM papers WHERE id {_IN})",
        (ids_json,),
    ):
        spellings[number] = [acronym or "", name]
    for number, name in db.execute(
        "SELECT venue_id, name FROM venue_names WHERE venue_id"
        f" IN (SELECT venue_id FROM papers WHERE id {_IN}) ORDER BY name",
        (ids_json,),
    ):
        spellings[number].append(name)
    return {number: _distinct_words(texts) for number, texts in spellings.items()}


def _categories(db: sqlite3.Connection, ids_json: str) -> dict[int, str]:
    """The words of each paper's categories: slugs and titles, also of the categories above."""
    tree = {
        number: (parent, slug, title)
        for number, parent, slug, title in db.execute(
            "SELECT id, parent_id, slug, title FROM categories"
        )
    }
    names_by_category = {number: tuple(_ancestors(tree, number)) for number in tree}
    found: dict[int, list[str]] = {}
    for paper, category in db.execute(
        "SELECT p.paper_id, p.category_id FROM paper_categories p"
        f" CROSS JOIN categories c ON c.id = p.category_id WHERE p.paper_id {_IN}"
        " ORDER BY p.paper_id, c.position, c.id",
        (ids_json,),
    ):
        found.setdefault(paper, []).extend(names_by_category[category])
    words_by_names: dict[tuple[str, ...], str] = {}
    words_by_paper: dict[int, str] = {}
    for paper, names in found.items():
        key = tuple(names)
        if key not in words_by_names:
            words_by_names[key] = _distinct_words(key)
        words_by_paper[paper] = words_by_names[key]
    return words_by_paper


def _ancestors(tree: dict[int, tuple[int | None, str, str]], number: int | None) -> Iterator[str]:
    """The slugs and titles of a category and of the categories above it."""
    seen: set[int] = set()
    while number is not None and number in tree and number not in seen:
        seen.add(number)
        parent, slug, title = tree[number]
        yield slug
        yield title
        number = parent
