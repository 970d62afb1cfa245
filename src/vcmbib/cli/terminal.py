"""The terminal: whether a user reads the output and can answer; a rich console."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def on_terminal() -> bool:
    """Whether standard output is a terminal, but not a dumb one."""
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


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


def console(*, stderr: bool = False) -> Console:
    """A rich console. Call it only for a terminal: it loads rich."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)
