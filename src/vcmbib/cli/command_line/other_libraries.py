"""Messages on other libraries than the one that a command uses."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.cli.command_line.locate import LibraryPlace, library_places, other_libraries
from vcmbib.cli.display.plurals import counted

if TYPE_CHECKING:
    from vcmbib.cli.context import App


def papers_in(path: Path) -> int | None:
    """The number of papers in a library; None if it cannot be read."""
    from vcmbib.store.library_file.inspect import inspect_library

    return inspect_library(path, check=False).papers


def described(place: LibraryPlace) -> str:
    """The path of a library, the number of its papers, and how it is found."""
    number = papers_in(place.path)
    papers = "unreadable" if number is None else counted(number, "paper")
    return f"{place.path} ({papers}, {place.found_by.label})"


def advice_on_others(app: App) -> str:
    """The command for another library that has papers; empty if there is none."""
    for place in other_libraries(app.path, app.db):
        if papers_in(place.path):
            listed = _command(place.path)
            return f"another library has papers: {described(place)}; to list them: {listed}"
    return ""


def notes_on_new(path: Path, papers: int) -> list[str]:
    """Messages on the libraries that the library at `path` hides, or that hide it.

    `papers` is the number of papers at `path`.
    """
    used = next(library_places(None))
    if not _is_same(used.path, path):
        if not used.is_named and not used.path.is_file():
            return [f"commands use it only with --db: {_command(path)}"]
        return [
            f"commands in this folder use another library: {described(used)}",
            f"  to use the new one: {_command(path)}",
        ]
    hidden = other_libraries(path, None)
    notes = []
    for number, place in enumerate(hidden):
        start = "another library is" if number else "commands in this folder no longer use"
        notes.append(f"{start} {described(place)}")
        notes.append(f"  to use it: {_command(place.path)}")
        if papers == 0:
            copying = shlex.join(["cp", str(place.path), str(path)])
            notes.append(f"  to copy its papers to the new one: {copying}")
    return notes


def _command(path: Path) -> str:
    """The command that lists the papers of a library."""
    return shlex.join(["vcmbib", "--db", str(path), "list"])


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one file."""
    return one.resolve() == other.resolve()
