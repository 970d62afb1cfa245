"""Reads the part of the library that a batch of records can match."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from vcmbib.model.attempt import attempt
from vcmbib.model.keys.citekey import default_key
from vcmbib.model.paper import Record
from vcmbib.model.query.terms import terms
from vcmbib.model.snapshot import TITLE_START_LENGTH, LibrarySnapshot
from vcmbib.model.text import fold_key, forms_of_key, title_key
from vcmbib.store.load_papers import load_papers, read_categories
from vcmbib.store.record_json import claims_of, dump_record, load_record
from vcmbib.store.sql_parameters import chunks, placeholders


def snapshot_for(
    db: sqlite3.Connection, records: Sequence[Record], *, similar_titles: bool = False
) -> LibrarySnapshot:
    """The papers that share an identifier, a title or a key with a record, and their records.

    With `similar_titles` also the papers with words of a title: a search for each record. Also the
    keys that new papers cannot have, and the categories.
    """
    by_identifier = _by_identifier(db, {i.comparison_key for r in records for i in r.identifiers})
    titles, untitled, wanted = _lookups(records)
    by_title = _by_title(db, titles)
    by_key = _by_key(db, {r.key for r in records} - {""})
    by_similar_title = _by_similar_title(db, records) if similar_titles else {}
    found_ids = (*by_identifier.values(), *by_title.values(), *by_similar_title.values())
    ids = {i for found in found_ids for i in found}
    ids.update(by_key.values())
    ids.update(_with_claims(db, untitled))
    ordered = sorted(ids)
    papers = {p.id: p for p in load_papers(db, ordered)}
    records_of_paper: dict[int, list[Record]] = {}
    for chunk in chunks(ordered):
        for paper, source, origin, ref, payload in db.execute(
            "SELECT paper_id, source, origin, ref, payload FROM records"
            f" WHERE paper_id IN ({placeholders(chunk)}) ORDER BY id",
            chunk,
        ):
            records_of_paper.setdefault(paper, []).append(load_record(source, origin, ref, payload))
    return LibrarySnapshot(
        papers=papers,
        records={i: tuple(found) for i, found in records_of_paper.items()},
        by_identifier=by_identifier,
        by_title=by_title,
        by_similar_title=by_similar_title,
        by_key=by_key,
        taken_keys=_taken_keys(db, wanted),
        categories=read_categories(db),
        last_positions=_last_positions(db),
    )


def _lookups(records: Sequence[Record]) -> tuple[set[str], set[str], set[str]]:
    """(title keys, claims of the records without a title, citation keys).

    A record for which they cannot be computed fails when it is planned.
    """
    titles: set[str] = set()
    untitled: set[str] = set()
    citation_keys: set[str] = set()

    def look_up(record: Record) -> None:
        citation_keys.add(record.key or default_key(record.authors, record.year, record.title))
        title = title_key(record.title)
        if title:
            titles.add(title)
        else:
            untitled.add(claims_of(dump_record(record)))

    for record in records:
        attempt(look_up, record)
    return titles, untitled, citation_keys


def _with_claims(db: sqlite3.Connection, wanted: set[str]) -> set[int]:
    """The papers with a record that has no title and states one of the wanted claims."""
    if not wanted:
        return set()
    rows = db.execute("SELECT paper_id, payload FROM records WHERE title_key = ''")
    return {paper for paper, payload in rows if attempt(claims_of, payload) in wanted}


def _by_identifier(
    db: sqlite3.Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, ...]]:
    values = sorted({v for _, v in wanted})
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for chunk in chunks(values):
        for scheme, value, paper in db.execute(
            "SELECT scheme, compared, paper_id FROM identifiers"
            f" WHERE compared IN ({placeholders(chunk)}) ORDER BY paper_id",
            chunk,
        ):
            found[scheme, value] = (*found.get((scheme, value), ()), paper)
    return found


def _by_title(db: sqlite3.Connection, wanted: set[str]) -> dict[str, tuple[int, ...]]:
    """The ids of papers by the title key of the paper or of one of its records."""
    found: dict[str, tuple[int, ...]] = {}
    for chunk in chunks(sorted(wanted)):
        where = f"WHERE title_key IN ({placeholders(chunk)})"
        for key, paper in db.execute(
            f"SELECT title_key, id FROM papers {where}"
            f" UNION SELECT title_key, paper_id FROM records {where} ORDER BY 2",
            (*chunk, *chunk),
        ):
            found[key] = (*found.get(key, ()), paper)
    starts = json.dumps(
        sorted({t[:TITLE_START_LENGTH] for t in wanted if len(t) >= TITLE_START_LENGTH})
    )
    for key, paper in db.execute(_SAME_TITLE_START, (starts, starts)):
        if paper not in found.get(key, ()):
            found[key] = (*found.get(key, ()), paper)
    return found


# A range of the index for each start of a title. U+10FFFF is the last code point.
_SAME_TITLE_START = (
    " UNION ".join(
        f"SELECT t.title_key, t.{paper} FROM json_each(?) s CROSS JOIN {table} t"
        " ON t.title_key >= s.value AND t.title_key < s.value || char(1114111)"
        for table, paper in (("papers", "id"), ("records", "paper_id"))
    )
    + " ORDER BY 2"
)


def _by_similar_title(
    db: sqlite3.Connection, records: Sequence[Record]
) -> dict[str, tuple[int, ...]]:
    """The ids of the papers whose titles share rare words with a record's title, by its title key.

    A word is compared without its last two letters: it may be a plural, or misspelled at its end.
    """
    # A table in `temp` works for a library that is open for reading only.
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, row)"
    )
    found: dict[str, tuple[int, ...]] = {}
    for title in dict.fromkeys(r.title for r in records):
        words = dict.fromkeys(terms(title))
        starts = {w[: max(len(w) - 2, _SHORTEST_START)] for w in words}
        papers = {start: _papers_with(db, start) for start in sorted(starts)}
        rare = sorted(papers, key=lambda start: (papers[start], start))
        chosen = [s for s in rare if papers[s] <= _COMMON_WORD][:_RARE_WORDS] or rare[:1]
        if chosen:
            match = " OR ".join(f'"{start}"*' for start in chosen)
            rows = db.execute(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?",
                (f"{{title}} : ({match})", _SIMILAR_TITLES),
            )
            found[title_key(title)] = tuple(row[0] for row in rows)
    return found


def _papers_with(db: sqlite3.Connection, start: str) -> int:
    """How many papers have words that begin so; a paper with several of them counts as several."""
    sql = "SELECT total(doc) FROM temp.search_words WHERE term >= ? AND term < ?"
    return int(db.execute(sql, (start, start + "\U0010ffff")).fetchone()[0])


_SHORTEST_START = 4  # letters
_RARE_WORDS = 8
_COMMON_WORD = 5_000  # papers; a word in more of them takes too long
_SIMILAR_TITLES = 50


def _by_key(db: sqlite3.Connection, wanted: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(sorted({form for key in wanted for form in forms_of_key(key)})):
        found.update(
            db.execute(
                f"SELECT key, paper_id FROM citation_keys WHERE key IN ({placeholders(chunk)})",
                chunk,
            ).fetchall()
        )
    return found


def _taken_keys(db: sqlite3.Connection, wanted: set[str]) -> frozenset[str]:
    """The folded keys of the library that begin with a wanted key."""
    if len(wanted) > 2_000:  # then one scan is faster
        return frozenset(r[0] for r in db.execute("SELECT folded FROM citation_keys"))
    taken: set[str] = set()
    for base in wanted:
        folded = fold_key(base)
        taken.update(
            r[0]
            for r in db.execute(
                "SELECT folded FROM citation_keys WHERE folded >= ? AND folded < ?",
                (folded, folded + "\U0010ffff"),
            )
        )
    return frozenset(taken)


def _last_positions(db: sqlite3.Connection) -> dict[str, int]:
    """The last position of a paper in each category, by slug."""
    return dict(
        db.execute(
            "SELECT c.slug, max(p.position) FROM categories c"
            " JOIN paper_categories p ON p.category_id = c.id GROUP BY c.id"
        ).fetchall()
    )
