"""The list of our own: a line to type in, the rows below it, drawn with curses."""

from __future__ import annotations

import curses
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from vcmbib.cli import output
from vcmbib.cli.display.widths import clusters, columns
from vcmbib.cli.picker.matches import Matches
from vcmbib.errors import Usage

if TYPE_CHECKING:
    from vcmbib.cli.picker.rows import Row

_FIRST, _MORE = 100, 2_000  # rows that are read before the first picture, and in each step after it
_ESCAPE = "\x1b"
_ESCAPE_WAIT = 25  # ms; the rest of an arrow key comes at once
_ARROWS = {"A": curses.KEY_UP, "B": curses.KEY_DOWN, "H": curses.KEY_HOME, "F": curses.KEY_END}
_HELP = "Enter: choose   Esc: cancel   arrows: move   type to filter"
_HELP_SEVERAL = "Enter: choose   Tab: mark   Esc: cancel   arrows: move   type to filter"


def choose(rows: Iterator[Row], tty: int, *, several: bool) -> list[str]:
    """The keys that the user chooses; see `choose.choose`."""
    matches = Matches(rows)
    matches.load(_FIRST)
    with _curses(tty) as window:
        while True:
            _draw(window, matches, several=several)
            character = _next_key(window, matches)
            if character is None:
                continue
            if character == _ESCAPE:
                raise KeyboardInterrupt
            if character in ("\n", "\r", curses.KEY_ENTER):
                if keys := matches.chosen():
                    return keys
                continue
            _obey(character, matches, several=several, page=window.getmaxyx()[0] - 2)


@contextmanager
def _curses(tty: int) -> Iterator[curses.window]:
    """A screen on the terminal `tty`. Curses knows standard input and output only."""
    os.environ.setdefault("ESCDELAY", str(_ESCAPE_WAIT))
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    output.flush()
    saved = os.dup(0), os.dup(1)
    try:
        os.dup2(tty, 0)
        os.dup2(tty, 1)
        try:
            window = curses.initscr()
        except curses.error as error:
            raise Usage(f"cannot draw a list here: {error}", "set TERM, or name a KEY") from None
        try:
            curses.noecho()
            curses.cbreak()
            window.keypad(True)
            with suppress(curses.error):
                curses.curs_set(1)
            yield window
        finally:
            curses.endwin()
    finally:
        for target, descriptor in enumerate(saved):
            os.dup2(descriptor, target)
            os.close(descriptor)


def _next_key(window: curses.window, matches: Matches) -> str | int | None:
    """The next key that is pressed; None after more rows were read instead."""
    window.timeout(-1 if matches.is_complete else 0)
    try:
        character = window.get_wch()
    except curses.error:  # no key is pressed
        if not matches.is_complete:
            matches.load(_MORE)
        return None
    return _arrow(window) if character == _ESCAPE else character


def _arrow(window: curses.window) -> str | int | None:
    """The key that an escape begins: Esc, or an arrow in a form that curses does not expect."""
    window.timeout(_ESCAPE_WAIT)
    rest: list[str | int] = []
    with suppress(curses.error):
        while len(rest) < 2:
            rest.append(window.get_wch())
    if not rest:
        return _ESCAPE
    return _ARROWS.get(str(rest[1])) if len(rest) == 2 and rest[0] in ("[", "O") else None


def _obey(character: str | int, matches: Matches, *, several: bool, page: int) -> None:
    """Do what a key asks for."""
    steps = {
        curses.KEY_DOWN: 1, "\x0e": 1, curses.KEY_UP: -1, "\x10": -1,
        curses.KEY_NPAGE: page, curses.KEY_PPAGE: -page,
        curses.KEY_END: len(matches), curses.KEY_HOME: -len(matches),
    }  # fmt: skip
    if character in steps:
        matches.move(steps[character])
    elif character in (curses.KEY_BACKSPACE, "\x7f", "\b"):
        matches.type(matches.typed[:-1])
    elif character == "\x15":  # Ctrl-U
        matches.type("")
    elif character == "\x17":  # Ctrl-W
        matches.type(matches.typed.rstrip().rpartition(" ")[0])
    elif character == "\t" and several:
        matches.mark()
        matches.move(1)
    elif isinstance(character, str) and character.isprintable():
        matches.type(matches.typed + character)


def _draw(window: curses.window, matches: Matches, *, several: bool) -> None:
    """Draw the typed text, the rows that match, and a line of help."""
    height, width = window.getmaxyx()
    window.erase()
    count = f"  {len(matches)}/{matches.total}{'' if matches.is_complete else '…'}"
    if several and matches.marked:
        count += f"  {len(matches.marked)} marked"
    for number, (row, at_cursor, marked) in enumerate(matches.visible(height - 2), 1):
        sign = ("*" if marked else " ") if several else ""
        line = f"{'>' if at_cursor else ' '}{sign} {row.text}"
        _write(window, number, line, width, curses.A_REVERSE if at_cursor else curses.A_NORMAL)
    _write(window, height - 1, _HELP_SEVERAL if several else _HELP, width, curses.A_NORMAL)
    prompt = cut(f"> {matches.typed}", width - 1)
    _write(window, 0, f"{prompt}{count}", width, curses.A_NORMAL)
    with suppress(curses.error):
        window.move(0, min(columns(prompt), width - 1))
    window.refresh()


def _write(window: curses.window, line: int, text: str, width: int, style: int) -> None:
    """Write a text on a line, cut to the width. A screen that is too small gets what fits."""
    shown = cut(text, width - 1)
    for form in (shown, shown.encode("ascii", "replace").decode()):
        with suppress(curses.error):
            try:
                window.addstr(line, 0, form, style)
            except UnicodeEncodeError:
                continue
        return


def cut(text: str, width: int) -> str:
    """The text in at most `width` columns, with an ellipsis where it is cut."""
    if columns(text) <= width:
        return text
    used, kept = 0, ""
    for letter, wide in clusters(text):
        used += wide
        if used > width - 1:
            break
        kept += letter
    return f"{kept}…" if width > 0 else ""
