"""`vcmbib git install`: attributes and configuration of a repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands.git_clones import BIB, Clone
from tests.cli.program import vcmbib
from vcmbib.cli.commands.git_setup import attribute_pattern, git_config

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_outside_a_repository_it_says_what_is_wrong(tmp_path: Path) -> None:
    """There must be a repository; nothing is written."""
    vcmbib(tmp_path / "papers.db", "init")
    done = vcmbib(tmp_path / "papers.db", "git", "install")
    assert done.status == 2
    assert "git repository" in done.err
    assert not (tmp_path / ".gitattributes").exists()


def test_install_twice_is_install_once_and_uninstall_takes_it_back(ours: Clone) -> None:
    """Other lines of the attributes stay; status shows whether it is set up."""
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


def test_names_like_options_are_names(tmp_path: Path) -> None:
    """A library that is called as an option, or as what git replaces, is shown and merged."""
    folder = tmp_path / "top"
    folder.mkdir()
    libraries = [Clone(folder, name) for name in ("--help", "-x %A.db")]
    libraries[0].git("init", "-q", "-b", "main")
    for each in libraries:
        each("import", "--format", "bibtex", "-", given=BIB)
        each("git", "install")
        assert each("git", "status").out.startswith("git shows")
    libraries[0].commit("start")
    libraries[0].git("checkout", "-q", "-b", "side")
    for each in libraries:
        each("tag", "doe2020coding", "side")
    libraries[0].commit()
    libraries[0].git("checkout", "-q", "main")
    for each in libraries:
        each("edit", "doe2020coding", "--set", "year=1999")
    assert libraries[0].git("diff").count("+doe2020coding  year: 1999") == len(libraries)
    libraries[0].commit()
    libraries[0].git("merge", "-q", "side")
    for each in libraries:
        assert each.paper("doe2020coding")["tags"] == ["side"]
        assert each.paper("doe2020coding")["year"] == 1999


def test_a_percent_sign_in_the_path_of_python_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git replaces %A in the line of the driver, and leaves the other settings as they are."""
    monkeypatch.setattr("sys.executable", "/opt/100%A/python")
    settings = git_config()
    assert settings["merge.vcmbib.driver"].startswith("/opt/100%%A/python ")
    assert settings["diff.vcmbib.textconv"].startswith("/opt/100%A/python ")


def test_attributes_are_not_written_through_a_link(ours: Clone, tmp_path: Path) -> None:
    """A link in a repository leads where a stranger wants; it is refused, and stays as it is."""
    victim = tmp_path / "victim"
    victim.write_text("mine\n")
    attributes = ours.folder / ".gitattributes"
    attributes.unlink()
    attributes.symlink_to(victim)
    for job in ("install", "uninstall"):
        done = vcmbib(ours.library, "git", job)
        assert (done.status, "is a link" in done.err) == (
            (3, True) if job == "install" else (0, False)
        )
        assert victim.read_text() == "mine\n"
        assert attributes.is_symlink()


def test_other_lines_of_the_attributes_stay_byte_for_byte(ours: Clone) -> None:
    """Line ends, letters that are not UTF-8, and a last line that is not ended."""
    attributes = ours.folder / ".gitattributes"
    before = b"*.tex text\r\n# \xff\r\n*.png binary"
    attributes.write_bytes(before)
    ours("git", "install")
    line = b"papers.db -text diff=vcmbib merge=vcmbib\r\n"
    assert attributes.read_bytes() == before + b"\r\n" + line
    ours("git", "uninstall")
    assert attributes.read_bytes() == before + b"\r\n"


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
