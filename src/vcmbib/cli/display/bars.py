"""Counts with bars on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.palette import TextStyle
from vcmbib.cli.display.spans import Cell, broken, cell, padded, painted, width

_INDENT = 2
_LEAST_BAR = 5


def draw_bars(
    heading: str, counts: Sequence[tuple[str, int]], left_out: int, look: Look
) -> list[str]:
    """The lines for (name, count), and the number of the counts that are left out."""
    names = [cell(name) for name, _ in counts]
    digits = max(len(f"{n:,}") for _, n in counts)
    room = look.columns - _INDENT - digits - 3
    wide = min(max(map(width, names)), look.columns // 2, room - _LEAST_BAR)
    room -= wide
    most = max(n for _, n in counts) or 1
    lines: list[Cell] = [cell(heading, TextStyle.HEADING)]
    for name, (_, n) in zip(names, counts, strict=True):
        if width(name) > wide:  # lines of its own: a cut name is no use in a query
            lines += [cell("  ") + part for part in broken(name, look.columns - _INDENT)]
            name = ()  # noqa: PLW2901
        bar = "█" * max(round(room * n / most), 1 if n else 0)
        start = padded(name, wide)
        lines.append(cell("  ") + start + cell(f"  {n:>{digits},} {bar}".rstrip()))
    if left_out:
        lines.append(cell(f"  … and {left_out:,} more"))
    return [painted(line, look) for line in lines]
