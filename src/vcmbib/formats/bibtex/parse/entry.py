"""The entries of a BibTeX file with plain fields, and an account of all its blocks."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.paper import Problem, Skipped

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry with its fields in order: names in lower case, values without their delimiters.

    A name occurs once; the second value of a repeated field has `_2` at its name. `undefined` are
    the fields whose macros the file does not define, with their values as they are written.
    `inherited` is what the entry lacks and gets through `crossref` and `xdata`; `missing` are the
    keys in these that no entry has. `preamble` holds the pieces of preambles that it needs, as an
    expression.
    """

    line: int
    type: str
    key: str
    fields: Fields
    remarks: tuple[str, ...] = ()
    undefined: Fields = ()
    inherited: Fields = ()
    missing: tuple[str, ...] = ()
    preamble: str = ""

    def get(self, name: str) -> str:
        """The value of a field; empty where it is not there."""
        return next((v for n, v in self.fields if n == name), "")


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of a file: every one is in exactly one of the three."""

    entries: tuple[RawEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
