"""A pager for output that is longer than the screen: $VCMBIB_PAGER, $PAGER, or less."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from vcmbib.cli.display.hyperlinks import without_links
from vcmbib.cli.display.widths import columns

_DEFAULT = "less -FRX"
_ESCAPE = re.compile(r"\033\[[0-9;]*m")
_SHOWS_COLOURS = ("less", "more", "bat", "batcat", "moar", "moor", "ov", "lv", "delta")
_PATIENCE = 1.0  # seconds in which a pager restores the terminal
_FIRST_LESS = 581  # the first version of less that passes links through


def pager_command(env: Mapping[str, str]) -> str | None:
    """The command of the pager; None if the user wants none, or if it is not installed."""
    for name in ("VCMBIB_PAGER", "PAGER"):
        if name in env:
            return env[name] if _is_there(env[name]) else None
    return _DEFAULT if _is_there(_DEFAULT) else None


def _program(command: str) -> str:
    """The program of a command line of the shell, without settings before it."""
    try:
        words = shlex.split(command)
    except ValueError:  # quotes without a partner
        return ""
    return next((word for word in words if not re.match(r"\w+=", word)), "")


def _is_there(command: str) -> bool:
    program = _program(command)
    return command.strip() != "cat" and bool(program) and shutil.which(program) is not None


class PagedOutput:
    """Takes the place of standard output on a terminal, and sends what is long to a pager.

    Text is kept until it is longer than the screen. Then the pager starts. `finish` writes what is
    kept, or waits for the user to leave the pager. A pager that fails or is left early takes no
    further text, which is no error.
    """

    def __init__(self, stream: TextIO, command: str, lines: int, width: int) -> None:
        """`lines` and `width` are the size of the screen."""
        self.stream = stream
        self._command = command
        self._room = lines - 1  # the prompt of the shell needs a line
        self._width = width
        self._kept: list[str] = []
        self._used = 0
        self._pager: subprocess.Popen[str] | None = None
        self._direct = False
        self._left = False
        self._settings: list[Any] | None = None
        self._form: Callable[[str], str] = str

    @property
    def encoding(self) -> str:
        """The encoding of the stream."""
        return self.stream.encoding

    @property
    def errors(self) -> str | None:
        """What the stream does with a character that it cannot encode."""
        return self.stream.errors

    def fileno(self) -> int:
        """The descriptor of the stream."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self.stream.isatty()

    def writable(self) -> bool:
        """Text can be written."""
        return True

    def write(self, text: str) -> int:
        """Write to the pager or to the screen, or keep the text.

        Raises TypeError for bytes, as a stream of text does: typer writes some to see what it is.
        """
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._direct:
            return self.stream.write(text)
        if self._pager is not None:
            self._send(text)
            return len(text)
        self._kept.append(text)
        self._used += sum(self._rows(line) for line in text.split("\n")[:-1])
        if self._used > self._room:
            self._start()
        return len(text)

    def flush(self) -> None:
        """Flush what is shown. What is kept waits for `finish`."""
        if self._direct:
            self.stream.flush()

    def write_message(self, text: str) -> bool:
        """Take a message into the pager; False if no pager is running.

        Then what is kept is written, so that the message comes after it.
        """
        if self._pager is None:
            self._write_kept()
            return False
        self._send(text)
        return True

    def release(self) -> None:
        """Stop paging, because a question or another program needs the screen."""
        self.finish()
        self._direct = True

    def finish(self) -> None:
        """Write what is kept, or wait until the user leaves the pager."""
        if self._pager is None:
            self._write_kept()
            self.stream.flush()
            return
        pager, self._pager = self._pager, None
        self._direct = True
        try:
            self._wait(pager)
        finally:
            self._restore()

    def _wait(self, pager: subprocess.Popen[str]) -> None:
        """Wait until the user leaves the pager. SIGTERM and SIGHUP end the pager."""
        while True:
            try:
                if pager.stdin is not None:
                    pager.stdin.close()
                pager.wait()
            except KeyboardInterrupt as stop:
                if type(stop) is not KeyboardInterrupt:  # SIGTERM or SIGHUP
                    pager.terminate()
                    with suppress(subprocess.TimeoutExpired):
                        pager.wait(_PATIENCE)
                    raise
                continue  # Ctrl-C is for the pager, which gets it too
            except OSError:  # the pager has ended, with text in the buffer of the pipe
                continue
            return

    def _restore(self) -> None:
        """Give the terminal its settings of before: a pager that was killed does not."""
        if self._settings is None:
            return
        import termios

        with suppress(termios.error, OSError, ValueError):
            termios.tcsetattr(self.stream.fileno(), termios.TCSADRAIN, self._settings)

    def _rows(self, line: str) -> int:
        """The rows of the screen that a line takes."""
        wide = columns(_ESCAPE.sub("", without_links(line)))
        return max(-(-wide // self._width), 1)

    def _write_kept(self) -> None:
        kept, self._kept = self._kept, []
        self._used = 0
        if kept:
            self.stream.write("".join(kept))
            self.stream.flush()

    def _start(self) -> None:
        """Start the pager with what is kept; without it the text goes to the screen."""
        self.stream.flush()
        self._settings = _settings_of(self.stream)
        try:
            self._pager = subprocess.Popen(
                self._command,
                shell=True,  # a command of the user, as in git and man
                stdin=subprocess.PIPE,
                encoding=self.stream.encoding or "utf-8",
                errors="backslashreplace",
                env=_environment(self._command, self.stream.encoding),
            )
        except OSError:
            self._write_kept()
            self._direct = True
            return
        self._form = _form_for(self._command)
        kept, self._kept = self._kept, []
        for text in kept:
            self._send(text)

    def _send(self, text: str) -> None:
        """Write to the pager, unless the user has left it."""
        if self._left or self._pager is None or self._pager.stdin is None:
            return
        try:
            self._pager.stdin.write(self._form(text))
        except (OSError, ValueError):
            self._left = True


def _settings_of(stream: TextIO) -> list[Any] | None:
    """The settings of a terminal; None for what is no terminal, or where no system has them."""
    try:
        import termios
    except ImportError:  # Windows
        return None
    try:
        return termios.tcgetattr(stream.fileno())
    except (termios.error, OSError, ValueError):
        return None


def _environment(command: str, encoding: str | None) -> dict[str, str]:
    """The environment of the pager: less shows colours and UTF-8."""
    env = dict(os.environ)
    if Path(_program(command)).name == "less":
        env["LESS"] = f"-R {env['LESS']}" if "LESS" in env else "FRX"
        if (encoding or "").lower().replace("-", "") == "utf8":
            env.setdefault("LESSCHARSET", "utf-8")
    env.setdefault("LV", "-c")
    return env


def _form_for(command: str) -> Callable[[str], str]:
    """The function that takes away the escapes that a pager does not show."""
    program = Path(_program(command)).name
    if program not in _SHOWS_COLOURS:
        return lambda text: _ESCAPE.sub("", without_links(text))
    if program == "less" and _version_of_less(_program(command)) >= _FIRST_LESS:
        return str
    return without_links


def _version_of_less(program: str) -> int:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.match(r"less (\d+)", done.stdout)
    return int(found[1]) if found else 0
