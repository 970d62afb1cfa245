"""Changes of fields on a terminal: old value, new value."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.cli.display.card import shortened
from vcmbib.cli.display.items import draw_items
from vcmbib.cli.display.labels import field_label
from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.spans import Cell, Span, cell
from vcmbib.model.plan import FieldChange

_LONGEST = 300  # characters of a value


def draw_changes(changes: Iterable[tuple[str, FieldChange]], look: Look) -> list[str]:
    """The lines for (name of a paper or category, change); each name once, above its changes."""
    lines: list[tuple[int, Cell]] = []
    last: str | None = None
    for name, change in changes:
        if name != last:
            lines.append((0, cell(name, TextStyle.KEY)))
            last = name
        lines.append((1, _change(change)))
    return draw_items(lines, look)


def _change(change: FieldChange) -> Cell:
    label = Span(f"{field_label(change.field)}: ", TextStyle.LABEL)
    if change.old is None:
        return (label, Span("added ", TextStyle.GOOD), Span(_short(change.new)))
    if change.new is None:
        return (label, Span("removed ", TextStyle.BAD), Span(_short(change.old)))
    return (label, Span(f"{_short(change.old)} → {_short(change.new)}"))


def _short(value: str | None) -> str:
    return shortened(value or "(none)", _LONGEST)
