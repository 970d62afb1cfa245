"""The terminal: whether a user reads the output and can answer; questions; a rich console.

Text from files and from the network reaches a terminal only through `model.printable`.
"""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, ClassVar

from vcmbib.model.printable import printable, printable_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.text import Text


def on_terminal() -> bool:
    """Whether standard output is a terminal, but not a dumb one."""
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def draws_messages() -> bool:
    """Whether standard error is a terminal that can draw a bar."""
    return is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def can_ask() -> bool:
    """Whether a user can answer a question: standard input and error are terminals."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def can_converse() -> bool:
    """Whether a user can answer and reads standard output. A dumb terminal is enough."""
    return can_ask() and is_terminal(sys.stdout)


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal; False for a closed stream or None."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def has_descriptor(stream: IO[str]) -> bool:
    """Whether a stream is a file of the system, which other programs can use."""
    try:
        return stream.fileno() >= 0
    except (OSError, ValueError, AttributeError):
        return False


def prompt(question: str) -> str:
    """Ask for a line of text on standard error. Raises typer.Abort at the end of input."""
    import typer

    answer: str = typer.prompt(
        printable_line(question), default="", show_default=False, prompt_suffix="", err=True
    )
    return answer


def show_typed(text: str) -> None:
    """Show on standard error what a user types, or a question before it."""
    sys.stderr.write(text if text in ("\n", "", "\b \b") else printable_line(text))
    sys.stderr.flush()


def set_clipboard(encoded: str) -> None:
    """Make the terminal put text, encoded in base64, on the clipboard (xterm, OSC 52)."""
    sys.stderr.write(f"\033]52;c;{encoded}\a")
    sys.stderr.flush()


def console(*, stderr: bool = False) -> Console:
    """A rich console without markup and colours, which `cli/display/palette.py` has.

    Call it only for a terminal: it loads rich.
    """
    from rich.console import Console

    return Console(
        stderr=stderr, highlight=False, soft_wrap=False, markup=False, emoji=False, no_color=True
    )


def rich_text(text: str, style: str = "") -> Text:
    """Text for a rich console, with escapes for what is not visible."""
    from rich.text import Text

    return Text(printable(text), style)


def print_markdown(text: str) -> None:
    """Draw a Markdown text of the program itself on standard output.

    Code is bold or indented, without a colour: it is readable on a dark and on a light terminal.
    """
    from rich.markdown import CodeBlock, Markdown
    from rich.padding import Padding
    from rich.theme import Theme

    class PlainCode(CodeBlock):
        """A block of code, indented."""

        def __rich_console__(self, _: Console, __: ConsoleOptions) -> Iterator[Padding]:
            yield Padding(rich_text(str(self.text).rstrip()), (0, 0, 0, 4))

    class Page(Markdown):
        """Markdown whose blocks of code are plain."""

        elements: ClassVar = {**Markdown.elements, "fence": PlainCode, "code_block": PlainCode}

    styles = ("code", "code_block", "h1", "h2", "h3", "h4", "item.bullet", "item.number")
    shown = console()
    theme = {f"markdown.{name}": "bold" for name in styles}
    shown.push_theme(Theme(theme | {"markdown.table.header": "bold", "markdown.table.border": ""}))
    shown.print(Page(printable(text), hyperlinks=False))
