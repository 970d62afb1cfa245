"""`vcmbib pick`: what is printed of the chosen papers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end
from tests.waiting import PATIENCE
from vcmbib.cli.commands.pick import _CITATIONS, PickForm


def test_without_a_terminal(program: Program) -> None:
    """Status 2, with the command that prints keys."""
    ran = program.as_process("pick")
    assert (ran.status, ran.out) == (2, "")
    assert "search WORDS --keys" in ran.err


@pytest.mark.parametrize(("args", "status"), [(("nothinglikethis",), 3), (("a:b:(",), 4)])
def test_a_query_without_papers(program: Program, args: tuple[str, ...], status: int) -> None:
    """The list is not shown."""
    assert program("pick", *args).status == status


def test_an_empty_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error has the command that fills it."""
    monkeypatch.chdir(tmp_path)
    empty = Program(tmp_path / "papers.db")
    assert empty("init", str(empty.path)).status == 0
    ran = empty("pick")
    assert ran.status == 3
    assert "import" in ran.err


@pytest.mark.parametrize(
    ("form", "keys", "expected"),
    [
        (PickForm.KEY, ["a", "b"], "a\nb"),
        (PickForm.CITE, ["a"], r"\cite{a}"),
        (PickForm.CITE, ["a", "b:c"], r"\cite{a,b:c}"),
        (PickForm.PANDOC, ["doe2020", "a:b"], "[@doe2020; @a:b]"),
        (PickForm.PANDOC, ["a.", "b::c", "王2020", "x*y"], "[@{a.}; @{b::c}; @王2020; @{x*y}]"),
        (PickForm.TYPST, ["doe2020", "a-b:c"], "@doe2020 @a-b:c"),
        (PickForm.TYPST, ["a.", "x+y"], '#cite(label("a.")) #cite(label("x+y"))'),
    ],
)
def test_citations(form: PickForm, keys: list[str], expected: str) -> None:
    """A key that the program would read otherwise is quoted in its way."""
    assert _CITATIONS[form](keys) == expected


def test_entries_in_a_pipe(program: Program, tmp_path: Path) -> None:
    """Standard output is a file; the list is on the terminal, and private notes stay private."""
    program("note", "doe2020coding", "weak experiments")
    target = tmp_path / "refs.bib"
    script = f'exec "$0" -m vcmbib --db "{program.path}" pick --as bibtex > "{target}"'
    child = pexpect.spawn(
        "/bin/sh", ["-c", script, sys.executable], encoding="utf-8", timeout=PATIENCE,
        env={**os.environ, "TERM": "xterm", "PATH": str(tmp_path)}, dimensions=(24, 80),
    )  # fmt: skip
    child.expect("type to filter")
    child.send("doe2020coding")
    child.expect("1/3")
    child.send("\r")
    assert end(child) == 0
    assert target.read_text().startswith("@")
    assert "weak experiments" not in target.read_text()
