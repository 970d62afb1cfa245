"""git is run in a folder, and its files of one clone are found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from vcmbib.cli.commands.git_process import git_paths, run_git
from vcmbib.errors import NoSuchFile

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_without_git_or_a_repository_there_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None outside a repository; None, or an error by name, without git or without the folder."""
    assert git_paths(tmp_path / "papers.db", "x") is None
    with pytest.raises(NoSuchFile, match="folder does not exist"):
        run_git(tmp_path / "none", "version")
    monkeypatch.setenv("PATH", os.devnull)
    assert git_paths(tmp_path / "papers.db", "x") is None
    with pytest.raises(NoSuchFile, match="not installed"):
        run_git(tmp_path, "version")


def test_a_file_has_its_path_in_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a folder that is missing, from another folder, and with a variable of a hook."""
    run_git(tmp_path, "init", "-q")
    (tmp_path / "a b").mkdir()
    for name in ("-x.db", "a b/-x.db", "none/x.db"):
        found = git_paths(tmp_path / name, "vcmbib")
        assert found is not None
        assert (found[0].resolve(), found[1]) == ((tmp_path / ".git" / "vcmbib").resolve(), name)
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    monkeypatch.chdir(tmp_path / "a b")
    found = git_paths(Path("-x.db"), "vcmbib")
    assert found is not None
    assert found[1] == "a b/-x.db"
