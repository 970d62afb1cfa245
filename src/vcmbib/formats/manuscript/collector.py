"""The collector of citations while the files of a manuscript are read."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterable

from vcmbib.model.manuscript import Citation, Citations, Location, MissingFile
from vcmbib.model.text import normalize_newlines

ReadFile = Callable[[str], str | None]
"""Returns the text of a file by its path, or None if there is no such file."""

_DEEPEST = 64  # levels of included files; TeX Live allows 15


class LineNumbers:
    """The line numbers of positions in a text."""

    def __init__(self, text: str) -> None:
        self._ends = []
        at = text.find("\n")
        while at >= 0:
            self._ends.append(at)
            at = text.find("\n", at + 1)

    def line(self, position: int) -> int:
        """The line number of a position; the first line is 1."""
        return bisect_right(self._ends, position - 1) + 1


def path_from(folder: str, name: str) -> str:
    """The path of a file by its name relative to a folder."""
    return posixpath.normpath(posixpath.join(folder, name.replace("\\", "/").strip()))


class CitationCollector:
    """The citations found so far, and the files that were read."""

    def __init__(self, read: ReadFile) -> None:
        self._read = read
        self.citations: list[Citation] = []
        self.cites_all = False
        self.biblatex: bool | None = None
        self.defined: set[str] = set()  # labels and sets of the document, which are no citations
        self._files: dict[str, None] = {}
        self._missing: dict[MissingFile, None] = {}
        self._left_out: dict[str, None] = {}
        self._unread: list[Citation] = []
        self._bibliographies: dict[str, None] = {}
        self.depth = 0

    def cite(self, key: str, location: Location, *, guessed: bool = False) -> None:
        r"""Add a citation. `*` cites all entries, as in `\nocite{*}`."""
        if key == "*":
            self.cites_all = True
        elif key:
            self.citations.append(Citation(key, location, guessed))

    def add_unreadable(self, text: str, location: Location) -> None:
        """Add an argument that is no plain key, such as a macro."""
        self._unread.append(Citation(" ".join(text.split()), location))

    def open(self, names: Iterable[str], location: Location | None) -> tuple[str, str] | None:
        """(name, text) of the first of these files that exists; None if one was read before.

        With a `location`, a file that does not exist is reported as missing under its first name.
        """
        names = list(dict.fromkeys(names))
        if any(n in self._files for n in names) or self.depth > _DEEPEST:
            return None  # read before, or includes itself
        for name in names:
            text = self._read(name)
            if text is not None:
                self._files[name] = None
                return name, normalize_newlines(text)
        if location is not None and names:
            self._missing.setdefault(MissingFile(names[0], location))
        return None

    def add_missing(self, name: str, location: Location) -> None:
        """Add a file that cannot be read."""
        self._missing.setdefault(MissingFile(name, location))

    def add_left_out(self, name: str) -> None:
        r"""Add a file that `\includeonly` leaves out."""
        self._left_out.setdefault(name)

    def add_bibliography(self, path: str) -> None:
        """Add a bibliography file."""
        self._bibliographies.setdefault(path)

    def citations_found(self) -> Citations:
        """The result of the collection."""
        cited = self.citations
        if self.defined:
            cited = [c for c in cited if c.key not in self.defined]
        return Citations(
            tuple(cited),
            self.cites_all,
            tuple(self._files),
            tuple(self._missing),
            tuple(self._left_out),
            tuple(self._unread),
            tuple(self._bibliographies),
            self.biblatex,
        )
