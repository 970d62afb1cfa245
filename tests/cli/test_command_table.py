"""The table of commands: every row leads to a module."""

from __future__ import annotations

import importlib

from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS


def test_every_command_has_a_module_with_the_function_run() -> None:
    """A misspelt row of the table would be a command that cannot start."""
    for command in COMMANDS.values():
        module = importlib.import_module(f"vcmbib.cli.commands.{command.module}")
        assert callable(module.run), command.name


def test_every_help_line_is_a_sentence() -> None:
    """The lines are shown in one list, so they end in the same way."""
    for command in COMMANDS.values():
        assert command.help[0].isupper(), command.name
        assert command.help.endswith("."), command.name


def test_every_command_is_documented() -> None:
    """docs/cli.md has a section for each command."""
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"## vcmbib {name}\n" in page, name
