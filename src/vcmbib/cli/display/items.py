"""Lists whose entries have several lines: a head, and indented lines below it."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.messages import wrapped
from vcmbib.cli.display.spans import Cell, broken, cell, painted, width

_INDENT = 2


def draw_items(lines: Iterable[tuple[int, Cell]], look: Look) -> list[str]:
    """The lines of a list, from (level, text); a long text is broken and indented further.

    A command in a text stays one that can be copied; see `messages.wrapped`.
    """
    found: list[str] = []
    for level, text in lines:
        indent = min(level * _INDENT, look.columns // 3)
        room = look.columns - indent
        if width(text) <= room:
            parts = [text]
        elif len(text) == 1 and "vcmbib " in text[0].text:
            parts = [cell(line, text[0].style) for line in wrapped(text[0].text, room, _INDENT)]
        else:
            first, *rest = broken(text, room - _INDENT)
            parts = [first, *(cell(" " * _INDENT) + part for part in rest)]
        found += [painted(cell(" " * indent) + part, look) for part in parts]
    return found
