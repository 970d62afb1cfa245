"""Styled text: spans, cut and broken to a number of columns, and painted with escapes.

A span has printable text only, so what is painted obeys no file and no server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vcmbib.cli.display.hyperlinks import link_target, linked
from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle, sgr
from vcmbib.cli.display.widths import clusters, columns
from vcmbib.model.printable import printable_line


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text on one line, its style and the address that it leads to."""

    text: str
    style: TextStyle = TextStyle.PLAIN
    link: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable_line(" ".join(self.text.splitlines())))
        object.__setattr__(self, "link", link_target(self.link))


Cell = tuple[Span, ...]


def cell(text: str, style: TextStyle = TextStyle.PLAIN, link: str | None = None) -> Cell:
    """A text of one style as a cell; none for an empty text."""
    return (Span(text, style, link or ""),) if text else ()


def width(line: Cell) -> int:
    """The columns that a cell takes on one line."""
    return sum(columns(span.text) for span in line)


def painted(line: Cell, look: Look) -> str:
    """A cell with the escapes of its styles and links, as the terminal shows them."""
    parts = []
    for span in line:
        codes = sgr(span.style, colours=look.colours)
        text = f"\033[{codes}m{span.text}\033[0m" if codes and span.text else span.text
        parts.append(linked(text, span.link) if span.link and look.links else text)
    return "".join(parts)


def padded(line: Cell, room: int, *, right: bool = False) -> Cell:
    """A cell with blanks up to `room` columns, before it if it is aligned on the right."""
    blanks = room - width(line)
    if blanks <= 0:
        return line
    gap = (Span(" " * blanks),)
    return gap + line if right else line + gap


def cut(line: Cell, room: int, ellipsis: str = "…") -> Cell:
    """A cell of at most `room` columns; what is longer ends in an ellipsis."""
    if width(line) <= room:
        return line
    kept = _tokens_within(line, max(room - columns(ellipsis), 0))
    end = Span(ellipsis[:room], kept[-1].style if kept else TextStyle.PLAIN)
    while kept and kept[-1].text.isspace():
        kept = kept[:-1]
    return (*_joined(kept), end)


def _tokens_within(line: Cell, room: int) -> list[Span]:
    """The letters of a cell that fit, one span each."""
    kept: list[Span] = []
    for span in line:
        for text, wide in clusters(span.text):
            room -= wide
            if room < 0:
                return kept
            kept.append(_like(span, text))
    return kept


def broken(line: Cell, room: int, most: int | None = None, ellipsis: str = "…") -> list[Cell]:
    """A cell as lines of at most `room` columns, broken between words where that is possible.

    With `most`, at most this number of lines; the last one ends in an ellipsis if text is left out.
    """
    room = max(room, 2)
    if width(line) <= room:
        return [line]
    lines: list[list[Span]] = [[]]
    left = room
    for word, wide in _words(line):
        blank = word[0].text.isspace()
        if blank and (not lines[-1] or wide > left):
            continue  # no line begins with a blank
        if wide > left and lines[-1]:
            _strip_end(lines[-1])
            lines.append([])
            left = room
        for letter in word:
            letter_wide = columns(letter.text)
            if letter_wide > left:
                lines.append([])
                left = room
            lines[-1].append(letter)
            left -= letter_wide
    _strip_end(lines[-1])
    found = [_joined(spans) for spans in lines if spans]
    if most is not None and len(found) > most:
        rest = (*found[most - 1], Span(" "), *found[most])
        found = [*found[: most - 1], cut(rest, room, ellipsis)]
    return found


def _strip_end(line: list[Span]) -> None:
    while line and line[-1].text.isspace():
        line.pop()


def _words(line: Cell) -> Iterator[tuple[list[Span], int]]:
    """(letters of a word or a run of blanks, columns)."""
    word: list[Span] = []
    wide = 0
    for span in line:
        for text, letter_wide in clusters(span.text):
            if word and (text.isspace() != word[-1].text.isspace() or _breaks(word, text)):
                yield word, wide
                word, wide = [], 0
            word.append(_like(span, text))
            wide += letter_wide
    if word:
        yield word, wide


def _breaks(word: Sequence[Span], following: str) -> bool:
    """Whether a line may end within a word: after a hyphen, and after a Chinese letter."""
    last = word[-1].text
    if last == "-":
        return len(word) > 1 and word[-2].text.isalpha() and following.isalpha()
    return not last.isascii() and last.isalpha() and columns(last) == 2


def _like(span: Span, text: str) -> Span:
    """A piece of a span; its text and link are checked already."""
    piece = object.__new__(Span)
    object.__setattr__(piece, "text", text)
    object.__setattr__(piece, "style", span.style)
    object.__setattr__(piece, "link", span.link)
    return piece


def _joined(letters: Sequence[Span]) -> Cell:
    """Letters of one style and link as one span."""
    found: list[Span] = []
    for letter in letters:
        last = found[-1] if found else None
        if last is not None and (last.style, last.link) == (letter.style, letter.link):
            found[-1] = _like(last, last.text + letter.text)
        else:
            found.append(letter)
    return tuple(found)


def joined(cells: Iterable[Cell], between: str) -> Cell:
    """The cells that are not empty, in one."""
    found: list[Span] = []
    for one in cells:
        if one:
            found += [Span(between), *one] if found else one
    return tuple(found)


def marked_parts(span: Span, found: Iterable[tuple[int, int]]) -> Cell:
    """A span, in which the parts [start, end) are matches."""
    parts: list[Span] = []
    at = 0
    for start, end in found:
        match = Span(span.text[start:end], TextStyle.MATCH, span.link)
        parts += [_like(span, span.text[at:start]), match]
        at = end
    parts.append(_like(span, span.text[at:]))
    return tuple(part for part in parts if part.text)
