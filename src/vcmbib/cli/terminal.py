"""The terminal: whether a person reads or can answer, and a rich console for it."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def on_terminal() -> bool:
    """Whether a person reads standard output."""
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def can_ask() -> bool:
    """Whether a person can answer."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def can_converse() -> bool:
    """Whether a person can answer and reads standard output: on a dumb terminal too."""
    return can_ask() and is_terminal(sys.stdout)


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal; False for a closed stream or None."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def console(*, stderr: bool = False) -> Console:
    """A rich console; only for terminals."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)
