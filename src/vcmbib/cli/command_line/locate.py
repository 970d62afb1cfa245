"""Which library a command uses, and which other libraries there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

LIBRARY_NAME = "papers.db"


class FoundBy(StrEnum):
    """How a library is found. The first that applies decides."""

    OPTION = "--db"
    VARIABLE = "VCMBIB_DB"
    FOLDER = "folder"
    PARENT = "parent-folder"
    DATA_FOLDER = "data-folder"

    @property
    def label(self) -> str:
        """The name for people."""
        return _LABELS[self]


_LABELS = {
    FoundBy.OPTION: "--db",
    FoundBy.VARIABLE: "$VCMBIB_DB",
    FoundBy.FOLDER: "this folder",
    FoundBy.PARENT: "a parent folder",
    FoundBy.DATA_FOLDER: "your data folder",
}


class LibraryPlace(NamedTuple):
    """The path of a library, and how it is found."""

    path: Path
    found_by: FoundBy

    @property
    def is_named(self) -> bool:
        """Whether the user names the path, by --db or by the variable."""
        return self.found_by in (FoundBy.OPTION, FoundBy.VARIABLE)


def expand_home(name: str) -> Path:
    """A path with `~` expanded; unchanged if the user of `~user` does not exist."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def data_folder() -> Path:
    """The user's data folder for this program (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_DATA_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117  # the specification says to ignore relative ones
        return Path(base) / "vcmbib"
    return expand_home("~/.local/share") / "vcmbib"


def library_places(given: str | None, start: Path | None = None) -> Iterator[LibraryPlace]:
    """All places of a library, in the order of the search. A command uses the first.

    They are `given` (the value of --db), $VCMBIB_DB, each papers.db in `start` (default: the
    current folder) and its parent folders, and papers.db in the data folder. Only the files of
    folders exist for certain.
    """
    if given:
        yield LibraryPlace(expand_home(given), FoundBy.OPTION)
    if named := os.environ.get(FoundBy.VARIABLE):
        yield LibraryPlace(expand_home(named), FoundBy.VARIABLE)
    try:
        here = (start or Path.cwd()).absolute()
    except OSError:  # the current folder was deleted
        here = Path("/")
    for folder in (here, *here.parents):
        candidate = folder / LIBRARY_NAME
        if _is_file(candidate):
            yield LibraryPlace(candidate, FoundBy.FOLDER if folder == here else FoundBy.PARENT)
    yield LibraryPlace(data_folder() / LIBRARY_NAME, FoundBy.DATA_FOLDER)


def find_library(given: str | None, start: Path | None = None) -> Path:
    """The path of the library that a command uses; it may be missing. See `library_places`."""
    return next(library_places(given, start)).path


def other_libraries(path: Path, given: str | None) -> list[LibraryPlace]:
    """The libraries that exist in other places than `path`, in the order of the search."""
    known = {_real(path)}
    found = []
    for place in library_places(given):
        if _real(place.path) not in known and _is_file(place.path):
            known.add(_real(place.path))
            found.append(place)
    return found


def _is_file(path: Path) -> bool:
    """Whether the path is a file; False without the permission to look."""
    try:
        return path.is_file()
    except OSError:
        return False


def _real(path: Path) -> str:
    """The path without links and `..`."""
    return os.path.realpath(path)


def new_library_note(place: LibraryPlace) -> list[str]:
    """The last messages of a command that has created the library."""
    import shlex

    note = f"new library: {place.path}"
    if place.found_by is not FoundBy.DATA_FOLDER:
        return [note]
    move = shlex.join(["mv", str(place.path), LIBRARY_NAME])
    return [
        note,
        f"  This is your own library. Commands use it in every folder without a {LIBRARY_NAME}.",
        f"  To keep it in this folder instead: {move}",
    ]
