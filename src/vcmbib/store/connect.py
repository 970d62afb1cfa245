"""Opening a library file, for reading or for writing, and what SQLite's errors mean to a user."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from vcmbib import errors
from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION

DEFAULT_WAIT = 10.0
_LONGEST_WAIT = 86_400.0  # SQLite counts milliseconds in 32 bits
_WAIT = "VCMBIB_BUSY_TIMEOUT"


def wait_seconds(environ: Mapping[str, str] = os.environ) -> float:
    """How long to wait for another process: `VCMBIB_BUSY_TIMEOUT` in seconds, else 10.

    Raises BadValue for what is no such time.
    """
    given = environ.get(_WAIT, "").strip()
    if not given:
        return DEFAULT_WAIT
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= _LONGEST_WAIT:  # nan is never within
        raise errors.BadValue(_WAIT, given, f"seconds, from 0 to {_LONGEST_WAIT:.0f}")
    return seconds


_CORRUPT = {"SQLITE_CORRUPT", "SQLITE_FORMAT", "SQLITE_MISMATCH"}


def _translated(error: sqlite3.Error, path: Path) -> errors.VcmbibError:
    """What a failure of SQLite says to the user of `path`."""
    if isinstance(error, sqlite3.IntegrityError):
        return errors.LibraryRefused(str(path), str(error))
    name: str = getattr(error, "sqlite_errorname", None) or ""
    text = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "database is locked" in text:
        return errors.LibraryLocked(str(path), wait_seconds())
    if name.startswith("SQLITE_NOTADB"):
        return errors.NotALibrary(str(path), "it is not a SQLite database")
    if name == "SQLITE_READONLY_DBMOVED":  # SQLite looks before its first write, never later
        return errors.LibraryReplaced(str(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return errors.LibraryReadOnly(str(path))
    if name.startswith("SQLITE_FULL"):
        return errors.DiskFull(str(path))
    if name.startswith("SQLITE_IOERR"):
        if os.access(path.parent, os.W_OK) and "WRITE" in name:
            return errors.DiskFull(str(path))
        return errors.LibraryUnreadable(str(path), f"the disk gave an error ({text})")
    if name.startswith("SQLITE_CANTOPEN"):
        if path.exists() and not _writable(path):
            return errors.LibraryReadOnly(str(path))
        return errors.LibraryUnreadable(str(path), text)
    if any(name.startswith(c) for c in _CORRUPT) or "no such table" in text or "malformed" in text:
        return errors.LibraryDamaged(str(path), text)
    return errors.LibraryDamaged(str(path), text or name)


def _writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Failures of SQLite inside become errors that a user can act on."""
    try:
        yield
    except (sqlite3.DatabaseError, sqlite3.InterfaceError) as error:
        raise _translated(error, path) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=wait_seconds(),
        isolation_level=None,
        cached_statements=256,
    )
    with _closed_on_failure(db):
        db.execute("PRAGMA foreign_keys = ON")
    return db


@contextmanager
def _closed_on_failure(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def open_read(path: Path) -> sqlite3.Connection:
    """The library at `path`, read-only; a file of no bytes reads as a library without papers.

    Raises NoLibrary, LibraryUnreadable, NotALibrary, LibraryNewer, LibraryOlder, LibraryDamaged
    or LibraryLocked.
    """
    _must_be_file(path)
    with translated_errors(path):
        _recover(path)
        if path.stat().st_size == 0:
            return open_memory()
        db = _connect(path, "ro")
        with _closed_on_failure(db):
            version = _version(db, path)
            if version < SCHEMA_VERSION:
                raise errors.LibraryOlder(str(path), version, SCHEMA_VERSION)
        return db


def open_memory() -> sqlite3.Connection:
    """A library of its own in memory, without papers."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(LIBRARY)
    return db


def open_copy(source: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an open library, in memory."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    source.backup(db)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def open_write(path: Path) -> sqlite3.Connection:
    """The library at `path` for writing, made or upgraded first where needed.

    Raises what `open_read` raises but for NoLibrary and LibraryOlder, and LibraryReadOnly.
    """
    if path.is_dir() or (path.exists() and not path.is_file()):
        _must_be_file(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.LibraryUnreadable(str(path), error.strerror or str(error)) from error
    fresh = not path.exists()
    try:
        return _open_write(path)
    except BaseException:
        if fresh:
            forget_new(path)
        raise


def _open_write(path: Path) -> sqlite3.Connection:
    with translated_errors(path):
        if path.exists() and not _writable(path):
            raise errors.LibraryReadOnly(str(path))
        db = _connect(path, "rwc")
        with _closed_on_failure(db):
            # What a crash left behind is rolled back by SQLite on this first read.
            fresh = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if fresh or _version(db, path) < SCHEMA_VERSION:
                _migrate(db, path)
            db.execute("PRAGMA journal_mode = DELETE")  # one file, whatever another tool chose
            db.execute("PRAGMA cache_size = -65536")
        return db


def forget_new(path: Path) -> None:
    """Delete a library that was made by a command that then failed, if it still holds nothing.

    One that another process works on stays; who waited for it there finds it replaced.
    """
    with suppress(OSError, sqlite3.Error):
        db = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, timeout=0, isolation_level=None
        )
        try:
            if _holds_nothing(db, path):
                path.unlink()
        finally:
            db.close()


def _holds_nothing(db: sqlite3.Connection, path: Path) -> bool:
    """Whether there is no change in it; the lock is held then. Raises sqlite3.Error."""
    try:
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        # The first page of a new file cannot be written, which is tried once the lock is there.
        if error.sqlite_errorname.startswith(("SQLITE_IOERR", "SQLITE_FULL")):
            return path.stat().st_size == 0
        raise
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables or db.execute("SELECT 1 FROM changes LIMIT 1").fetchone() is None


def identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it is called: device and inode; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _must_be_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise errors.LibraryUnreadable(str(path), "it is a folder")
        if not path.exists():
            raise errors.NoLibrary(str(path))
        if not path.is_file():
            raise errors.LibraryUnreadable(str(path), "it is not a regular file")
        with path.open("rb"):
            pass
    except OSError as error:
        raise errors.LibraryUnreadable(str(path), error.strerror or str(error)) from error


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The schema's version; raises NotALibrary or LibraryNewer."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        # The header may be damaged: reading the schema tells a foreign file from a broken one.
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raise errors.NotALibrary(str(path), "it is a SQLite database of another program")
    if version > SCHEMA_VERSION:
        raise errors.LibraryNewer(str(path), version, SCHEMA_VERSION)
    return version


def _recover(path: Path) -> None:
    """Let SQLite take back what a killed process left half done.

    A read-only connection cannot do that; where the folder is read-only nothing can, and the
    reading that follows says so.
    """
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and _writable(path):
        db = _connect(path, "rw")
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            db.close()


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    from sqlite_utils import Database

    from vcmbib.store.migrations import migrations

    db.execute("BEGIN IMMEDIATE")
    try:
        wrapped = Database(db, recursive_triggers=False, execute_plugins=False)
        migrations.apply(wrapped)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
