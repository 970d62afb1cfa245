"""`@string` macros and `#`: what the expressions in a BibTeX file stand for.

A macro has the value that it has at its place in the file; a definition further down serves only
where there is none before. Months are macros of every style. Expansion is bounded, so that a few
lines that double themselves do not fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vcmbib.formats.bibtex.months import MONTH_OF, MONTHS
from vcmbib.formats.bibtex.parse.braces import Braces
from vcmbib.formats.bibtex.parse.repair import Field, RawValue

_LONGEST = 1 << 16  # of one macro: longer than any title, and than most abstracts
_PER_LETTER = 8  # of the file: what all concatenations together may come to, above
_AT_LEAST = 1 << 20
_MACRO = re.compile(r"[^\W\d][^\s\"#%'(),={}]*")


@dataclass(frozen=True, slots=True)
class MacroValue:
    """What an expression stands for, the macros in it that are not defined kept by their names."""

    text: str
    unknown: tuple[str, ...] = ()
    plain: bool = False  # words or a range without delimiters
    too_long: bool = False


class Macros:
    """The macros as they stand at a place in a file of `size` letters."""

    def __init__(self, definitions: Iterable[Field], size: int) -> None:
        self._now = {month[:3].lower(): MacroValue(month) for month in MONTHS}
        self._written = dict(definitions)
        self._anywhere: dict[str, MacroValue] = {}
        self._resolving = False
        self._left = size * _PER_LETTER + _AT_LEAST

    def define(self, name: str, written: str | RawValue) -> bool:
        """Take in a definition; False if it stands for more text than is allowed."""
        value = self._expand(written) if isinstance(written, RawValue) else MacroValue(written)
        fits = not value.too_long and len(value.text) <= _LONGEST
        if fits:
            self._now[name] = value
        else:
            self._now.pop(name, None)
            self._written.pop(name, None)
            self._anywhere.pop(name, None)
        return fits

    def value_of(self, written: RawValue, field: str = "") -> MacroValue:
        """What the expression that `field` is set to stands for, at this place of the file."""
        if field == "month":
            month = MONTH_OF.get(written.text.lower().rstrip("."))
            if month is not None and written.text.lower() not in self._now:
                return MacroValue(month)
        return self._expand(written)

    def operands_of(self, text: str) -> list[str]:
        """What each operand of an expression stands for, at this place of the file."""
        return [
            piece if delimited else self.value_of(RawValue(piece)).text
            for delimited, piece in _operands(text)
        ]

    def _expand(self, written: RawValue) -> MacroValue:
        text = written.text
        if _MACRO.fullmatch(text):  # nearly always
            return self._look_up(text) or MacroValue(text, (text,))
        parts: list[str] = []
        unknown: list[str] = []
        operands = _operands(text)
        for delimited, piece in operands:
            if delimited or not _MACRO.fullmatch(piece):
                parts.append(piece)
                continue
            value = self._look_up(piece) or MacroValue(piece, (piece,))
            parts.append(value.text)
            unknown.extend(value.unknown)
        size = sum(map(len, parts))
        if size > len(text):
            if size - len(text) > self._left:
                return MacroValue(text, too_long=True)
            self._left -= size - len(text)
        plain = len(operands) == 1 and not operands[0][0]
        return MacroValue("".join(parts), tuple(dict.fromkeys(unknown)), plain)

    def _look_up(self, name: str) -> MacroValue | None:
        name = name.lower()
        found = self._now.get(name) or self._anywhere.get(name)
        if found is None and name in self._written and not self._resolving:
            self._resolving = True
            self._resolve(name)
            self._resolving = False
            found = self._anywhere.get(name)
        return found

    def _resolve(self, name: str) -> None:
        """The value of a macro that is defined further down, and of all that it uses."""
        waiting, begun = [name], {name}
        while waiting:
            written = self._written[waiting[-1]]
            needed = {
                used
                for used in _macros_in(written)
                if used in self._written and used not in begun
                and used not in self._anywhere and used not in self._now
            }  # fmt: skip
            if needed:
                waiting.extend(needed)
                begun.update(needed)
                continue
            current = waiting.pop()
            self._written.pop(current, None)  # so that a circle ends
            value = self._expand(written) if isinstance(written, RawValue) else MacroValue(written)
            if not value.too_long and len(value.text) <= _LONGEST:
                self._anywhere[current] = value


def _macros_in(written: str | RawValue) -> list[str]:
    if isinstance(written, str):
        return []
    return [piece.lower() for delimited, piece in _operands(written.text) if not delimited]


_BARE = re.compile(r'[^\s#{}",]+')
_BETWEEN = re.compile(r"(?:\s+|%[^\n]*)*")


def _operands(written: str) -> list[tuple[bool, str]]:
    """The operands of `#`: (whether delimited, text without delimiters).

    What is no expression at all is one string, as it is written.
    """
    for escapes in (False, True):
        operands = _operands_by(written, Braces(written, escapes=escapes))
        if operands is not None:
            return operands
    return [(True, written)]


def _operands_by(written: str, braces: Braces) -> list[tuple[bool, str]] | None:
    operands: list[tuple[bool, str]] = []
    at, length = 0, len(written)
    while at < length:
        if operands:
            if written[at] != "#":
                return None
            at = _skip(written, at + 1)
        sign = written[at : at + 1]
        if sign in ("{", '"'):
            end = braces.group_end(at) if sign == "{" else braces.quote_end(at)
            operands.append((True, written[at + 1 : end - 1]))
        else:
            match = _BARE.match(written, at)
            end = -1 if match is None else match.end()
            operands.append((False, written[at:end]))
        if end < 0:
            return None
        at = _skip(written, end)
    return operands


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return at if match is None else match.end()
