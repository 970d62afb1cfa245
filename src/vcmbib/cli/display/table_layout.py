"""Tables on a terminal of any width: columns give way in order, and no value destroys the table.

A title is broken into lines. A venue, then the authors, become shorter and are left out at last.
Keys and numbers stay whole; a key that is longer than all others has a line of its own. If the room
for the text is still too small, each row becomes a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.spans import Cell, broken, cell, cut, joined, padded, painted, width

_GAP = "  "
_LONGEST_NAME = 30  # columns of a column of names; a longer name has a line of its own
_READABLE = 30  # columns in which a text is readable; before that, other columns give way
_NARROW = 24  # columns that a text needs, or several texts together,
_LEAST = 14  # and each of several
_MOST_LINES = 6  # lines of a text in one row


class Fit(Enum):
    """What becomes of a column where the room is short."""

    NAME = "name"  # stays whole: a user copies it
    NUMBER = "number"  # stays whole, aligned on the right
    SHORT = "short"  # is cut; see `Column.most` and `Column.order`
    TEXT = "text"  # is broken into lines


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    A column that is cut has at most `most` columns of the terminal, and `least` before it is left
    out. Of several, the one with the lowest `order` gives way first.
    """

    name: str
    fit: Fit = Fit.TEXT
    style: TextStyle = TextStyle.PLAIN
    most: int = 24
    least: int = 8
    order: int = 0


Row = Sequence[Cell]


def paper_columns() -> tuple[Column, ...]:
    """The columns of a list of papers; the venue gives way first, then the authors."""
    return (
        Column("key", Fit.NAME, TextStyle.KEY),
        Column("year", Fit.NUMBER),
        Column("venue", Fit.SHORT, order=1),
        Column("authors", Fit.SHORT, order=2, least=10),
        Column("title"),
    )


def draw(columns: Sequence[Column], rows: Sequence[Row], look: Look) -> list[str]:
    """The lines of a table. A table without names has no heading."""
    if not rows:
        return []
    rooms = layout(columns, rows, look.columns)
    if rooms is None:
        lines = [line for row in rows for line in _paragraph(columns, row, look)]
    else:
        heading = [cell(column.name, TextStyle.HEADING) for column in columns]
        lines = _row_lines(columns, heading, rooms, look) if any(heading) else []
        lines += [line for row in rows for line in _row_lines(columns, row, rooms, look)]
    return [painted(line, look) for line in lines]


def styled(columns: Sequence[Column], texts: Sequence[str]) -> Row:
    """Texts as a row, each in the style of its column."""
    return [cell(text, column.style) for column, text in zip(columns, texts, strict=True)]


def layout(columns: Sequence[Column], rows: Sequence[Row], room: int) -> list[int] | None:
    """The columns of the terminal for each column of the table, 0 for one that is left out.

    None if the room is too small for a table.
    """
    values = [[width(row[number]) for row in rows] for number in range(len(columns))]
    rooms = [_natural(c, v, whole=True) for c, v in zip(columns, values, strict=True)]
    if _total(rooms) <= room:
        return rooms
    rooms = [_natural(c, v, whole=False) for c, v in zip(columns, values, strict=True)]
    wanted = list(rooms)
    texts = [n for n, c in enumerate(columns) if c.fit is Fit.TEXT and rooms[n]]
    short = sorted(
        (n for n, c in enumerate(columns) if c.fit is Fit.SHORT), key=lambda n: columns[n].order
    )
    _share(rooms, texts, room, wanted)
    readable = _needs(texts, wanted, max(_READABLE, room * 2 // 5))
    for number in short:  # in their order: shorter
        if _is_readable(rooms, texts, readable, room):
            break
        spare = sum(max(readable[n] - rooms[n], 0) for n in texts) + max(_total(rooms) - room, 0)
        rooms[number] = max(min(rooms[number], columns[number].least), rooms[number] - spare)
        _share(rooms, texts, room, wanted)
    for number in short:  # then left out
        if _is_readable(rooms, texts, readable, room):
            break
        rooms[number] = 0
        _share(rooms, texts, room, wanted)
    least = _needs(texts, wanted, _NARROW)
    return rooms if _is_readable(rooms, texts, least, room) else None


def _natural(column: Column, values: Sequence[int], *, whole: bool) -> int:
    """The columns that the values and the heading of a column take; 0 if there is no value.

    Without `whole`, the few names that are much longer than the others do not count.
    """
    longest = max(values, default=0)
    if not longest:
        return 0
    if column.fit is Fit.NAME and longest > _LONGEST_NAME and not whole:
        fitting = [v for v in values if v <= _LONGEST_NAME]
        longest = max(fitting) if len(fitting) * 2 > len(values) else longest
    if column.fit is Fit.SHORT:
        longest = min(longest, column.most)
    return max(longest, width(cell(column.name)))


def _needs(texts: Sequence[int], wanted: Sequence[int], columns: int) -> dict[int, int]:
    """The columns that each text needs: several texts share the need of one."""
    share = max(columns // max(len(texts), 1), _LEAST)
    return {n: min(wanted[n], share) for n in texts}


def _total(rooms: Sequence[int]) -> int:
    used = [room for room in rooms if room]
    return sum(used) + len(_GAP) * max(len(used) - 1, 0)


def _is_readable(
    rooms: Sequence[int], texts: Sequence[int], needs: dict[int, int], room: int
) -> bool:
    return _total(rooms) <= room and all(rooms[n] >= needs[n] for n in texts)


def _share(rooms: list[int], texts: Sequence[int], room: int, wanted: Sequence[int]) -> None:
    """Give the texts what the other columns leave: a short one what it wants, long ones parts."""
    for n in texts:
        rooms[n] = 1
    left = room - _total(rooms) + len(texts)
    waiting = sorted(texts, key=lambda n: wanted[n])
    while waiting:
        number = waiting.pop(0)
        rooms[number] = max(min(wanted[number], left // (len(waiting) + 1)), 1)
        left -= rooms[number]


def _row_lines(columns: Sequence[Column], row: Row, rooms: Sequence[int], look: Look) -> list[Cell]:
    """The lines of one row."""
    before: list[Cell] = []
    cells: list[list[Cell]] = []
    for number, (column, value) in enumerate(zip(columns, row, strict=True)):
        room = rooms[number]
        if column.fit is Fit.TEXT:
            cells.append(broken(value, room, _MOST_LINES, look.ellipsis) if room else [])
        elif column.fit is Fit.SHORT:
            cells.append([cut(value, room, look.ellipsis)])
        elif width(value) > room:
            used = _total(rooms[:number]) + len(_GAP) * any(rooms[:number])
            indent = min(used, max(look.columns - width(value), 0))
            before += [cell(" " * indent) + part for part in broken(value, look.columns - indent)]
            cells.append([()])
        else:
            cells.append([value])
    found = before
    for at in range(max(len(lines) for lines in cells)):
        parts = [
            padded(lines[at] if at < len(lines) else (), room, right=column.fit is Fit.NUMBER)
            for column, lines, room in zip(columns, cells, rooms, strict=True)
            if room
        ]
        line = _without_end(joined([part or cell(" ") for part in parts], _GAP))
        if line or not found:
            found.append(line)
    return found


def _without_end(line: Cell) -> Cell:
    """A line without the blanks at its end."""
    while line and not line[-1].text.strip():
        line = line[:-1]
    if line and line[-1].text != line[-1].text.rstrip():
        line = (*line[:-1], replace(line[-1], text=line[-1].text.rstrip()))
    return line


def _paragraph(columns: Sequence[Column], row: Row, look: Look) -> list[Cell]:
    """A row as a line with all that is short, and the texts below it, indented."""
    values = [(c, v) for c, v in zip(columns, row, strict=True) if v]
    head = _head([(c, v) for c, v in values if c.fit is not Fit.TEXT], look)
    first = row[0][0].text if row[0] else ""
    indent = len(first) - len(first.lstrip()) + len(_GAP) if head else 0
    texts = [(c, v) for c, v in values if c.fit is Fit.TEXT]
    lines = broken(head, look.columns) if head else []
    for column, value in texts:
        several = column.name and sum(c.fit is Fit.TEXT for c in columns) > 1
        label = cell(f"{column.name}: ", TextStyle.LABEL) if several else ()
        lines += [
            cell(" " * indent) + line
            for line in broken(label + value, look.columns - indent, _MOST_LINES, look.ellipsis)
        ]
    return lines


def _head(values: Sequence[tuple[Column, Cell]], look: Look) -> Cell:
    """The first line of a paragraph: what is whole, then what fits."""
    left = look.columns - sum(width(v) + len(_GAP) for c, v in values if c.fit is not Fit.SHORT)
    parts: list[Cell] = []
    for column, value in values:
        if column.fit is not Fit.SHORT:
            parts.append(value)
        elif left >= min(column.least, width(value)):
            parts.append(cut(value, min(column.most, left), look.ellipsis))
            left -= width(parts[-1]) + len(_GAP)
    return joined(parts, _GAP)
