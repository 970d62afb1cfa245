"""Tables on a terminal, drawn with rich. On a narrow terminal each row becomes a paragraph.

Loaded only for a terminal: loading rich takes more time than most commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table

from vcmbib.cli import terminal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_GAP = 2  # blanks between columns
_LINES = 2  # a cell may be broken into this many lines,
_LEAST = 20  # but it needs at least this many columns of the terminal
_READABLE = 40  # with this many columns any title or command is readable


def print_table(
    header: Sequence[str],
    rows: Sequence[Sequence[Text]],
    styles: Sequence[str] = (),
    body: int | None = None,
) -> None:
    """Print rows as a table. `body` is the column of long text; then no other column is broken.

    If the body does not fit next to the other columns, it is printed below them, indented.
    """
    console = terminal.console()
    styles = styles or [""] * len(header)
    if body is not None and not _fits(console.width, header, rows, body):
        _paragraphs(console, rows, styles, body)
        return
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0))
    for number, (name, style) in enumerate(zip(header, styles, strict=True)):
        whole = body is not None and number != body
        drawn.add_column(terminal.rich_text(name), style=style, overflow="fold", no_wrap=whole)
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn)


def _fits(width: int, header: Sequence[str], rows: Sequence[Sequence[Text]], body: int) -> bool:
    """Whether the body fits next to the other columns, on a readable number of lines."""
    natural = [
        max([terminal.columns(name), *(row[number].cell_len for row in rows)])
        for number, name in enumerate(header)
    ]
    room = width - sum(natural) + natural[body] - _GAP * (len(header) - 1)
    return room >= min(natural[body], max(_LEAST, natural[body] // _LINES), _READABLE)


def _paragraphs(
    console: Console, rows: Sequence[Sequence[Text]], styles: Sequence[str], body: int
) -> None:
    """Print each row as a line with all columns but `body`, and `body` below it."""
    for row in rows:
        for cell, style in zip(row, styles, strict=True):
            cell.stylize_before(style)
        head = [cell for number, cell in enumerate(row) if number != body and cell]
        console.print(terminal.rich_text(" " * _GAP).join(head), overflow="fold")
        if row[body]:
            indent = len(row[0].plain) - len(row[0].plain.lstrip()) + _GAP
            console.print(Padding(row[body], (0, 0, 0, indent), expand=False), overflow="fold")
