"""Commands in hints: they name the library of --db, and each message that has one goes this way."""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import vcmbib
from tests.conftest import ROOT
from vcmbib.cli.command_line.hints import with_library
from vcmbib.cli.command_table import COMMANDS
from vcmbib.errors import arguments

SOURCE = ROOT / "src" / "vcmbib" / "cli"
COMMAND = re.compile(rf"\bvcmbib (?:{'|'.join(COMMANDS)})\b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create it: vcmbib init", "create it: vcmbib --db 'a b.db' init"),
        ("vcmbib tag A B; vcmbib log", "vcmbib --db 'a b.db' tag A B; vcmbib --db 'a b.db' log"),
        ("ls | vcmbib tag - x", "ls | vcmbib --db 'a b.db' tag - x"),
        ("vcmbib id TEXT", "vcmbib id TEXT"),
        ("vcmbib --db other.db list", "vcmbib --db other.db list"),
        ("pip install vcmbib", "pip install vcmbib"),
        ("myvcmbib list", "myvcmbib list"),
        ("vcmbib listing", "vcmbib listing"),
        ("", ""),
    ],
)  # fmt: skip
def test_each_command_names_the_library(text: str, expected: str) -> None:
    """Quoted for the shell; other texts, and commands that use no library, stay as they are."""
    assert with_library(text, "a b.db") == expected
    assert with_library(text, None) == text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("a", "b c"), "a 'b c'"),
        (("-a", "b"), "-- -a b"),
        (("-", "b"), "- b"),
        (("it's",), "'it'\"'\"'s'"),
    ],
)
def test_words_become_arguments(words: tuple[str, ...], expected: str) -> None:
    """Quoted, and after `--` if one begins with a hyphen that is not standard input."""
    assert arguments(*words) == expected
    assert [w for w in shlex.split(expected) if w != "--"] == [*words]


NAME = "it's a library $(x).db"


@pytest.mark.parametrize(
    "args",
    [
        ("list",),
        ("show", "absent"),
        ("export", "--bibtex"),
        ("tag", "absent", "x"),
        ("undo",),
        ("stats", "--json"),
    ],
    ids=" ".join,
)
def test_the_hint_of_an_error_works_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    """`vcmbib --db NAME init`, with the name quoted; then the library is there."""
    monkeypatch.chdir(tmp_path)
    ran = vcmbib(Path(NAME), *args)

    assert ran.status == 3
    hint = ran.err.strip()
    if "--json" in args:
        hint = json.loads(hint)["error"]["hint"]
    command = shlex.split(hint.splitlines()[-1].split(": ", 1)[1])
    assert command == ["vcmbib", "--db", NAME, "init"]
    assert vcmbib(Path(command[2]), command[3]).status == 0
    assert (tmp_path / NAME).exists()


def test_without_db_a_hint_has_no_db(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library of the folder or of the variable needs no name."""
    from typer.testing import CliRunner

    from vcmbib.cli.boundary import app

    monkeypatch.setenv("VCMBIB_DB", str(program.path))
    shown = CliRunner().invoke(app, ["show", "absent"])
    assert "vcmbib search absent" in shown.stderr


def _texts(node: ast.AST) -> str:
    """All literal text in an expression."""
    return " ".join(
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )


WITHOUT_LIBRARY = {"message", "message_lines", "message_row", "out", "row", "lines", "sentence"}


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.relative_to(SOURCE).as_posix()
)
def test_no_message_has_a_command_without_the_library(path: Path) -> None:
    """What has a command goes through `output.hint`, or is the hint of an error."""
    wrong = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WITHOUT_LIBRARY
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "output"
        and COMMAND.search(_texts(node))
    ]
    assert wrong == []
