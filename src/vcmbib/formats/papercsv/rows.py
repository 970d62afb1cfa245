"""A table as rows with their lines: delimiter, quotes, cells of several lines, broken rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from vcmbib.formats.papercsv.columns import score


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row, its first line and its text; one that could not be read has no cells but a reason."""

    line: int
    cells: tuple[str, ...]
    text: str
    reason: str = ""


_COMMENT = re.compile(r'"?# ?line \d+:')
_LONGEST = 5000  # lines of a row; the longest abstract has far fewer
_SEPARATOR = re.compile(r'(?i)"?sep=(.)"?\s*$')


def delimiter(text: str) -> str:
    """What divides the cells: the sign that makes the first lines most like a header."""
    lines = [x for x in text[:65536].split("\n") if x.strip() and not _COMMENT.match(x)]
    named = _SEPARATOR.match(lines[0]) if lines else None
    if named is not None:
        return named[1]

    def best(sign: str) -> tuple[bool, int, int]:
        first = "\n".join(lines[:12])
        found = [score(r.cells) for r in islice(rows(first, sign), 6)]
        return max(found, default=(False, 0, 0))

    return max((",", ";", "\t", "|"), key=best)


def rows(text: str, sign: str) -> Iterator[CsvRow]:
    """All rows that are not empty. A quote that nothing closes spoils its own line only."""
    lines = text.split("\n")
    limit = csv.field_size_limit(1 << 30)
    try:
        at = 0
        while at < len(lines):
            cells, count = _row(lines, at, sign)
            raw = "\n".join(lines[at : at + count])
            if cells is None:
                yield CsvRow(at + 1, (), raw, "a quote that opens a cell is never closed")
            elif any(c.strip() for c in cells):
                yield CsvRow(at + 1, tuple(cells), raw)
            at += count
    finally:
        csv.field_size_limit(limit)


def _row(lines: list[str], at: int, sign: str) -> tuple[list[str] | None, int]:
    """(the cells of the row that begins at a line, the number of its lines)."""
    if '"' not in lines[at]:
        return lines[at].split(sign), 1
    feed = (f"{line}\n" for line in islice(lines, at, at + _LONGEST))
    reader = csv.reader(feed, delimiter=sign, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        pass
    else:
        return cells, reader.line_num
    # Not as the standard has it: a quote within a cell, or one that is never closed.
    if lines[at].count('"') % 2:
        return None, 1
    lenient = csv.reader([f"{lines[at]}\n"], delimiter=sign)
    return next(lenient, []), 1


def is_comment(row: CsvRow) -> bool:
    """Whether a row is the reason that `write_failed` put above a row, or names the delimiter."""
    return _COMMENT.match(row.text) is not None or _SEPARATOR.match(row.text) is not None
