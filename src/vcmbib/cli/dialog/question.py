"""Questions to the user, on standard error: an answer is one key, or a letter and Enter."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from vcmbib.cli import output, terminal
from vcmbib.cli.dialog.keyboard import read_answer, single_keys
from vcmbib.cli.display.messages import wrapped

_ROOM = 8  # columns for the answer
_HELP = ("?", "h", "help")


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer: its letter, its word, what it does, and other letters for it."""

    letter: str
    word: str
    help: str
    others: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether an answer means this choice: the letter, or the start of its word."""
        return bool(text) and (text in (self.letter, *self.others) or self.word.startswith(text))

    @property
    def named(self) -> str:
        """The word with its letter in brackets: `[m]erge`."""
        return f"[{self.letter}]{self.word.removeprefix(self.letter)}"


_YES, _NO = Choice("y", "yes", ""), Choice("n", "no", "")


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a question that is answered by yes or no. Raises typer.Abort at the end of input."""
    ends = "[Y/n]" if default else "[y/N]"
    while True:
        answer = _read(f"{question} {ends}: ").strip().casefold()
        if not answer:
            return default
        for choice in (_YES, _NO):
            if choice.fits(answer):
                return choice is _YES
        output.message(f"{answer!r} is not an answer: y is yes, n is no, Enter is "
                       f"{'yes' if default else 'no'}")  # fmt: skip


def ask(
    choices: Sequence[Choice],
    default: Choice,
    *,
    asked: str = "",
    with_numbers: bool = False,
    notes: str = "",
) -> tuple[str, str]:
    """Ask for one of the choices; returns its letter and the rest of the answer.

    The prompt begins with `asked`. `?` explains the choices, and then shows `notes`. With
    `with_numbers` an answer is a line, for it may have numbers.
    """
    prompt = "  ".join(part for part in (asked, prompt_of(choices, default)) if part)
    while True:
        answer = _read(f"{prompt}: ", by_line=with_numbers).strip().casefold()
        word, _, rest = answer.partition(" ")
        if not word:
            return default.letter, ""
        if word in _HELP:
            room = output.look().columns
            for line in f"{explained(choices)}\n{notes}".rstrip().split("\n"):
                output.painted_message(wrapped(line, room, indent=7))
            continue
        for choice in choices:
            if choice.fits(word):
                return choice.letter, rest
        letters = ", ".join(c.letter for c in choices)
        output.message(f"{answer!r} is not an answer: type {letters}, or ? for help")


def prompt_of(choices: Sequence[Choice], default: Choice) -> str:
    """The choices on one line."""
    named = [c.named + (" (Enter)" if c is default else "") for c in choices]
    return "  ".join([*named, "[?]"])


def explained(choices: Sequence[Choice]) -> str:
    """What the letters mean, one a line."""
    return "\n".join(f"{c.letter}      {c.help}" for c in choices)


def _read(prompt: str, *, by_line: bool = False) -> str:
    """The answer of the user: one key where the terminal allows it, else a line.

    Raises typer.Abort at the end of input.
    """
    output.release_screen()
    *before, prompt = wrapped(prompt.rstrip(), output.look().columns - _ROOM)
    for line in before:
        output.message(line)
    prompt += " "
    if by_line or os.environ.get("TERM", "dumb") == "dumb":
        return terminal.prompt(prompt)
    terminal.show_typed(prompt)
    try:
        descriptor = sys.stdin.fileno()
        with single_keys(descriptor):
            return read_answer(descriptor, terminal.show_typed)
    except EOFError as error:
        raise typer.Abort from error
    except (OSError, ValueError, ImportError):  # no settings of its own: a line
        return terminal.prompt("")
