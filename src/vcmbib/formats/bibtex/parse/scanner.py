"""A BibTeX file as blocks, in one pass and in time linear in the file.

Most entries are written alike, and a pattern a field finds them. An entry that does not fit is read
with care in `mending`; what that does not understand either is given to bibtexparser, the parser of
last resort, and fails only then.
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
    UnreadableEntry,
    read_entry,
    read_string,
)


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """An entry at text[start:end], its values without their delimiters.

    `plain` if no value is an expression.
    """

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
    """A `@string` at text[start:end] and what it defines, in order."""

    line: int
    start: int
    end: int
    macros: tuple[Field, ...]
    raw: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """What is no entry: `preamble`, `comment`, or `text` between the blocks."""

    line: int
    start: int
    end: int
    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class FailedBlock:
    """A block that could not be read, word for word."""

    line: int
    start: int
    end: int
    reason: str
    raw: str


Block = EntryBlock | StringBlock | TextBlock | FailedBlock


def normalize_newlines(text: str) -> str:
    """The text without a byte order mark, its lines ended by line feeds."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def split_blocks(text: str) -> list[Block]:
    """All blocks of a `normal` text, in order; only blanks are between them.

    Never raises for what stands in the file.
    """
    return _Scanner(text).run()


# --- the common case ----------------------------------------------------------------------------

# Groups within groups, as deep as entries have them; deeper ones are read with care.
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
_BARE = 4  # the group of _QUICK_FIELD that holds a number or the name of a macro
_OTHER_BLOCKS = ("string", "preamble", "comment")


def _quick(text: str, head: re.Match[str]) -> tuple[tuple[Field, ...], int, bool]:
    """(fields, the index after the entry, whether plain) if it is written as most are.

    The index is -1 if it is not.
    """
    fields: list[Field] = []
    plain = True
    at, field_at = head.end(), _QUICK_FIELD.match
    while match := field_at(text, at):
        at, kind = match.end(), match.lastindex or 0
        value = match[kind]
        if kind == _BARE and not value.isdecimal():
            fields.append((match[1].lower(), RawValue(value)))
            plain = False
        else:
            fields.append((match[1].lower(), value))
    end = _QUICK_END.match(text, at)
    return tuple(fields), -1 if end is None else end.end(), plain


# --- the scanner ----------------------------------------------------------------------------------

# In the middle of a line only what goes on like a block is one: `joe@example.org {Joe}` is not.
_SURE = re.compile(rf"""\s*+(?:[^\s,{{}}()="]*+\s*+,\s*+)?{NAME}\s*+=""")
_HEADLESS = re.compile(rf"@\s*+([\w.:+/-]++)[^\S\n]*+[^\s{{}}(),=@]*+\s*+,\s*+{NAME}\s*+=")
_TYPELESS = re.compile(rf"@\s*+(\{{)\s*+[^\s,{{}}()=\"]*+\s*+,\s*+{NAME}\s*+=")
_LAST_PARENTHESIS = re.compile(r"\)[^\S\n]*+(?=\n|\Z)")


class _Scanner:
    """One pass over a text. What was seen of the line at hand is kept: none is seen twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[Block] = []
        self._end = 0  # of the last block
        self._seen = 0  # up to here the line at hand is known:
        self._line_open = True  # nothing but blanks stands before it,
        self._commented = False  # or a percent sign
        self._line, self._counted = 1, 0
        self._source = SourceText(text)

    def run(self) -> list[Block]:
        """All pieces."""
        text, find, at = self._text, self._text.find, 0
        while (at := find("@", at)) >= 0:
            self._look(at)
            if self._commented:
                at += 1
                continue
            head = _QUICK_HEAD.match(text, at)
            if head is not None and (kind := head[1].lower()) not in _OTHER_BLOCKS:
                fields, end, plain = _quick(text, head)
                if end > 0 and fields:
                    line = self._begin(at)
                    self._pieces.append(EntryBlock(line, at, end, kind, head[2], fields, (), plain))
                    at = self._finish(end)
                    continue
            at = self._carefully(at)
        self._begin(len(text))
        return self._pieces

    def _look(self, at: int) -> None:
        """Note what stands before `at` in its line."""
        text, start = self._text, self._seen
        newline = text.rfind("\n", start, at)
        if newline >= 0:
            start, self._line_open, self._commented = newline + 1, True, False
        if start < at:
            between = text[start:at]
            self._line_open = self._line_open and between.isspace()
            self._commented = self._commented or "%" in between
        self._seen = at

    def _line_at(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def _begin(self, at: int) -> int:
        """Give out the text before a block that begins at `at`; the block's line."""
        if at > self._end:
            between = self._text[self._end : at]
            if not between.isspace():
                start = self._end + len(between) - len(between.lstrip())
                raw = between.strip()
                line = self._line_at(start)
                self._pieces.append(TextBlock(line, start, start + len(raw), "text", raw))
        return self._line_at(at)

    def _finish(self, end: int) -> int:
        self._end = self._seen = end
        self._line_open, self._commented = True, False
        return end

    # --- what is not written as most is ---

    def _carefully(self, at: int) -> int:
        """Read the block at `at`, if one is there; the index to go on from."""
        head = HEAD.match(self._text, at)
        if head is None:
            return self._headless(at)
        kind = head[1].lower()
        if not self._line_open and kind != "comment" and not _SURE.match(self._text, head.end()):
            return at + 1
        if kind in ("comment", "preamble"):
            return self._closed_text(at, head, kind)
        line = self._begin(at)
        try:
            if kind == "string":
                return self._string(line, at, head)
            found = read_entry(self._source, head)
        except UnreadableEntry as problem:
            return self._refused(line, at, head, str(problem))
        self._entry(line, at, kind, found)
        return self._finish(found.end)

    def _entry(self, line: int, at: int, kind: str, found: ParsedBlock) -> None:
        self._pieces.append(
            EntryBlock(line, at, found.end, kind, found.key, found.fields, found.remarks)
        )

    def _string(self, line: int, at: int, head: re.Match[str]) -> int:
        found = read_string(self._source, head)
        raw = self._text[at : found.end]
        self._pieces.append(StringBlock(line, at, found.end, found.fields, raw, found.remarks))
        return self._finish(found.end)

    def _headless(self, at: int) -> int:
        """An @ that begins no block, unless but for its brace it would."""
        if self._line_open and (typeless := _TYPELESS.match(self._text, at)) is not None:
            return self._without_type(at, typeless)
        headless = _HEADLESS.match(self._text, at) if self._line_open else None
        if headless is None:
            return at + 1
        return self._refused(self._begin(at), at, headless, "no opening brace after the type")

    def _without_type(self, at: int, head: re.Match[str]) -> int:
        """An entry that says everything but what it is."""
        limit = self._source.region_end(head.end())
        end = self._source.plain.group_end(head.end(1) - 1)
        if not 0 < end <= limit:
            end = self._own_end(at, limit)
        line = self._begin(at)
        self._pieces.append(FailedBlock(line, at, end, "no entry type", self._text[at:end]))
        return self._finish(end)

    def _closed_text(self, at: int, head: re.Match[str], kind: str) -> int:
        """A `@comment` or `@preamble`, which its last brace ends."""
        text, limit, end = self._text, self._source.region_end(head.end()), -1
        if head[2] == "{":
            end = self._source.plain.group_end(head.end() - 1)
        elif closing := _LAST_PARENTHESIS.search(text, head.end(), limit):
            end = closing.start() + 1
        line = self._begin(at)
        if end < 0 and kind == "preamble":
            return self._refused(line, at, head, "the preamble is not closed")
        if end < 0:
            end = self._own_end(at, limit)
        self._pieces.append(TextBlock(line, at, end, kind, text[at:end]))
        return self._finish(end)

    def _refused(self, line: int, at: int, head: re.Match[str], reason: str) -> int:
        """The parser of last resort, else a failure; up to where the next block surely begins."""
        limit = self._source.region_end(head.end())
        end = self._own_end(at, limit)
        raw = self._text[at:end]
        found = _last_resort(raw, at)
        if found is not None and head[1].lower() not in _OTHER_BLOCKS:
            self._entry(line, at, head[1].lower(), found)
        else:
            self._pieces.append(FailedBlock(line, at, end, reason, raw))
        return self._finish(end)

    def _own_end(self, at: int, limit: int) -> int:
        """Where a block ends that is not closed: comment lines before the next one lead to that."""
        lines = self._text[at:limit].rstrip().split("\n")
        while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("%")):
            lines.pop()
        return at + len("\n".join(lines).rstrip())


def _last_resort(raw: str, at: int) -> ParsedBlock | None:
    """What bibtexparser makes of a block, if that is one entry and nothing else."""
    from vcmbib.formats.bibtex.parse.fallback import parse_entry  # only broken files pay for it

    parsed = parse_entry(raw)
    if parsed is None:
        return None
    key, fields = parsed
    return ParsedBlock(key, fields, at + len(raw), ("read by the parser of last resort",))
