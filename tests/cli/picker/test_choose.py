"""When a list can be shown, and that a command without a KEY shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn
from vcmbib.cli.picker.choose import can_choose

COMMANDS = (
    ("show",), ("open", "--print"), ("cite", "--inline"), ("edit", "--set", "pages=1--2"),
    ("tag",), ("tag", "--add", "seen"), ("note",), ("link",), ("category",), ("remove", "--yes"),
)  # fmt: skip
"""A command of each kind that needs a KEY."""


def test_a_dumb_terminal_has_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor has a process without a terminal."""
    monkeypatch.setenv("TERM", "dumb")
    assert not can_choose()


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_without_a_terminal_a_missing_key_is_an_error(
    program: Program, args: tuple[str, ...]
) -> None:
    """Status 2, and nothing changes."""
    before = program.changes()
    assert program(*args).status == 2
    assert program.changes() == before


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_on_a_terminal_a_missing_key_is_chosen(
    program: Program, tmp_path: Path, args: tuple[str, ...]
) -> None:
    """The command then does what it does with the key."""
    if args[0] == "cite":
        pytest.importorskip("citeproc")
    child = spawn(program.path, *args, env={"PATH": str(tmp_path), "LC_ALL": "C.UTF-8"})
    child.expect("type to filter")
    child.send("doe2020coding")
    child.expect("1/3")
    child.send("\r")
    assert end(child) == 0
    if args[0] in ("edit", "remove"):
        assert program("log", "--limit", "1").out.splitlines()[0].endswith("doe2020coding")
    if args == ("remove", "--yes"):
        assert "doe2020coding" not in program("list", "--keys").out


def test_json_never_asks(program: Program) -> None:
    """A program that reads JSON gets the error, also on a terminal."""
    child = spawn(program.path, "show", "--json")
    assert end(child) == 2
