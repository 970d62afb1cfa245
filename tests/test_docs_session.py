"""The commands of README.md and docs/ work, and the tutorial shows what they print."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.errors import CiteNotInstalled

SCRIPT = ROOT / "docs" / "session.py"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _session() -> ModuleType:
    spec = importlib.util.spec_from_file_location("session", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["session"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


session = _session()


def test_every_command_works_and_every_output_is_fresh() -> None:
    """The script runs the commands of all pages, compares the tutorial, and draws the picture."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("vcmbib nonsense", "there is no command"),
        ("vcmbib list --no-such-option", "No such option"),
        ("vcmbib show nobody2020", "no paper has the key"),
    ],
)
def test_a_wrong_command_of_a_page_is_found(tmp_path: Path, command: str, reason: str) -> None:
    """A page whose command does not work stops the script with the reason."""
    terminal = session.Terminal(tmp_path / "clone", colour=False)
    (tmp_path / "clone" / "papers.db").write_bytes((ROOT / "papers.db").read_bytes())
    with pytest.raises(session.CommandFailed, match=reason):
        session.filled(f"```console\n$ {command}\n```\n", terminal)


def test_a_stale_output_is_replaced(tmp_path: Path) -> None:
    """What a page shows below a command is what the command prints on a terminal."""
    terminal = session.Terminal(tmp_path / "clone", colour=False)
    page = "```console\n$ vcmbib --version\nvcmbib 0.0.0\n$ echo 'a b' | tr a c\n```\n"
    version = terminal.run("vcmbib --version").text.strip()
    assert session.filled(page, terminal) == (
        f"```console\n$ vcmbib --version\n{version}\n$ echo 'a b' | tr a c\nc b\n```\n"
    )


def test_the_commands_of_a_page_are_read() -> None:
    """Comments are left out, and so are commands that install or need the network."""
    page = "```sh\npip install x\nvcmbib add 2405.03500\nvcmbib list  # all\n```\n`vcmbib show`\n"
    assert list(session.lines_of(page)) == ["vcmbib list"]


# --- README ----------------------------------------------------------------------------------


def test_the_readme_is_short() -> None:
    """At most 120 lines, with the picture of a session that exists."""
    assert len(README.splitlines()) <= 120
    assert "(docs/session.svg)" in README
    assert (ROOT / "docs" / "session.svg").is_file()


def test_the_session_of_the_readme_has_commands_to_run() -> None:
    """The script runs the lines of the section "A session", the first one in the clone."""
    section = README.partition("## A session\n")[2].partition("\n## ")[0]
    lines = list(session.lines_of(section))
    assert lines[0].startswith("mkdir ")
    assert len(lines) > 10
    assert set(lines) <= set(session.lines_of(README))


def test_each_command_of_the_readme_exists() -> None:
    """The table of commands for each kind of user names commands of the program."""
    section = README.partition("## Which command for whom\n")[2].partition("\n## ")[0]
    named = {m[1] for m in re.finditer(r"`([a-z]+)[^`]*`", section)}
    assert {"import", "tex", "dedupe"} < named
    assert named <= set(COMMANDS)


def test_the_hint_of_cite_is_an_install_line_of_the_readme() -> None:
    """The command that the error advises works in a clone, as the README describes it."""
    assert "pip install '.[cite]'" in CiteNotInstalled().hint
    assert ".venv/bin/pip install '.[cite]'" in README
