"""Choose papers: the entry of this package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vcmbib.errors import Usage

if TYPE_CHECKING:
    from vcmbib.cli.picker.rows import Row

_TTY = "/dev/tty"


def choose(rows: Iterator[Row], *, several: bool) -> list[str]:
    """Let a person choose from `rows` on the terminal of the process; return the keys.

    Standard input and output may be something else, such as a pipe. With `several`, Tab marks more
    than one. Raises KeyboardInterrupt if the person cancels (Esc, Ctrl-C), Usage without a terminal
    that can draw a list.
    """
    from vcmbib.cli.picker import fzf, screen

    with _terminal() as tty:
        if fzf.is_installed():
            return fzf.choose(rows, several=several)
        return screen.choose(rows, tty, several=several)


def can_choose() -> bool:
    """Whether the process has a terminal that can draw a list."""
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        return False
    try:
        os.close(os.open(_TTY, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


@contextmanager
def _terminal() -> Iterator[int]:
    """The descriptor of the process's terminal. Raises Usage if there is none."""
    if not can_choose():
        raise Usage(
            "cannot show a list to choose from: there is no terminal",
            "print the keys instead: vcmbib search WORDS --keys",
        )
    tty = os.open(_TTY, os.O_RDWR | os.O_NOCTTY)
    try:
        yield tty
    finally:
        os.close(tty)
