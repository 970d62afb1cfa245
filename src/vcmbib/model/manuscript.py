"""What a manuscript cites: citation keys, with the files and lines where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Location(NamedTuple):
    """A line of a file; line 0 where a file has none that a person would look for."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Citation(NamedTuple):
    """A key as it is written, and where.

    `guessed` marks the argument of a command that nothing defines but whose name speaks of citing.
    """

    key: str
    location: Location
    guessed: bool = False


class MissingFile(NamedTuple):
    """A file that a manuscript names and that could not be read, and where it is named."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Citations:
    r"""All that one or several documents cite, in their order.

    `cites_all` stands for `\nocite{*}`; `files` are those that were read; `left_out` those that
    `\includeonly` keeps out; `unread` are arguments that only TeX could make keys of.
    `bibliographies` are the files that the document names, and `biblatex` whether it is made for
    BibLaTeX (None: it does not say).
    """

    citations: tuple[Citation, ...] = ()
    cites_all: bool = False
    files: tuple[str, ...] = ()
    missing: tuple[MissingFile, ...] = ()
    left_out: tuple[str, ...] = ()
    unread: tuple[Citation, ...] = ()
    bibliographies: tuple[str, ...] = ()
    biblatex: bool | None = None

    def joined(self, other: Citations) -> Citations:
        """The citations of both; BibLaTeX if either says so."""
        told = [b for b in (self.biblatex, other.biblatex) if b is not None]
        return Citations(
            self.citations + other.citations,
            self.cites_all or other.cites_all,
            tuple(dict.fromkeys(self.files + other.files)),
            self.missing + other.missing,
            tuple(dict.fromkeys(self.left_out + other.left_out)),
            self.unread + other.unread,
            tuple(dict.fromkeys(self.bibliographies + other.bibliographies)),
            any(told) if told else None,
        )
