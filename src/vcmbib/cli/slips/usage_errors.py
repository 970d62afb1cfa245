"""Errors of the parser of the command line: what is wrong in words, and the line that works."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.slips.command_words import hint_for_command
from vcmbib.cli.slips.option_words import hint_for_option
from vcmbib.cli.slips.typed_line import TypedLine, accepts, shown
from vcmbib.cli.slips.verb_words import hint_for_verb
from vcmbib.errors import Usage
from vcmbib.logic.edit.set_fields import FIELD_NAMES

if TYPE_CHECKING:
    from typer._click import Context

    from vcmbib.cli.slips.word_kinds import WordLookup

# What an argument or the value of an option is by its name in the help, and what lists such values.
_LISTED = {
    "KEY": ("the keys", ("list", "--keys")),
    "KEEP": ("the keys", ("list", "--keys")),
    "SLUG": ("the categories", ("list", "categories")),
    "TAG": ("the tags", ("list", "tags")),
    "TOPIC": ("the topics", ("list", "topics")),
    "STYLE": ("styles", ("help", "cite")),
    "ID": ("the changes", ("log",)),
}


def to_usage(error: Any, typed: TypedLine, root: Context, words: WordLookup) -> Usage:
    """The error with what happened and what to do next, for an error of the parser."""
    message = _message(error, typed)
    return Usage(message, _hint(error, typed, root, words))


def _message(error: Any, typed: TypedLine) -> str:
    """What is wrong, in words."""
    text: str = error.format_message().rstrip(".")
    if type(error).__name__ == "NoSuchOption":
        return str(error.message)
    if text.startswith("No such command"):
        return f"there is no command {next((w for w in typed.words if w != '--'), '')!r}"
    text = " ".join(text.replace(". Choose from:", ":").split())
    invalid = re.fullmatch(r"Invalid value for '?(.*?)'?: (.*)", text, re.DOTALL)
    if invalid is None:
        return text
    name, reason = invalid[1].split("' / '")[-1].strip("[]"), invalid[2]
    limits = re.fullmatch(r"(\S+) is not in the range (\d+)?(?:<=)?x(?:<=)?(>=\d+|\d+)?", reason)
    if limits is not None:
        low = limits[2] or (limits[3] or "").removeprefix(">=") or "0"
        number = int(limits[1])
        too = f"less than {low}" if number < int(low) else f"more than {limits[3]}"
        return f"{name}: {number} is {too}"
    reason = re.sub(r"is not a valid (int|integer|float)( range)?", "is not a number", reason)
    return f"{name}: {reason}"


def _hint(error: Any, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """What to do next: a command that works."""
    text: str = error.format_message()
    kind = type(error).__name__
    if text.startswith("No such command"):
        return hint_for_command(typed, typed.command, root, words)
    if kind == "NoSuchOption":
        if typed.command == "undo" and typed.args and typed.args[0][1:].isdigit():
            return "the changes: vcmbib log"
        hint = hint_for_option(typed, error.option_name, root, words)
        is_unknown = not hint.startswith("did you mean")
        if typed.command and is_unknown and re.fullmatch(r"-[^-a-z]?", str(error.option_name)):
            after = shown([typed.command, "--", "-KEY"])
            hint += f"; a key that begins with a hyphen comes after --, as in: {after}"
        return hint
    if text.startswith("Got unexpected"):
        return _without_the_rest(typed, root)
    if kind == "MissingParameter" or text.startswith("Missing command"):
        return _for_missing(error, typed)
    if kind == "BadOptionUsage":
        return _for_option_value(error, typed, root)
    if kind == "BadParameter":
        return _for_value(error, typed, root, words)
    return f"see: {shown(['help', typed.command] if typed.command in COMMANDS else ['help'])}"


def _help_of(typed: TypedLine) -> str:
    """The command that prints the help for the line."""
    return shown(["help", typed.command] if typed.command in COMMANDS else ["help"])


def _listed(metavar: str) -> str:
    """The command that lists values of this kind; empty for another kind."""
    name = re.match(r"[\W_]*([A-Z]+)", metavar)
    what, command = _LISTED.get(name[1] if name is not None else "", ("", ()))
    return f"{what}: {shown(command)}" if command else ""


def _for_missing(error: Any, typed: TypedLine) -> str:
    """The hint for a line without a word that it needs."""
    param = getattr(error, "param", None)
    if param is None:
        if typed.db in COMMANDS:  # `vcmbib --db list`
            return f"--db takes a file; without it: {shown([typed.db or '', *typed.words])}"
        return f"all commands: {shown(['help'])}"
    listed = _listed(str(param.metavar or ""))
    examples = f"examples: {_help_of(typed)}"
    return f"{listed}; {examples}" if listed else examples


def _for_option_value(error: Any, typed: TypedLine, root: Context) -> str:
    """The hint for an option without its value, or with one that it does not take."""
    option = str(error.option_name)
    if typed.command in ("note", "link") and option == "--remove" and typed.operands:
        return f"what there is: {shown([typed.command, typed.operands[0]])}"
    if "does not take a value" in error.format_message():
        word = next((w for w in typed.words if w.startswith(f"{option}=")), "")
        changed = typed.replaced(word, option) if word else None
        if changed is not None and accepts(root, changed):
            return f"did you mean: {shown(changed)}"
    if option == "--db":
        return "the library in use: vcmbib where"
    from vcmbib.cli.slips.typed_line import options_of

    param = options_of(root, typed.command).get(option) if typed.command in COMMANDS else None
    listed = _listed(str(getattr(param, "metavar", None) or ""))
    examples = f"examples: {_help_of(typed)}"
    return f"{listed}; {examples}" if listed else examples


def _for_value(error: Any, typed: TypedLine, root: Context, words: WordLookup) -> str:
    """The hint for a value of the wrong kind: a misspelled choice, a number out of its range."""
    param, text = error.param, error.format_message()
    option = next((o for o in param.opts if o.startswith("--")), "") if param is not None else ""
    bad = re.search(r": '?(.*?)'? is not (?:one of|a valid|in the)", text, re.DOTALL)
    value = bad[1] if bad is not None else ""
    choices = list(getattr(getattr(param, "type", None), "choices", ()) or ())
    if choices:
        meant = _MEANT.get((option or typed.command, value.lower()), "")
        near = [meant] if meant in choices else get_close_matches(value, map(str, choices), 1, 0.6)
        changed = typed.replaced(value, near[0]) if near else None
        if changed is not None and accepts(root, changed):
            return f"did you mean: {shown(changed)}"
        if (typed.command, value.lower()) in _OTHER_COMMAND:
            other = _OTHER_COMMAND[typed.command, value.lower()]
            return f"did you mean: {shown(other)}"
    elif typed.command == "undo":
        return _for_change(value, words)
    elif option == "--limit":
        return f"for all papers, omit it: {shown(_without(typed, option))}"
    return f"see: {_help_of(typed)}"


def _for_change(value: str, words: WordLookup) -> str:
    """The hint for a word in the place of the number of a change."""
    if value.lstrip("#").isdigit() and value != value.lstrip("#"):
        return f"did you mean: {shown(['undo', value.lstrip('#')])}"
    if words.is_paper(value):
        return f"the changes to the paper: {shown(['log', value])}"
    return "the numbers of the changes: vcmbib log"


def _without(typed: TypedLine, option: str) -> list[str]:
    """The line without an option and its value."""
    rest = list(typed.words)
    for at, word in enumerate(rest):
        if word.startswith(f"{option}="):
            return rest[:at] + rest[at + 1 :]
        if word == option:
            return rest[:at] + rest[at + 2 :]
    return rest


# Choices by other names: of a command, or of an option.
_MEANT = {
    ("git", "init"): "install", ("git", "setup"): "install", ("git", "remove"): "uninstall",
    ("git", "st"): "status", ("git", "conflict"): "conflicts", ("git", "fix"): "resolve",
    ("git", "add"): "resolve", ("git", "config"): "install",
    ("--on-duplicate", "merge"): "fill", ("--on-duplicate", "update"): "fill",
    ("--on-duplicate", "complete"): "fill", ("--on-duplicate", "prompt"): "ask",
    ("--on-duplicate", "ignore"): "skip", ("--on-duplicate", "keep"): "skip",
    ("--on-duplicate", "both"): "add", ("--on-duplicate", "new"): "add",
    ("--kind", "url"): "other", ("--kind", "github"): "code", ("--kind", "website"): "project",
    ("--kind", "data"): "dataset", ("--as", "latex"): "cite", ("--as", "markdown"): "pandoc",
}  # fmt: skip
_OTHER_COMMAND = {
    ("git", "log"): ("log",), ("git", "show"): ("log",), ("git", "revert"): ("undo",),
    ("git", "diff"): ("help", "git"), ("git", "commit"): ("help", "git"),
    ("git", "push"): ("help", "git"), ("git", "pull"): ("help", "git"),
}  # fmt: skip


_ONE_PAPER = ("log", "edit", "undo", "show", "open")
"""Commands whose first argument is enough."""


def _without_the_rest(typed: TypedLine, root: Context) -> str:
    """The hint for a line with more words than its command takes."""
    words = list(typed.words)
    verb = hint_for_verb(typed, root)
    if verb:
        return verb
    if typed.command == "edit":
        sets = [w for w in typed.operands if re.match(r"[\w.-]+=", w)]
        line = [w for w in words if w not in sets]
        changed = [*line, *(part for pair in sets for part in ("--set", pair))]
        if sets and accepts(root, changed):
            return f"did you mean: {shown(changed)}"
        if len(typed.operands) == 3 and typed.operands[1].lower() in FIELD_NAMES:
            key, field, value = typed.operands
            return f"did you mean: {shown(['edit', key, '--set', f'{field.lower()}={value}'])}"
    while len(words) > 1 and typed.command in _ONE_PAPER:
        last = max((n for n, w in enumerate(words[1:], 1) if not w.startswith("-")), default=0)
        if not last:
            break
        words.pop(last)
        if accepts(root, words):
            return f"one at a time, as in: {shown(words)}"
    return f"see: {_help_of(typed)}"
