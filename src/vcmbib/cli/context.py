"""The context of one command: the path of the library, and ways to open it.

The store and the sources are imported inside functions, because they take time to load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib.cli.command_line.locate import (
    LIBRARY_NAME,
    LibraryPlace,
    expand_home,
    library_places,
    new_library_note,
)
from vcmbib.errors import LibraryDamaged, NoLibrary, VcmbibError

if TYPE_CHECKING:
    from vcmbib.cli.command_line.defaults import Defaults
    from vcmbib.model.parallel_map import ParallelMap
    from vcmbib.model.plan import Plan
    from vcmbib.sources import Source
    from vcmbib.store.library import AppliedChange, Library
    from vcmbib.store.reader import LibraryReader

TYPED_WORDS = "vcmbib.typed"
"""The key in `Context.meta` for the words of the command line."""
__all__ = ["LIBRARY_NAME", "TYPED_WORDS", "App", "expand_home", "typed_command"]


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
        self.db = db
        self.given: tuple[str, ...] = ()
        """The words of the command line, for hints of an error."""
        self.new_library: LibraryPlace | None = None
        self._changed: list[Library] = []
        self._read: dict[Path, None] = {}

    @property
    def change_numbers(self) -> tuple[int, ...]:
        """The numbers of the changes that this command has made and that are not rolled back."""
        return tuple(number for library in self._changed for number in library.changes_made)

    @property
    def place(self) -> LibraryPlace:
        """The path of the library and how it is found; see `library_places`."""
        return next(library_places(self.db))

    @property
    def path(self) -> Path:
        """The path of the library, which may be missing."""
        return self.place.path

    @property
    def named_path(self) -> Path | None:
        """The path that --db or $VCMBIB_DB names, or None."""
        place = self.place
        return place.path if place.is_named else None

    @property
    def new_library_note(self) -> list[str]:
        """The last messages of a command that has created a library; else empty."""
        return new_library_note(self.new_library) if self.new_library is not None else []

    @cached_property
    def defaults(self) -> Defaults:
        """The defaults of options, from the file in its folder. Raises BadDefaults."""
        from vcmbib.cli.command_line.defaults import read_defaults

        return read_defaults(self.path.parent)

    def prepare_library(self, path: Path) -> int:
        """Create or upgrade the library at `path` and return the number of its papers.

        Raises IndexDamaged or LibraryDamaged for damage that a quick check finds.
        """
        from vcmbib.store.integrity import to_error
        from vcmbib.store.library import Library, find_damage

        with Library.writing(path) as library:
            papers = library.count()
        error = to_error(str(path), find_damage(path, quick=True))
        if error is not None:
            raise error
        return papers

    def find_damage(self) -> VcmbibError | None:
        """The error for damage in the libraries that the command has read; None without damage."""
        from vcmbib.store.integrity import to_error
        from vcmbib.store.library import find_damage

        for path in {self.path: None, **self._read}:
            try:
                error = to_error(str(path), find_damage(path))
            except LibraryDamaged as damage:
                return damage
            except VcmbibError:
                continue
            if error is not None:
                return error
        return None

    @contextmanager
    def open_any_version(self, path: Path) -> Iterator[Library]:
        """Another library than that of the command; see `store.library.open_any_version`."""
        from vcmbib.store.library import open_any_version

        self._read[path] = None
        with open_any_version(path) as library:
            _report_unfinished(library)
            yield library

    def rebuild_index(self) -> None:
        """Write the search index of the library again."""
        from vcmbib.store.library import Library

        with Library.writing(self.path) as library:
            library.rebuild_index()

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

        from vcmbib.store.connect import delete_if_empty
        from vcmbib.store.library import Library

        place = self.place
        path = place.path
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
            self.new_library = place

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

    def lookup(self, *, offline: bool, refresh: bool) -> Source:
        """The catalogues on the network. `offline`: use only the cache; `refresh`: ignore it."""
        from vcmbib.sources.all_sources import Lookup
        from vcmbib.sources.client import Client

        environ: Mapping[str, str] = os.environ
        if (mailto := self.defaults.mailto) and not environ.get("VCMBIB_MAILTO"):
            environ = {**environ, "VCMBIB_MAILTO": mailto}
        return Lookup(Client(offline=offline, refresh=refresh, environ=environ))


def _report_unfinished(reader: LibraryReader) -> None:
    """Print a message if the library has an unfinished write; not during completion."""
    from vcmbib.cli import output

    if reader.is_unfinished and not os.environ.get("_VCMBIB_COMPLETE"):
        output.message(
            f"{reader.path}: a command was killed while it wrote; this command reads the"
            " state before it. The next command that writes restores the file"
        )
