"""Files and libraries that tests of several commands use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands.git_clones import Clone, clash, start_repository
from tests.cli.conftest import Program


@pytest.fixture
def dumped(program: Program, tmp_path: Path) -> Path:
    """The dump of the sample library."""
    path = tmp_path / "papers.jsonl"
    assert program("dump", "-o", str(path)).status == 0
    return path


@pytest.fixture(scope="session")
def two_clones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two clones of one repository; tests copy them."""
    folder = tmp_path_factory.mktemp("clones")
    start_repository(folder / "our clone").clone(folder / "theirs")
    return folder


@pytest.fixture(scope="session")
def two_clashed_clones(two_clones: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two clones whose merge has conflicts; tests copy them."""
    folder = tmp_path_factory.mktemp("clashed") / "clones"
    shutil.copytree(two_clones, folder)
    clash(Clone(folder / "our clone"), Clone(folder / "theirs"))
    return folder


@pytest.fixture
def clashed(two_clashed_clones: Path, tmp_path: Path) -> tuple[Clone, Clone]:
    """Our clone in the middle of a merge with conflicts, and their clone."""
    shutil.copytree(two_clashed_clones, tmp_path / "clones")
    return Clone(tmp_path / "clones" / "our clone"), Clone(tmp_path / "clones" / "theirs")


@pytest.fixture
def ours(two_clones: Path, tmp_path: Path) -> Clone:
    """Our clone."""
    shutil.copytree(two_clones / "our clone", tmp_path / "our clone")
    return Clone(tmp_path / "our clone")


@pytest.fixture
def theirs(two_clones: Path, tmp_path: Path) -> Clone:
    """Their clone."""
    shutil.copytree(two_clones / "theirs", tmp_path / "theirs")
    return Clone(tmp_path / "theirs")


TEX = "\\bibliography{refs}\n\\cite{doe2020coding}\n\\cite{roe2021video}"


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "main.tex"
    path.write_text(TEX, encoding="utf-8")
    return path
