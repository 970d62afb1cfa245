"""Messages on other libraries: of `init`, and of commands on an empty library."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.program import RunResult
from vcmbib.cli.boundary import app


def run(*args: str) -> RunResult:
    """The program inside this process, with the library that it finds."""
    result = CliRunner().invoke(app, [*args])
    return RunResult(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def data(sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with three papers in the data folder; another folder is the current one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "data" / "vcmbib" / "papers.db"
    path.parent.mkdir(parents=True)
    shutil.copyfile(sample_library, path)
    here = tmp_path / "a folder"
    here.mkdir()
    monkeypatch.chdir(here)
    return path


def test_init_names_the_library_that_it_hides(data: Path) -> None:
    """With the number of its papers, and a command that brings them here; that works."""
    assert len(run("list", "--keys").out.split()) == 3
    ran = run("init")

    assert f"{data} (3 papers, your data folder)" in ran.err
    assert (
        run("list").err.splitlines()[0] == f"the library {Path.cwd() / 'papers.db'} has no papers"
    )
    copying = shlex.split(ran.err.splitlines()[-1].split(": ")[-1])
    assert copying == ["cp", str(data), "papers.db"]
    shutil.copyfile(*copying[1:])
    assert len(run("list", "--keys").out.split()) == 3


def test_init_of_a_library_with_papers_advises_no_copy(data: Path) -> None:
    """A copy would replace its papers."""
    shutil.copyfile(data, "papers.db")
    ran = run("init")
    assert str(data) in ran.err
    assert "cp " not in ran.err


def test_init_names_all_libraries_that_it_hides(data: Path, tmp_path: Path) -> None:
    """That of a parent folder, and the one that was hidden before."""
    shutil.copyfile(data, tmp_path / "papers.db")
    lines = run("init").err.splitlines()
    assert lines[0].endswith(f"no longer use {tmp_path / 'papers.db'} (3 papers, a parent folder)")
    assert any(line.endswith(f"is {data} (3 papers, your data folder)") for line in lines)


@pytest.mark.parametrize("named", ["init FILE", "--db FILE init"])
def test_init_names_the_library_that_hides_the_new_one(data: Path, named: str) -> None:
    """A library of another name is used only if it is named; the command in the hint works."""
    ran = run(*(w.replace("FILE", "my own.db") for w in named.split()))

    assert f"use another library: {data} (3 papers, your data folder)" in ran.err
    command = shlex.split(ran.err.splitlines()[-1].split(": ")[-1])
    assert command == ["vcmbib", "--db", "my own.db", "list"]
    assert "has no papers" in run(*command[1:]).err


def test_init_tells_of_the_variable(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that $VCMBIB_DB names hides each other one, even if it is missing."""
    monkeypatch.setenv("VCMBIB_DB", str(data))
    assert f"{data} (3 papers, $VCMBIB_DB)" in run("init", "papers.db").err
    monkeypatch.setenv("VCMBIB_DB", str(tmp_path / "absent.db"))
    assert f"{tmp_path / 'absent.db'} (unreadable, $VCMBIB_DB)" in run("init", "papers.db").err


def test_init_where_there_is_no_other_library(data: Path) -> None:
    """The new one is filled next, or named."""
    data.unlink()
    assert "only with --db: vcmbib --db other.db list" in run("init", "other.db").err
    assert run("init").err == "to add papers: vcmbib import FILE, or vcmbib add --arxiv ID\n"


COMMANDS = (
    ("list",), ("search", "coding"), ("search", "doe2020coding"), ("stats",), ("check",),
    ("dedupe",), ("key", "map"),
)  # fmt: skip
WRITING = (
    ("export", "--bibtex"), ("export", "--markdown", "coding"), ("export", "--all"),
    ("export", "--csv", "-o", "out.csv"), ("export", "--check"), ("check", "coding"),
    ("dedupe", "--auto", "coding"), ("key", "generate", "--pattern", "title", "--dry-run"),
)  # fmt: skip


@pytest.mark.parametrize("args", COMMANDS + WRITING, ids=" ".join)
def test_an_empty_library_is_named_and_another_one_too(data: Path, args: tuple[str, ...]) -> None:
    """The path, the other library with its papers, and the command for it, which works."""
    run("init")
    before = sorted(p.name for p in Path.cwd().iterdir())
    ran = run(*args)
    lines = [line.strip() for line in ran.err.splitlines()]
    advice = next(line for line in lines if "another library has papers" in line)

    assert any(f"the library {Path.cwd() / 'papers.db'} has no papers" in line for line in lines)
    assert f"{data} (3 papers, your data folder)" in advice
    command = shlex.split(advice.split("to list them: ")[-1])
    assert len(run(*command[1:], "--keys").out.split()) == 3
    assert ran.status == (3 if args in WRITING else 0)
    assert sorted(p.name for p in Path.cwd().iterdir()) == before


@pytest.mark.parametrize("args", COMMANDS + WRITING, ids=" ".join)
def test_an_empty_library_without_another_one(data: Path, args: tuple[str, ...]) -> None:
    """The hint is to fill it, under the name that the user gave."""
    data.unlink()
    run("--db", "my own.db", "init")
    ran = run("--db", "my own.db", *args)
    assert "the library my own.db has no papers" in ran.err
    assert "add papers: vcmbib --db 'my own.db' import FILE" in ran.err


@pytest.mark.parametrize("args", [*COMMANDS, *WRITING, ("show", "x"), ("log",)], ids=" ".join)
def test_a_missing_library_is_named(data: Path, args: tuple[str, ...]) -> None:
    """The message has the path, and nothing is created."""
    data.unlink()
    ran = run(*args)
    assert ran.status == 3
    assert f"there is no library at {data}" in ran.err
    assert list(Path.cwd().iterdir()) == []
