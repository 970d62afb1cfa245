"""The parsed entries and blocks of a BibTeX file (data classes)."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.paper import Problem, Skipped

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry with its fields in order: names in lower case, values without delimiters.

    Each name occurs once; the second value of a repeated field is named `…_2`.
    line: line of the entry in the file, from 1.
    undefined: fields with a macro that the file does not define, with the expression as written.
    inherited: fields that the entry gets from others through `crossref` and `xdata`.
    missing: keys in `crossref` and `xdata` that no entry has.
    preamble: the pieces of preambles that the entry needs, as an expression `{…} # {…}`.
    span: (start, end) of the entry in the text with normalized newlines.
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
    span: tuple[int, int] = (0, 0)

    def get(self, name: str) -> str:
        """Return the value of a field; empty if the entry does not have it."""
        return next((v for n, v in self.fields if n == name), "")


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of a file; each is in exactly one of the three tuples."""

    entries: tuple[RawEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
