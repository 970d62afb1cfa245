"""A position in a TeX text: braces, blanks after a command, arguments and formulas."""

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
        self._no_end: set[str] = set()  # end marks of formulas that the rest does not contain

    def closing(self, opening: int) -> int:
        """The index of the brace that closes the one at `opening`; -1 without one."""
        if not self.text.startswith("{", opening):
            return -1
        if self._pairs is None:
            self._pairs = _pairs(self.text)
        return self._pairs.get(opening, -1)

    def skip_to(self, at: int) -> int:
        """The index after the blanks at `at`."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def after_star(self, at: int) -> int:
        """The index after the star of a starred command, or `at` without a star."""
        return at + 1 if self.text.startswith("*", at) else at

    def after_option(self, at: int) -> int:
        """The index after an optional argument `[…]`, or `at` without one."""
        end = self.text.find("]", at, at + 200) if self.text.startswith("[", at) else -1
        return end + 1 if end > 0 else at

    def swallow_blank(self) -> None:
        """Move past the `{}` or the blank that ends the name of a command, as TeX does."""
        if self.text.startswith("{}", self.at):
            self.at += 2
        elif self.text[self.at : self.at + 1] == " ":
            self.at += 1

    def argument(self, at: int) -> str | None:
        """Return the verbatim text in the braces at `at` and move past them; None without them."""
        end = self.closing(at)
        if end < 0:
            return None
        self.at = end + 1
        return self.text[at + 1 : end]

    def formula(self, start: int, mark: str) -> str | None:
        """Return the text from `start` to the next `mark` and move past it; None without `mark`."""
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
    """Map the index of each opening brace to the index of the brace that closes it."""
    pairs: dict[int, int] = {}
    open_braces: list[int] = []
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            open_braces.append(match.start())
        elif match[0] == "}" and open_braces:
            pairs[open_braces.pop()] = match.start()
    return pairs


def accented(base: str, accent: str) -> str:
    """Return `base` with the combining `accent` on its first letter, in Unicode's form NFC.

    An empty `base` gives the accent as a character of its own.
    """
    if not base:
        return SPACING_ACCENTS.get(accent, "")
    letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
    # The accent comes after the other accents of the letter.
    end = 1
    while end < len(base) and unicodedata.combining(base[end]):
        end += 1
    if accent == "\u0361":
        letter = base[0]
    return unicodedata.normalize("NFC", letter + base[1:end] + accent) + base[end:]
