"""Libraries in real git repositories."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cli.program import RunResult, vcmbib

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


BIB = """
@article{doe2020coding, title = {Coding of Features}, author = {Doe, Jane}, year = {2020},
  journal = {IEEE Transactions on Image Processing}, doi = {10.1000/a}}
@misc{roe2021video, title = {Video for Machines}, author = {Roe, Richard}, year = {2021}}
@misc{poe2022x, title = {Über Merkmale}, author = {Poe, Łukasz}, year = {2022}}
@misc{noether1918, title = {Invariante Variationsprobleme}, author = {Noether, Emmy}}
"""


@dataclass(frozen=True)
class Clone:
    """A working tree, and the library in it."""

    folder: Path
    name: str = "papers.db"

    @property
    def library(self) -> Path:
        """Where the library is."""
        return self.folder / self.name

    def git(self, *arguments: str, status: int = 0) -> str:
        """Run git. Returns its output of both streams."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **ENVIRONMENT},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == (status != 0), said
        return said

    def __call__(self, *arguments: str, given: str | None = None) -> RunResult:
        """Run the program on the library; it must end well."""
        done = vcmbib(self.library, *arguments, given=given)
        assert done.status == 0, done.err
        return done

    def add(self, key: str, title: str, **fields: str) -> None:
        """A paper more."""
        more = "".join(f", {n} = {{{v}}}" for n, v in fields.items())
        entry = f"@misc{{{key}, title = {{{title}}}{more}}}"
        self("import", "--format", "bibtex", "-", given=entry)

    def commit(self, message: str = "change") -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def clone(self, to: Path) -> Clone:
        """Another clone of the same history, set up."""
        self.git("clone", "-q", "--template=", str(self.folder), str(to))
        other = Clone(to, self.name)
        other("git", "install")
        return other

    def pull(self, other: Clone, *options: str, status: int = 0) -> str:
        """Bring the other clone's branch in."""
        return self.git(
            "pull", "-q", *(options or ("--no-rebase", "--no-edit")), str(other.folder), "main",
            status=status,
        )  # fmt: skip

    def paper(self, key: str) -> dict[str, object]:
        """A paper as JSON."""
        papers: list[dict[str, object]] = self("show", key, "--json").json["papers"]
        return papers[0]

    def keys(self) -> list[str]:
        """The citation keys."""
        return sorted(self("list", "--keys").out.split())

    def text(self) -> str:
        """The dump."""
        return self("dump").out


def start_repository(folder: Path, name: str = "papers.db") -> Clone:
    """A repository with a library of four papers, set up."""
    folder.mkdir(parents=True)
    clone = Clone(folder, name)
    clone.git("init", "-q", "-b", "main", "--template=")
    clone("import", "--format", "bibtex", "-", given=BIB)
    clone("category", "--add", "Coding")
    clone("git", "install")
    clone.commit("start")
    return clone


def clash(ours: Clone, theirs: Clone) -> None:
    """Both set a year and a title; one removes what the other edits; merged, with conflicts."""
    ours("edit", "doe2020coding", "--set", "year=2018", "--set", "title=Ours")
    ours("remove", "noether1918", "--yes")
    ours.commit("ours")
    theirs("edit", "doe2020coding", "--set", "year=2019", "--set", "title=Theirs", "--set",
           "pages=5")  # fmt: skip
    theirs("edit", "noether1918", "--set", "year=1918")
    theirs.commit("theirs")
    printed = ours.pull(theirs, status=1)
    assert "3 conflicts in papers.db" in printed
