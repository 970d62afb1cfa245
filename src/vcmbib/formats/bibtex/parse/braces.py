r"""Find where braces and quotes close, in time linear in the text, for any text.

BibTeX counts braces and knows no escapes: `{C:\papers\}` is balanced (bibtex.web). But people write
`\{1,2}` for a brace in the text. Both ways to count are here; callers try BibTeX's first.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

_NEARBY = 1 << 16  # for a longer group, all braces of the text are paired once

_BRACES = (re.compile(r"[{}]"), re.compile(r'["{}]'))
_BRACES_OR_ESCAPES = (re.compile(r"\\[\s\S]|[{}]"), re.compile(r'\\[\s\S]|["{}]'))


class Braces:
    r"""Where braces and quotes of one text close. With `escapes`, `\{` is not a brace."""

    def __init__(self, text: str, *, escapes: bool) -> None:
        self._text = text
        self._brace, self._quote = _BRACES_OR_ESCAPES if escapes else _BRACES
        self._openings: array[int] | None = None
        self._closings: array[int] = array("q")

    def group_end(self, at: int) -> int:
        """Return the index after the brace that closes the one at `at`; -1 if none does."""
        if self._openings is None:
            end = self._search_nearby(at)
            if end > 0:
                return end
            self._openings = self._pair_all()
        index = bisect_left(self._openings, at)
        is_opening = index < len(self._openings) and self._openings[index] == at
        return self._closings[index] if is_opening else -1

    def quote_end(self, at: int) -> int:
        """Return the index after the quote that closes the one at `at`; -1 if none does.

        A quote inside braces does not close the value, and an unmatched closing brace ends the
        search.
        """
        at += 1
        while match := self._quote.search(self._text, at):
            char = match[0]
            if char == '"':
                return match.end()
            if char == "{":
                at = self.group_end(match.start())
                if at < 0:
                    return -1
            elif char == "}":
                return -1
            else:
                at = match.end()
        return -1

    def _search_nearby(self, at: int) -> int:
        """Return the end of the group at `at` if it is within `_NEARBY` characters, else -1."""
        depth = 0
        for match in self._brace.finditer(self._text, at, at + _NEARBY):
            char = match[0]
            if char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
                if depth == 0:
                    return match.end()
        return -1

    def _pair_all(self) -> array[int]:
        """Return the indexes of all opening braces, and set `_closings` in the same order."""
        openings: array[int] = array("q")
        waiting: list[int] = []
        for match in self._brace.finditer(self._text):
            char = match[0]
            if char == "{":
                waiting.append(len(openings))
                openings.append(match.start())
                self._closings.append(-1)
            elif char == "}" and waiting:
                self._closings[waiting.pop()] = match.end()
        return openings
