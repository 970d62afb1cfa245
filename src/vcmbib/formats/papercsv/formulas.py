"""Cells that a spreadsheet program would take for formulas.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end may be run as a formula, which can
send data to a server or run a program (OWASP, "CSV Injection"). With `spreadsheet` the writer puts
an apostrophe before it. The header then has the column `vcmbib_apostrophes`, so the reader knows
that it has to remove them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = "vcmbib_apostrophes"
"""The name of the empty column by which the reader knows such a table."""

_FORMULA = r" *[=+\-@＝＋－＠]"
_RISKY = re.compile(rf"{_FORMULA}|[\t\r\n]")
# The apostrophes where a formula could begin: at the start of a cell, and after `;` and line ends
# in it, because a program that divides cells there ignores the quotes.
_AT_START = re.compile(rf"\A'*(?={_FORMULA}|[\t\r\n])")
_WITHIN = re.compile(rf"(?<=[;\t\r\n])'*(?={_FORMULA})")


def is_risky(cell: str) -> bool:
    """Whether a spreadsheet program may take a cell for a formula."""
    return _RISKY.match(cell) is not None


def guarded(cells: Sequence[str]) -> list[str]:
    """Cells with an apostrophe wherever a formula could begin."""
    return [_AT_START.sub(_add, _WITHIN.sub(_add, cell)) for cell in cells]


def unguarded(cells: Sequence[str]) -> list[str]:
    """Cells without the apostrophes that `guarded` adds."""
    return [_WITHIN.sub(_remove, _AT_START.sub(_remove, cell)) for cell in cells]


def _add(apostrophes: re.Match[str]) -> str:
    return f"{apostrophes[0]}'"


def _remove(apostrophes: re.Match[str]) -> str:
    return apostrophes[0][1:]
