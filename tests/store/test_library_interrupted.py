"""Which changes are made, and in which file: interrupts, moved files, failed beginnings."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from tests.conftest import ROOT
from tests.papers import paper
from tests.store.test_connect import locker, make, read
from vcmbib import errors
from vcmbib.model.plan import Add, Plan
from vcmbib.store.connect import delete_if_empty
from vcmbib.store.library import Library


class Interrupted:
    """A connection whose user presses Ctrl-C while one statement is carried out."""

    def __init__(self, db: sqlite3.Connection, statement: str) -> None:
        self._db, self._statement = db, statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """What Python does: SQLite ends its work first, then the interrupt is raised."""
        cursor = self._db.execute(sql, *values)
        if sql == self._statement:
            raise KeyboardInterrupt
        return cursor


def add(library: Library, key: str = "fresh") -> None:
    """Add one paper."""
    library.apply(Plan.of([Add(paper(key))]), "add")


def changing(library: Library, after: Callable[[], None]) -> None:
    """Add a paper; something happens before it is committed."""
    with library.locked():
        add(library)
        after()


def failing() -> None:
    """The command thinks better of it."""
    raise errors.Usage("after all, no")


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "PRAGMA defer_foreign_keys = ON"])
def test_an_interrupt_before_the_commit(tmp_path: Path, statement: str) -> None:
    """No change is made, and none is reported."""
    path = make(tmp_path / "papers.db", "a")
    with Library.writing(path) as library:
        library.db = cast("sqlite3.Connection", Interrupted(library.db, statement))
        with pytest.raises(KeyboardInterrupt):
            add(library)
        assert library.changes_made == ()
    assert read(path) == 1


def test_an_interrupt_while_a_change_is_taken_back(tmp_path: Path) -> None:
    """What failed and was rolled back was never made, whenever Ctrl-C comes."""
    path = make(tmp_path / "papers.db", "a")
    with Library.writing(path) as library:
        library.db = cast("sqlite3.Connection", Interrupted(library.db, "ROLLBACK"))
        with pytest.raises(KeyboardInterrupt):
            changing(library, failing)
        assert library.changes_made == ()
    assert read(path) == 1


def test_an_interrupt_at_the_commit(tmp_path: Path) -> None:
    """The change is made, and the library knows its number."""
    path = make(tmp_path / "papers.db", "a")
    with Library.writing(path) as library:
        library.db = cast("sqlite3.Connection", Interrupted(library.db, "COMMIT"))
        with pytest.raises(KeyboardInterrupt):
            add(library)
        assert library.changes_made == (2,)
    assert read(path) == 2


def test_several_changes_are_known(tmp_path: Path) -> None:
    """Each change has its number, in order; a plan without actions has none."""
    with Library.writing(tmp_path / "papers.db") as library:
        add(library, "a")
        library.apply(Plan.of([]), "nothing")
        add(library, "b")
        assert library.changes_made == (1, 2)


def _moved(path: Path) -> None:
    other = Path(shutil.copy(path, path.with_name("other.db")))
    other.replace(path)


def _deleted(path: Path) -> None:
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("after_writing", [False, True])
@pytest.mark.parametrize("happens", [_moved, _deleted])
def test_a_library_that_is_replaced_while_it_is_written(
    tmp_path: Path, happens: Callable[[Path], None], after_writing: bool
) -> None:
    """It is noticed before the commit, before the first row or after the last: nothing is lost."""
    path = make(tmp_path / "papers.db", "a")
    with Library.writing(path) as library:
        if not after_writing:
            happens(path)
        with pytest.raises(errors.LibraryReplaced, match="replaced"):
            changing(library, lambda: happens(path))
    assert library.changes_made == ()
    assert not path.exists() or read(path) == 1
    assert not path.with_name("papers.db-journal").exists()


def test_a_link_that_leads_elsewhere_meanwhile(tmp_path: Path) -> None:
    """A library named by a link is the file that the link leads to at the commit."""
    first, second = make(tmp_path / "a.db", "a"), make(tmp_path / "b.db", "b")
    link = tmp_path / "papers.db"
    link.symlink_to(first)

    def turned() -> None:
        link.unlink()
        link.symlink_to(second)

    with Library.writing(link) as library, pytest.raises(errors.LibraryReplaced):
        changing(library, turned)
    assert (read(first), read(second)) == (1, 1)


SIZES = [0, 600, 5_000, 20_000, 60_000, 150_000, 230_000]
# Makes a library on a disk with room for this many bytes, each size in a process of its own. It
# runs with -B, because bytecode that such a disk cuts off would break the programs after it.
FULL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from vcmbib import errors
from vcmbib.store.library import Library

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for size in map(int, sys.argv[2:]):
    folder = Path(sys.argv[1], str(size))
    folder.mkdir()
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            Library.writing(folder / "papers.db").close()
        except errors.LibraryError as error:
            os.write(1, f"{size} {error.code}\\n".encode())
        else:
            os.write(1, f"{size} made\\n".encode())
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def full_disks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, str]]:
    """A folder with a folder for each size, and how the library for each size ended."""
    folder = tmp_path_factory.mktemp("full")
    command = [sys.executable, "-B", "-c", FULL_DISK, str(folder), *map(str, SIZES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return folder, {int(s): e for s, e in (line.split() for line in done.stdout.splitlines())}


@pytest.mark.parametrize("size", SIZES)
def test_a_disk_that_is_full_from_the_start(
    full_disks: tuple[Path, dict[int, str]], size: int
) -> None:
    """A library that could not be made leaves no file behind, however far it came."""
    folder, ends = full_disks
    if ends[size] == "disk-full":
        assert list((folder / str(size)).iterdir()) == []
    else:
        assert ends[size] == "made"
        assert read(folder / str(size) / "papers.db") == 0


def test_a_library_is_forgotten_only_while_it_holds_nothing(tmp_path: Path) -> None:
    """One with a change in it stays, and one that another process has its hands on."""
    full, empty = make(tmp_path / "full.db", "a"), make(tmp_path / "empty.db")
    other = locker(empty)
    try:
        delete_if_empty(empty)
        assert empty.exists()
    finally:
        other.kill()
        other.communicate()
    delete_if_empty(full)
    delete_if_empty(empty)
    delete_if_empty(tmp_path / "none.db")

    assert [p.name for p in tmp_path.iterdir()] == ["full.db"]
