"""What a verb works with: the library's path, and the parts of the program that cost time to load,
each loaded when it is first asked for. Imports inside functions stand here and nowhere else in cli.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.errors import NoLibrary

if TYPE_CHECKING:
    from vcmbib.model.paper import Paper
    from vcmbib.model.parallel_map import ParallelMap
    from vcmbib.model.plan import Plan
    from vcmbib.sources import Source
    from vcmbib.store.library import AppliedChange, Library
    from vcmbib.store.reader import LibraryReader

LIBRARY_NAME = "papers.db"


def expand_home(name: str) -> Path:
    """A path with `~` read; a user who does not exist leaves it as it stands."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def find_library(given: str | None, start: Path | None = None) -> Path:
    """`given`, else $VCMBIB_DB, else the nearest papers.db upwards, else the user's."""
    named = given or os.environ.get("VCMBIB_DB")
    if named:
        return expand_home(named)
    try:
        here = (start or Path.cwd()).absolute()
    except OSError:  # the folder is gone
        here = Path("/")
    for folder in (here, *here.parents):
        candidate = folder / LIBRARY_NAME
        try:
            if candidate.is_file():
                return candidate
        except OSError:
            continue
    return data_folder() / LIBRARY_NAME


def data_folder() -> Path:
    """The user's data folder for this program (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_DATA_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117  # the specification says to ignore relative ones
        return Path(base) / "vcmbib"
    return expand_home("~/.local/share") / "vcmbib"


def typed_command() -> str:
    """What the user typed, for the log."""
    import shlex

    return shlex.join(["vcmbib", *sys.argv[1:]])


class App:
    """The context of one command."""

    def __init__(self, db: str | None = None) -> None:
        self._db = db
        self._changed: list[Library] = []

    @property
    def change_numbers(self) -> tuple[int, ...]:
        """The numbers of the changes that this command has made, and that stand."""
        return tuple(number for library in self._changed for number in library.changes_made)

    @property
    def path(self) -> Path:
        """Where the library is."""
        return find_library(self._db)

    @property
    def named_path(self) -> Path | None:
        """The library that --db or $VCMBIB_DB names, if either does."""
        named = self._db or os.environ.get("VCMBIB_DB")
        return expand_home(named) if named else None

    def prepare_library(self, path: Path) -> int:
        """Make or upgrade the library at `path`; returns how many papers it holds."""
        from vcmbib.store.library import Library

        with Library.writing(path) as library:
            return library.count()

    @contextmanager
    def write_or_copy_library(self, dry_run: bool) -> Iterator[Library]:
        """The library locked; for a dry run a copy in memory, so that the file is not touched."""
        if not self.path.exists():
            raise NoLibrary(str(self.path))
        if not dry_run:
            with self.write_library() as library:
                yield library
            return
        with self.read_library() as library, library.copy() as copied:
            yield copied

    @contextmanager
    def open_reader(self) -> Iterator[LibraryReader]:
        """The library, read-only, as far as a search needs it."""
        from vcmbib.store.reader import LibraryReader

        with LibraryReader.reading(self.path) as reader:
            yield reader

    def library_of(self, reader: LibraryReader) -> Library:
        """All that can be asked of the library that `reader` has open."""
        from vcmbib.store.library import Library

        return Library(reader.path, reader.db)

    @contextmanager
    def read_library(self) -> Iterator[Library]:
        """The library, read-only."""
        from vcmbib.store.library import Library

        with Library.reading(self.path) as library:
            yield library

    @contextmanager
    def write_library(self) -> Iterator[Library]:
        """The library with its write lock held; where it is not there, it is made."""
        from traceback import clear_frames

        from vcmbib.cli import output
        from vcmbib.store.connect import forget_new
        from vcmbib.store.library import Library

        path = self.path
        fresh = not path.exists()
        try:
            with Library.writing(path) as library:
                self._changed.append(library)
                with library.locked():
                    yield library
        except BaseException as error:
            if fresh:
                clear_frames(error.__traceback__)  # they hold cursors, and those the file
                forget_new(path)
            raise
        if fresh:
            output.message(f"new library: {path}")

    @contextmanager
    def plan_library(self, dry_run: bool) -> Iterator[Library]:
        """The library to make a plan on: locked, or read-only (even if there is none) to look."""
        from vcmbib.store.library import Library

        if not dry_run:
            with self.write_library() as library:
                yield library
            return
        path = self.path
        opened = Library.reading(path) if path.exists() else Library.empty()
        with opened as library:
            yield library

    def apply(
        self,
        library: Library,
        plan: Plan,
        on_progress: Callable[[int], None] | None = None,
        parallel_map: ParallelMap = map,
    ) -> AppliedChange:
        """Carry the plan out as this command; see `Library.apply`."""
        return library.apply(plan, typed_command(), on_progress, parallel_map)

    def source(self, name: str, *, offline: bool, refresh: bool) -> Source:
        """A catalogue on the network."""
        from vcmbib.sources import load_source
        from vcmbib.sources.client import Client

        return load_source(name, Client(offline=offline, refresh=refresh))

    def papers_for_keys(self, library: Library, keys: Sequence[str]) -> list[Paper]:
        """The papers that KEY arguments name; `-` reads keys from standard input, one a line."""
        return [library.paper(key) for key in expand_keys(keys)]


def expand_keys(keys: Sequence[str]) -> list[str]:
    """KEY arguments with `-` replaced by the lines of standard input."""
    from vcmbib.cli import output

    expanded: list[str] = []
    for key in keys:
        if key == "-":
            expanded += [line.strip() for line in output.read_input().splitlines() if line.strip()]
        else:
            expanded.append(key)
    return list(dict.fromkeys(expanded))
