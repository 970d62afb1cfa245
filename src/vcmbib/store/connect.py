"""Opens library files for reading and for writing, and converts the errors of SQLite."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from vcmbib import errors
from vcmbib.store.checked_rows import CheckedConnection
from vcmbib.store.schema import APPLICATION_ID, LIBRARY, SCHEMA_VERSION
from vcmbib.store.unfinished import check_companions, copy_with_journal, is_wal, real_path

DEFAULT_WAIT = 10.0
_MAX_WAIT = 86_400.0
_WAIT_OF_SQLITE = 0.05  # seconds of one attempt; see `checked_rows`
_WAIT_VARIABLE = "VCMBIB_BUSY_TIMEOUT"


def wait_seconds(environ: Mapping[str, str] = os.environ) -> float:
    """The seconds to wait for a lock of another process: `VCMBIB_BUSY_TIMEOUT`, or 10.

    Raises BadValue if the variable is not a number of seconds from 0 to one day.
    """
    text = environ.get(_WAIT_VARIABLE, "").strip()
    if not text:
        return DEFAULT_WAIT
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= _MAX_WAIT:  # nan is never within
        raise errors.BadValue(_WAIT_VARIABLE, text, f"seconds, from 0 to {_MAX_WAIT:.0f}")
    return seconds


_BY_NAME = {
    "SQLITE_READONLY_ROLLBACK": errors.UnfinishedWrite,
    "SQLITE_READONLY_DBMOVED": errors.LibraryReplaced,  # SQLite checks it before its first write
}
_CORRUPT = {"SQLITE_CORRUPT", "SQLITE_FORMAT", "SQLITE_MISMATCH"}


def _to_library_error(error: sqlite3.Error, path: Path) -> errors.VcmbibError:
    """The error for an exception of SQLite.

    Names: "Result and Error Codes", https://sqlite.org/rescode.html.
    """
    if isinstance(error, sqlite3.IntegrityError):
        return errors.LibraryRefused(str(path), str(error))
    name: str = getattr(error, "sqlite_errorname", None) or ""
    text = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "database is locked" in text:
        return errors.LibraryLocked(str(path), wait_seconds())
    if name.startswith("SQLITE_NOTADB"):
        return errors.NotALibrary(str(path), "it is not an SQLite database")
    if name in _BY_NAME:
        return _BY_NAME[name](str(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return errors.LibraryReadOnly(str(path))
    if name.startswith("SQLITE_FULL"):
        return errors.DiskFull(str(path))
    if name.startswith("SQLITE_IOERR"):
        if os.access(path.parent, os.W_OK) and "WRITE" in name:
            return errors.DiskFull(str(path))
        return errors.LibraryUnreadable(str(path), f"the disk reports an error ({text})")
    if name.startswith("SQLITE_CANTOPEN"):
        if path.exists() and not _writable(path):
            return errors.LibraryReadOnly(str(path))
        return errors.LibraryUnreadable(str(path), text)
    if any(name.startswith(c) for c in _CORRUPT) or "no such table" in text or "malformed" in text:
        return errors.LibraryDamaged(str(path), text)
    return errors.LibraryDamaged(str(path), text or name)


def _writable(path: Path) -> bool:
    """Whether SQLite can write the file and, for its journal, the folder."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Convert exceptions of SQLite in the block to errors that name the file and the cause.

    Raises LibraryLocked, LibraryReadOnly, LibraryReplaced, LibraryRefused, LibraryDamaged,
    LibraryUnreadable, NotALibrary, UnfinishedWrite or DiskFull.
    """
    try:
        yield
    except (sqlite3.DatabaseError, sqlite3.InterfaceError) as error:
        raise _to_library_error(error, path) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    patience = wait_seconds()
    db = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=min(patience, _WAIT_OF_SQLITE),
        isolation_level=None,
        cached_statements=256,
        factory=CheckedConnection,
    )
    db.patience = patience
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


@dataclass(frozen=True, slots=True)
class OpenLibrary:
    """A connection for reading. `is_unfinished`: it reads a copy, because a process was killed."""

    db: sqlite3.Connection
    is_unfinished: bool = False


def open_read(path: Path) -> OpenLibrary:
    """Open the library at `path` for reading. An empty file is a library without papers.

    The file and its folder do not change. Raises NoLibrary, LibraryUnreadable, NotALibrary,
    LibraryNewer, LibraryOlder, LibraryDamaged, LibraryLocked, StrangeJournal, or BadValue for an
    invalid VCMBIB_BUSY_TIMEOUT.
    """
    _check_is_file(path)
    file = real_path(path)
    check_companions(file)
    with translated_errors(path):
        if is_wal(file):
            return OpenLibrary(_open_copy(path, file))
        try:
            return OpenLibrary(_open_file(path, file))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                raise
        return OpenLibrary(_open_copy(path, file), is_unfinished=True)


def _open_file(path: Path, file: Path) -> sqlite3.Connection:
    """Open `file` for reading. `path` is its name in messages."""
    if file.stat().st_size == 0:
        return open_memory()
    db = _connect(file, "ro")
    with _closed_on_failure(db):
        version = _version(db, path)
        if version < SCHEMA_VERSION:
            raise errors.LibraryOlder(str(path), version, SCHEMA_VERSION)
    return db


def _open_copy(path: Path, file: Path) -> sqlite3.Connection:
    """Open a temporary copy of `file` in which SQLite has undone an unfinished write."""
    with finished_copy(file) as copy:
        return _open_file(path, copy)  # an open file can be read after it is deleted


@contextmanager
def writable_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can write, to a temporary copy of the library; see `finished_copy`."""
    with finished_copy(path) as copy, translated_errors(path):
        db = _connect(copy, "rw")
        try:
            yield db
        finally:
            db.close()


@contextmanager
def finished_copy(path: Path) -> Iterator[Path]:
    """A temporary copy of the library at `path` without unfinished writes.

    Raises LibraryLocked, LibraryUnreadable and StrangeJournal.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="vcmbib-") as folder:
        copy = copy_with_journal(real_path(path), Path(folder), wait_seconds())
        with translated_errors(path):
            if copy.stat().st_size:
                db = _connect(copy, "rw")
                try:
                    db.execute("PRAGMA journal_mode = DELETE")
                    db.execute("SELECT count(*) FROM sqlite_master")
                finally:
                    db.close()
        yield copy


def open_memory() -> sqlite3.Connection:
    """Create a library in memory, without papers."""
    db = sqlite3.connect(":memory:", isolation_level=None, factory=CheckedConnection)
    db.executescript(LIBRARY)
    return db


def open_copy(source: sqlite3.Connection) -> sqlite3.Connection:
    """Copy an open library to memory."""
    db = sqlite3.connect(":memory:", isolation_level=None, factory=CheckedConnection)
    source.backup(db)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def open_write(path: Path) -> sqlite3.Connection:
    """Open the library at `path` for writing. Creates or upgrades it if necessary.

    Raises LibraryReadOnly, DiskFull, and the errors of `open_read` except NoLibrary and
    LibraryOlder.
    """
    check_companions(real_path(path))
    if path.is_dir() or (path.exists() and not path.is_file()):
        _check_is_file(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.LibraryUnreadable(str(path), error.strerror or str(error)) from error
    is_new = not path.exists()
    try:
        return _open_write(path)
    except BaseException:
        if is_new:
            delete_if_empty(path)
        raise


def _open_write(path: Path) -> sqlite3.Connection:
    with translated_errors(path):
        if path.exists() and not _writable(path):
            raise errors.LibraryReadOnly(str(path))
        db = _connect(path, "rwc")
        with _closed_on_failure(db):
            # At this first read SQLite rolls back the transaction of a crashed process.
            is_new = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if is_new or _version(db, path) < SCHEMA_VERSION:
                _migrate(db)
            # Another tool may have set WAL, which needs more files than one.
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA cache_size = -65536")  # KiB
        return db


def delete_if_empty(path: Path) -> None:
    """Delete a new library after a failed command, if it has no changes.

    Keeps the file if another process has locked it. A process that waits for the lock gets the
    error LibraryReplaced.
    """
    with suppress(OSError, sqlite3.Error, errors.StrangeJournal):
        check_companions(real_path(path))
        db = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, timeout=0, isolation_level=None
        )
        try:
            if _is_empty(db, path):
                path.unlink()
        finally:
            db.close()


def _is_empty(db: sqlite3.Connection, path: Path) -> bool:
    """Whether a library has no changes. Keeps an exclusive lock. Raises sqlite3.Error."""
    try:
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        # After taking the lock, SQLite failed to write the first page of a new file.
        if error.sqlite_errorname.startswith(("SQLITE_IOERR", "SQLITE_FULL")):
            return path.stat().st_size == 0
        raise
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables or db.execute("SELECT 1 FROM changes LIMIT 1").fetchone() is None


def file_identity(path: Path) -> tuple[int, int] | None:
    """The device and inode of a file, which do not depend on its name; None without a file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _check_is_file(path: Path) -> None:
    """Raise NoLibrary or LibraryUnreadable if `path` is not a readable file."""
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
    """The version of the schema. Raises NotALibrary or LibraryNewer."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        # If the file is damaged, this query raises an error. If not, it is not a library.
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raise errors.NotALibrary(str(path), "it is an SQLite database of another program")
    if version > SCHEMA_VERSION:
        raise errors.LibraryNewer(str(path), version, SCHEMA_VERSION)
    return version


def _migrate(db: sqlite3.Connection) -> None:
    """Create or upgrade the schema in one transaction."""
    from sqlite_utils import Database

    from vcmbib.store.migrations import migrations

    db.execute("BEGIN IMMEDIATE")
    try:
        database = Database(db, recursive_triggers=False, execute_plugins=False)
        migrations.apply(database)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
