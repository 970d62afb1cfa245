"""The help of the whole program: how to start, and the commands in groups."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING

from vcmbib.cli.command_line.hints import with_library
from vcmbib.cli.command_line.locate import LibraryPlace, library_places
from vcmbib.cli.command_table import COMMANDS, GROUPS
from vcmbib.errors import VcmbibError
from vcmbib.model.printable import printable_line

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

WHAT_IT_IS = "vcmbib keeps the papers of a field: one record per work, a list, a .bib."
MORE = "The help of a command: vcmbib help COMMAND. A page: vcmbib help TOPIC."


def start_lines(db: str | None) -> list[str]:
    """Three lines: what the program is, the state of the library in use, and what to do next.

    `db` is the value of --db.
    """
    advice = [with_library(line, db) for line in _state(next(library_places(db)))]
    return [printable_line(line) for line in (WHAT_IT_IS, *advice)]


def _state(place: LibraryPlace) -> tuple[str, str]:
    """The state of a library, and what to do next."""
    if not _exists(place):
        return _without_library(place)
    try:
        papers = _count(place)
    except (VcmbibError, OSError):
        return f"Library: {place.path} (commands cannot use it)", "To see why: vcmbib where"
    if not papers:
        state, advice = "no papers yet", "To read papers into it: vcmbib import FILE"
    else:
        state = "1 paper" if papers == 1 else f"{papers:,} papers"
        advice = "Try: vcmbib list, vcmbib search WORDS, vcmbib help query"
    return f"Library: {place.path} ({state})", advice


def _exists(place: LibraryPlace) -> bool:
    """Whether the path exists; True if the folder does not permit to look."""
    try:
        return place.path.exists()
    except OSError:
        return True


def _count(place: LibraryPlace) -> int:
    """The number of papers in a library. Raises the errors of `LibraryReader.reading`."""
    from vcmbib.store.reader import LibraryReader

    with LibraryReader.reading(place.path) as reader:
        return reader.count()


def _without_library(place: LibraryPlace) -> tuple[str, str]:
    """The two lines after the first if there is no library."""
    if place.is_named:
        make = f"There is no library at {place.path}. To make it: vcmbib init"
    else:
        make = "There is no library here yet. To make one in this folder: vcmbib init"
    return make, "Then read papers from a .bib or a Markdown list: vcmbib import FILE"


def topic_line() -> str:
    """The topics of `vcmbib help TOPIC`."""
    from vcmbib.cli.help_text.topics import TOPICS

    return f"Topics: {', '.join(TOPICS)}."


def write_overview(context: Context, formatter: HelpFormatter) -> None:
    """Write the start, the groups of commands and the options."""
    db = context.params.get("db")
    formatter.write("".join(f"{line}\n" for line in start_lines(db)))
    for group, rows in grouped_commands():
        with formatter.section(group):
            formatter.write_dl(rows)
    with formatter.section("Options"):
        formatter.write_dl(list(_options(context)))
    formatter.write_paragraph()
    for text in (MORE, topic_line()):
        formatter.write(f"{fill(text, min(formatter.width, 79))}\n")


def grouped_commands() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(group, rows) in the order of the table. A row is a command's name, padded, and its help."""
    for group in GROUPS:
        yield group, [(c.name.ljust(8), c.help) for c in COMMANDS.values() if c.group == group]


def _options(context: Context) -> Iterator[tuple[str, str]]:
    """The options of the program and their help."""
    for param in context.command.get_params(context):
        record = param.get_help_record(context)
        if record is not None:
            yield record
