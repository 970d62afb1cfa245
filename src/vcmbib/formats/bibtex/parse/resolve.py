"""Resolve a BibTeX file to entries with plain fields: macros, `#`, repeated fields, inheritance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from vcmbib.formats.bibtex.parse.entry import Blocks, Fields, RawEntry
from vcmbib.formats.bibtex.parse.file_set import FileSet
from vcmbib.formats.bibtex.parse.repair import Field, RawValue
from vcmbib.formats.bibtex.parse.scanner import (
    Block,
    EntryBlock,
    FailedBlock,
    StringBlock,
    TextBlock,
    split_blocks,
)
from vcmbib.formats.bibtex.parse.strings import Macros
from vcmbib.model.attempt import BadItem, Failure, attempt
from vcmbib.model.paper import Problem, Skipped
from vcmbib.model.text import normalize_newlines


def read_blocks(text: str, files: FileSet | None = None) -> Blocks:
    """Return the entries, problems and skipped blocks of a BibTeX file.

    files: the files that are read together with it, for macros and parents that the file lacks.
    Never raises for bad input.
    """
    text = normalize_newlines(text)
    blocks = split_blocks(text)
    found = _BlockReader(_macros(blocks, text, files))
    for block in blocks:
        failure = attempt(found.add, block)
        if isinstance(failure, Failure):
            raw = text[block.start : block.end]
            found.problems.append(Problem(block.line, failure.reason, raw))
    found.complete(files)
    return Blocks(tuple(found.entries), tuple(found.problems), tuple(found.skipped))


class _BlockReader:
    """Collects what the blocks of one file are."""

    def __init__(self, macros: Macros) -> None:
        self.entries: list[RawEntry] = []
        self.problems: list[Problem] = []
        self.skipped: list[Skipped] = []
        self._macros = macros
        self._preambles: list[str] = []
        self._inherits = False

    def add(self, block: Block) -> None:
        """Add one block."""
        match block:
            case EntryBlock(fields=(), key=key) if " " in key or not key:
                raise BadItem("an entry without fields")
            case EntryBlock():
                names = dict(block.fields)
                self._inherits = self._inherits or "crossref" in names or "xdata" in names
                unique = len(names) == len(block.fields)
                self.entries.append(_to_raw_entry(block, self._macros, unique))
            case StringBlock():
                reason = "; ".join(block.remarks) if _define(block, self._macros) else _TOO_LONG
                if reason:
                    raise BadItem(reason)
                self.skipped.append(Skipped(block.line, "string", block.raw))
            case FailedBlock():
                raise BadItem(block.reason)
            case TextBlock(kind="preamble"):
                self._preambles.extend(_preamble_pieces(block, self._macros))
                self.skipped.append(Skipped(block.line, block.kind, block.raw))
            case TextBlock():
                self.skipped.append(Skipped(block.line, "comment", block.raw))

    def complete(self, files: FileSet | None) -> None:
        """Give the entries what they have from others: inherited fields and preambles."""
        if self._inherits:
            from vcmbib.formats.bibtex.parse.crossref import inherit  # few files use it

            find = None if files is None else files.find
            self._change("crossref", lambda: inherit(self.entries, find))
        found = () if files is None else attempt(lambda: files.preambles)
        others = () if isinstance(found, Failure) else found
        if self._preambles or others:
            self._change("preambles", lambda: self._with_preambles(others))

    def _with_preambles(self, others: tuple[str, ...]) -> list[RawEntry]:
        from vcmbib.formats.bibtex.preambles import with_preambles

        return with_preambles(self.entries, self._preambles, others)

    def _change(self, name: str, change: Callable[[], list[RawEntry]]) -> None:
        """Set the entries to the result of `change`. If it fails, add a problem instead."""
        entries = attempt(change)
        if isinstance(entries, Failure):
            reason = f"{name} of this file was ignored, but its entries were read: {entries.reason}"
            self.problems.append(Problem(1, reason))
        else:
            self.entries = entries


_TOO_LONG = "a @string is too long; the macro is not expanded"


@dataclass(frozen=True, slots=True)
class LocatedBlocks:
    """The blocks of a text with their places.

    entries: (start, end, entry). failures, strings: (start, end). macros: name -> value.
    """

    entries: tuple[tuple[int, int, RawEntry], ...]
    failures: tuple[tuple[int, int], ...]
    strings: tuple[tuple[int, int], ...]
    macros: dict[str, str]


def find_entries(text: str) -> LocatedBlocks:
    """Return the blocks of a text without carriage returns, with their places.

    Fields are not inherited. Never raises for bad input.
    """
    blocks = split_blocks(text)
    macros = _macros(blocks, text)
    entries: list[tuple[int, int, RawEntry]] = []
    failures: list[tuple[int, int]] = []
    strings: list[tuple[int, int]] = []
    for block in blocks:
        match block:
            case StringBlock():
                _define(block, macros)
                strings.append((block.start, block.end))
            case EntryBlock():
                entry = _to_raw_entry(block, macros, len(dict(block.fields)) == len(block.fields))
                entries.append((block.start, block.end, entry))
            case FailedBlock():
                failures.append((block.start, block.end))
            case TextBlock():
                pass
    defined = {n for b in blocks if isinstance(b, StringBlock) for n, _ in b.macros}
    values = {name: macros.value_of(RawValue(name)).text for name in defined}
    return LocatedBlocks(tuple(entries), tuple(failures), tuple(strings), values)


def _macros(blocks: Iterable[Block], text: str, files: FileSet | None = None) -> Macros:
    """Return the macros of a file; its own definitions override those of other files."""
    own = [m for b in blocks if isinstance(b, StringBlock) for m in b.macros]
    others = () if files is None else attempt(lambda: files.macros)
    return Macros([*(() if isinstance(others, Failure) else others), *own], len(text))


def _define(block: StringBlock, macros: Macros) -> bool:
    """Define the macros of a `@string`; return False if one of them is too long."""
    fits = [macros.define(name, written) for name, written in block.macros]
    return all(fits)


_STRING = re.compile(r"(?i)@\s*+string\b")


def string_definitions(text: str) -> list[Field]:
    """Return the definitions of the `@string`s of a text, in order."""
    if _STRING.search(text) is None:
        return []
    return [
        m
        for b in split_blocks(normalize_newlines(text))
        if isinstance(b, StringBlock)
        for m in b.macros
    ]


_PREAMBLE = re.compile(r"(?i)@\s*+preamble\s*+[{(]")


def _preamble_pieces(block: TextBlock, macros: Macros) -> tuple[str, ...]:
    """Return the pieces of a `@preamble`."""
    from vcmbib.formats.bibtex.preambles import split_preamble  # few files have a preamble

    return split_preamble(macros.operands_of(_PREAMBLE.sub("", block.raw, count=1)[:-1].strip()))


def file_set(texts: Iterable[str]) -> FileSet:
    """Return the `FileSet` of the texts of .bib files that are read together."""
    return FileSet(
        texts,
        definitions=string_definitions,
        preambles=preamble_pieces_in,
        entries=entries_without_inheritance,
    )


def preamble_pieces_in(text: str, files: FileSet) -> list[str]:
    """Return the pieces of the `@preamble`s of a text, in order."""
    if _PREAMBLE.search(text) is None:
        return []
    blocks = split_blocks(normalize_newlines(text))
    macros = _macros(blocks, text, files)
    texts = [b for b in blocks if isinstance(b, TextBlock) and b.kind == "preamble"]
    return [piece for block in texts for piece in _preamble_pieces(block, macros)]


def entries_without_inheritance(text: str, files: FileSet) -> list[RawEntry]:
    """Return the entries of a text; fields are not inherited."""
    text = normalize_newlines(text)
    blocks = split_blocks(text)
    macros = _macros(blocks, text, files)
    entries: list[RawEntry] = []
    for block in blocks:
        match block:
            case StringBlock():
                _define(block, macros)
            case EntryBlock(key=key) if key:
                entries.append(_to_raw_entry(block, macros, unique=False))
            case _:
                pass
    return entries


def _to_raw_entry(entry: EntryBlock, macros: Macros, unique: bool) -> RawEntry:
    """Return an entry with expanded macros. `unique`: no field name is repeated."""
    if entry.plain and unique and entry.key:  # the usual case
        plain = cast("Fields", entry.fields)
        span = (entry.start, entry.end)
        return RawEntry(entry.line, entry.type, entry.key, plain, entry.remarks, span=span)
    fields = _UniqueFields(entry.remarks)
    undefined: list[tuple[str, str]] = []
    for name, written in entry.fields:
        if isinstance(written, str):
            fields.put(name, written)
            continue
        value = macros.value_of(written, name)
        placed = fields.put(name, value.text)
        if value.too_long:
            fields.remarks.append(f"{name}: its macros are too long; they are not expanded")
        if value.plain:
            fields.remarks.append(f"the value of {name} has no braces or quotes")
        if value.unknown:
            fields.remarks.append(f"{name}: the macro {value.unknown[0]} is not defined here")
        if value.unknown or value.too_long:
            undefined.append((placed, written.text))
    if not entry.key:
        fields.remarks.append("no citation key")
    return RawEntry(
        entry.line,
        entry.type,
        entry.key,
        tuple(fields.values.items()),
        tuple(fields.remarks),
        tuple(undefined),
        span=(entry.start, entry.end),
    )


class _UniqueFields:
    """The fields of an entry, each name once, and remarks on repeated names."""

    def __init__(self, remarks: Iterable[str]) -> None:
        self.values: dict[str, str] = {}
        self.remarks = list(remarks)
        self._repetitions: dict[str, int] = {}

    def put(self, name: str, value: str) -> str:
        """Add a field and return its name: a second, different value gets the name `…_2`."""
        if self.values.get(name, value) != value:
            number = self._repetitions.get(name, 1) + 1
            while f"{name}_{number}" in self.values:
                number += 1
            self._repetitions[name] = number
            self.remarks.append(f"{name} occurs twice; the second is kept as {name}_{number}")
            name = f"{name}_{number}"
        self.values[name] = value
        return name
