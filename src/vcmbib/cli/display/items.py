"""Lists whose entries have several lines: a head, and indented lines below it."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.spans import Cell, broken, cell, painted, width

_INDENT = 2


def draw_items(lines: Iterable[tuple[int, Cell]], look: Look) -> list[str]:
    """The lines of a list, from (level, text); a long text is broken and indented further."""
    found: list[str] = []
    for level, text in lines:
        indent = min(level * _INDENT, look.columns // 3)
        room = look.columns - indent
        first, *rest = [text] if width(text) <= room else broken(text, room - _INDENT)
        found.append(painted(cell(" " * indent) + first, look))
        found += [painted(cell(" " * (indent + _INDENT)) + part, look) for part in rest]
    return found
