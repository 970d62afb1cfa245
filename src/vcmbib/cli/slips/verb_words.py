"""Verbs that other programs write as sub-commands: `tag add KEY TAG`, `note list KEY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vcmbib.cli.slips.typed_line import TypedLine, accepts, shown

if TYPE_CHECKING:
    from typer._click import Context

_VERBS = {
    "add": "add new create insert put set append".split(),
    "remove": "remove rm delete del unset drop clear".split(),
    "list": "list ls show all get".split(),
    "rename": "rename mv".split(),
}
_VERB = {word: verb for verb, words in _VERBS.items() for word in words}
_LISTS = {"tag": ("list", "tags"), "category": ("list", "categories"), "note": ("list", "has:note"),
          "link": ("list", "has:link"), "key": ("list", "--keys")}  # fmt: skip


def hint_for_verb(typed: TypedLine, root: Context) -> str:
    """The hint for `tag add KEY TAG` and the like; empty for another line."""
    if typed.command not in _LISTS or not typed.operands:
        return ""
    verb = _VERB.get(typed.operands[0].lower())
    rest = list(typed.operands[1:])
    if verb is None:
        return ""
    line: list[str] = []
    if verb == "list":
        line = [typed.command, *rest] if rest else list(_LISTS[typed.command])
    elif typed.command == "category" and len(rest) == 1:
        options = {"add": "--add", "remove": "--delete"}
        line = [typed.command, options.get(verb, ""), *rest]
    elif typed.command in ("tag", "category") and verb == "rename" and len(rest) == 2:
        line = [typed.command, "--rename", "=".join(rest)]
    elif typed.command == "key" or (verb == "add" and len(rest) > 1):
        line = [typed.command, *rest]
    elif verb == "remove" and len(rest) > 1:
        line = [typed.command, rest[0]]
        line += [part for word in rest[1:] for part in ("--remove", word)]
    elif verb == "remove" and typed.command == "note" and rest:
        line = [typed.command, *rest, "--clear"]
    return f"did you mean: {shown(line)}" if line and accepts(root, line) else ""
