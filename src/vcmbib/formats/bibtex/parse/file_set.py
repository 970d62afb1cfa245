r"""Share macros, preambles and crossref parents between .bib files that are read together.

BibTeX concatenates the files of a `\bibliography`: a macro or a crossref parent of one file serves
the entries of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcmbib.formats.bibtex.parse.entry import RawEntry
    from vcmbib.formats.bibtex.parse.repair import Field


class FileSet:
    """The macros, preambles and crossref parents of .bib files that are read together.

    A file's own definitions take precedence, so one `FileSet` of all files serves each of them.
    Each text is parsed at most once, when it is needed. `parse.resolve.file_set` returns a
    `FileSet`.
    """

    def __init__(
        self,
        texts: Iterable[str],
        *,
        definitions: Callable[[str], Sequence[Field]],
        preambles: Callable[[str, FileSet], Sequence[str]],
        entries: Callable[[str, FileSet], Sequence[RawEntry]],
    ) -> None:
        self._texts = tuple(texts)
        self._definitions_in = definitions
        self._preambles_in = preambles
        self._entries_in = entries

    @cached_property
    def macros(self) -> tuple[Field, ...]:
        """The `@string` definitions of all files, in reverse: the first one of a name wins."""
        found = [macro for text in self._texts for macro in self._definitions_in(text)]
        return tuple(reversed(found))

    @cached_property
    def preambles(self) -> tuple[str, ...]:
        """The pieces of the `@preamble`s of all files."""
        return tuple(piece for text in self._texts for piece in self._preambles_in(text, self))

    def find(self, key: str) -> RawEntry | None:
        """Return the entry with this key: exact, in another letter case, or as an old key."""
        return self._entries.get(key) or self._entries.get(key.lower())

    @cached_property
    def _entries(self) -> dict[str, RawEntry]:
        """The entries of all files by key, by key in lower case and by old key."""
        by_key: dict[str, RawEntry] = {}
        by_other: dict[str, RawEntry] = {}
        for text in self._texts:
            for entry in self._entries_in(text, self):
                by_key.setdefault(entry.key, entry)
                by_other.setdefault(entry.key.lower(), entry)
                for old_key in entry.get("ids").split(","):
                    by_other.setdefault(old_key.strip(), entry)
        return by_other | by_key
