"""A BibTeX file as blocks: the parser finds them, and what it takes for something else is mended.

bibtexparser is imported here and nowhere else, and only when a file is read, for writing does not
need it. Its splitter is all that is used; values are read in `entries`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibtexparser import model


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, its values with their delimiters."""

    line: int
    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
    raw: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class String:
    """A `@string`: its first name, and all that stands after the equals sign."""

    line: int
    name: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Text:
    """What is no entry: `preamble`, `comment`, or `text` between the blocks."""

    line: int
    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A block that could not be read, word for word."""

    line: int
    reason: str
    raw: str


Piece = Entry | String | Text | Failed


def split(text: str) -> list[Piece]:
    """All of a file's blocks, in order. Never raises for what stands in the file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _mended(_split(text))


def _parse(text: str) -> list[Piece]:
    """The file's blocks without any middleware: the parser decides nothing but where they are."""
    from bibtexparser.splitter import Splitter  # here, for writing must not pay for it

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we report what it reports
    return [_block(b) for b in Splitter(text).split().blocks]


def _split(text: str) -> list[Piece]:
    """The blocks, those that were given up with all of their text."""
    found = _parse(text)
    starts: list[int] = []
    at = 0
    for block in found:
        at = max(at, text.find(block.raw, at))
        starts.append(at)
        at += len(block.raw)
    return _whole_failures(found, starts, text)


def _block(block: model.Block) -> Piece:
    from bibtexparser import model  # as above

    line, raw = (block.start_line or 0) + 1, block.raw or ""
    match block:
        case model.DuplicateBlockKeyBlock():
            inner = block.ignore_error_block
            return Failed(line, "two blocks of one name", raw) if inner is None else _block(inner)
        case model.DuplicateFieldKeyBlock():
            inner = block.ignore_error_block
            return _entry(inner) if isinstance(inner, model.Entry) else Failed(line, "", raw)
        case model.ParsingFailedBlock():
            return Failed(line, _reason(str(getattr(block.error, "abort_reason", ""))), raw)
        case model.Entry():
            return _entry(block)
        case model.String():
            return String(line, block.key, block.value, raw)
        case model.Preamble():
            return Text(line, "preamble", raw)
        case model.ExplicitComment():
            return Text(line, "comment", raw)
        case _:
            return Text(line, "text", raw)


def _entry(entry: model.Entry) -> Entry:
    fields = tuple((f.key, str(f.value)) for f in entry.fields)
    return Entry(
        (entry.start_line or 0) + 1, entry.entry_type.lower(), entry.key, fields, entry.raw or ""
    )


_REASONS = (
    ("end of file", "the entry is not closed: the file ends inside it"),
    ("Unexpected block start", "the entry is not closed before the next one begins"),
    ("comma after entry key", "no comma after the citation key"),
    ("Expected a `=`", "a field has no = sign; perhaps a comma or a brace is missing before it"),
    ("Expected equals sign", "a @string has no = sign"),
    ("Expected either", "a field's value is followed by something that is no comma"),
)


def _reason(reason: str) -> str:
    """The parser's reason in the words of somebody who mends a file."""
    return next((ours for theirs, ours in _REASONS if theirs in reason), reason or "not understood")


def _whole_failures(blocks: list[Piece], starts: list[int], text: str) -> list[Piece]:
    """The blocks, those that were given up with all of their text.

    The parser takes what follows the place of an error for free text, up to the next entry.
    """
    whole: list[Piece] = []
    at = 0
    while at < len(blocks):
        block, start = blocks[at], starts[at]
        at += 1
        if not isinstance(block, Failed):
            whole.append(block)
            continue
        inner, at_after = _with_text_in_value(block, at, blocks, starts, text)
        if inner is not None:
            whole.append(inner)
            at = at_after
            continue
        while at < len(blocks) and isinstance(free := blocks[at], Text) and free.kind == "text":
            at += 1
        end = starts[at] if at < len(blocks) else len(text)
        own, comment = _own_lines(text[start:end])
        whole.append(Failed(block.line, block.reason, own))
        if comment:
            line = text.count("\n", 0, text.index(comment, start + len(own))) + 1
            whole.append(Text(line, "comment", comment))
    return whole


_AT = "\ue000"  # of the private use area: stands for an @ that begins a line of a value


def _with_text_in_value(
    failed: Failed, at: int, blocks: list[Piece], starts: list[int], text: str
) -> tuple[Piece | None, int]:
    """The entry that was given up because a line of a value begins as an entry does; else None.

    Sure only if the braces close it and nothing with two fields is within. `at` is the index of
    the block after it; the second value that of the block after the whole entry.
    """
    start = starts[at - 1]
    after = at
    while after < len(blocks):
        inner = blocks[after]
        if isinstance(inner, Entry) and len(inner.fields) > 1:
            break
        after += 1
    limit = starts[after] if after < len(blocks) else len(text)
    end = _closing_brace(text, start, limit)
    if at >= len(blocks) or end < starts[at]:
        return None, at
    after = next((i for i in range(at, after) if starts[i] >= end), after)
    match _parse(text[start] + re.sub(r"(?m)^(\s*)@", rf"\1{_AT}", text[start + 1 : end])):
        case [Entry() as entry]:
            fields = tuple((n, v.replace(_AT, "@")) for n, v in entry.fields)
            raw = entry.raw.replace(_AT, "@")
            return replace(entry, line=failed.line, fields=fields, raw=raw), after
        case _:
            return None, at


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def _closing_brace(text: str, start: int, limit: int) -> int:
    """The index after the brace that closes the first one from `start` on; -1 without one."""
    depth = 0
    for match in _BRACE.finditer(text, start, limit):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] == "}":
            return match.end()
    return -1


def _own_lines(text: str) -> tuple[str, str]:
    """(what belongs to the block before, the comment lines that lead to the next one)."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("%")):
        end -= 1
    return "\n".join(lines[:end]).rstrip(), "\n".join(lines[end:]).strip()


# --- entries that the parser takes for free text -----------------------------------------------

_HEADER = re.compile(
    r"^([^%\n]*)@([^\S\n]*)([A-Za-z][\w-]*)(\s*)([{(])(?=\s*[^\s,{}]+\s*,\s*[\w-]+\s*=)", re.M
)
_FIELD = re.compile(r"^\s*,\s*[A-Za-z][\w-]*\s*=")


def _mended(blocks: Iterable[Piece]) -> list[Piece]:
    """The blocks, free text read again where it is a part of an entry.

    That is the rest of an entry that a brace too many has closed, and a first line such as
    `@ article {key,` or `@mv-book{key,`, which BibTeX's own rules allow.
    """
    mended: list[Piece] = []
    for block in blocks:
        before = mended[-1] if mended else None
        if not isinstance(block, Text) or block.kind != "text":
            mended.append(block)
        elif isinstance(before, Entry) and _FIELD.match(block.raw):
            mended[-1] = _without_brace(before, block)
        elif _HEADER.search(block.raw):
            mended.extend(_with_header(block))
        else:
            mended.append(block)
    return mended


def _without_brace(entry: Entry, rest: Text) -> Piece:
    reason = "a brace too many closes the entry before its last field"
    match _split(entry.raw[:-1] + rest.raw):
        case [Entry() as whole]:
            return replace(whole, line=entry.line, remarks=(reason,))
        case _:
            return Failed(entry.line, reason, f"{entry.raw}{rest.raw}")


def _with_header(block: Text) -> list[Piece]:
    """The entries in free text, their first lines put right; a type keeps its hyphens."""
    types: list[str] = []

    def put_right(match: re.Match[str]) -> str:
        types.append(match[3].lower())
        return f"{match[1]}@hyphened{len(types) - 1}{match[5]}{match[4]}"

    found: list[Piece] = []
    for inner in _split(_HEADER.sub(put_right, block.raw)):
        line = inner.line + block.line - 1
        if isinstance(inner, Entry) and inner.type.startswith("hyphened"):
            found.append(replace(inner, line=line, type=types[int(inner.type[8:])]))
        elif isinstance(inner, Text):
            found.append(replace(inner, line=line))
        else:
            return [Failed(block.line, "an entry that is not as BibTeX wants it", block.raw)]
    return found
