"""All output of the program: data to standard output, messages to standard error.

A terminal gets tables, and a pager for what is long (see `display`, which is loaded only then).
Otherwise data is plain lines, never wrapped or cut.

Lines and messages are for people: a character that a terminal obeys or a reader cannot see is
written as an escape, with and without a terminal. JSON has the escapes of JSON. The text of another
format is exact, except on a terminal, which gets escapes there too.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from vcmbib.cli.command_line.hints import for_this_library, with_library
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.cli.terminal import draws_messages, has_descriptor, is_terminal, on_terminal
from vcmbib.errors import NoSuchFile, VcmbibError
from vcmbib.model.printable import printable, printable_json, printable_line

if TYPE_CHECKING:
    from vcmbib.cli.display.look import Look
    from vcmbib.cli.display.table_layout import Column
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


def out(text: str) -> None:
    """Write a line for people to standard output. Tabs and line ends in it become escapes."""
    _write(f"{printable_line(text)}\n")


def row(cells: Iterable[str]) -> None:
    """Write a line of cells, separated by tabs, to standard output."""
    _write(f"{row_text(cells)}\n")


def row_text(cells: Iterable[str]) -> str:
    """Cells as one line, separated by tabs."""
    return "\t".join([printable_line(plain(cell)) for cell in cells])


def lines(text: str) -> None:
    """Write a text of several lines for people to standard output; its layout stays."""
    _write(f"{printable(text)}\n")


def exact(text: str) -> None:
    """Write the text of a format for programs, unchanged; a terminal gets escapes."""
    _write(printable(text) if is_terminal(sys.stdout) else text)


def _write(text: str) -> None:
    """Write to standard output what is safe to show."""
    sys.stdout.write(text)


def sentence(text: str) -> None:
    """Write a sentence to standard output; a terminal breaks lines between words."""
    if not on_terminal():
        out(text)
        return
    from vcmbib.cli.display.messages import wrapped

    _write("".join(f"{line}\n" for line in wrapped(printable_line(text), look().columns)))


def comma_list(parts: Sequence[str]) -> None:
    """Write a list, separated by commas, on one line. A terminal breaks lines between parts."""
    if not on_terminal():
        out(", ".join(parts))
        return
    from vcmbib.cli.display.messages import joined_parts

    _write("".join(f"{line}\n" for line in joined_parts(list(map(printable_line, parts)), look())))


def look() -> Look:
    """What the terminal can show."""
    from vcmbib.cli.display.look import look_of

    return look_of(getattr(sys.stdout, "encoding", None))


def painted(drawn: Iterable[str]) -> None:
    """Write lines that `display` has drawn for the terminal: their text is printable."""
    _write("".join(f"{line}\n" for line in drawn))


def message(text: str) -> None:
    """Write a message of one line to standard error. Tabs and line ends in it become escapes.

    A terminal breaks it between words; commands in it stay commands.
    """
    line = printable_line(text)
    if draws_messages():
        from vcmbib.cli.display.messages import wrapped

        line = "\n".join(wrapped(line, look().columns))
    _write_message(line)


def message_lines(text: str) -> None:
    """Write a message of several lines to standard error; its layout stays."""
    _write_message(printable(text))


def message_row(cells: Iterable[str]) -> None:
    """Write a line of cells to standard error: two blanks between them, off a terminal tabs."""
    if draws_messages():
        message("  ".join(plain(cell) for cell in cells if cell))
    else:
        _write_message(row_text(cells))


def painted_message(drawn: Iterable[str]) -> None:
    """Write lines that `display` has drawn to standard error: their text is printable."""
    for line in drawn:
        _write_message(line)


def _write_message(text: str) -> None:
    """Write to standard error what is safe to show, or to the pager that has the screen."""
    try:
        taken = getattr(sys.stdout, "write_message", None)
        if taken is not None and is_terminal(sys.stderr) and taken(f"{text}\n"):
            return
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # standard error is closed


def start_paging() -> None:
    """From here on, what is longer than the screen goes to a pager, if the user has one."""
    if not on_terminal() or not has_descriptor(sys.stdout):
        return
    from vcmbib.cli.display.pager import PagedOutput, pager_command

    command = pager_command(os.environ)
    if command is not None:
        size = look()
        paged: Any = PagedOutput(sys.stdout, command, size.lines, size.columns)
        sys.stdout = paged


def release_screen() -> None:
    """Write what is kept for the pager: a question or another program needs the screen."""
    release = getattr(sys.stdout, "release", None)
    if release is not None:
        release()


def stop_paging() -> None:
    """Write what is kept for the pager, or wait until the user leaves it."""
    paged: Any = sys.stdout
    if hasattr(paged, "finish"):
        try:
            paged.finish()
        finally:
            sys.stdout = paged.stream


@contextmanager
def data_as_messages() -> Iterator[None]:
    """While the block runs, data goes to standard error."""
    with redirect_stdout(sys.stderr):
        yield


def hint(text: str) -> None:
    """Write a message that has commands; they name the library that --db names."""
    message(for_this_library(text))


def out_json(value: Json) -> None:
    """Write one JSON object: indented on a terminal, else on one line."""
    _write(f"{json_text(value, indent=2 if on_terminal() else None)}\n")


def out_json_lines(values: Iterable[Json]) -> None:
    """Write one JSON object per line."""
    for value in values:
        _write(f"{json_text(value)}\n")


def json_text(value: Json, indent: int | None = None) -> str:
    """A value as JSON, with escapes for what is not visible."""
    return printable_json(json.dumps(value, ensure_ascii=False, indent=indent))


def show_error(error: VcmbibError, as_json: bool = False, db: str | None = None) -> None:
    """Write the message and the hint of an error to standard error, as text or as JSON.

    The commands in the hint name the library `db`, the value of --db.
    """
    advice = for_this_library(error.hint) if db is None else with_library(error.hint, db)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if as_json:
        described: dict[str, Json] = {"code": error.code, "message": error.message}
        described |= {"hint": advice or None, "status": error.status}
        message(json_text({"vcmbib": 1, "error": described}))
        return
    write = message_lines if error.has_lines else message
    write(f"vcmbib: {error.message}")
    if advice:
        message(f"  {advice}")


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
        return read_bytes("-").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoSuchFile("-", "it is not UTF-8 text") from error
    except (OSError, ValueError, AttributeError) as error:
        raise NoSuchFile("-", "standard input is closed") from error


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], noun: str = "") -> None:
    """Write rows: a table on a terminal, else tab-separated lines without a header.

    Below a table the number of rows, if `noun` names what a row is.
    """
    if not on_terminal():
        for cells in rows:
            row(cells)
        return
    from vcmbib.cli.display.table_layout import draw, styled

    drawn = [styled(columns, cells) for cells in rows]
    painted(draw(columns, drawn, look()))
    if noun:
        total(len(drawn), noun)


def card(pairs: Sequence[tuple[str, str]]) -> None:
    """Write names and values: a card on a terminal, else tab-separated lines."""
    if not on_terminal():
        for pair in pairs:
            row(pair)
        return
    from vcmbib.cli.display.card import draw_card
    from vcmbib.cli.display.spans import cell

    painted(draw_card([(name, cell(value)) for name, value in pairs], look()))


def number_of(number: int, noun: str) -> str:
    """A number of things on standard output: `1 paper` on a terminal, for programs `1 papers`."""
    from vcmbib.cli.display.plurals import counted, plural

    return counted(number, noun) if on_terminal() else f"{number} {plural(noun)}"


def total(number: int, noun: str) -> None:
    """Write the number of things in a list for people; nothing for an empty list."""
    from vcmbib.cli.display.plurals import counted

    if number:
        out(counted(number, noun))


def plain(cell: str) -> str:
    """A cell without tabs and line breaks, for tab-separated lines."""
    return " ".join(cell.split()) if ("\t" in cell or "\n" in cell or "\r" in cell) else cell


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV with a header (RFC 4180, but lines end with LF)."""
    import csv
    from io import StringIO

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    exact(text.getvalue())
