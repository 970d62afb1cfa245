"""Keys of a terminal: one key is an answer, without Enter."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PAUSE = 0.25  # seconds in which further keys belong to the same answer
_ENTER = ("\r", "\n")
_END_OF_INPUT = "\x04"  # Ctrl-D
_ESCAPE = "\x1b"
_ERASE = ("\x7f", "\x08")
_ERASE_LINE = "\x15"  # Ctrl-U


@contextmanager
def single_keys(descriptor: int) -> Iterator[None]:
    """While the block runs, the terminal passes on each key at once, and shows none.

    Its settings are restored at the end, also after Ctrl-C and SIGTERM, which raise exceptions.
    Raises OSError for a terminal that cannot do this.
    """
    import termios

    try:
        before = termios.tcgetattr(descriptor)
        now = termios.tcgetattr(descriptor)
    except termios.error as error:
        raise OSError(*error.args) from error
    now[3] &= ~(termios.ECHO | termios.ICANON)
    now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
    try:  # from here on a signal can come between any two steps
        _set(descriptor, now)
        yield
    finally:
        _set(descriptor, before)


def _set(descriptor: int, settings: list[Any]) -> None:
    """Change the settings of a terminal. Raises OSError."""
    import termios

    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, settings)
    except termios.error as error:
        raise OSError(*error.args) from error


def read_answer(descriptor: int, show: Callable[[str], None]) -> str:
    """One key; or a line, if more keys come at once, as from a user who types `yes` and Enter.

    Enter alone is an empty answer. `show` writes what is typed.

    Raises EOFError at the end of input.
    """
    first = _key(descriptor)
    if first in _ENTER:
        show("\n")
        return ""
    if first == _ESCAPE:  # an arrow or another key that sends several characters
        while _comes(descriptor, 0.05):
            _key(descriptor)
        show("\n")
        return first
    show(first)
    if not _comes(descriptor, _PAUSE):
        show("\n")
        return first
    return _line(descriptor, first, show)


def _line(descriptor: int, typed: str, show: Callable[[str], None]) -> str:
    """The rest of a line that begins with `typed`."""
    while True:
        key = _key(descriptor)
        if key in _ENTER:
            show("\n")
            return typed
        if key in _ERASE:
            show("\b \b" if typed else "")
            typed = typed[:-1]
        elif key == _ERASE_LINE:
            show("\b \b" * len(typed))
            typed = ""
        elif key.isprintable():
            show(key)
            typed += key


def _comes(descriptor: int, seconds: float) -> bool:
    """Whether a key comes within some seconds."""
    return bool(select.select([descriptor], [], [], seconds)[0])


def _key(descriptor: int) -> str:
    """The next character. Raises EOFError at the end of input and for Ctrl-D."""
    read = os.read(descriptor, 1)
    if not read or read == _END_OF_INPUT.encode():
        raise EOFError
    more = (read[0] >= 0xC0) + (read[0] >= 0xE0) + (read[0] >= 0xF0)
    return (read + (os.read(descriptor, more) if more else b"")).decode("utf-8", "replace")
