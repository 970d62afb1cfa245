"""A place in a text of TeX: where braces close, what a command's name drops, what stands there."""

from __future__ import annotations

import re
import unicodedata

from vcmbib.model.latex.symbols import SPACING_ACCENTS

_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


class Cursor:
    """A text, and `at`, the index of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._pairs: dict[int, int] | None = None
        self._no_end: set[str] = set()  # ends of formulas that the rest does not have

    def closing(self, opening: int) -> int:
        """The index of the brace that closes the one at `opening`; -1 where none does."""
        if not self.text.startswith("{", opening):
            return -1
        if self._pairs is None:
            self._pairs = _pairs(self.text)
        return self._pairs.get(opening, -1)

    def skip_to(self, at: int) -> int:
        """Past the blanks at `at`."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def after_star(self, at: int) -> int:
        """Past the star of a command's other form, if it is there."""
        return at + 1 if self.text.startswith("*", at) else at

    def after_option(self, at: int) -> int:
        """Past `[…]`, if it is there."""
        end = self.text.find("]", at, at + 200) if self.text.startswith("[", at) else -1
        return end + 1 if end > 0 else at

    def swallow_blank(self) -> None:
        """TeX ends a command's name at `{}` or at a blank, and drops it."""
        if self.text.startswith("{}", self.at):
            self.at += 2
        elif self.text[self.at : self.at + 1] == " ":
            self.at += 1

    def argument(self, at: int) -> str | None:
        """The text in the braces at `at`, letter by letter; None without them."""
        end = self.closing(at)
        if end < 0:
            return None
        self.at = end + 1
        return self.text[at + 1 : end]

    def formula(self, start: int, mark: str) -> str | None:
        """What stands before the next `mark`, and past it; None without one."""
        if mark in self._no_end:
            return None
        end = self.text.find(mark, start)
        while mark[0] == "$" and end > 0 and self.text[end - 1] == "\\":
            end = self.text.find(mark, end + 1)
        if end < 0:
            self._no_end.add(mark)
            return None
        self.at = end + len(mark)
        return self.text[start:end]


def _pairs(text: str) -> dict[int, int]:
    """Where each brace of a pair closes, in one pass."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.start()
    return found


def accented(base: str, accent: str) -> str:
    """The first letter of `base` with a combining `accent` on it, composed where Unicode can."""
    if not base:
        return SPACING_ACCENTS.get(accent, "")
    letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
    # An accent goes over those that the letter has, before the letters that follow it.
    end = 1
    while end < len(base) and unicodedata.combining(base[end]):
        end += 1
    if accent == "\u0361":
        letter = base[0]
    return unicodedata.normalize("NFC", letter + base[1:end] + accent) + base[end:]
