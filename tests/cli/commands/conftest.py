"""Files and libraries that tests of several commands use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands.git_clones import Clone, start
from tests.cli.conftest import Program


@pytest.fixture
def dumped(program: Program, tmp_path: Path) -> Path:
    """The dump of the sample library."""
    path = tmp_path / "papers.jsonl"
    assert program("dump", "-o", str(path)).status == 0
    return path


@pytest.fixture
def ours(tmp_path: Path) -> Clone:
    """Our clone."""
    return start(tmp_path / "our clone")


@pytest.fixture
def theirs(ours: Clone, tmp_path: Path) -> Clone:
    """Their clone."""
    return ours.clone(tmp_path / "theirs")


TEX = "\\bibliography{refs}\n\\cite{doe2020coding}\n\\cite{roe2021video}"


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "main.tex"
    path.write_text(TEX, encoding="utf-8")
    return path
