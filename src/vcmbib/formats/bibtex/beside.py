"""What the files that are read together define for each other, as BibTeX reads them all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # writing must not pay for reading
    from vcmbib.formats.bibtex.entries import RawEntry
    from vcmbib.formats.bibtex.mending import Field


class Beside:
    """The macros and the possible parents of several files.

    A file's own definitions come first, so that one `Beside` of all files serves each of them. The
    texts are looked at when somebody asks, and each once.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def macros(self) -> tuple[Field, ...]:
        """The definitions in the `@string`s of all files; of the same name the first comes last."""
        from vcmbib.formats.bibtex.resolving import definitions

        found = [macro for text in self._texts for macro in definitions(text)]
        return tuple(reversed(found))

    @cached_property
    def preambles(self) -> tuple[str, ...]:
        """The pieces of the `@preamble`s of all files."""
        from vcmbib.formats.bibtex.resolving import preambles

        return tuple(piece for text in self._texts for piece in preambles(text, self))

    def find(self, key: str) -> RawEntry | None:
        """The entry of a key, written as here or else in other capitals, or of a former key."""
        return self._entries.get(key) or self._entries.get(key.lower())

    @cached_property
    def _entries(self) -> dict[str, RawEntry]:
        from vcmbib.formats.bibtex.resolving import unresolved

        by_key: dict[str, RawEntry] = {}
        by_other: dict[str, RawEntry] = {}
        for text in self._texts:
            for entry in unresolved(text, self):
                by_key.setdefault(entry.key, entry)
                by_other.setdefault(entry.key.lower(), entry)
                for former in entry.get("ids").split(","):
                    by_other.setdefault(former.strip(), entry)
        return by_other | by_key
