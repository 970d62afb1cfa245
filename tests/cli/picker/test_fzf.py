"""Choosing with `fzf`: what it is given, and what its answers mean."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn
from vcmbib.cli.picker import fzf
from vcmbib.cli.picker.rows import Row

ROWS = [Row("a", "a  2020  One"), Row("b", "b  2021  Two"), Row("c", "c  2022  Three")]


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program `fzf` on the path."""
    path = folder / "fzf"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`fzf` ends with 130 when the user cancels, and with 2 after an error."""
    for status in (130, 2):
        stand_in(tmp_path, f"cat > /dev/null; exit {status}", monkeypatch)
        with pytest.raises(KeyboardInterrupt):
            fzf.choose(iter(ROWS), several=True)


def test_no_match(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 1: there is no row to choose."""
    stand_in(tmp_path, "exit 1", monkeypatch)
    assert fzf.choose(iter(ROWS), several=True) == []


def test_chosen_before_all_rows_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program closes its input early; that is no error."""
    stand_in(tmp_path, "exec <&-; printf 'b\\tb  2021  Two\\n'", monkeypatch)
    many = (Row(str(n), f"{n} row") for n in range(100_000))
    assert fzf.choose(many, several=False) == ["b"]


def test_several_only_where_several_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are given with the key in a column that is not shown."""
    stand_in(tmp_path, f'echo "$@" > {tmp_path}/args; tee {tmp_path}/rows', monkeypatch)
    assert fzf.choose(iter(ROWS), several=True) == ["a", "b", "c"]
    assert (tmp_path / "rows").read_text().splitlines()[0] == "a\ta  2020  One"
    assert "--multi" in (tmp_path / "args").read_text().split()
    fzf.choose(iter(ROWS), several=False)
    assert "--no-multi" in (tmp_path / "args").read_text().split()


@pytest.mark.skipif(shutil.which("fzf") is None, reason="no fzf on this machine")
def test_the_real_program(program: Program) -> None:
    """On a terminal: type, mark two, Enter."""
    child = spawn(program.path, "pick", "--sort", "key", env={"FZF_DEFAULT_OPTS": ""})
    child.expect("3/3")
    child.send("doe2020")
    child.expect("1/3")
    child.send("\r")
    child.expect("doe2020coding\r\n")
    assert end(child) == 0
