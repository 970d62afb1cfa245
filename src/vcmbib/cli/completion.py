"""Completion in bash, zsh and fish: what each inserts is the word that the program proposes.

Bash splits words at `:` and `=` and does not quote what it inserts. Zsh would match the proposals
with the quotes that the user typed. Fish quotes by itself.
"""

from __future__ import annotations

import os
import re

from typer import _completion_shared as scripts
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)
from typer._completion_classes import BashComplete, FishComplete, ZshComplete

_SPECIAL = re.compile(r"[^\w@%+=:,./\-]")
_IN_QUOTES = re.compile(r'["\\$`]')
_BREAKS = ":="  # the characters of bash's COMP_WORDBREAKS that occur in our words


def _proposals(shell: ShellComplete, args: list[str], incomplete: str) -> list[CompletionItem]:
    """The proposals for the word at the cursor.

    `tag:ra` also finds `tag:"rate distortion"`. A word with a minus in front, which click takes for
    an option, can be a negation in a query or a descending order.
    """
    found = ShellComplete.get_completions(shell, args, incomplete)
    name, colon, start = incomplete.partition(":")
    if not found and incomplete[:1] == "-" and incomplete[1:2].isalpha():
        return [
            CompletionItem(f"-{item.value}", item.type, item.help)
            for item in _proposals(shell, args, incomplete[1:])
            if ":" in str(item.value) or args[-1:] == ["--sort"]
        ]
    if not colon or start.startswith('"'):
        return found
    quoted = ShellComplete.get_completions(shell, args, f'{name}:"{start}')
    values = {str(item.value) for item in found}
    return found + [
        item for item in quoted if " " in str(item.value) and str(item.value) not in values
    ]


class BashCompletion(BashComplete):
    """Read the words as the user typed them, and quote the proposals for the command line."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the part of the word at the cursor."""
        words = join_words(*_typed())
        before = split_arg_string("\n".join(words[1:-1]))
        return before, "".join(split_arg_string(words[-1])[:1])

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The proposals for the word at the cursor."""
        return _proposals(self, args, incomplete)

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
    quote = piece[:1] if piece[:1] in ("'", '"') else ""
    value = quoted(value, quote)
    # bash closes the quote, except after a quote at the end
    return f'{value}"' if quote == '"' and value.endswith('"') else value


# --- zsh -----------------------------------------------------------------------------------------

_ZSH_SCRIPT = """
#compdef %(prog_name)s

%(complete_func)s() {
  eval "$(env _TYPER_COMPLETE_ARGS="${(j: :)words[1,$CURRENT]}" \\
    %(autocomplete_var)s=complete_zsh %(prog_name)s)"
}

compdef %(complete_func)s %(prog_name)s
"""


class ZshCompletion(ZshComplete):
    """Proposals that replace the word at the cursor as a whole, quoted as the user began."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The proposals for the word at the cursor."""
        return _proposals(self, args, incomplete)

    def complete(self) -> str:
        """The code that zsh runs: it adds the proposals as they are, without another match."""
        args, incomplete = self.get_completion_args()
        found = self.get_completions(args, incomplete)
        if not found:
            return "_files"
        typed = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        quote = open_quote(typed)
        ends = [item for item in found if not str(item.value).endswith(_OPEN)]
        goes_on = [item for item in found if str(item.value).endswith(_OPEN)]
        codes = (_zsh_matches(ends, quote, ""), _zsh_matches(goes_on, quote, "-S '' "))
        return "\n".join(filter(None, codes))


_OPEN = (":", "=")  # what goes on without a blank


def _zsh_matches(items: list[CompletionItem], quote: str, options: str) -> str:
    """The code that adds these proposals, each with its help; empty without any."""
    if not items:
        return ""
    words = " ".join(_zsh_literal(quoted(str(item.value), quote)) for item in items)
    shown = " ".join(
        _zsh_literal(f"{item.value}  -- {item.help}" if item.help else str(item.value))
        for item in items
    )
    lines = "-l " if any(item.help for item in items) else ""
    return (
        f"local -a words_ shown_; words_=({words}); shown_=({shown}); "
        f"compadd -Q -U {options}{lines}-d shown_ -a words_"
    )


def _zsh_literal(text: str) -> str:
    """A text as a word of zsh."""
    return "'" + " ".join(text.split("\n")).replace("'", "'\\''") + "'"


def open_quote(line: str) -> str:
    """The quotation mark that is open at the end of a command line, or empty."""
    quote = ""
    skip = False
    for character in line:
        if skip:
            skip = False
        elif character == "\\" and quote != "'":
            skip = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
    return quote


def quoted(value: str, quote: str) -> str:
    """A value as it is written inside the open `quote`, or as a word of its own without one."""
    if quote == "'":
        return value.replace("'", "'\\''")
    return (_IN_QUOTES if quote else _SPECIAL).sub(lambda m: f"\\{m[0]}", value)


# --- fish ----------------------------------------------------------------------------------------


class FishCompletion(FishComplete):
    """Proposals as they are: fish quotes what it inserts."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The proposals for the word at the cursor."""
        return _proposals(self, args, incomplete)


def register() -> None:
    """Make typer use these classes, and the script for zsh."""
    add_completion_class(BashCompletion, "bash")
    add_completion_class(ZshCompletion, "zsh")
    add_completion_class(FishCompletion, "fish")
    scripts._completion_scripts["zsh"] = _ZSH_SCRIPT  # noqa: SLF001  # typer has no other way
