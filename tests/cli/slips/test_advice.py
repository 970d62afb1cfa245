"""Likely slips: the hint names a command, and that command works."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import LIST, RunResult, arxiv_settings, run_here
from tests.cli.slips.slip_table import SLIPS
from tests.conftest import ROOT
from tests.sources.fake_arxiv import FakeArxiv, Paper

ROWS = [(kind, line, command) for kind, lines in SLIPS.items() for line, command in lines.items()]
LOOKS = ("vcmbib check", "vcmbib git")  # status 1 means that they found something


@pytest.fixture(scope="module")
def arxiv() -> Iterator[str]:
    """The address of a server that answers as arXiv does."""
    with FakeArxiv([Paper("2405.03500")]) as server:
        yield server.url


@pytest.fixture
def folder(tmp_path: Path, arxiv: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the library that ships, and with files."""
    shutil.copy(ROOT / "papers.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, value in arxiv_settings(arxiv, tmp_path).items():
        monkeypatch.setenv(name, value)
    entry = "@article{doe2020, title={On Codes of Any Length}, author={Doe, Jane}, year={2020}}\n"
    (tmp_path / "refs.bib").write_text(entry, encoding="utf-8")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "more.bib").write_text(entry, encoding="utf-8")
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    subprocess.run(["git", "init", "-q", "."], check=True)
    (tmp_path / "main.tex").write_text("\\cite{choi2018deep}\n", encoding="utf-8")
    return tmp_path


def run_line(line: str) -> RunResult:
    """Run a line of a shell: commands, each with the output of the one before as its input."""
    given: str | None = None
    for part in line.split(" | "):
        program, *words = shlex.split(part)
        assert program == "vcmbib"
        result = run_here(*words, given=given)
        given = result.out
    return result


def commands_in(text: str) -> list[str]:
    """The commands of the hints in messages."""
    lines = [line for line in text.splitlines() if line.startswith("  ") and "vcmbib" in line]
    found = [re.findall(r"vcmbib .*?(?=; | \(or |$)", line) for line in lines]
    return [command for commands in found for command in commands]


@pytest.mark.parametrize(("kind", "line", "command"), ROWS, ids=[line for _, line, _ in ROWS])
@pytest.mark.usefixtures("closed_connections", "folder")
def test_a_slip_names_a_command_that_works(kind: str, line: str, command: str) -> None:
    """The hint has the command, and the command ends with status 0, or 1 for a look."""
    wrong = run_here(*shlex.split(line))
    assert "vcmbib: " in wrong.err or "no paper matches" in wrong.err, kind
    named = commands_in(wrong.err)
    assert any(n == command or n.startswith(f"{command} ") for n in named), wrong.err
    for found in named:
        done = run_line(found)
        assert done.status == 0 or (done.status == 1 and found.startswith(LOOKS)), done.err


def test_the_table_is_long_enough() -> None:
    """At least sixty slips, of each kind several."""
    assert len(ROWS) >= 60
    assert all(len(lines) >= 5 for lines in SLIPS.values())


@pytest.mark.parametrize(
    ("line", "status"), [("find choi", 2), ("show choi", 3), ("list --jsno", 2)]
)
@pytest.mark.usefixtures("folder")
def test_a_slip_has_its_form_for_programs(line: str, status: int) -> None:
    """With --json the hint is in the object on standard error."""
    result = run_here(*line.split(), "--json")
    error = json.loads(result.err)["error"]
    assert (result.status, error["status"], result.out) == (status, status, "")
    assert error["hint"].startswith("did you mean: vcmbib ")


@pytest.mark.parametrize("line", ["find choi", "show choi", "search author=choi", "add refs.bib"])
def test_a_hint_names_the_library_of_the_line(line: str, folder: Path) -> None:
    """The command works on the library of --db, wherever that option is in the line."""
    other = shutil.move(folder / "papers.db", folder / "other.db")
    for words in (["--db", other, *line.split()], [*line.split(), "--db", other]):
        result = run_here(*map(str, words))
        (command,) = commands_in(result.err)
        assert command.startswith(f"vcmbib --db {other} ")
        assert run_line(command).status == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
@pytest.mark.usefixtures("folder")
def test_a_file_without_rights_names_the_command_that_gives_them() -> None:
    """chmod, not the path, is what helps."""
    Path("refs.bib").chmod(0)
    assert "chmod u+r refs.bib" in run_here("import", "refs.bib").err


@pytest.mark.parametrize(
    "line", ["find x", "show choi", "import 2405.03500", "tag add a b", "list year=2023"]
)
def test_slips_without_a_library_are_errors_too(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hint that needs the library is left out; nothing is created."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    result = run_here(*line.split())
    assert result.status in (2, 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("list tag", "benefit for ICM\t5"),
        ("list author --limit 1", "Ivan V. Bajić\t11"),
        ("list year", "2018\t"),
        ("list tags --sort name", "Encoder Control\t"),
        ("list tags --sort -papers,name", "benefit for ICM\t5"),
        ("list authors choi", "Hyomin Choi\t6"),
        ("list categories --db papers.db feature", "feature-compression\t"),
        ("-V", "vcmbib "),
        ("search --version", "vcmbib "),
        ("help", "vcmbib keeps"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_has_one_meaning_works(line: str, head: str) -> None:
    """A singular, words after a subject, an order of names, global options after the command."""
    result = run_here(*line.split())
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(head) or f"\n{head}" in result.out
