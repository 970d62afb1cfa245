"""`vcmbib git install`: attributes and configuration of a repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands.git_clones import BIB, Clone
from tests.cli.program import vcmbib
from vcmbib.cli.commands.git_setup import attribute_pattern

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_outside_a_repository_it_says_what_is_wrong(tmp_path: Path) -> None:
    """There must be a repository; nothing is written."""
    vcmbib(tmp_path / "papers.db", "init")
    done = vcmbib(tmp_path / "papers.db", "git", "install")
    assert done.status == 2
    assert "git repository" in done.err
    assert not (tmp_path / ".gitattributes").exists()


def test_install_twice_is_install_once_and_uninstall_takes_it_back(ours: Clone) -> None:
    """Other lines of the attributes stay; status tells which it is."""
    attributes = ours.folder / ".gitattributes"
    assert attributes.read_text() == "papers.db -text diff=vcmbib merge=vcmbib\n"
    assert ours("git", "status").out.startswith("git shows and merges")
    assert ours("git", "install").out == ""
    attributes.write_text("*.tex text\n" + attributes.read_text())
    ours("git", "uninstall")
    assert attributes.read_text() == "*.tex text\n"
    assert "vcmbib" not in ours.git("config", "--list", "--local").replace(str(ours.folder), "")
    done = vcmbib(ours.library, "git", "status")
    assert done.status == 1
    assert "diff=vcmbib" in done.out
    ours("git", "install")
    assert attributes.read_text().startswith("*.tex text\npapers.db ")


@pytest.mark.parametrize("name", ["my papers.db", 'a"b.db', "[x] 点.db"])
def test_any_name_in_any_folder_is_shown_and_merged(name: str, tmp_path: Path) -> None:
    """A library in a folder below, with blanks and quotes in its name."""
    top = tmp_path / "top"
    top.mkdir()
    Clone(top).git("init", "-q", "-b", "main")
    folder = top / "a folder"
    folder.mkdir()
    one = Clone(folder, name)
    one("import", "--format", "bibtex", "-", given=BIB)
    one("git", "install")
    assert one("git", "status").out.startswith("git shows")
    one.commit("start")
    one.git("checkout", "-q", "-b", "side")
    one("tag", "doe2020coding", "side")
    one.commit()
    one.git("checkout", "-q", "main")
    one("edit", "doe2020coding", "--set", "year=1999")
    one.commit()
    assert "+doe2020coding  year: 1999" in one.git("log", "-p", "-1")
    one.git("merge", "-q", "side")
    assert one.paper("doe2020coding")["tags"] == ["side"]
    assert one.paper("doe2020coding")["year"] == 1999
    assert attribute_pattern(name) != name or name == "papers.db"


def test_a_worktree_merges_too(ours: Clone, tmp_path: Path) -> None:
    """Configuration is the repository's, attributes are committed."""
    ours.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "tree"))
    side = Clone(tmp_path / "tree")
    assert side("git", "status").out.startswith("git shows")
    side("tag", "poe2022x", "side")
    side.commit()
    ours("tag", "poe2022x", "main")
    ours.commit()
    side.git("merge", "-q", "--no-edit", "main")
    assert side.paper("poe2022x")["tags"] == ["side", "main"]
