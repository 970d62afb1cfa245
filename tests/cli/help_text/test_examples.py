"""Each example of `--help` works as it is written, on the library that ships."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import LIST, arxiv_settings, run_here
from tests.cli.terminal import end, spawn
from tests.conftest import ROOT
from tests.sources.fake_arxiv import FakeArxiv, Paper
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text.examples import EXAMPLES

LINES = [(name, example.line) for name, found in EXAMPLES.items() for example in found]
# Commands of which an example ends with status 1, because they look and find something.
SILENT = {"dump"}  # writes a file
LOOKS = {"vcmbib check", "vcmbib check year:2024.. --skip no-pages"}


@pytest.fixture(scope="module")
def arxiv() -> Iterator[str]:
    """The address of a server that answers as arXiv does."""
    with FakeArxiv([Paper("2405.03500")]) as server:
        yield server.url


@pytest.fixture
def folder(tmp_path: Path, arxiv: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with the library and the files that the examples name."""
    shutil.copy(ROOT / "papers.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q", "."], check=True)
    for name, value in arxiv_settings(arxiv, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "main.tex").write_text("\\cite{choi2018deep}\n", encoding="utf-8")
    assert run_here("tag", "choi2018deep", "survey").status == 0
    assert run_here("note", "choi2018deep", "a note").status == 0
    assert run_here("tex", "main.tex", "-o", "refs.bib").status == 0
    assert run_here("category", "--add", "Point Clouds 2").status == 0
    assert run_here("git", "install").status == 0
    assert run_here("dump", "-o", "papers.jsonl").status == 0
    monkeypatch.setenv("EDITOR", f"{sys.executable} -c ''")
    monkeypatch.setenv("BROWSER", "true")
    return tmp_path


def words_of(line: str) -> Iterator[list[str]]:
    """The words of each command in a line of a shell, with ~ expanded."""
    for part in line.split(" | "):
        yield [str(Path(w).expanduser()) if w.startswith("~") else w for w in shlex.split(part)]


ON_TERMINAL = {"pick"}
"""Commands that need a terminal."""


@pytest.mark.parametrize("line", [line for name, line in LINES if name in ON_TERMINAL])
def test_an_example_works_on_a_terminal(folder: Path, line: str) -> None:
    """The user chooses the first paper."""
    fzf = folder / "fzf"
    fzf.write_text('#!/bin/sh\nread -r line; echo "$line"; cat >/dev/null\n')
    fzf.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    child = spawn(folder / "papers.db", *shlex.split(line)[1:], env=environment)
    child.expect(r"[a-z]+20\d\d[a-z]+")
    assert end(child) == 0


@pytest.mark.parametrize(
    ("name", "line"),
    [pair for pair in LINES if pair[0] not in ON_TERMINAL],
    ids=[line for name, line in LINES if name not in ON_TERMINAL],
)
@pytest.mark.usefixtures("closed_connections", "folder")
def test_an_example_works(name: str, line: str) -> None:
    """The status is 0, or 1 for a look; something is printed; no hint names another command."""
    given: str | None = None
    for program, *words in words_of(line):
        assert program == "vcmbib"
        result = run_here(*words, given=given)
        assert result.status == (1 if line in LOOKS else 0), result.err
        given = result.out
    assert name in line.split()
    assert result.out + result.err or name in SILENT


def test_every_command_has_two_or_three_examples() -> None:
    """In the order of the commands, each line once, and short enough for a terminal."""
    assert sorted(EXAMPLES) == sorted(COMMANDS)
    for name, examples in EXAMPLES.items():
        assert 2 <= len(examples) <= 3, name
        for example in examples:
            assert len(example.line) <= 76, example.line
            assert len(example.effect) <= 72, example.effect
            assert example.effect.endswith((".", "?")), example.effect
            assert example.effect[0].isupper(), example.effect
    assert len(set(LINES)) == len(LINES)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_and_documentation_have_the_examples(name: str) -> None:
    """`--help` ends with the examples, and docs/cli.md has the same lines."""
    help_lines = [line.strip() for line in run_here(name, "--help").out.splitlines()]
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.split(f"\n## vcmbib {name}\n")[1].split("\n## ")[0]
    flat = [text for example in EXAMPLES[name] for text in (example.line, example.effect)]
    assert help_lines[-len(flat) :] == flat
    assert [line for line in flat if f"\n{line}\n" not in section.replace("# ", "")] == []
