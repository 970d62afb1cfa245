"""Completion in bash. Bash splits words at `:` and `=` and does not quote what it inserts."""

from __future__ import annotations

import os
import re

from typer._click.shell_completion import CompletionItem, add_completion_class, split_arg_string
from typer._completion_classes import BashComplete

_SPECIAL = re.compile(r"[^\w@%+=:,./\-]")
_IN_QUOTES = re.compile(r'["\\$`]')
_BREAKS = ":="  # the characters of bash's COMP_WORDBREAKS that occur in our words


class BashCompletion(BashComplete):
    """Read the words as the user typed them, and quote the proposals for the command line."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the part of the word at the cursor."""
        words = join_words(*_typed())
        before = split_arg_string("\n".join(words[1:-1]))
        return before, "".join(split_arg_string(words[-1])[:1])

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The proposals. `tag:ra` also finds `tag:"rate distortion"`."""
        found = super().get_completions(args, incomplete)
        name, colon, start = incomplete.partition(":")
        if colon and not start.startswith('"'):
            quoted = super().get_completions(args, f'{name}:"{start}')
            found += [item for item in quoted if " " in str(item.value)]
        return found

    def format_completion(self, item: CompletionItem) -> str:
        """The text that bash inserts, quoted as the user began to quote."""
        pieces, cursor = _typed()
        piece = pieces[cursor] if cursor < len(pieces) else ""
        return insertion(str(item.value), join_words(pieces, cursor)[-1], piece)


def _typed() -> tuple[list[str], int]:
    """The pieces of the line as bash split it, and the index of the piece at the cursor."""
    text = os.environ.get("COMP_WORDS", "")
    pieces = text.split("\n") if "\n" in text else text.split(" ")
    number = os.environ.get("COMP_CWORD", "")
    return pieces, int(number) if number.isdigit() else len(pieces) - 1


def join_words(pieces: list[str], cursor: int) -> list[str]:
    """Join pieces to words, up to the cursor. The last word is to be completed; may be empty."""
    words: list[str] = []
    glue = False
    for piece in [*pieces, ""][: cursor + 1] or [""]:
        is_break = piece != "" and not piece.strip(_BREAKS)
        if words and piece and (glue or is_break):
            words[-1] += piece
        else:
            words.append(piece)
        glue = is_break
    return words


def insertion(value: str, word: str, piece: str) -> str:
    """The text to put in place of `piece`, the part of `word` at the cursor, to get `value`."""
    if not piece.strip(_BREAKS):
        piece = ""
    before = word[: len(word) - len(piece)]
    value = value.removeprefix("".join(split_arg_string(before)))
    if piece.startswith("'"):
        return value.replace("'", "'\\''")
    quoted = piece.startswith('"')
    value = (_IN_QUOTES if quoted else _SPECIAL).sub(lambda m: f"\\{m[0]}", value)
    # bash closes the quote, except after a quote at the end
    return f'{value}"' if quoted and value.endswith('"') else value


def register() -> None:
    """Make typer use this class for bash."""
    add_completion_class(BashCompletion, "bash")
