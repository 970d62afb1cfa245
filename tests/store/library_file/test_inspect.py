"""What is known of a library file, also of one that no command can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers import paper
from vcmbib.errors import LibraryDamaged, NoLibrary, NotALibrary
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library
from vcmbib.store.library_file.inspect import LibraryFile, inspect_library
from vcmbib.store.schema import SCHEMA_VERSION


def test_a_missing_file(tmp_path: Path) -> None:
    """There is only the error."""
    found = inspect_library(tmp_path / "absent.db")
    assert found[:-1] == LibraryFile()[:-1]
    assert isinstance(found.error, NoLibrary)


@pytest.mark.parametrize("content", [b"x", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 84])
def test_a_file_that_is_no_library(tmp_path: Path, content: bytes) -> None:
    """Its size is known; a short header has no schema."""
    path = tmp_path / "papers.db"
    path.write_bytes(content)
    found = inspect_library(path)
    assert (found.size, found.papers) == (len(content), None)
    assert found.schema == (0 if len(content) == 100 else None)
    assert isinstance(found.error, NotALibrary | LibraryDamaged)


def test_the_newest_change(tmp_path: Path) -> None:
    """Of two changes it is the second; a new library has none."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        assert inspect_library(path).last_change is None
        library.apply(Plan.of([Add(paper("a", "A"))]), "first")
        library.apply(Plan.of([Add(paper("b", "B"))]), "second")
    found = inspect_library(path)
    assert (found.papers, found.schema, found.error) == (2, SCHEMA_VERSION, None)
    assert found.last_change is not None
    assert (found.last_change.id, found.last_change.command) == (2, "second")


def test_only_a_check_looks_at_all_pages(tmp_path: Path) -> None:
    """A damaged page is found with `check`, which a message on another library does not need."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        library.apply(Plan.of([Add(paper("a", "A"))]), "first")
    content = path.read_bytes()
    path.write_bytes(content[:-4096] + b"\xff" * 4096)
    assert isinstance(inspect_library(path).error, LibraryDamaged)
    assert inspect_library(path, check=False).papers == 1
