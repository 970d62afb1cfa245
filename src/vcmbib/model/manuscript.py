"""The citations of a manuscript: citation keys with their files and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Location(NamedTuple):
    """A file and a line in it. Line 0 means the whole file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Citation(NamedTuple):
    """A citation key as written, and its place.

    `guessed` marks the argument of an unknown command whose name suggests a citation.
    """

    key: str
    location: Location
    guessed: bool = False


class MissingFile(NamedTuple):
    """A file that cannot be read, and the place where the manuscript names it."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Citations:
    r"""The citations of one or several documents, in their order.

    `cites_all` is true after `\nocite{*}`. `files` are the files that were read, `left_out` those
    that `\includeonly` excludes. `unread` are arguments that only TeX could expand to keys.
    `bibliographies` are the `.bib` files that the document names. `biblatex` states whether the
    document uses BibLaTeX, and is None if that is not known.
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
        """Return the citations of both. `biblatex` is true if it is true for one of them."""
        known = [b for b in (self.biblatex, other.biblatex) if b is not None]
        return Citations(
            self.citations + other.citations,
            self.cites_all or other.cites_all,
            tuple(dict.fromkeys(self.files + other.files)),
            self.missing + other.missing,
            tuple(dict.fromkeys(self.left_out + other.left_out)),
            self.unread + other.unread,
            tuple(dict.fromkeys(self.bibliographies + other.bibliographies)),
            any(known) if known else None,
        )
