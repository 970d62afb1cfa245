"""Split a BibTeX file into blocks, in one pass and in time linear in the file.

Most entries have the same form, and one regular expression per field reads them. Another entry
goes to `parse.repair`; if that fails, to bibtexparser (`parse.fallback`). Only if that fails too,
the block is a `FailedBlock`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vcmbib.formats.bibtex.parse.repair import (
    HEAD,
    NAME,
    Field,
    ParsedBlock,
    RawValue,
    SourceText,
    read_entry,
    read_string,
)
from vcmbib.model.attempt import Failure, attempt


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """An entry at text[start:end], values without delimiters. `plain`: no expressions."""

    line: int
    start: int
    end: int
    type: str
    key: str
    fields: tuple[Field, ...]
    remarks: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class StringBlock:
    """A `@string` at text[start:end] with its definitions in order."""

    line: int
    start: int
    end: int
    macros: tuple[Field, ...]
    raw: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text that is not an entry; `kind` is `preamble`, `comment` or `text` (between blocks)."""

    line: int
    start: int
    end: int
    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class FailedBlock:
    """A block that could not be parsed, exactly as written, with the reason."""

    line: int
    start: int
    end: int
    reason: str
    raw: str


Block = EntryBlock | StringBlock | TextBlock | FailedBlock


def split_blocks(text: str) -> list[Block]:
    """Return all blocks of a text in order; between them are blanks only.

    The text comes from `model.text.normalize_newlines`. Never raises for bad input.
    """
    return _Scanner(text).run()


# --- the common case ----------------------------------------------------------------------------

# Groups inside groups, up to the usual depth; `parse.repair` reads deeper ones.
_INNER = r"[^{}]*+"
for _ in range(4):
    _INNER = rf"[^{{}}]*+(?:\{{{_INNER}\}}[^{{}}]*+)*"
_QUOTED = rf'[^"{{}}]*+(?:\{{{_INNER}\}}[^"{{}}]*+)*'
_QUICK_HEAD = re.compile(r'@(\w++)\s*+\{\s*+([^\s,{}"=#%()\\]++)\s*+,')
_QUICK_FIELD = re.compile(
    rf"""\s*+({NAME})\s*+=\s*+(?:\{{({_INNER})\}}|"({_QUOTED})"|([^\s{{}}",#%=()]++))"""
    r"\s*+(?:,|(?=\}))"
)
_QUICK_END = re.compile(rf"\s*+\}}(?!\s*+,?\s*+{NAME}\s*+=)")
_BARE_GROUP = 4  # the group of _QUICK_FIELD with a number or a macro's name
_NOT_ENTRIES = ("string", "preamble", "comment")


def _read_plain_fields(text: str, head: re.Match[str]) -> tuple[tuple[Field, ...], int, bool]:
    """Return (fields, index after the entry, whether all are plain) of an entry in the usual form.

    The index is -1 if the entry has another form.
    """
    fields: list[Field] = []
    plain = True
    at, field_at = head.end(), _QUICK_FIELD.match
    while match := field_at(text, at):
        at, kind = match.end(), match.lastindex or 0
        value = match[kind]
        if kind == _BARE_GROUP and not value.isdecimal():
            fields.append((match[1].lower(), RawValue(value)))
            plain = False
        else:
            fields.append((match[1].lower(), value))
    end = _QUICK_END.match(text, at)
    return tuple(fields), -1 if end is None else end.end(), plain


# --- the scanner ----------------------------------------------------------------------------------

# After other text on its line, a block must continue as one: `joe@example.org {Joe}` is no block.
_CLEARLY_A_BLOCK = re.compile(rf"""\s*+(?:[^\s,{{}}()="]*+\s*+,\s*+)?{NAME}\s*+=""")
_HEADLESS = re.compile(rf"@\s*+([\w.:+/-]++)[^\S\n]*+[^\s{{}}(),=@]*+\s*+,\s*+{NAME}\s*+=")
_TYPELESS = re.compile(rf"@\s*+(\{{)\s*+[^\s,{{}}()=\"]*+\s*+,\s*+{NAME}\s*+=")
_LAST_PARENTHESIS = re.compile(r"\)[^\S\n]*+(?=\n|\Z)")


class _Scanner:
    """One pass over a text; it keeps the state of the current line, so no line is scanned twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._end = 0  # index after the last block
        self._scanned = 0  # the current line is scanned up to this index:
        self._line_blank = True  # only blanks so far
        self._commented = False  # a percent sign so far
        self._line, self._lines_counted_to = 1, 0
        self._source = SourceText(text)

    def run(self) -> list[Block]:
        """Return all blocks."""
        text, find, at = self._text, self._text.find, 0
        while (at := find("@", at)) >= 0:
            self._note_line_start(at)
            if self._commented:
                at += 1
                continue
            head = _QUICK_HEAD.match(text, at)
            if head is not None and (kind := head[1].lower()) not in _NOT_ENTRIES:
                fields, end, plain = _read_plain_fields(text, head)
                if end > 0 and fields:
                    line = self._start_block(at)
                    self._blocks.append(EntryBlock(line, at, end, kind, head[2], fields, (), plain))
                    at = self._end_block(end)
                    continue
            at = self._read_block(at)
        self._start_block(len(text))
        return self._blocks

    def _note_line_start(self, at: int) -> None:
        """Update the state of the current line with the text before index `at`."""
        text, start = self._text, self._scanned
        newline = text.rfind("\n", start, at)
        if newline >= 0:
            start, self._line_blank, self._commented = newline + 1, True, False
        if start < at:
            between = text[start:at]
            self._line_blank = self._line_blank and between.isspace()
            self._commented = self._commented or "%" in between
        self._scanned = at

    def _line_at(self, at: int) -> int:
        """Return the line number of index `at`, from 1."""
        self._line += self._text.count("\n", self._lines_counted_to, at)
        self._lines_counted_to = at
        return self._line

    def _start_block(self, at: int) -> int:
        """Add the text before a block that begins at `at`; return the line of the block."""
        if at > self._end:
            between = self._text[self._end : at]
            if not between.isspace():
                start = self._end + len(between) - len(between.lstrip())
                raw = between.strip()
                line = self._line_at(start)
                self._blocks.append(TextBlock(line, start, start + len(raw), "text", raw))
        return self._line_at(at)

    def _end_block(self, end: int) -> int:
        """Note that a block ends, and return its end."""
        self._end = self._scanned = end
        self._line_blank, self._commented = True, False
        return end

    # --- unusual blocks ---

    def _read_block(self, at: int) -> int:
        """Read the block at `at`, if there is one; return the index to continue from."""
        head = HEAD.match(self._text, at)
        if head is None:
            return self._read_headless(at)
        kind = head[1].lower()
        if (
            not self._line_blank
            and kind != "comment"
            and not _CLEARLY_A_BLOCK.match(self._text, head.end())
        ):
            return at + 1
        if kind in ("comment", "preamble"):
            return self._read_text_block(at, head, kind)
        line = self._start_block(at)
        read = read_string if kind == "string" else read_entry
        block = attempt(read, self._source, head)
        if isinstance(block, Failure):
            return self._recover_block(line, at, head, block.reason)
        if kind == "string":
            return self._add_string(line, at, block)
        self._add_entry(line, at, kind, block)
        return self._end_block(block.end)

    def _add_entry(self, line: int, at: int, kind: str, block: ParsedBlock) -> None:
        """Add an entry to the blocks."""
        self._blocks.append(
            EntryBlock(line, at, block.end, kind, block.key, block.fields, block.remarks)
        )

    def _add_string(self, line: int, at: int, block: ParsedBlock) -> int:
        """Add a `@string` to the blocks; return its end."""
        raw = self._text[at : block.end]
        self._blocks.append(StringBlock(line, at, block.end, block.fields, raw, block.remarks))
        return self._end_block(block.end)

    def _read_headless(self, at: int) -> int:
        """Read an @ that no type and brace follow: a block without one of them, or text."""
        if self._line_blank and (typeless := _TYPELESS.match(self._text, at)) is not None:
            return self._read_typeless(at, typeless)
        headless = _HEADLESS.match(self._text, at) if self._line_blank else None
        if headless is None:
            return at + 1
        return self._recover_block(
            self._start_block(at), at, headless, "no opening brace after the type"
        )

    def _read_typeless(self, at: int, head: re.Match[str]) -> int:
        """Add an entry without a type, `@{key, …}`, as a failure."""
        limit = self._source.region_end(head.end())
        end = self._source.braces.group_end(head.end(1) - 1)
        if not 0 < end <= limit:
            end = self._unclosed_end(at, limit)
        line = self._start_block(at)
        self._blocks.append(FailedBlock(line, at, end, "no entry type", self._text[at:end]))
        return self._end_block(end)

    def _read_text_block(self, at: int, head: re.Match[str], kind: str) -> int:
        """Add a `@comment` or `@preamble`; it ends at its brace or last parenthesis."""
        text, limit, end = self._text, self._source.region_end(head.end()), -1
        if head[2] == "{":
            end = self._source.braces.group_end(head.end() - 1)
        elif closing := _LAST_PARENTHESIS.search(text, head.end(), limit):
            end = closing.start() + 1
        line = self._start_block(at)
        if end < 0 and kind == "preamble":
            return self._recover_block(line, at, head, "the preamble is not closed")
        if end < 0:
            end = self._unclosed_end(at, limit)
        self._blocks.append(TextBlock(line, at, end, kind, text[at:end]))
        return self._end_block(end)

    def _recover_block(self, line: int, at: int, head: re.Match[str], reason: str) -> int:
        """Parse a broken block with bibtexparser, else add a failure; return its end."""
        limit = self._source.region_end(head.end())
        end = self._unclosed_end(at, limit)
        raw = self._text[at:end]
        block = _parse_with_fallback(raw, at)
        if block is not None and head[1].lower() not in _NOT_ENTRIES:
            self._add_entry(line, at, head[1].lower(), block)
        else:
            self._blocks.append(FailedBlock(line, at, end, reason, raw))
        return self._end_block(end)

    def _unclosed_end(self, at: int, limit: int) -> int:
        """Return the end of an unclosed block, without blank and comment lines before `limit`."""
        lines = self._text[at:limit].rstrip().split("\n")
        while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("%")):
            lines.pop()
        return at + len("\n".join(lines).rstrip())


def _parse_with_fallback(raw: str, at: int) -> ParsedBlock | None:
    """Return what bibtexparser reads, if the block is exactly one entry; else None."""
    from vcmbib.formats.bibtex.parse.fallback import parse_entry  # slow; broken files only

    parsed = attempt(parse_entry, raw)
    if parsed is None or isinstance(parsed, Failure):
        return None
    key, fields = parsed
    return ParsedBlock(key, fields, at + len(raw), ("read by the fallback parser",))
