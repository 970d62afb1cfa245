"""The state of the list: its rows, the typed words, the rows that match, and the marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from vcmbib.model.text import fold

if TYPE_CHECKING:
    from vcmbib.cli.picker.rows import Row


class Matches:
    """A list that is filtered while the user types.

    A row matches if it contains all typed words, without regard to letter case and accents.
    """

    def __init__(self, rows: Iterator[Row]) -> None:
        self._source = rows
        self._rows: list[Row] = []
        self._folded: list[str] = []
        self._shown: list[int] = []
        self.typed = ""
        self.at = 0
        self.marked: dict[int, None] = {}
        self.is_complete = False

    def __len__(self) -> int:
        """The number of rows that match."""
        return len(self._shown)

    @property
    def total(self) -> int:
        """The number of rows that are read."""
        return len(self._rows)

    def load(self, number: int) -> None:
        """Read at most `number` more rows."""
        new = list(islice(self._source, number))
        self.is_complete = len(new) < number
        first = len(self._rows)
        self._rows += new
        self._folded += [fold(row.text) for row in new]
        self._shown += self._matching(range(first, len(self._rows)))

    def _matching(self, numbers: range | list[int]) -> list[int]:
        words = fold(self.typed).split()
        return [n for n in numbers if all(word in self._folded[n] for word in words)]

    def type(self, text: str) -> None:
        """Replace the typed text. The rows that matched a shorter text are searched only."""
        longer = text.startswith(self.typed)
        self.typed = text
        self._shown = self._matching(self._shown if longer else range(len(self._rows)))
        self.at = 0

    def move(self, steps: int) -> None:
        """Move the cursor down, or up, within the list."""
        self.at = max(0, min(self.at + steps, len(self._shown) - 1))

    def mark(self) -> None:
        """Mark the row at the cursor, or remove its mark."""
        if self._shown:
            number = self._shown[self.at]
            if self.marked.pop(number, 0) == 0:
                self.marked[number] = None

    def visible(self, height: int) -> list[tuple[Row, bool, bool]]:
        """(row, at the cursor, marked) of the rows on a screen that has `height` lines."""
        first = max(0, self.at - height + 1)
        return [
            (self._rows[number], place == self.at, number in self.marked)
            for place, number in enumerate(self._shown[first : first + height], first)
        ]

    def chosen(self) -> list[str]:
        """The keys of the marked rows in the order of marking, else that at the cursor."""
        numbers = list(self.marked) or self._shown[self.at : self.at + 1]
        return [self._rows[number].key for number in numbers]
