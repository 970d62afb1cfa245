"""A card on a terminal: labels on the left, values on the right."""

from __future__ import annotations

from collections.abc import Sequence

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.spans import Cell, broken, cell, padded, painted, width

_GAP = 2
_WIDEST_LABEL = 16
_LEAST = 24  # columns for a value next to its label; with fewer it goes below


def draw_card(pairs: Sequence[tuple[str, Cell]], look: Look) -> list[str]:
    """The lines of a card; a value is broken between words and stays in its column."""
    labels = [width(cell(label)) for label, _ in pairs]
    room = min(max(labels, default=0), _WIDEST_LABEL)
    below = look.columns - room - _GAP < _LEAST
    lines: list[Cell] = []
    for (label, value), wide in zip(pairs, labels, strict=True):
        named = cell(label, TextStyle.LABEL)
        indent = _GAP if below or wide > room else room + _GAP
        parts = broken(value, look.columns - indent)
        if below or wide > room:
            lines += broken(named, look.columns)
        else:
            lines.append(padded(named, indent) + parts.pop(0))
        lines += [cell(" " * indent) + part for part in parts]
    return [painted(line, look) for line in lines]


def some(names: Sequence[str], most: int) -> str:
    """Names as a list; of many more than `most`, the first ones and the number of the others."""
    if len(names) <= most + 2:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def shortened(value: str, most: int) -> str:
    """A value of at most `most` characters; of many names the first ones and a number."""
    if len(value) <= most:
        return value
    names = value.split("; ")
    fitting = [n for n in range(1, len(names)) if len("; ".join(names[:n])) <= most]
    if fitting:
        kept = fitting[-1]
        return f"{'; '.join(names[:kept])} and {len(names) - kept} more"
    return f"{value[: most - 1]}…"
