"""Blocks as entries with plain fields: macros, `#` and the delimiters of values are read here.

So are names of fields in any case, a missing comma between two fields, comments within entries and
fields that are given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vcmbib.formats.bibtex.blocks import Entry, Failed, Piece, String, Text, split
from vcmbib.model.paper import Problem, Skipped

MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry with its fields in order: names in lower case, values without their delimiters.

    A name occurs once; the second value of a repeated field has `_2` at its name.
    """

    line: int
    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """The value of a field; empty where it is not there."""
        return next((v for n, v in self.fields if n == name), "")


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of a file: every one is in exactly one of the three."""

    entries: tuple[RawEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def read_blocks(text: str) -> Blocks:
    """The blocks of a BibTeX file. Never raises for what stands in it."""
    blocks = split(text)
    macros = _Macros(blocks)
    entries: list[RawEntry] = []
    problems: list[Problem] = []
    skipped: list[Skipped] = []
    for block in blocks:
        match block:
            case Entry(fields=(), key=key) if " " in key or not key:
                problems.append(Problem(block.line, "an entry without fields", block.raw))
            case Entry():
                entries.append(_raw_entry(block, macros))
            case String():
                macros.define(block.name, block.value)
                skipped.append(Skipped(block.line, "string", block.raw))
            case Failed():
                problems.append(Problem(block.line, block.reason, block.raw))
            case Text(kind="preamble" | "comment"):
                skipped.append(Skipped(block.line, block.kind, block.raw))
            case Text():
                skipped.append(Skipped(block.line, "comment", block.raw))
    return Blocks(tuple(entries), tuple(problems), tuple(skipped))


# --- values -----------------------------------------------------------------------------------


class _Macros:
    """The macros as they stand at a place in the file; a later definition serves earlier uses only
    where there is no other.
    """

    def __init__(self, blocks: Iterable[Piece]) -> None:
        self._now = {name[:3].lower(): name for name in MONTHS}
        self._anywhere: dict[str, str] = {}
        strings = [b for b in blocks if isinstance(b, String)]
        for _ in range(2):  # twice, for a macro may use one that is defined after it
            for string in strings:
                for name, value in _assignments(string.name, string.value):
                    self._anywhere.setdefault(name, "")
                    self._anywhere[name] = self.value_of(value).text

    def define(self, name: str, value: str) -> None:
        """Take in a `@string`."""
        for key, written in _assignments(name, value):
            self._now[key] = self.value_of(written).text

    def value_of(self, written: str) -> _Value:
        """What an expression such as `ieee # " Trans."` stands for."""
        parts: list[str] = []
        unknown: list[str] = []
        for kind, piece in _tokens(written):
            if kind == "bare" and not piece.isdigit():
                name = piece.lower()
                value = self._now.get(name) or self._anywhere.get(name)
                if value is None:
                    unknown.append(piece)
                parts.append(piece if value is None else value)
            else:
                parts.append(piece)
        return _Value("".join(parts), tuple(unknown))


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    unknown: tuple[str, ...] = ()


_DELIMITER = re.compile(r'\\.|[{}"]', re.DOTALL)
_BARE = re.compile(r'[^\s#{}",]+')


def _tokens(written: str) -> list[tuple[str, str]]:
    """The operands of `#`: (`string`, text without delimiters) or (`bare`, macro or number).

    What is no expression at all is one string, as it is written.
    """
    tokens = _operands(written)
    if tokens is not None:
        return tokens
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return [("string", written[1:-1] if quoted else written)]


def _operands(written: str) -> list[tuple[str, str]] | None:
    """The operands of `#`; None where `written` is no expression."""
    tokens: list[tuple[str, str]] = []
    at, length = 0, len(written)
    while at < length:
        if tokens:
            if written[at] != "#":
                return None
            at = _skip(written, at + 1)
            if at >= length:
                return None
        end = _operand_end(written, at)
        if end < 0:
            return None
        if written[at] in '{"':
            tokens.append(("string", written[at + 1 : end - 1]))
        else:
            tokens.append(("bare", written[at:end]))
        at = _skip(written, end)
    return tokens


def _operand_end(text: str, at: int) -> int:
    """Where the operand that begins at `at` ends; -1 where there is none."""
    opening = text[at : at + 1]
    if opening not in ("{", '"'):
        match = _BARE.match(text, at)
        return -1 if match is None else match.end()
    depth = 0
    for match in _DELIMITER.finditer(text, at + (opening == '"')):
        char = match[0]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and opening == "{":
                return match.end()
        elif char == '"' and opening == '"' and depth == 0:
            return match.end()
    return -1


_BETWEEN = re.compile(r"(?:\s+|%[^\n]*)*")


def _skip(text: str, at: int) -> int:
    """The index after the blanks and comments at `at`."""
    match = _BETWEEN.match(text, at)
    return at if match is None else match.end()


_NEXT_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w:.+-]*)\s*=\s*")


def _assignments(name: str, written: str) -> list[tuple[str, str]]:
    """The fields in one piece of text: more than one where the comma between them is missing."""
    found: list[tuple[str, str]] = []
    name = name.lower()
    while True:
        at = _skip(written, 0)
        end = _operand_end(written, at)
        following = _NEXT_FIELD.match(written, end) if end > 0 else None
        if following is None or (
            written[at : at + 1] not in ("{", '"') and "\n" not in following[0]
        ):
            found.append((name, written))
            return found
        found.append((name, written[at:end]))
        name, written = following[1].lower(), written[following.end() :]


def _raw_entry(entry: Entry, macros: _Macros) -> RawEntry:
    remarks = list(entry.remarks)
    fields: dict[str, str] = {}
    for written_name, written_value in entry.fields:
        name = _field_name(written_name)
        if name is None:
            remarks.append(f"field in a comment left out: {written_name.lstrip('% ')}")
            continue
        assigned = _assignments(name, written_value)
        if len(assigned) > 1:
            remarks.append(f"no comma before the field {assigned[1][0]}")
        for field_name, value in assigned:
            read = macros.value_of(value)
            if read.unknown and " " not in value.strip():
                remarks.append(f"{field_name}: the macro {read.unknown[0]} is not defined here")
            _put(fields, field_name, read.text, remarks)
    if not entry.key:
        remarks.append("no citation key")
    return RawEntry(entry.line, entry.type, entry.key, tuple(fields.items()), tuple(remarks))


def _field_name(written: str) -> str | None:
    """A field's name without the comment lines before it; None if it is in a comment itself."""
    lines = [line.strip() for line in written.split("\n")]
    if lines[-1].startswith("%"):
        return None
    return lines[-1].lower()


def _put(fields: dict[str, str], name: str, value: str, remarks: list[str]) -> None:
    """Set a field; another value of a field that is there is kept under a name of its own."""
    if name in fields and fields[name] != value:
        n = 2
        while f"{name}_{n}" in fields:
            n += 1
        remarks.append(f"{name} is given twice; the second is kept as {name}_{n}")
        name = f"{name}_{n}"
    fields[name] = value
