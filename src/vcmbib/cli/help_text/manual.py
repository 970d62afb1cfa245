"""Manual pages in roff (man(7)), made from the help of the commands and their examples.

docs/generate.py writes them to docs/man, and the wheel installs them in share/man/man1.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vcmbib import __version__
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text.examples import Example, examples_of
from vcmbib.cli.help_text.overview import grouped_commands
from vcmbib.cli.help_text.topics import TOPICS

if TYPE_CHECKING:
    from typer._click import Context

VARIABLES = {
    "VCMBIB_DB": "The library, if --db is not given.",
    "VCMBIB_BUSY_TIMEOUT": "Seconds to wait for another process. Default: 10.",
    "VCMBIB_TIMEOUT": "Seconds to wait for a catalogue on the network.",
    "VISUAL, EDITOR": "The editor of vcmbib edit.",
    "BROWSER": "The browser of vcmbib open.",
    "PAGER": "The program that shows long output on a terminal.",
    "NO_COLOR": "Without colours.",
}

_SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}


def escaped(text: str) -> str:
    """A text for roff: special characters escaped, and no line that begins with a request."""
    plain = "".join(_SPECIAL.get(char, char) for char in text)
    return re.sub(r"(?m)^(?=\.)", r"\\&", plain)


def prose(text: str) -> str:
    """A paragraph: one line, with what is in backquotes in bold."""
    parts = " ".join(text.split()).split("`")
    return "".join(
        rf"\fB{escaped(part)}\fP" if number % 2 else escaped(part)
        for number, part in enumerate(parts)
    )


def manual_pages(root: Context, statuses: Mapping[int, str]) -> dict[str, str]:
    """Each page by its file name: one of the program, and one of each command.

    `statuses` are the exit statuses with their meaning.
    """
    pages = {"vcmbib.1": "\n".join(_program(root, statuses)) + "\n"}
    group: Any = root.command
    for name in COMMANDS:
        command = group.get_command(root, name)
        context = command.context_class(command, info_name=name, parent=root)
        pages[f"vcmbib-{name}.1"] = "\n".join(_command(name, command, context)) + "\n"
    return pages


def _heading(title: str, summary: str) -> Iterator[str]:
    """The first lines of a page."""
    yield r".\" Made by docs/generate.py from the code: do not edit."
    yield f'.TH "{escaped(title.upper())}" "1" "" "vcmbib {__version__}" "vcmbib manual"'
    yield ".SH NAME"
    yield rf"{escaped(title)} \- {prose(summary.rstrip('.'))}"


def _program(root: Context, statuses: Mapping[int, str]) -> Iterator[str]:
    """The page of the program."""
    yield from _heading("vcmbib", "keep the papers of a field: a list, a .bib, one record per work")
    yield ".SH SYNOPSIS"
    yield r".B vcmbib"
    yield r"[\fB\-\-db\fP \fIFILE\fP] \fICOMMAND\fP [\fIARGUMENT\fP...]"
    yield ".SH DESCRIPTION"
    yield prose(
        "`vcmbib` keeps papers in one file, the library. Without a command it shows which library "
        "is in use, and all commands. `vcmbib help COMMAND` shows the help of a command, and "
        f"`vcmbib help TOPIC` a page of the documentation. Topics: {', '.join(TOPICS)}."
    )
    yield ".SH COMMANDS"
    for group, rows in grouped_commands():
        yield f".SS {escaped(group)}"
        for name, summary in rows:
            yield from _item(rf"\fBvcmbib\-{escaped(name.strip())}\fP(1)", prose(summary))
    yield ".SH OPTIONS"
    yield from _parameters(root.command.get_params(root), root)
    yield ".SH ENVIRONMENT"
    for name, text in VARIABLES.items():
        yield from _item(rf"\fB{escaped(name)}\fP", prose(text))
    yield ".SH EXIT STATUS"
    for status, meaning in statuses.items():
        yield from _item(rf"\fB{status}\fP", prose(f"{meaning[0].upper()}{meaning[1:]}."))
    yield ".SH EXAMPLES"
    for name in ("import", "search", "export"):
        yield from _examples(examples_of(name)[:1])
    yield ".SH SEE ALSO"
    yield from (rf".BR vcmbib\-{name} (1)," for name in ("import", "search", "export"))
    yield r".BR vcmbib\-help (1)"


def _command(name: str, command: Any, context: Context) -> Iterator[str]:
    """The page of one command."""
    yield from _heading(f"vcmbib-{name}", COMMANDS[name].help)
    yield ".SH SYNOPSIS"
    yield rf".B vcmbib {escaped(name)}"
    yield escaped(" ".join(command.collect_usage_pieces(context)))
    yield ".SH DESCRIPTION"
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    yield "\n.PP\n".join(prose(paragraph) for paragraph in paragraphs)
    params = command.get_params(context)
    arguments = [p for p in params if p.param_type_name == "argument" and p.help]
    if arguments:
        yield ".SH ARGUMENTS"
        yield from _parameters(arguments, context)
    yield ".SH OPTIONS"
    yield from _parameters([p for p in params if p.param_type_name == "option"], context)
    yield from _item(r"\fB\-\-db\fP \fIFILE\fP", r"The library; see \fBvcmbib\fP(1).")
    yield ".SH EXAMPLES"
    yield from _examples(examples_of(name))
    yield ".SH SEE ALSO"
    yield ".BR vcmbib (1)"


def _parameters(params: Sequence[Any], context: Context) -> Iterator[str]:
    """Arguments or options with their help, in the words of --help."""
    for param in params:
        record = param.get_help_record(context)
        if record is not None:
            yield from _item(rf"\fB{escaped(record[0])}\fP", prose(record[1]))


def _item(head: str, text: str) -> Iterator[str]:
    """A term and its description."""
    yield ".TP"
    yield head
    yield text


def _examples(examples: Sequence[Example]) -> Iterator[str]:
    """Command lines, each below what it does."""
    for example in examples:
        yield ".PP"
        yield prose(example.effect)
        yield from (".PP", ".RS 4", ".nf", escaped(example.line), ".fi", ".RE")
