"""Parser of pipe tables (GitHub Flavored Markdown spec 4.10).

Unlike on GitHub, rows continue after a comment or a blank line, and a delimiter row may have one
cell more or less than the header. Real lists have such tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vcmbib.formats.markdown.document import Line, LineKind, MarkdownDocument

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ENDS = re.compile(
    r"\s*(?:[-*+][ \t]+\S|\d{1,9}[.)][ \t]|>|</?(?:details|summary|p|div|table|h\d)\b)"
)
_KEPT_TOGETHER = re.compile(r"`[^`]*`|\[[^\[\]]*\](?:\([^()]*\))?|\([^()]*\)|\$[^$]*\$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line number, its text as written, and its cells without outer blanks."""

    line: int
    raw: str
    cells: tuple[str, ...]
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A table: its header cells, its rows, and the rows in HTML comments between them.

    `written` is the header and the delimiter row as written. `lines` are its line numbers.
    """

    line: int
    header: tuple[str, ...]
    written: str
    rows: tuple[TableRow, ...]
    commented: tuple[Line, ...] = ()
    lines: frozenset[int] = frozenset()


def is_delimiter(text: str) -> bool:
    """Whether `text` is a row such as `| :--- | ---: |`."""
    return "-" in text and "|" in text + "|" and _DELIMITER.match(text) is not None


def find_tables(document: MarkdownDocument) -> Iterator[PipeTable]:
    """The tables of the document, in order."""
    lines = document.lines
    at = 0
    while at + 1 < len(lines):
        if _begins(lines[at], lines[at + 1]):
            table, at = _table(lines, at)
            yield table
        else:
            at += 1


def _begins(header: Line, delimiter: Line) -> bool:
    """Whether two lines are the header and the delimiter row of a table."""
    if header.kind is not LineKind.TEXT or delimiter.kind is not LineKind.TEXT:
        return False
    if "|" not in header.text or "|" not in delimiter.text or not is_delimiter(delimiter.text):
        return False
    # One cell more or less in the delimiter row is a typing error. GitHub shows no table then.
    return abs(len(cells(header.text)) - len(cells(delimiter.text))) <= 1


def _table(lines: tuple[Line, ...], start: int) -> tuple[PipeTable, int]:
    rows: list[TableRow] = []
    commented: list[Line] = []
    path = lines[start].path
    at = start + 2
    end = at
    while at < len(lines):
        line = lines[at]
        if line.kind is LineKind.COMMENT:
            if line.raw.strip().removeprefix("<!--").strip().startswith("|"):
                commented.append(line)
        elif line.kind is LineKind.TEXT:
            new = at + 1 < len(lines) and _begins(line, lines[at + 1])
            if "|" not in line.text or _ENDS.match(line.text):
                break
            # A row of dashes divides rows. A new table has a blank line or a heading before it.
            new = new and lines[at - 1].kind is not LineKind.TEXT
            header_again = new and cells(line.text) == cells(lines[start].text)
            if new and not (header_again and lines[at - 1].kind is LineKind.TEXT):
                break
            if lines[at - 1].kind is LineKind.BLANK and not line.text.lstrip().startswith("|"):
                break
            if not is_delimiter(line.text):
                rows.append(TableRow(line.number, line.raw, cells(line.text), path))
            end = at + 1
        elif line.kind is LineKind.OVERLONG:
            rows.append(TableRow(line.number, line.raw, (), path))
            end = at + 1
        elif line.kind is not LineKind.BLANK:
            break
        at += 1
    written = f"{lines[start].raw}\n{lines[start + 1].raw}"
    commented = [line for line in commented if line.number <= lines[end - 1].number + 1]
    taken = frozenset(range(lines[start].number, lines[end - 1].number + 1))
    header = cells(lines[start].text)
    return PipeTable(
        lines[start].number, header, written, tuple(rows), tuple(commented), taken
    ), end


def cells(text: str) -> tuple[str, ...]:
    """The cells of a row. The pipes at its ends are optional. An escaped pipe is text."""
    text = text.strip()
    text = text.removeprefix("|")
    if "\\" not in text:
        return tuple(c.strip() for c in text.removesuffix("|").split("|"))
    parts = text.split("|")
    found: list[str] = []
    held: list[str] = []
    for part in parts:
        if part.endswith("\\") and (len(part) - len(part.rstrip("\\"))) % 2:
            held.append(part[:-1])
            continue
        found.append("|".join([*held, part]).strip())
        held = []
    if held:  # a backslash at the end of the row
        found.append("|".join(held).strip() + "\\")
    if len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def fit_cells(row: TableRow, count: int) -> tuple[str, ...]:
    """The cells of a row, fitted to `count` cells if the result is certain.

    On GitHub, pipes in code, links and formulas divide cells. They are text here if a row has too
    many cells, and with them as text exactly `count`. Empty cells at the end are added or removed.
    """
    found = row.cells
    if len(found) > count and ("[" in row.raw or "`" in row.raw or "$" in row.raw):
        joined = cells(_KEPT_TOGETHER.sub(lambda m: m.group().replace("|", "\\|"), row.raw))
        if len(joined) == count:
            return joined
    end = len(found)
    while end > count and not found[end - 1]:
        end -= 1
    found = found[:end]
    return found + ("",) * (count - len(found))
