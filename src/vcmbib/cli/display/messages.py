"""Sentences on a terminal: broken between words; a command in them stays one that works."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.widths import clusters, columns

_COMMAND = re.compile(r"\bvcmbib(?: (?:'[^']*'|\"[^\"]*\"|[^\s;,'\"]|,(?=\S))+)+")
_WORD = re.compile(r"'[^']*'\S*|\S+")


def wrapped(text: str, room: int, indent: int = 2) -> list[str]:
    r"""A line of text as lines of at most `room` columns; later ones are indented.

    A command is not broken if it fits on a line. A longer one is continued as a shell does, after
    `\\`, which leaves it one command for a user who copies it.
    """
    if columns(text) <= room:
        return [text]
    start = " " * (len(text) - len(text.lstrip()))
    page = _FilledLines(room, start, start + " " * indent)
    for piece, is_command in _pieces(text.strip()):
        if not is_command:
            page.add_word(piece)
        elif columns(piece) <= room - len(page.blank):
            page.add(piece)
        else:
            page.add_command(_WORD.findall(piece))
    return page.lines


class _FilledLines:
    """Lines that are filled with words."""

    def __init__(self, room: int, start: str, blank: str) -> None:
        self.room = room
        self.blank = blank
        self.lines = [start]

    def fits(self, word: str, end: int = 0) -> bool:
        """Whether a word, and `end` columns after it, fit on the last line."""
        gap = 1 if self.lines[-1].strip() else 0
        return columns(self.lines[-1]) + gap + columns(word) + end <= self.room

    def add(self, word: str, end: int = 0, mark: str = "") -> None:
        """Add a word, on a new line if it does not fit; `mark` ends the line before that."""
        if self.lines[-1].strip() and not self.fits(word, end):
            self.lines[-1] += mark
            self.lines.append(self.blank)
        self.lines[-1] += f" {word}" if self.lines[-1].strip() else word

    def add_word(self, word: str) -> None:
        """Add a word of a sentence; one that is longer than a line is broken anywhere."""
        if columns(word) <= self.room - len(self.blank):
            self.add(word)
            return
        if self.lines[-1].strip():
            self.lines.append(self.blank)
        for letter, wide in clusters(word):
            if columns(self.lines[-1]) + wide > self.room:
                self.lines.append(self.blank)
            self.lines[-1] += letter

    def add_command(self, words: Sequence[str]) -> None:
        """Add a command that is longer than a line."""
        for number, word in enumerate(words):
            end = 0 if number == len(words) - 1 else 2  # for the mark of continuation
            self.add(word, end, " \\" if number else "")
            while columns(self.lines[-1]) + end > self.room and "'" not in word:
                # A word without quotes goes on at the start of the next line.
                cut = max(self.room - 1, 1)
                self.lines[-1:] = [f"{self.lines[-1][:cut]}\\", self.lines[-1][cut:]]


def joined_parts(parts: Sequence[str], look: Look) -> list[str]:
    """Parts with commas between them, as lines that end between parts."""
    lines: list[str] = []
    for number, part in enumerate(parts):
        text = part if number == len(parts) - 1 else f"{part},"
        if lines and columns(lines[-1]) + 1 + columns(text) <= look.columns:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return lines


def _pieces(text: str) -> list[tuple[str, bool]]:
    """(word or command, whether it is a command), without blanks between them."""
    found: list[tuple[str, bool]] = []
    at = 0
    for match in _COMMAND.finditer(text):
        found += [(word, False) for word in text[at : match.start()].split()]
        end = re.match(r"\S*", text[match.end() :])
        rest = end.group() if end else ""
        found.append((match.group() + rest, True))
        at = match.end() + len(rest)
    return found + [(word, False) for word in text[at:].split()]
