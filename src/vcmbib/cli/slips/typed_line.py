"""The command line as the user typed it, and changes of it that the parser accepts."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.context import TYPED_WORDS

if TYPE_CHECKING:
    from typer._click import Context

_EAGER = ("--help", "-h", "--version", "-V")
_OF_THE_PROGRAM = ("--version", "--help", "--install-completion", "--show-completion")


class TypedLine(NamedTuple):
    """The words after `vcmbib`, without --db and its value. `db` is that value."""

    words: tuple[str, ...]
    db: str | None = None

    @property
    def command(self) -> str:
        """The name of the command; empty if the first word is an option or missing."""
        return self.words[0] if self.words and not self.words[0].startswith("-") else ""

    @property
    def args(self) -> tuple[str, ...]:
        """The words after the command."""
        return self.words[1:] if self.command else self.words

    @property
    def operands(self) -> tuple[str, ...]:
        """The arguments that do not begin with a hyphen."""
        return tuple(word for word in self.args if not word.startswith("-") or word == "-")

    def replaced(self, wrong: str, *right: str) -> tuple[str, ...] | None:
        """The words with `right` in place of `wrong`: a whole word, a value after `=`, or a part.

        None if `wrong` is not in the line. The name of the command is never replaced.
        """
        start = len(self.words) - len(self.args)
        for number, word in enumerate(self.words[start:], start):
            if word == wrong:
                return (*self.words[:number], *right, *self.words[number + 1 :])
        for number, word in enumerate(self.words[start:], start):
            if wrong and wrong in word:
                changed = word.replace(wrong, " ".join(right), 1)
                return (*self.words[:number], changed, *self.words[number + 1 :])
        return None


def typed_line(given: Sequence[str]) -> TypedLine:
    """The line of the arguments `given`."""
    words: list[str] = []
    db: str | None = None
    rest = list(given)
    while rest:
        word = rest.pop(0)
        if word == "--":
            words += [word, *rest]
            break
        if word == "--db" and rest:
            db = rest.pop(0)
        elif word.startswith("--db="):
            db = word.removeprefix("--db=")
        else:
            words.append(word)
    return TypedLine(tuple(words), db)


def current_root() -> tuple[Context | None, tuple[str, ...]]:
    """The context of the program and the words of its command line; None outside a command."""
    from typer._click.globals import get_current_context

    context = get_current_context(silent=True)
    root = None if context is None else context.find_root()
    return root, tuple(root.meta.get(TYPED_WORDS, ())) if root is not None else ()


def with_query(typed: TypedLine, query: Sequence[str]) -> list[str]:
    """A line of a command that takes a query, with another query and the same options."""
    options: list[str] = []
    rest = list(typed.args)
    head = [typed.command]
    if typed.command == "key" and rest:
        head.append(rest.pop(0))
    while rest:
        word = rest.pop(0)
        if word == "--":
            break
        if word.startswith("--") or word == "-o":
            options.append(word)
            if word in _WITH_VALUE and rest:
                options.append(rest.pop(0))
    return [*head, *query, *options]


_WITH_VALUE = (
    "--sort", "--limit", "--format", "-o", "--output", "--update", "--venues", "--fields", "--omit",
    "--title", "--skip", "--pattern",
)  # fmt: skip


def shown(words: Sequence[str]) -> str:
    """A command line for a hint."""
    return shlex.join(["vcmbib", *words])


def piped(*commands: Sequence[str]) -> str:
    """Several commands, each with the output of the one before as its input."""
    return " | ".join(shown(words) for words in commands)


def accepts(root: Context, words: Sequence[str]) -> bool:
    """Whether the parser accepts a command line."""
    if not words or words[0] not in COMMANDS:
        return bool(words) and words[0] in _OF_THE_PROGRAM
    if any(word in _EAGER for word in words):
        return True  # the parser would print the help
    group: Any = root.command
    command = group.get_command(root, words[0])
    try:
        command.make_context(words[0], list(words[1:]), parent=root)
    except Exception:  # noqa: BLE001  # every kind of refusal is one
        return False
    return True


def options_of(root: Context, name: str) -> dict[str, Any]:
    """The options of a command by their names, such as `--limit` and `-o`."""
    group: Any = root.command
    command = group.get_command(root, name)
    return {
        option: param
        for param in command.params
        if param.param_type_name == "option"
        for option in (*param.opts, *param.secondary_opts)
    }


def takes_query(root: Context, name: str) -> bool:
    """Whether the arguments of a command are a query."""
    group: Any = root.command
    return type(group.get_command(root, name)).__name__ == "QueryCommand"
