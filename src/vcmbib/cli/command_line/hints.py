"""Commands in hints: each works as written, on the library that the user named with --db."""

from __future__ import annotations

import re

from vcmbib.cli.command_table import COMMANDS

_WITHOUT_LIBRARY = {"id", "help"}
_COMMAND = re.compile(rf"\bvcmbib (?=(?:{'|'.join(COMMANDS.keys() - _WITHOUT_LIBRARY)})\b)")


def with_library(text: str, db: str | None) -> str:
    """`text`, in which each `vcmbib COMMAND` names the library `db` (the value of --db)."""
    import shlex

    if db is None or "vcmbib " not in text:
        return text
    named = shlex.join(["vcmbib", "--db", db])
    return _COMMAND.sub(lambda _: f"{named} ", text)


def for_this_library(text: str) -> str:
    """`with_library` for the library that the running command names."""
    from typer._click.globals import get_current_context

    context = get_current_context(silent=True)
    app = None if context is None else context.find_root().obj
    return with_library(text, getattr(app, "db", None))
