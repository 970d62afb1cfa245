"""What is gathered while the files of a manuscript are read, one after the other."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterable

from vcmbib.model.manuscript import Citation, Citations, Location, MissingFile

ReadFile = Callable[[str], str | None]
"""Gives the text of a file, or None where there is none of that name."""

_DEEPEST = 64  # files within files; TeX itself stops at 15


class LineNumbers:
    """The line on which a position of a text stands."""

    def __init__(self, text: str) -> None:
        self._ends = []
        at = text.find("\n")
        while at >= 0:
            self._ends.append(at)
            at = text.find("\n", at + 1)

    def line(self, position: int) -> int:
        """The number of the line, from 1."""
        return bisect_right(self._ends, position - 1) + 1


def plain_lines(text: str) -> str:
    """`text` without a byte order mark and with line feeds alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def path_from(folder: str, name: str) -> str:
    """The path of a file that is named from within a folder."""
    return posixpath.normpath(posixpath.join(folder, name.replace("\\", "/").strip()))


class CitationCollector:
    """The citations so far, and the files that were read for them."""

    def __init__(self, read: ReadFile) -> None:
        self._read = read
        self.citations: list[Citation] = []
        self.cites_all = False
        self.biblatex: bool | None = None
        self.defined: set[str] = set()  # labels and sets of the document itself: no citations
        self._files: dict[str, None] = {}
        self._missing: dict[MissingFile, None] = {}
        self._left_out: dict[str, None] = {}
        self._unread: list[Citation] = []
        self._bibliographies: dict[str, None] = {}
        self.depth = 0

    def cite(self, key: str, location: Location, *, guessed: bool = False) -> None:
        """Note a citation; `*` stands for all that there is."""
        if key == "*":
            self.cites_all = True
        elif key:
            self.citations.append(Citation(key, location, guessed))

    def add_unreadable(self, text: str, location: Location) -> None:
        """Note an argument that holds no plain key."""
        self._unread.append(Citation(" ".join(text.split()), location))

    def open(self, names: Iterable[str], location: Location | None) -> tuple[str, str] | None:
        """(name, text) of the first of these files that is there and was not read before.

        With a `spot`, a file that is not there is noted as missing under its first name.
        """
        names = list(dict.fromkeys(names))
        if any(n in self._files for n in names) or self.depth > _DEEPEST:
            return None  # a second time, or within itself
        for name in names:
            text = self._read(name)
            if text is not None:
                self._files[name] = None
                return name, plain_lines(text)
        if location is not None and names:
            self._missing.setdefault(MissingFile(names[0], location))
        return None

    def add_missing(self, name: str, location: Location) -> None:
        """Note a file that cannot be followed."""
        self._missing.setdefault(MissingFile(name, location))

    def add_left_out(self, name: str) -> None:
        """Note a file that the document leaves out for now."""
        self._left_out.setdefault(name)

    def add_bibliography(self, path: str) -> None:
        """Note a file of references."""
        self._bibliographies.setdefault(path)

    def citations_found(self) -> Citations:
        """All of it."""
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
