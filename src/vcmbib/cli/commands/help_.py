"""`vcmbib help`: the help of the program or of a command, or a page of the documentation."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import output, terminal
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text import topics
from vcmbib.errors import NoSuchTopic

if TYPE_CHECKING:
    from typer._click import Context


def complete_word(incomplete: str) -> list[str]:
    """Commands and topics that begin with `incomplete`."""
    return [w for w in dict.fromkeys([*COMMANDS, *topics.TOPICS]) if w.startswith(incomplete)]


def run(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND|TOPIC]",
            help="A command; or query, lists, keys, bibtex, formats, duplicates, git, errors, …",
            autocompletion=complete_word,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show the help of a command, or a page of documentation.

    A terminal gets the page with headings and tables drawn, a pipe gets the Markdown file. Without
    COMMAND and TOPIC: the help of the program. git is both: `vcmbib git --help` is the help of the
    command.
    """
    root = context.find_root()
    asked = [word for word in words or [] if word != "vcmbib"]
    word = asked[0].lower() if asked else ""
    if not word:
        output.lines(root.get_help())
        return
    page = topics.page_named(word)
    if page is not None:
        _show_page(topics.page_text(page))
        output.flush()
        if page in COMMANDS and word == page:
            output.hint(f"the command: vcmbib {page} --help")
    elif word in COMMANDS:
        output.lines(_help_of(root, word))
        output.flush()
        if word in topics.PAGES_OF_COMMANDS:
            output.hint(f"a page about it: vcmbib help {word}.md")
    else:
        known = [*COMMANDS, *topics.TOPICS]
        raise NoSuchTopic(word, get_close_matches(word, known, 3, 0.5), list(topics.TOPICS))


def _help_of(root: Context, name: str) -> str:
    """The text of `vcmbib NAME --help`."""
    group = root.command
    command = group.get_command(root, name)  # type: ignore[attr-defined]
    inner: Context = command.context_class(command, info_name=name, parent=root)
    return inner.get_help()


def _show_page(text: str) -> None:
    """Print a page: drawn on a terminal, else exactly as the file is."""
    if terminal.on_terminal():
        terminal.print_markdown(topics.for_terminal(text))
    else:
        output.exact(text)
