"""Reads a library that another process left unfinished, without writing to it.

SQLite writes a rollback journal next to the file. If a process is killed in the middle of a write,
the next process must undo the write with it. A read-only connection cannot do that, and SQLite
also deletes a file that the journal names ("super-journal", https://sqlite.org/fileformat.html,
section 4.3). A reader therefore undoes the write in a temporary copy. The next command that writes
undoes it in the library itself.
"""

from __future__ import annotations

import stat
import time
from pathlib import Path

from vcmbib import errors

_JOURNAL = "-journal"
_WAL = "-wal"
_COMPANIONS = (_JOURNAL, _WAL, "-shm")
_MAGIC = bytes.fromhex("d9d505f920a163d7")  # at the start of a journal, and after a super-journal
_WAL_VERSION = b"\x02\x02"  # at _VERSION_OFFSET of the library
_VERSION_OFFSET = 18
_RETRY_SECONDS = 0.05

_State = tuple[int, int, int] | None


def real_path(path: Path) -> Path:
    """The file that a library's path leads to. SQLite keeps the journal next to that file."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return path.absolute()


def check_companions(path: Path) -> None:
    """Raise StrangeJournal if a file next to the library is not one that SQLite leaves there.

    A journal must be a regular file, not a link, and must not name another file. vcmbib writes no
    such journals, and SQLite would delete the named file.
    """
    for suffix in _COMPANIONS:
        companion = path.with_name(path.name + suffix)
        try:
            mode = companion.lstat().st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            raise errors.StrangeJournal(str(companion), "it is not a regular file")
    _check_names_no_file(path.with_name(path.name + _JOURNAL))


def _check_names_no_file(journal: Path) -> None:
    """Raise StrangeJournal if a journal ends with the name of a super-journal.

    A journal whose first byte is zero is finished, and SQLite ignores it.
    """
    try:
        with journal.open("rb") as stream:
            start = stream.read(1)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - len(_MAGIC)))
            end = stream.read()
    except OSError:
        return
    if start not in (b"", b"\0") and size > len(_MAGIC) and end == _MAGIC:
        raise errors.StrangeJournal(
            str(journal), "it names another file, which SQLite would delete"
        )


def is_wal(path: Path) -> bool:
    """Whether another program set the library to WAL mode. Reading it would create two files."""
    try:
        with path.open("rb") as stream:
            stream.seek(_VERSION_OFFSET)
            return stream.read(2) == _WAL_VERSION
    except OSError:
        return False


def copy_with_journal(path: Path, folder: Path, seconds: float) -> Path:
    """Copy a library and its journal to `folder`, in a state that no other process changed.

    Raises LibraryLocked if other processes change it for longer than `seconds`, LibraryUnreadable
    if the copy cannot be written, and StrangeJournal.
    """
    end = time.monotonic() + seconds
    copy = folder / "library.db"
    while True:
        before = _states(path)
        try:
            for suffix in ("", _JOURNAL, _WAL):
                _copy(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
        except OSError as error:
            reason = f"it cannot be copied to {folder.parent}: {error.strerror or error}"
            raise errors.LibraryUnreadable(str(path), reason) from error
        if _states(path) == before:
            break
        if time.monotonic() > end:
            raise errors.LibraryLocked(str(path), seconds)
        time.sleep(_RETRY_SECONDS)
    _check_names_no_file(copy.with_name(copy.name + _JOURNAL))
    return copy


def _copy(source: Path, target: Path) -> None:
    """Copy a file. If it does not exist, delete `target`."""
    import shutil

    target.unlink(missing_ok=True)
    try:
        shutil.copyfile(source, target, follow_symlinks=False)
    except FileNotFoundError:
        target.unlink(missing_ok=True)


def _states(path: Path) -> list[_State]:
    """The identity, size and time of the library, its journal and its WAL file."""
    found: list[_State] = []
    for suffix in ("", _JOURNAL, _WAL):
        try:
            status = path.with_name(path.name + suffix).stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return found
