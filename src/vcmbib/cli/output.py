"""All output of the program: data to standard output, messages to standard error.

A terminal gets tables and colour (only then rich is loaded). Otherwise data is plain lines, never
wrapped or cut.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from vcmbib.cli.terminal import console, is_terminal, on_terminal
from vcmbib.errors import NoSuchFile, VcmbibError

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


def prepare() -> None:
    """Make standard output and standard error accept any text.

    A character that a terminal cannot show is escaped. Without a terminal the text is UTF-8.
    A stream that is closed at the start is replaced by the null device.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if is_terminal(stream):
            reconfigure(errors="backslashreplace")
        else:  # programs read UTF-8, whatever the locale is
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> IO[str]:
    """The null device."""
    return Path(os.devnull).open("w", encoding="utf-8")


def out(text: str, end: str = "\n") -> None:
    """Write data to standard output."""
    sys.stdout.write(text + end)


def sentence(text: str) -> None:
    """Write a sentence to standard output; a terminal breaks lines between words."""
    if on_terminal():
        from rich.text import Text

        console().print(Text(text), overflow="fold")
    else:
        out(text)


def comma_list(parts: Sequence[str]) -> None:
    """Write a list, separated by commas, on one line. A terminal breaks lines between parts."""
    width = console().width if on_terminal() else 0
    line = ""
    for part in parts:
        if line and width and len(line) + len(part) + 3 > width:
            out(f"{line},")
            line = part
        else:
            line = f"{line}, {part}" if line else part
    out(line)


def message(text: str) -> None:
    """Write a message to standard error."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # standard error is closed


def out_json(value: Json) -> None:
    """Write one JSON object: indented on a terminal, else on one line."""
    indent = 2 if on_terminal() else None
    out(json.dumps(value, ensure_ascii=False, indent=indent))


def out_json_lines(values: Iterable[Json]) -> None:
    """Write one JSON object per line."""
    for value in values:
        out(json.dumps(value, ensure_ascii=False))


def show_error(error: VcmbibError, as_json: bool = False) -> None:
    """Write the message and the hint of an error to standard error, as text or as JSON."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if as_json:
        described: dict[str, Json] = {"code": error.code, "message": error.message}
        described |= {"hint": error.hint or None, "status": error.status}
        message(json.dumps({"vcmbib": 1, "error": described}, ensure_ascii=False))
        return
    message(f"vcmbib: {error.message}")
    if error.hint:
        message(f"  {error.hint}")


def flush() -> None:
    """Flush standard output. Raises BrokenPipeError or another OSError."""
    sys.stdout.flush()


def close() -> None:
    """Empty the buffer of standard output, so that Python reports no error at exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_input() -> str:
    """Standard input as text. Raises NoSuchFile if it is closed or not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoSuchFile("-", "it is not UTF-8 text") from error
    except (OSError, ValueError, AttributeError) as error:
        raise NoSuchFile("-", "standard input is closed") from error


def table(header: Sequence[str], rows: Iterable[Sequence[str]], body: int | None = None) -> None:
    """Write rows: a table on a terminal, else tab-separated lines without a header.

    `body` is the column of long text; see `rich_table.print_table`.
    """
    if not on_terminal():
        for row in rows:
            out("\t".join(plain(cell) for cell in row))
        return
    from rich.text import Text

    from vcmbib.cli.rich_table import print_table

    print_table(header, [[Text(cell) for cell in row] for row in rows], body=body)


def plain(cell: str) -> str:
    """A cell without tabs and line breaks, for tab-separated lines."""
    return " ".join(cell.split()) if ("\t" in cell or "\n" in cell or "\r" in cell) else cell


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV with a header (RFC 4180, but lines end with LF)."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
