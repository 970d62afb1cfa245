"""The context of one command: the path of the library, and ways to open it.

The store and the sources are imported inside functions, because they take time to load.
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
    """A path with `~` expanded; unchanged if the user of `~user` does not exist."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def find_library(given: str | None, start: Path | None = None) -> Path:
    """The path of the library, which may be missing.

    It is `given`, else $VCMBIB_DB, else the nearest papers.db in `start` (default: the current
    folder) or a parent folder, else papers.db in the data folder.
    """
    named = given or os.environ.get("VCMBIB_DB")
    if named:
        return expand_home(named)
    try:
        here = (start or Path.cwd()).absolute()
    except OSError:  # the current folder was deleted
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
    """The command line as the user typed it, for the log."""
    import shlex

    return printable_bytes(shlex.join(["vcmbib", *sys.argv[1:]]))


def printable_bytes(name: str) -> str:
    r"""A name from the system without half surrogate pairs: they are written as `\udcff`.

    Python reads the bytes of an argument that are not UTF-8 as such halves (PEP 383).
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


class App:
    """The context of one command."""

    def __init__(self, db: str | None = None) -> None:
        """`db` is the value of --db."""
        self._db = db
        self._changed: list[Library] = []

    @property
    def change_numbers(self) -> tuple[int, ...]:
        """The numbers of the changes that this command has made and that are not rolled back."""
        return tuple(number for library in self._changed for number in library.changes_made)

    @property
    def path(self) -> Path:
        """The path of the library; see `find_library`."""
        return find_library(self._db)

    @property
    def named_path(self) -> Path | None:
        """The path that --db or $VCMBIB_DB names, or None."""
        named = self._db or os.environ.get("VCMBIB_DB")
        return expand_home(named) if named else None

    def prepare_library(self, path: Path) -> int:
        """Create or upgrade the library at `path` and return the number of its papers."""
        from vcmbib.store.library import Library

        with Library.writing(path) as library:
            return library.count()

    @contextmanager
    def write_or_copy_library(self, dry_run: bool) -> Iterator[Library]:
        """The library, locked for writing. For a dry run: a copy in memory.

        Raises NoLibrary if there is no library.
        """
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
        """The part of the library that a search needs, read-only."""
        from vcmbib.store.reader import LibraryReader

        with LibraryReader.reading(self.path) as reader:
            _report_unfinished(reader)
            yield reader

    def library_of(self, reader: LibraryReader) -> Library:
        """The whole library on the connection of `reader`."""
        from vcmbib.store.library import Library

        return Library(reader.path, reader.db)

    @contextmanager
    def read_library(self) -> Iterator[Library]:
        """The library, read-only. Raises NoLibrary and what `Library.reading` raises."""
        from vcmbib.store.library import Library

        with Library.reading(self.path) as library:
            _report_unfinished(library)
            yield library

    @contextmanager
    def write_library(self) -> Iterator[Library]:
        """The library, locked for writing.

        A missing library is created; if the block fails, it is deleted again.
        """
        from traceback import clear_frames

        from vcmbib.cli import output
        from vcmbib.store.connect import delete_if_empty
        from vcmbib.store.library import Library

        path = self.path
        is_new = not path.exists()
        try:
            with Library.writing(path) as library:
                self._changed.append(library)
                with library.locked():
                    yield library
        except BaseException as error:
            if is_new:
                clear_frames(
                    error.__traceback__
                )  # the frames keep cursors, and cursors keep the file open
                delete_if_empty(path)
            raise
        if is_new:
            output.message(f"new library: {path}")

    @contextmanager
    def plan_library(self, dry_run: bool) -> Iterator[Library]:
        """The library to make a plan for, locked for writing.

        For a dry run: read-only, or an empty library in memory if there is none.
        """
        from vcmbib.store.library import Library

        if not dry_run:
            with self.write_library() as library:
                yield library
            return
        path = self.path
        if path.exists():
            with self.read_library() as library:
                yield library
        else:
            with Library.empty() as library:
                yield library

    def apply(
        self,
        library: Library,
        plan: Plan,
        on_progress: Callable[[int], None] | None = None,
        parallel_map: ParallelMap = map,
    ) -> AppliedChange:
        """Apply the plan and log it under the command that the user typed; see `Library.apply`."""
        return library.apply(plan, typed_command(), on_progress, parallel_map)

    def source(self, name: str, *, offline: bool, refresh: bool) -> Source:
        """A catalogue on the network. `offline`: use only the cache; `refresh`: ignore it."""
        from vcmbib.sources import load_source
        from vcmbib.sources.client import Client

        return load_source(name, Client(offline=offline, refresh=refresh))

    def papers_for_keys(self, library: Library, keys: Sequence[str]) -> list[Paper]:
        """The papers that KEY arguments name; `-` reads keys from standard input, one per line.

        Raises NoSuchPaper or AmbiguousKey.
        """
        return [library.paper(key) for key in expand_keys(keys)]


def _report_unfinished(reader: LibraryReader) -> None:
    """Print a message if the library has an unfinished write; not during completion."""
    from vcmbib.cli import output

    if reader.is_unfinished and not os.environ.get("_VCMBIB_COMPLETE"):
        output.message(
            f"{reader.path}: a command was killed while it wrote; this is the library as it was"
            " before. The next command that writes restores the file"
        )


def expand_keys(keys: Sequence[str]) -> list[str]:
    """KEY arguments, each once. `-` is replaced by the lines of standard input."""
    from vcmbib.cli import output

    expanded: list[str] = []
    for key in keys:
        if key == "-":
            expanded += [line.strip() for line in output.read_input().splitlines() if line.strip()]
        else:
            expanded.append(key)
    return list(dict.fromkeys(expanded))
