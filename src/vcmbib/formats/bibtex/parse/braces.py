r"""Where braces and quotes of a file close, in time linear in the file, whatever it holds.

BibTeX counts braces and knows no escape: `{C:\papers\}` is whole. People who write `\{1,2}` mean
a sign of the text; both ways of counting are here, and who reads an entry tries BibTeX's first.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

_NEAR = 1 << 16  # beyond it, all braces of the file are paired at once

_PLAIN = (re.compile(r"[{}]"), re.compile(r'["{}]'))
_ESCAPED = (re.compile(r"\\[\s\S]|[{}]"), re.compile(r'\\[\s\S]|["{}]'))


class Braces:
    """The ends of groups and of quoted values in one text."""

    def __init__(self, text: str, *, escapes: bool) -> None:
        self._text = text
        self._brace, self._quote = _ESCAPED if escapes else _PLAIN
        self._opens: array[int] | None = None
        self._ends: array[int] = array("q")

    def group_end(self, at: int) -> int:
        """The index after the brace that closes the one at `at`; -1 if none does."""
        if self._opens is None:
            end = self._near(at)
            if end > 0:
                return end
            self._opens = self._pair()
        index = bisect_left(self._opens, at)
        found = index < len(self._opens) and self._opens[index] == at
        return self._ends[index] if found else -1

    def quote_end(self, at: int) -> int:
        """The index after the quote that closes the one at `at`; -1 if none does.

        A quote within braces does not close, and a closing brace ends the search.
        """
        at += 1
        while match := self._quote.search(self._text, at):
            sign = match[0]
            if sign == '"':
                return match.end()
            if sign == "{":
                at = self.group_end(match.start())
                if at < 0:
                    return -1
            elif sign == "}":
                return -1
            else:
                at = match.end()
        return -1

    def _near(self, at: int) -> int:
        depth = 0
        for match in self._brace.finditer(self._text, at, at + _NEAR):
            sign = match[0]
            if sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
                if depth == 0:
                    return match.end()
        return -1

    def _pair(self) -> array[int]:
        """All opening braces; where each closes goes to `_ends`."""
        opens: array[int] = array("q")
        waiting: list[int] = []
        for match in self._brace.finditer(self._text):
            sign = match[0]
            if sign == "{":
                waiting.append(len(opens))
                opens.append(match.start())
                self._ends.append(-1)
            elif sign == "}" and waiting:
                self._ends[waiting.pop()] = match.end()
        return opens
