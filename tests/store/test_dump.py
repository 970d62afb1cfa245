"""A dump has everything, is the same for the same library, and restores it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from tests.conftest import ROOT
from tests.dumps import dump_claims, dumps, in_one_form, lines_written, small_dump
from tests.examples import LIBRARIES
from tests.store.dumped_libraries import make, text_of
from vcmbib.model.dump.reader import read_dump
from vcmbib.model.dump.values import Dump, KeptRecord
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.store.library import Library


@LIBRARIES
@given(dumps())
def test_a_library_made_from_a_dump_gives_that_dump(wanted: Dump) -> None:
    """dump(load(x)) is x, in text, and the text reads back as x."""
    text = "".join(lines_written(wanted))
    found = read_dump(text)
    assert found.faults == ()
    assert in_one_form(found.dump) == in_one_form(wanted)
    with Library.empty() as library:
        make(library, found.dump)
        assert text_of(library) == text


def test_the_library_that_ships_comes_back() -> None:
    """The dump of the shipped library makes one with the same dump, that is searched alike."""
    with Library.reading(ROOT / "papers.db") as shipped, Library.empty() as made:
        text = text_of(shipped)
        make(made, read_dump(text).dump)
        assert text_of(made) == text
        rows = "SELECT {} FROM {}"
        for columns, table in (
            ("id, folded", "authors"), ("id, name", "venues"), ("key, current", "citation_keys"),
            ("compared, scheme", "identifiers"), ("title_key, retrieved, payload", "records"),
            ("title, authors, venue, categories, abstract", "search"),
        ):  # fmt: skip
            sql = rows.format(columns, table)
            assert sorted(made.db.execute(sql)) == sorted(shipped.db.execute(sql)), table


def test_every_table_that_holds_content_is_in_the_dump(empty_library: Library) -> None:
    """A library with a row in every table gives them all back, but for the log and the index."""
    make(empty_library, small_dump())
    make(empty_library, replace(small_dump(), papers=(
        replace(small_dump().papers[0], files=("a.pdf",)), small_dump().papers[1])))  # fmt: skip
    empty_library.db.execute("INSERT INTO venues VALUES (1, 'V', 'Venue', 'journal', 'P')")
    empty_library.db.execute("INSERT INTO venue_names VALUES (1, 1, 'spelling')")
    empty_library.db.execute("INSERT INTO authors VALUES (1, 'F', '', '', '', 1, 'f')")
    empty_library.db.execute(
        "UPDATE papers SET venue_id = 1, abstract = 'x', honour = 'y', model = 'z'"
    )
    for table, values in (
        ("paper_authors", "1, 1, 'author', 0, 1"), ("tags", "1, 1, 't'"), ("topics", "1, 1, 'T'"),
        ("links", "1, 1, 'code', 'l', 'https://example.org'"), ("notes", "1, 1, 'n', 0"),
        ("notes", "2, 1, 'p', 1"),
        ("fields", "1, 1, 'f', ''"), ("identifiers", "1, 1, 'doi', '10.1/X', '10.1/x', NULL"),
        ("records", "1, 1, 'list', 'o', 'r', '2026', '', '{\"odd\": [1.5, null]}'"),
    ):  # fmt: skip
        empty_library.db.execute(f"INSERT INTO {table} VALUES ({values})")
    text = text_of(empty_library)
    with Library.empty() as made:
        make(made, read_dump(text).dump)
        assert text_of(made) == text
        rows = made.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
        tables = [r[0] for r in rows]
        assert len(tables) > 15
        for table in tables:
            count = f"SELECT count(*) FROM {table}"
            assert made.db.execute(count).fetchone()[0], table


def test_the_log_is_dumped_only_when_asked_for_and_never_loaded(empty_library: Library) -> None:
    """Lines of the log can be read; row numbers that an undo needs are in no dump."""
    make(empty_library, small_dump())
    assert '"kind":"change"' not in text_of(empty_library)
    lines = [json.loads(one) for one in text_of(empty_library, history=True).splitlines()]
    assert [(c["number"], c["command"]) for c in lines if c["kind"] == "change"] == [
        (1, "vcmbib load")
    ]
    found = read_dump(text_of(empty_library, history=True))
    assert found.faults == ()
    assert len(found.dump.log) == 1


_ODD_TEXTS = (
    "\\", "\\\\", "a\\", "\\n", "\\ud800", "\\u0000", "\\\\ud800", '"\\"', "\ufffd", "\ufffe",
    "\u2028", "\u2029", "\x85", "\x01", "\x1b[31m", "\x7f", "a\tb", "a\r\nb", "a\rb", "\u202eabc",
    "e\u0301", "\u00e9", "\U0001f600", "\U0010ffff", "{}", "[]", "null", "1e400", "'; --",
)  # fmt: skip
"""Texts that an encoding, an escape or a normal form can change."""


@pytest.mark.parametrize("text", _ODD_TEXTS, ids=ascii)
def test_each_column_of_a_loaded_dump_is_that_of_the_library(text: str) -> None:
    """Texts in the fields of a paper and in the records of its sources come back as they are."""
    wanted = small_dump()
    first = wanted.papers[0]
    said = Record(SourceKind.BIBTEX, "f.bib", title=text, note=text, notes=(text,),
                  extra=(("x", text), (f"y{text}", "z")), tags=(text,))  # fmt: skip
    paper = replace(
        first.paper, title=text, abstract=text, note=text, notes=(text,), tags=(text,), volume=text,
        extra=(("x", text),), links=(Link(LinkKind.CODE, f"https://e.org/{text}", text),),
        authors=(Name(f"D{text}", "J"),),
    )  # fmt: skip
    kept = KeptRecord("bibtex", "f.bib", text, "2026-01-01T00:00:00Z", dump_claims(said))
    papers = (replace(first, paper=paper, records=(kept,)), *wanted.papers[1:])
    with Library.empty() as library, Library.empty() as loaded:
        make(library, replace(wanted, papers=papers))
        found = read_dump(text_of(library))
        assert found.faults == ()
        make(loaded, found.dump)
        assert _contents(loaded) == _contents(library)


def _contents(library: Library) -> dict[str, list[str]]:
    """The rows of each table with content, without the numbers of rows."""
    tables: dict[str, list[str]] = {}
    for table in (
        "papers", "citation_keys", "identifiers", "authors", "tags", "topics", "links", "notes",
        "fields", "files", "records", "venues", "venue_names", "categories",
    ):  # fmt: skip
        names = [row[1] for row in library.db.execute(f"PRAGMA table_info({table})")]
        columns = ", ".join(n for n in names if n != "id" and not n.endswith("_id"))
        tables[table] = sorted(map(repr, library.db.execute(f"SELECT {columns} FROM {table}")))
    return tables
