"""All output of the program: data to standard output, everything else to standard error.

On a terminal there are tables and colour (rich, loaded only then); otherwise plain lines, never
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
    """Make both streams take any text: what a terminal cannot show is escaped, never dropped.

    Off a terminal the text is UTF-8.
    A stream that was closed before the program began takes everything and keeps nothing.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if is_terminal(stream):
            reconfigure(errors="backslashreplace")
        else:  # data for programs is UTF-8, whatever the locale
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w", encoding="utf-8")


def out(text: str, end: str = "\n") -> None:
    """Data, to standard output."""
    sys.stdout.write(text + end)


def sentence(text: str) -> None:
    """Data that is a sentence: on a terminal a line ends between words."""
    if on_terminal():
        from rich.text import Text

        console().print(Text(text), overflow="fold")
    else:
        out(text)


def comma_list(parts: Sequence[str]) -> None:
    """Data that is a list, on one line; on a terminal as many as it needs, no part broken."""
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
    """A message, to standard error."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody listens


def out_json(value: Json) -> None:
    """One JSON object, indented for a person, on one line otherwise."""
    indent = 2 if on_terminal() else None
    out(json.dumps(value, ensure_ascii=False, indent=indent))


def out_json_lines(values: Iterable[Json]) -> None:
    """One JSON object a line."""
    for value in values:
        out(json.dumps(value, ensure_ascii=False))


def show_error(error: VcmbibError, as_json: bool = False) -> None:
    """What went wrong and what to do next, to standard error."""
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
    """Write out what is buffered. Raises BrokenPipeError or another OSError."""
    sys.stdout.flush()


def close() -> None:
    """Leave nothing in standard output that Python would stumble over at exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_input() -> str:
    """All of standard input as text. Raises NoSuchFile if it is not readable or no text."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoSuchFile("-", "it is not UTF-8 text") from error
    except (OSError, ValueError, AttributeError) as error:
        raise NoSuchFile("-", "standard input is closed") from error


def table(header: Sequence[str], rows: Iterable[Sequence[str]], body: int | None = None) -> None:
    """Rows: a table on a terminal, else tab-separated lines without a header.

    `body` is the column of long text: see `drawing.draw`.
    """
    if not on_terminal():
        for row in rows:
            out("\t".join(plain(cell) for cell in row))
        return
    from rich.text import Text

    from vcmbib.cli.rich_table import print_table

    print_table(header, [[Text(cell) for cell in row] for row in rows], body=body)


def plain(cell: str) -> str:
    """A cell on one line and in one column."""
    return " ".join(cell.split()) if ("\t" in cell or "\n" in cell or "\r" in cell) else cell


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows as CSV (RFC 4180) with a header."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
