"""Keys of a terminal: the answers, and the settings of the terminal afterwards."""

from __future__ import annotations

import os
import pty
import termios
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from vcmbib.cli.dialog.keyboard import read_answer, single_keys


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal: for the user, and for the program."""
    user, program = pty.openpty()
    yield user, program
    os.close(user)
    os.close(program)


@pytest.mark.parametrize(
    ("typed", "answer", "shown"),
    [
        (b"m", "m", "m\n"),
        (b"m\n", "m", "m\n"),
        (b"m\r", "m", "m\n"),
        (b"\n", "", "\n"),
        (b"yes\n", "yes", "yes\n"),
        (b"m 2 1\n", "m 2 1", "m 2 1\n"),
        (b"ax\x7f\x7fyes\n", "yes", "ax\b \b\b \byes\n"),
        (b"nope\x15yes\n", "yes", "nope" + "\b \b" * 4 + "yes\n"),
        ("点".encode(), "点", "点\n"),
        (b"\x1b[A", "\x1b", "\n"),
        (b"\x1b", "\x1b", "\n"),
    ],
)
def test_a_key_or_a_line_is_an_answer(
    terminal: tuple[int, int], typed: bytes, answer: str, shown: str
) -> None:
    """One key at once; a line if more comes; Enter after the key belongs to it."""
    user, program = terminal
    seen: list[str] = []
    with single_keys(program):
        os.write(user, typed)
        assert read_answer(program, seen.append) == answer

    assert "".join(seen) == shown


def test_a_late_enter_belongs_to_the_answer(terminal: tuple[int, int]) -> None:
    """Who presses Enter a moment after the key does not answer the next question with it."""
    user, program = terminal
    with single_keys(program):
        os.write(user, b"m")
        late = threading.Timer(0.1, os.write, (user, b"\n"))
        late.start()
        assert read_answer(program, lambda _: None) == "m"
        late.join()
        os.write(user, b"s")
        assert read_answer(program, lambda _: None) == "s"


def test_the_end_of_input_ends_the_question(terminal: tuple[int, int]) -> None:
    """Ctrl-D is the end of input."""
    user, program = terminal
    with single_keys(program):
        os.write(user, b"\x04")
        with pytest.raises(EOFError):
            read_answer(program, lambda _: None)


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, EOFError, SystemExit])
def test_the_settings_are_restored(
    terminal: tuple[int, int], error: type[BaseException] | None
) -> None:
    """After the block the terminal is as it was, however it ends."""
    _, program = terminal
    before = termios.tcgetattr(program)
    with suppress(KeyboardInterrupt, EOFError, SystemExit), single_keys(program):
        assert termios.tcgetattr(program) != before
        if error is not None:
            raise error

    assert termios.tcgetattr(program) == before


def test_what_is_no_terminal_has_no_keys(tmp_path: Path) -> None:
    """A file gives an OSError: then a line is read."""
    (tmp_path / "file").touch()
    descriptor = os.open(tmp_path / "file", os.O_RDONLY)
    with pytest.raises(OSError, match="ioctl"), single_keys(descriptor):
        pass
    os.close(descriptor)
