"""Set up git to show and merge a library: the attributes and the configuration of one clone."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vcmbib.cli import text_files
from vcmbib.cli.commands.git_conflicts import ENDING
from vcmbib.errors import NoSuchFile, Usage

ATTRIBUTES = "-text diff=vcmbib merge=vcmbib"
"""The attributes of the library. `-text`: git does not convert line endings."""


def program_command() -> str:
    """The command with which git calls this program, from any folder.

    It names the running interpreter. `-P` keeps git's folder off the module search path.
    """
    return f"{shlex.quote(sys.executable)} -P -m vcmbib"


def git_config() -> dict[str, str]:
    """The configuration for git: the value of each setting."""
    return {
        "diff.vcmbib.textconv": f"{program_command()} dump --fields",
        "merge.vcmbib.name": "merge libraries paper by paper and field by field",
        "merge.vcmbib.driver": f"{program_command()} git merge --marker-size %L %O %A %B %P",
    }


@dataclass(frozen=True, slots=True)
class GitClone:
    """The git repository of a library."""

    library: Path

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self.library.absolute().parent

    @property
    def attributes(self) -> Path:
        """The path of `.gitattributes` in that folder."""
        return self.folder / ".gitattributes"

    @property
    def line(self) -> str:
        """The line of `.gitattributes` for the library."""
        return f"{attribute_pattern(self.library.name)} {ATTRIBUTES}"

    def git(self, *arguments: str, may_fail: bool = False) -> str:
        """Run git and return its output. Raises NoSuchFile without git, Usage if git fails."""
        environment = {k: v for k, v in os.environ.items() if k not in _OF_A_HOOK}
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.folder, env=environment, capture_output=True,
                text=True, encoding="utf-8", errors="replace", check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            missing = "the folder is not there" if not self.folder.exists() else "git is missing"
            raise NoSuchFile("git", missing) from error
        if done.returncode != 0 and not may_fail:
            reason = done.stderr.strip().removeprefix("fatal: ") or f"status {done.returncode}"
            raise Usage(
                f"git {arguments[0]}: {reason}", "the library must stand in a git repository"
            )
        return done.stdout

    def check(self) -> None:
        """Raise Usage unless the library's folder is in a working tree of git."""
        if self.git("rev-parse", "--is-inside-work-tree").strip() != "true":
            raise Usage(f"{self.folder} is in no working tree of git")

    # --- install -----------------------------------------------------------------------------

    def install(self) -> list[str]:
        """Set up the clone; returns what was changed. Raises Usage, NoSuchFile or CannotWrite."""
        self.check()
        done = []
        lines = _lines(self.attributes)
        if self.line not in lines:
            _write(self.attributes, [*lines, self.line])
            done.append(f"{self.attributes}: {self.line}")
        for name, value in git_config().items():
            if self.configured(name) != value:
                self.git("config", "--local", name, value)
                done.append(f"git config {name}")
        exclude = self.exclude()
        ignored = _lines(exclude)
        if f"*{ENDING}" not in ignored:
            exclude.parent.mkdir(parents=True, exist_ok=True)
            _write(exclude, [*ignored, f"*{ENDING}"])
            done.append(f"{exclude}: *{ENDING}")
        return done

    def uninstall(self) -> list[str]:
        """Remove what `install` added; returns what was changed. Raises as `install` does."""
        self.check()
        done = []
        lines = _lines(self.attributes)
        if self.line in lines:
            rest = [line for line in lines if line != self.line]
            if rest:
                _write(self.attributes, rest)
            else:
                self.attributes.unlink()
            done.append(f"{self.attributes}: {self.line}")
        for section in ("diff.vcmbib", "merge.vcmbib"):
            if self.git("config", "--local", "--get-regexp", rf"^{section}\.", may_fail=True):
                self.git("config", "--local", "--remove-section", section)
                done.append(f"git config {section}")
        exclude = self.exclude()
        if f"*{ENDING}" in (ignored := _lines(exclude)):
            _write(exclude, [line for line in ignored if line != f"*{ENDING}"])
            done.append(f"{exclude}: *{ENDING}")
        return done

    def missing(self) -> list[str]:
        """What is not set up, one sentence each. Raises Usage or NoSuchFile."""
        self.check()
        name = self.library.name
        attributes = self.git("check-attr", "-z", "diff", "merge", "--", name).split("\0")
        found = [
            f"no attribute {attributes[at + 1]}=vcmbib for {name}"
            for at in range(0, len(attributes) - 2, 3)
            if attributes[at + 2] != "vcmbib"
        ]
        for setting, value in git_config().items():
            current = self.configured(setting)
            if not current:
                found.append(f"git does not know {setting}")
            elif current != value and setting != "merge.vcmbib.name":
                found.append(f"{setting} calls another program: {current}")
        return found

    def configured(self, name: str) -> str:
        """The value of a setting of git; empty if it is not set."""
        return self.git("config", "--get", name, may_fail=True).removesuffix("\n")

    def exclude(self) -> Path:
        """The path of `info/exclude`, the ignored files of this clone."""
        return self.folder / self.git("rev-parse", "--git-path", "info/exclude").strip()


_OF_A_HOOK = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


def attribute_pattern(name: str) -> str:
    """A file name as a pattern for `.gitattributes` (gitattributes(5), gitignore(5))."""
    pattern = "".join(f"\\{c}" if c in "*?[\\" else c for c in name)
    if pattern[:1] in "!#":
        pattern = f"\\{pattern}"
    if pattern == name and not any(c.isspace() or c == '"' for c in name):
        return name
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _write(path: Path, lines: Sequence[str]) -> None:
    text_files.write_text(str(path), "".join(f"{line}\n" for line in lines))
