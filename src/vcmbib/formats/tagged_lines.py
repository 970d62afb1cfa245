"""The scanner for formats of tagged lines, such as RIS and PubMed's nbib.

A record is a run of lines `TAG  - value`. A line without a tag continues the value before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.record_builder import RecordBuilder
from vcmbib.model.paper import Problem, Reading, Skipped
from vcmbib.model.text import normalize_newlines


@dataclass(frozen=True, slots=True)
class TagRules:
    """The rules by which a format divides its lines into records.

    `read_tag` returns (tag, value) of a line; the tag is empty for a line without one.
    `first_tag` always begins a record. Any other tag begins one only between records.
    `last_tag` ends a record; where it is empty, a blank line ends it.
    `joiner` is put between a value and its continuation line.
    """

    read_tag: Callable[[str], tuple[str, str]]
    first_tag: str
    last_tag: str = ""
    joiner: str = "\n"
    indented: bool = False
    """Whether all lines may be indented as far as the first line with `first_tag`."""
    outside_as_blocks: bool = False
    """Whether adjacent lines outside of records are skipped as one block of text."""


@dataclass(slots=True)
class TaggedRecord:
    """One record: its first line, its (tag, value) pairs in order, and its lines as written.

    `closed` is true if the record ends with the format's `last_tag`.
    """

    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    closed: bool = False

    def all(self, *tags: str) -> list[str]:
        """The values of these tags that are not blank, in the order of the record."""
        return [value for tag, value in self.fields if tag in tags and value.strip()]

    def first(self, *tags: str) -> str:
        """The first value of the first of `tags` that has one, or an empty text."""
        for tag in tags:
            for value in self.all(tag):
                return value
        return ""


def read_tagged(
    text: str, rules: TagRules, build: Callable[[TaggedRecord], RecordBuilder]
) -> Reading:
    """Read each record of `text` with `build`.

    A record is a problem if it names neither a title nor people nor an identifier. Text outside
    of records is skipped.
    """

    def divide(text: str) -> Sequence[TaggedRecord | Skipped]:
        tagged, skipped = scan(text, rules)
        return [*tagged, *skipped]

    def read_one(item: TaggedRecord | Skipped) -> Outcome:
        if isinstance(item, Skipped):
            return item
        builder = build(item)
        return named(builder.record(builder.key or f"line {item.line}"))

    def problem(item: TaggedRecord | Skipped, reason: str) -> Problem:
        lines = [item.text] if isinstance(item, Skipped) else item.lines
        return Problem(item.line, reason, "\n".join(lines))

    return read_each(text, divide, read_one, problem)


def scan(text: str, rules: TagRules) -> tuple[list[TaggedRecord], list[Skipped]]:
    """The records of `text`, and the text outside of them.

    Lines may end with LF, CRLF or CR. A byte order mark at the start is ignored.
    """
    text = normalize_newlines(text)
    records: list[TaggedRecord] = []
    outside: list[Skipped] = []
    current: TaggedRecord | None = None
    indent = _indent(text, rules.first_tag) if rules.indented else ""
    for number, written in enumerate(text.split("\n"), 1):
        line = written.removeprefix(indent)
        if not rules.last_tag and not line.strip():
            current = None
            continue
        tag, value = rules.read_tag(line)
        if tag == rules.first_tag or (tag and current is None and tag != rules.last_tag):
            current = TaggedRecord(number)
            records.append(current)
        if current is None:
            if line.strip():
                outside.append(Skipped(number, "text outside of records", line))
            continue
        current.lines.append(line.rstrip())
        if tag and tag == rules.last_tag:
            current.closed, current = True, None
        elif tag:
            current.fields.append((tag, value.strip()))
        elif current.fields:
            last, begun = current.fields[-1]
            current.fields[-1] = (last, f"{begun}{rules.joiner}{line.strip()}")
    return records, _joined(outside) if rules.outside_as_blocks else outside


def _indent(text: str, first_tag: str) -> str:
    """The blanks before the first line with `first_tag`."""
    match = re.search(rf"(?m)^([ \t]*){first_tag} {{1,2}}-", text)
    return match[1] if match else ""


def _joined(outside: Sequence[Skipped]) -> list[Skipped]:
    """Adjacent lines as one block of text, with the number of its first line."""
    blocks: list[tuple[Skipped, list[str]]] = []
    for skipped in outside:
        if blocks and skipped.line == blocks[-1][0].line + len(blocks[-1][1]):
            blocks[-1][1].append(skipped.text)
        else:
            blocks.append((skipped, [skipped.text]))
    return [Skipped(first.line, first.reason, "\n".join(lines)) for first, lines in blocks]


def write_failed_records(problems: Sequence[Problem], completed: Callable[[str], str]) -> str:
    """Failed records as written, each below a line with its line number and reason.

    `completed` adds to the text of a record what the format needs to read it again.
    """
    parts = [
        f"# line {p.line}: {' '.join(p.reason.split())}\n{completed(p.text.rstrip())}\n"
        for p in problems
    ]
    return "\n".join(parts)
