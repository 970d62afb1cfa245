"""Completion in bash, which takes words apart at `:` and `=` and quotes nothing by itself."""

from __future__ import annotations

import os
import re

from typer._click.shell_completion import CompletionItem, add_completion_class, split_arg_string
from typer._completion_classes import BashComplete

_SPECIAL = re.compile(r"[^\w@%+=:,./\-]")
_IN_QUOTES = re.compile(r'["\\$`]')
_BREAKS = ":="  # of bash's COMP_WORDBREAKS, those that stand within words of ours


class BashCompletion(BashComplete):
    """Words as they were typed, and proposals as they must stand on the command line."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one at the cursor, and what there is of that one."""
        words = join_words(*_typed())
        before = split_arg_string("\n".join(words[1:-1]))
        return before, "".join(split_arg_string(words[-1])[:1])

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Proposals; `tag:ra` finds `tag:"rate distortion"` as well."""
        found = super().get_completions(args, incomplete)
        name, colon, start = incomplete.partition(":")
        if colon and not start.startswith('"'):
            quoted = super().get_completions(args, f'{name}:"{start}')
            found += [item for item in quoted if " " in str(item.value)]
        return found

    def format_completion(self, item: CompletionItem) -> str:
        """The part that bash puts in, quoted as the user began to quote."""
        pieces, cursor = _typed()
        piece = pieces[cursor] if cursor < len(pieces) else ""
        return insertion(str(item.value), join_words(pieces, cursor)[-1], piece)


def _typed() -> tuple[list[str], int]:
    """What bash hands over: the pieces of the line, as typed, and which is at the cursor."""
    text = os.environ.get("COMP_WORDS", "")
    pieces = text.split("\n") if "\n" in text else text.split(" ")
    number = os.environ.get("COMP_CWORD", "")
    return pieces, int(number) if number.isdigit() else len(pieces) - 1


def join_words(pieces: list[str], cursor: int) -> list[str]:
    """The words up to the cursor, the last being the one that is completed; it may be empty."""
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
    """What of a proposal for a word goes in the place of the piece of it at the cursor."""
    if not piece.strip(_BREAKS):
        piece = ""
    before = word[: len(word) - len(piece)]
    value = value.removeprefix("".join(split_arg_string(before)))
    if piece.startswith("'"):
        return value.replace("'", "'\\''")
    quoted = piece.startswith('"')
    value = (_IN_QUOTES if quoted else _SPECIAL).sub(lambda m: f"\\{m[0]}", value)
    # bash closes the quote, unless it finds one at the end already
    return f'{value}"' if quoted and value.endswith('"') else value


def register() -> None:
    """Complete so in bash from now on."""
    add_completion_class(BashCompletion, "bash")
