"""Looks at a library file without using it: works for a missing, damaged or newer one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from vcmbib.errors import VcmbibError
from vcmbib.store.library import Library, open_any_version

_HEADER_SIZE = 100
_USER_VERSION = slice(60, 64)  # https://sqlite.org/fileformat.html#the_database_header
_QUICK_CHECK_SIZE = 64 * 2**20  # bytes; the check of a larger file takes seconds


class LastChange(NamedTuple):
    """The newest change in the log of a library."""

    id: int
    made: str
    command: str


class LibraryFile(NamedTuple):
    """What is known of a library file. A value that cannot be read is None."""

    size: int | None = None
    schema: int | None = None
    papers: int | None = None
    last_change: LastChange | None = None
    error: VcmbibError | None = None


def inspect_library(path: Path, *, check: bool = True) -> LibraryFile:
    """What is known of the file at `path`; `error` is why a command cannot use it.

    With `check`, SQLite looks at all pages of a file that is not large.
    """
    size = schema = None
    try:
        if path.is_file():
            size = path.stat().st_size
            with path.open("rb") as file:
                header = file.read(_HEADER_SIZE)
            if header.startswith(b"SQLite format 3\0") and len(header) == _HEADER_SIZE:
                schema = int.from_bytes(header[_USER_VERSION], "big")
    except OSError:
        pass  # opening it gives the error with its reason
    try:
        with open_any_version(path) as library:
            if check and (size or 0) <= _QUICK_CHECK_SIZE:
                library.check_pages()
            papers, newest = library.count(), _newest(library)
    except VcmbibError as error:
        return LibraryFile(size, schema, error=error)
    return LibraryFile(size, schema, papers, newest)


def _newest(library: Library) -> LastChange | None:
    """The newest change in the log."""
    for entry in library.log():
        return LastChange(entry.id, entry.made, entry.command)
    return None
