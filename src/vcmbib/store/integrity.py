"""Looks for damage in a library file.

SQLite checks its own structures, the types and the rules of the schema. This module also compares
what is derived with what it is derived from: the search index, and the columns with folded texts.
"""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from vcmbib import errors
from vcmbib.store.journal import read_log
from vcmbib.store.load_papers import load_papers, read_categories
from vcmbib.store.rebuild import DERIVED
from vcmbib.store.record_json import load_record
from vcmbib.store.search_index import COLUMNS, index_text

_MAX_FAULTS = 100  # of one kind


class FaultKind(StrEnum):
    """What is damaged. A fault of INDEX is repaired by `rebuild_index`."""

    FILE = "damaged-file"
    REFERENCE = "broken-reference"
    VALUE = "unreadable"
    INDEX = "wrong-index"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is damaged: what it is, and the citation key of the paper if it has one."""

    kind: FaultKind
    description: str
    key: str = ""


def find_faults(db: sqlite3.Connection, *, quick: bool = False) -> list[Fault]:
    """The faults of a library, the worst kinds first. Needs a connection that can write.

    `quick` leaves out what reads all texts of all papers. Changes nothing.
    """
    checks: list[Callable[[sqlite3.Connection], Iterator[Fault]]] = [
        _quick_structure if quick else _structure,
        _references,
        _keys,
        _index_structure,
        _index_rows,
    ]
    if not quick:
        checks += [_rows, _values, _derived_columns, _index_texts]
    faults: list[Fault] = []
    for check in checks:
        try:
            faults += islice(check(db), _MAX_FAULTS)
        except (sqlite3.DatabaseError, ValueError, LookupError, TypeError) as error:
            # An earlier check has probably found the cause.
            faults.append(Fault(FaultKind.FILE, f"a check cannot be completed: {error}"))
    order = list(FaultKind)
    return sorted(dict.fromkeys(faults), key=lambda fault: order.index(fault.kind))


def to_error(path: str, faults: Iterable[Fault]) -> errors.LibraryError | None:
    """The error for the faults of a library; None without faults."""
    found = list(faults)
    if not found:
        return None
    first = found[0].description
    detail = first if len(found) == 1 else f"{len(found)} faults, such as: {first}"
    if all(fault.kind is FaultKind.INDEX for fault in found):
        return errors.IndexDamaged(path, detail)
    return errors.LibraryDamaged(path, detail)


# --- structure -----------------------------------------------------------------------------------


def _structure(db: sqlite3.Connection) -> Iterator[Fault]:
    return _sqlite_check(db, "integrity_check")


def _quick_structure(db: sqlite3.Connection) -> Iterator[Fault]:
    return _sqlite_check(db, "quick_check")


def _sqlite_check(db: sqlite3.Connection, pragma: str) -> Iterator[Fault]:
    """The check of SQLite for each table, then for the whole file if no table has a fault.

    https://sqlite.org/pragma.html#pragma_integrity_check
    """
    objects = db.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    index_pages = {page for kind, _, page in objects if kind == "index"}
    found = False
    for table in [name for kind, name, page in objects if kind == "table" and page]:
        for line in _check_lines(db, f"PRAGMA {pragma}({table})"):
            found = True
            page = re.match(r"(?:On tree page|Tree) (\d+)\b", line)  # the first page of a b-tree
            is_index = (
                table.startswith("search_")
                or (page is not None and int(page[1]) in index_pages)
                or re.match(r"row \d+ missing from index|wrong # of entries in index", line)
            )
            yield Fault(FaultKind.INDEX if is_index else FaultKind.FILE, f"{table}: {line}")
    for line in () if found else _check_lines(db, f"PRAGMA {pragma}({_MAX_FAULTS})"):
        # An unused page is what a missing table of the index leaves behind.
        is_unused = re.fullmatch(r"Page \d+:? (?:is )?never used", line)
        yield Fault(FaultKind.INDEX if is_unused else FaultKind.FILE, line)


def _check_lines(db: sqlite3.Connection, sql: str) -> Iterator[str]:
    """The lines of a check of SQLite except "ok". A check that fails is a line too."""
    try:
        for (text,) in db.execute(sql):
            for line in str(text).splitlines():
                if line != "ok" and not line.startswith("***"):
                    yield line
    except sqlite3.DatabaseError as error:
        yield str(error)


def _references(db: sqlite3.Connection) -> Iterator[Fault]:
    """Rows that refer to a row that does not exist."""
    for table, row, target, _ in db.execute("PRAGMA foreign_key_check"):
        description = f"row {row} of {table} refers to a row of {target} that does not exist"
        yield Fault(FaultKind.REFERENCE, description)


def _keys(db: sqlite3.Connection) -> Iterator[Fault]:
    """Papers without a current citation key: no list contains them."""
    for (number,) in db.execute(
        "SELECT id FROM papers WHERE id NOT IN"
        " (SELECT paper_id FROM citation_keys WHERE current = 1)"
    ):
        yield Fault(FaultKind.REFERENCE, f"paper {number} has no citation key")


# --- values --------------------------------------------------------------------------------------


def _rows(db: sqlite3.Connection) -> Iterator[Fault]:
    """Tables with a row that cannot be read: a value of a wrong type, a text that is not UTF-8."""
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT%'"):
        fault = _failure(lambda t=table: deque(db.execute(f"SELECT * FROM {t}"), 0))  # type: ignore[misc]
        if fault:
            yield Fault(FaultKind.VALUE, f"{table}: {fault}")


def _values(db: sqlite3.Connection) -> Iterator[Fault]:
    """What cannot be read as a paper, a record, a category or a change."""
    keys = _current_keys(db)
    for number in [row[0] for row in db.execute("SELECT id FROM papers ORDER BY id")]:
        fault = _failure(lambda n=number: list(load_papers(db, [n])))  # type: ignore[misc]
        if fault:
            yield Fault(FaultKind.VALUE, f"the paper cannot be read: {fault}", keys.get(number, ""))
    rows = db.execute("SELECT id, paper_id, source, origin, ref, payload FROM records")
    for number, paper, *parts in rows:
        fault = _failure(lambda p=parts: load_record(*p))  # type: ignore[misc]
        if fault:
            what = f"record {number} cannot be read: {fault}"
            yield Fault(FaultKind.VALUE, what, keys.get(paper, ""))
    listed = len(read_categories(db))
    all_categories = db.execute("SELECT count(*) FROM categories").fetchone()[0]
    if listed != all_categories:
        yield Fault(
            FaultKind.VALUE, f"{all_categories - listed} categories have no place in the tree"
        )
    fault = _failure(lambda: read_log(db, None))
    if fault:
        yield Fault(FaultKind.VALUE, f"the log cannot be read: {fault}")


def _failure(read: Callable[[], object]) -> str:
    """The reason why `read` fails; "" if it does not."""
    try:
        read()
    except (sqlite3.DatabaseError, ValueError, LookupError, TypeError, AttributeError) as error:
        return str(error) or type(error).__name__
    return ""


def _current_keys(db: sqlite3.Connection) -> dict[int, str]:
    return dict(db.execute("SELECT paper_id, key FROM citation_keys WHERE current = 1").fetchall())


# --- derived columns and the search index --------------------------------------------------------


def _derived_columns(db: sqlite3.Connection) -> Iterator[Fault]:
    keys = _current_keys(db)
    for column in DERIVED:
        for number, paper, stored, right in column.wrong(db):
            what = f"{column.name} of row {number} is {stored!r} and should be {right!r}"
            yield Fault(FaultKind.INDEX, what, keys.get(paper or 0, ""))


def _index_structure(db: sqlite3.Connection) -> Iterator[Fault]:
    """The check of FTS5: does the index contain the words of its rows?

    https://sqlite.org/fts5.html, "The 'integrity-check' Command". It writes nothing.
    """
    try:
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield Fault(FaultKind.INDEX, f"the search index is malformed ({error})")


def _index_rows(db: sqlite3.Connection) -> Iterator[Fault]:
    """Papers without a row in the index, and rows without a paper."""
    try:
        indexed = {row[0] for row in db.execute("SELECT rowid FROM search")}
    except sqlite3.DatabaseError as error:
        yield Fault(FaultKind.INDEX, f"the search index cannot be read ({error})")
        return
    keys = _current_keys(db)
    papers = {row[0] for row in db.execute("SELECT id FROM papers")}
    for number in sorted(papers - indexed):
        yield Fault(FaultKind.INDEX, "the search does not find this paper", keys.get(number, ""))
    for number in sorted(indexed - papers):
        yield Fault(FaultKind.INDEX, f"the search finds paper {number}, which does not exist")


def _index_texts(db: sqlite3.Connection) -> Iterator[Fault]:
    """Papers whose words in the index are not the words of the paper."""
    try:
        rows = db.execute(f"SELECT rowid, {', '.join(COLUMNS)} FROM search").fetchall()
    except sqlite3.DatabaseError:
        return  # _index_rows has found it
    keys = _current_keys(db)
    indexed = {row[0]: row[1:] for row in rows}
    for number, *texts in index_text(db, list(indexed)):
        for column, text, stored in zip(COLUMNS, texts, indexed[number], strict=True):
            if text != stored:
                what = f"the search index and the paper differ in the {column}"
                yield Fault(FaultKind.INDEX, what, keys.get(number, ""))
