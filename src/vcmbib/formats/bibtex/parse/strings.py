"""Expand `@string` macros and concatenations with `#` (btxdoc, section 2).

A macro has the value of the last definition before its use, as in BibTeX. If there is none, a
definition further down in the file is used. The months `jan` to `dec` are macros of all standard
styles. The total expansion is limited: a few lines that double a macro again and again must not
fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vcmbib.formats.bibtex.parse.braces import Braces
from vcmbib.formats.bibtex.parse.repair import Field, RawValue
from vcmbib.formats.months import MONTH_OF, MONTHS

_MAX_LENGTH = 1 << 16  # characters of one macro: more than a title or a usual abstract
_GROWTH_PER_CHARACTER = 8  # limit of all expansions together: 8 characters for each of the file,
_MIN_BUDGET = 1 << 20  # plus this number
_MACRO = re.compile(r"[^\W\d][^\s\"#%'(),={}]*")


@dataclass(frozen=True, slots=True)
class MacroValue:
    """The value of an expression.

    unknown: the undefined macros in it; `text` contains their names.
    plain: True if the expression is words or a range without delimiters: `pages = 10-20`.
    too_long: True if the limit of expansion was reached; `text` is the expression as written.
    """

    text: str
    unknown: tuple[str, ...] = ()
    plain: bool = False  # words or a range without delimiters
    too_long: bool = False


class Macros:
    """The macros that are defined at the current place of a file with `size` characters."""

    def __init__(self, definitions: Iterable[Field], size: int) -> None:
        self._defined = {month[:3].lower(): MacroValue(month) for month in MONTHS}
        self._all_definitions = dict(definitions)
        self._defined_later: dict[str, MacroValue] = {}
        self._resolving = False
        self._budget = size * _GROWTH_PER_CHARACTER + _MIN_BUDGET

    def define(self, name: str, raw: str | RawValue) -> bool:
        """Define a macro. If its value is too long, define nothing and return False."""
        value = self._expand(raw) if isinstance(raw, RawValue) else MacroValue(raw)
        fits = not value.too_long and len(value.text) <= _MAX_LENGTH
        if fits:
            self._defined[name] = value
        else:
            self._defined.pop(name, None)
            self._all_definitions.pop(name, None)
            self._defined_later.pop(name, None)
        return fits

    def value_of(self, raw: RawValue, field: str = "") -> MacroValue:
        """Return the value of the expression `raw` of a field, at the current place of the file.

        In the field `month`, words such as `sept` or `maio` are months even if no macro defines
        them.
        """
        if field == "month":
            month = MONTH_OF.get(raw.text.lower().rstrip("."))
            if month is not None and raw.text.lower() not in self._defined:
                return MacroValue(month)
        return self._expand(raw)

    def operands_of(self, text: str) -> list[str]:
        """Return the value of each operand of an expression, at the current place of the file."""
        return [
            piece if delimited else self.value_of(RawValue(piece)).text
            for delimited, piece in _operands(text)
        ]

    def _expand(self, raw: RawValue) -> MacroValue:
        """Return the value of an expression; `too_long` if the file's limit is reached."""
        text = raw.text
        if _MACRO.fullmatch(text):  # the usual case: one macro
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
            if size - len(text) > self._budget:
                return MacroValue(text, too_long=True)
            self._budget -= size - len(text)
        plain = len(operands) == 1 and not operands[0][0]
        return MacroValue("".join(parts), tuple(dict.fromkeys(unknown)), plain)

    def _look_up(self, name: str) -> MacroValue | None:
        """Return the value of a macro, also of one that is defined further down; else None."""
        name = name.lower()
        found = self._defined.get(name) or self._defined_later.get(name)
        if found is None and name in self._all_definitions and not self._resolving:
            self._resolving = True
            self._resolve_later(name)
            self._resolving = False
            found = self._defined_later.get(name)
        return found

    def _resolve_later(self, name: str) -> None:
        """Find the value of a macro that is defined further down, and of the macros in it."""
        waiting, begun = [name], {name}
        while waiting:
            raw = self._all_definitions[waiting[-1]]
            needed = {
                used
                for used in _macros_in(raw)
                if used in self._all_definitions and used not in begun
                and used not in self._defined_later and used not in self._defined
            }  # fmt: skip
            if needed:
                waiting.extend(needed)
                begun.update(needed)
                continue
            current = waiting.pop()
            self._all_definitions.pop(current, None)  # ends a circle of macros
            value = self._expand(raw) if isinstance(raw, RawValue) else MacroValue(raw)
            if not value.too_long and len(value.text) <= _MAX_LENGTH:
                self._defined_later[current] = value


def _macros_in(raw: str | RawValue) -> list[str]:
    """Return the names of the macros in a value, in lower case."""
    if isinstance(raw, str):
        return []
    return [piece.lower() for delimited, piece in _operands(raw.text) if not delimited]


_BARE = re.compile(r'[^\s#{}",]+')
_BLANKS_AND_COMMENTS = re.compile(r"(?:\s+|%[^\n]*)*")


def _operands(expression: str) -> list[tuple[bool, str]]:
    """Return the operands of `#` as (whether delimited, text without delimiters).

    A text that is not an expression is one delimited operand, as written.
    """
    for escapes in (False, True):
        operands = _operands_if_valid(expression, Braces(expression, escapes=escapes))
        if operands is not None:
            return operands
    return [(True, expression)]


def _operands_if_valid(expression: str, braces: Braces) -> list[tuple[bool, str]] | None:
    """Return the operands, or None if the text is not an expression."""
    operands: list[tuple[bool, str]] = []
    at, length = 0, len(expression)
    while at < length:
        if operands:
            if expression[at] != "#":
                return None
            at = _skip_blanks(expression, at + 1)
        char = expression[at : at + 1]
        if char in ("{", '"'):
            end = braces.group_end(at) if char == "{" else braces.quote_end(at)
            operands.append((True, expression[at + 1 : end - 1]))
        else:
            match = _BARE.match(expression, at)
            end = -1 if match is None else match.end()
            operands.append((False, expression[at:end]))
        if end < 0:
            return None
        at = _skip_blanks(expression, end)
    return operands


def _skip_blanks(text: str, at: int) -> int:
    """Return the index after blanks and comments."""
    match = _BLANKS_AND_COMMENTS.match(text, at)
    return at if match is None else match.end()
