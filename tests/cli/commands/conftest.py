"""Files and libraries that tests of several commands use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands.git_clones import Clone, start
from tests.cli.conftest import Program
from tests.cli.program import BROKEN_LIST, LIST, NEAR_BIB


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with a list, a broken list and a .bib."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "broken.md").write_text(BROKEN_LIST, encoding="utf-8")
    (tmp_path / "more.bib").write_text(NEAR_BIB, encoding="utf-8")
    return tmp_path


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
