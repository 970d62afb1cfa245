"""Damage in a library file: each kind is found, and nothing is found where there is none."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import sample
from tests.store.damage import NASTY, columns, put_value
from vcmbib import errors
from vcmbib.store.integrity import Fault, FaultKind, find_faults, to_error
from vcmbib.store.library import Library, find_damage


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library with something in most tables."""
    path = tmp_path_factory.mktemp("sound") / "papers.db"
    with Library.writing(path) as library:
        library.apply(sample(), "vcmbib import")
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(sound, tmp_path / "papers.db"))


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that checks nothing."""
    opened = sqlite3.connect(path, isolation_level=None)
    yield opened
    opened.close()


def kinds(path: Path, *, quick: bool = False) -> set[str]:
    """The kinds of the faults."""
    return {fault.kind.value for fault in find_damage(path, quick=quick)}


@pytest.mark.parametrize("quick", [False, True])
def test_a_sound_library_has_no_faults(path: Path, quick: bool) -> None:
    """Nothing is found, and no byte is changed; so too without papers."""
    before = path.read_bytes()
    assert find_damage(path, quick=quick) == ()
    assert path.read_bytes() == before
    empty = path.with_name("empty.db")
    Library.writing(empty).close()
    assert find_damage(empty, quick=quick) == ()
    assert to_error("x", []) is None


@pytest.mark.parametrize("name", ["blob", "nothing", "no text", "bad UTF-8"])
def test_a_value_that_the_schema_forbids(sound: Path, tmp_path: Path, name: str) -> None:
    """In every column of every table: if the papers can be read with it, it may be a value."""
    allowed = []
    path = tmp_path / "papers.db"
    for table, names in columns(sound).items():
        for column in names:
            shutil.copy(sound, path)
            if not put_value(path, table, column, NASTY[name]):
                continue
            if not find_damage(path):
                allowed.append(f"{table}.{column}")
    assert not allowed or name in ("nothing", "no text"), allowed
    if name == "nothing":
        assert {"papers.title", "papers.id", "citation_keys.key"}.isdisjoint(allowed)
        assert "papers.year" in allowed
    if name == "no text":
        assert {"authors.family", "tags.tag", "papers.entry_type"}.isdisjoint(allowed)


def test_each_reference_is_checked(path: Path, db: sqlite3.Connection) -> None:
    """A row that refers to nothing is a broken reference, and so is a paper without a key."""
    db.execute("UPDATE tags SET paper_id = 999 WHERE id = 1")
    assert "broken-reference" in kinds(path) & kinds(path, quick=True)
    [fault] = [f for f in find_damage(path) if "of tags refers" in f.description]
    assert "papers that does not exist" in fault.description
    assert isinstance(to_error("x", [fault]), errors.LibraryDamaged)


def test_a_paper_without_a_key(path: Path, db: sqlite3.Connection) -> None:
    """No list contains such a paper, so it would be lost in silence."""
    db.execute("UPDATE citation_keys SET current = 0 WHERE paper_id = 1")
    assert "paper 1 has no citation key" in {f.description for f in find_damage(path, quick=True)}


def test_categories_in_a_circle(path: Path, db: sqlite3.Connection) -> None:
    """Categories that no top category leads to are no place in the tree."""
    db.execute("UPDATE categories SET parent_id = id")
    assert any("no place in the tree" in f.description for f in find_damage(path))


WRONG_INDEXES = {
    "paper missing": ("DELETE FROM search WHERE rowid = 1", True),
    "paper unknown": ("INSERT INTO search (rowid, title) VALUES (77, 'ghost')", True),
    "another text": ("UPDATE search SET title = 'ghost' WHERE rowid = 1", False),
    "another note": ("UPDATE search SET notes = '' WHERE rowid = 1", False),
    "content changed": ("UPDATE search_content SET c0 = 'ghost' WHERE id = 1", True),
    "data damaged": ("UPDATE search_data SET block = x'00ff' WHERE id > 10", True),
    "data missing": ("DELETE FROM search_data", True),
    "no such table": (
        "PRAGMA writable_schema=ON; DELETE FROM sqlite_master WHERE name='search_config'",
        True,
    ),
    "title_key": ("UPDATE papers SET title_key = 'x' WHERE id = 1", False),
    "folded key": ("UPDATE citation_keys SET folded = 'x' WHERE id = 1", False),
    "folded author": ("UPDATE authors SET folded = 'x' WHERE id = (SELECT min(id) FROM authors)",
                      False),
    "compared": ("UPDATE identifiers SET compared = 'x' WHERE id = 1", False),
}  # fmt: skip


@pytest.mark.parametrize(("sql", "quick"), WRONG_INDEXES.values(), ids=WRONG_INDEXES)
def test_an_index_that_does_not_agree_with_the_papers(path: Path, sql: str, quick: bool) -> None:
    """It is found, the papers are named, and making the index again repairs it."""
    with Library.reading(path) as library:
        papers = list(library.all_papers())
    opened = sqlite3.connect(path, isolation_level=None)
    opened.executescript(sql)
    opened.close()
    faults = find_damage(path)
    assert {f.kind for f in faults} == {FaultKind.INDEX}, faults
    assert bool(find_damage(path, quick=True)) >= quick
    error = to_error("papers.db", faults)
    assert isinstance(error, errors.IndexDamaged)
    assert error.status == 6
    assert "--rebuild-index" in error.hint

    with Library.writing(path) as library:
        library.rebuild_index()
    assert find_damage(path) == ()
    with Library.reading(path) as library:
        assert list(library.all_papers()) == papers
        assert len(library.log()) == 1


def test_damaged_pages_of_the_index(path: Path) -> None:
    """The first pages of the index's own tables are overwritten: the tables are written again."""
    opened = sqlite3.connect(path)
    pages = dict(opened.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0"))
    size = opened.execute("PRAGMA page_size").fetchone()[0]
    opened.close()
    content = path.read_bytes()
    with Library.reading(path) as library:
        papers = list(library.all_papers())
    for table in ("search_data", "search_idx", "search_content", "search_docsize"):
        start = (pages[table] - 1) * size
        path.write_bytes(content[:start] + b"\xff" * 64 + content[start + 64 :])
        assert kinds(path) == {"wrong-index"}, table
        with Library.writing(path) as library:
            library.rebuild_index()
        assert find_damage(path) == ()
        with Library.reading(path) as library:
            assert list(library.all_papers()) == papers


def test_damaged_pages_of_papers_are_not_repaired(path: Path) -> None:
    """What cannot be read cannot be written again: the file stays as it is."""
    opened = sqlite3.connect(path)
    page = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'papers'").fetchone()[0]
    size = opened.execute("PRAGMA page_size").fetchone()[0]
    opened.close()
    content = path.read_bytes()
    start = (page - 1) * size
    damaged = content[:start] + b"\xff" * 64 + content[start + 64 :]
    path.write_bytes(damaged)
    faults = find_damage(path)
    assert faults[0].kind is FaultKind.FILE
    assert isinstance(to_error("x", faults), errors.LibraryDamaged)
    with pytest.raises(errors.LibraryDamaged), Library.writing(path) as library:
        library.rebuild_index()
    assert path.read_bytes() == damaged


def test_the_log_and_the_records_are_read(path: Path, db: sqlite3.Connection) -> None:
    """A record or a change that cannot be read is found; the paper of the record is named."""
    db.execute("UPDATE records SET payload = '[1, 2]'")
    assert {f.key for f in find_damage(path)} >= {"doe2020coding"}
    faults = find_damage(path)
    assert all(f.kind is FaultKind.VALUE for f in faults), faults


def test_many_faults_are_summed_up() -> None:
    """The message has their number and the worst one."""
    faults = [Fault(FaultKind.FILE, "page 5"), Fault(FaultKind.INDEX, "row 3")]
    error = to_error("papers.db", faults)
    assert error is not None
    assert "2 faults, such as: page 5" in error.message


def test_a_check_that_cannot_be_completed(path: Path) -> None:
    """A missing table is a fault of the file, not a traceback."""
    opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("DROP TABLE records")
    faults = find_faults(opened)
    opened.close()
    assert any("no such table: records" in f.description for f in faults)
