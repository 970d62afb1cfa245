"""The help of the program: how to start, and the commands in groups."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.program import run_here
from tests.conftest import ROOT
from vcmbib.cli.boundary import load_command
from vcmbib.cli.command_table import COMMANDS, GROUPS
from vcmbib.cli.help_text.overview import start_lines


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a library, and a data folder without one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def groups(text: str) -> dict[str, list[str]]:
    """The lines below each heading of the help."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"\n\n(?=\S.*:\n)", text)[1:]:
        heading, *lines = part.split("\n\n")[0].splitlines()
        found[heading.rstrip(":")] = lines
    return found


def commands_in(lines: list[str]) -> list[list[str]]:
    """The commands that a text advises, without a full stop."""
    found = re.findall(r"vcmbib(?: --db \S+)?(?: (?:[a-z]+|[A-Z]+)\b)*", " ".join(lines[1:]))
    return [shlex.split(command)[1:] for command in found]


def test_without_a_library_the_start_makes_one(tmp_path: Path) -> None:
    """The commands of the start work as they are written, in their order."""
    (tmp_path / "FILE").write_text("@misc{a, title={A}, year=2020}", encoding="utf-8")
    start = run_here().out.splitlines()[:3]
    assert "There is no library here" in start[1]
    assert [run_here(*args).status for args in commands_in(start)] == [0, 0]
    assert (tmp_path / "papers.db").exists()
    assert f"Library: {tmp_path / 'papers.db'} (1 paper)" in run_here().out


def test_the_start_names_a_library_that_is_named(tmp_path: Path) -> None:
    """Advice on the library of --db names it."""
    path = str(tmp_path / "other.db")
    (tmp_path / "FILE").write_text("@misc{a, title={A}, year=2020}", encoding="utf-8")
    start = run_here("--db", path, "--help").out.splitlines()[:3]
    assert [run_here(*args).status for args in commands_in(start)] == [0, 0]
    assert f"{path} (1 paper)" in run_here("--db", path, "--help").out
    assert run_here("--db", path).out == run_here("--db", path, "--help").out


def test_an_empty_library_asks_for_papers() -> None:
    """The next step is an import."""
    assert run_here("init").status == 0
    assert "(no papers yet)" in run_here().out
    assert "vcmbib import FILE" in run_here().out


def test_a_library_with_papers_says_what_to_try(tmp_path: Path) -> None:
    """The path, the number of papers, and three commands that work."""
    shutil.copy(ROOT / "papers.db", tmp_path)
    start = run_here().out.splitlines()[:3]
    assert start[1] == f"Library: {tmp_path / 'papers.db'} (90 papers)"
    tried = commands_in(start)
    assert len(tried) == 3
    assert [run_here(*args).status for args in tried] == [0, 0, 0]


@pytest.mark.parametrize("content", [b"", b"no library", b"SQLite format 3\x00" + b"x" * 99])
def test_help_works_with_a_file_that_is_no_library(tmp_path: Path, content: bytes) -> None:
    """The help names the command that explains it, and leaves the file as it is."""
    path = tmp_path / "papers.db"
    path.write_bytes(content)
    result = run_here("--help")
    assert result.status == 0
    assert "vcmbib where" in result.out.splitlines()[2] or content == b""
    assert path.read_bytes() == content


def test_a_path_cannot_obey_the_terminal(tmp_path: Path) -> None:
    """Control characters in the path of the library are escapes."""
    assert "\x1b" not in "".join(start_lines(str(tmp_path / "a\x1b[2Jb.db")))


@pytest.mark.parametrize("args", [(), ("--help",), ("-h",), ("help",)])
def test_the_help_of_the_program_is_one(args: tuple[str, ...]) -> None:
    """Alone, with --help and as a command: the same text, and the exit status 0."""
    result = run_here(*args)
    assert (result.status, result.err) == (0, "")
    assert result.out == run_here("--help").out


def test_five_groups_hold_all_commands() -> None:
    """Each command is in one group; a group fits a small screen, and each line 79 columns."""
    text = run_here("--help").out
    found = groups(text)
    assert list(found)[:-1] == list(GROUPS)
    assert len(GROUPS) == 5
    names = [line.split()[0] for group in GROUPS for line in found[group]]
    assert sorted(names) == sorted(COMMANDS)
    assert all(len(lines) <= 24 for lines in found.values())
    assert [line for line in text.splitlines()[3:] if len(line) > 79] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_fits_the_screen_and_has_one_wording(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first sentence of the help is the line of the overview; no line has 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    command = load_command(name)
    text = command.context_class(command, info_name=f"vcmbib {name}").get_help()
    paragraph = text.split("\n\n")[1]
    assert " ".join(paragraph.split()) == COMMANDS[name].help
    assert [line for line in text.splitlines() if len(line) > 79] == []
    assert "\nExamples:\n" in text
