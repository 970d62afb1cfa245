"""The library in git: a diff that can be read, and no merge of its bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import vcmbib
from tests.conftest import ROOT


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    programs = str(Path(sys.executable).parent)
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": programs + os.pathsep + os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _add(folder: Path, title: str) -> None:
    """One more paper in the library of `folder`."""
    entry = f"@misc{{new{len(title)}, title = {{{title}}}, author = {{Noether, Emmy}}}}"
    (folder.parent / "new.bib").write_text(entry, encoding="utf-8")
    done = vcmbib(folder / "papers.db", "import", str(folder.parent / "new.bib"))
    assert done.status == 0, done.err


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the attributes of ours and a library of one paper."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "clone"
    folder.mkdir()
    _git(folder, "init", "-q", "-b", "main")
    (folder / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    _add(folder, "Coding for Machines")
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "one paper")
    return folder


def test_without_the_driver_a_diff_is_not_garbage(clone: Path) -> None:
    """Git calls the library binary until the driver is set up."""
    _add(clone, "Features of Łukasz")
    assert "Binary files" in _git(clone, "diff")


def test_with_the_documented_line_a_diff_shows_papers(clone: Path) -> None:
    """The line in CONTRIBUTING.md makes `git diff` show what a change did, a field a line."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.findall(r"^vcmbib git install$", text, re.MULTILINE)
    assert len(lines) == 1
    done = _run(clone, "sh", "-c", lines[0])
    assert done.returncode == 0, done.stderr
    assert _git(clone, "diff") == ""
    _add(clone, "Features of Łukasz")
    added = [line for line in _git(clone, "diff").splitlines() if line.startswith("+")]
    assert any("Features of Łukasz" in line for line in added)
    assert not any("Coding for Machines" in line for line in added)


def test_without_the_driver_git_never_mixes_two_libraries(clone: Path) -> None:
    """Two branches that both changed the library conflict, and our side stays as it was."""
    _git(clone, "checkout", "-q", "-b", "theirs")
    _add(clone, "Theirs")
    _git(clone, "commit", "-q", "-a", "-m", "theirs")
    _git(clone, "checkout", "-q", "main")
    _add(clone, "Ours")
    _git(clone, "commit", "-q", "-a", "-m", "ours")
    ours = (clone / "papers.db").read_bytes()
    merged = _run(
        clone, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "merge", "theirs"
    )
    assert merged.returncode != 0
    assert "conflict" in merged.stdout.lower()
    assert (clone / "papers.db").read_bytes() == ours
