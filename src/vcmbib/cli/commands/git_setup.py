"""Set up git to show and merge a library: the attributes and the configuration of one clone."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from vcmbib.cli import text_files
from vcmbib.cli.commands.git_process import run_git
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.errors import CannotWrite, NoSuchFile, Usage

ATTRIBUTES = "-text diff=vcmbib merge=vcmbib"
"""The attributes of the library. `-text`: git does not convert line endings."""


def program_command() -> str:
    """The command with which git calls this program, from any folder.

    It names the running interpreter. `-P` keeps git's folder off the module search path.
    """
    return f"{shlex.quote(sys.executable)} -P -m vcmbib"


def git_config() -> dict[str, str]:
    """The configuration for git: the value of each setting.

    After `--` a file name is never taken for an option, whatever it is. git replaces `%` and a
    letter in the driver's line only.
    """
    driver = program_command().replace("%", "%%")
    return {
        "diff.vcmbib.textconv": f"{program_command()} dump --fields --",
        "merge.vcmbib.name": "merge libraries paper by paper and field by field",
        "merge.vcmbib.driver": f"{driver} git merge --marker-size %L -- %O %A %B %P",
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
        done = run_git(self.folder, *arguments)
        if done.returncode != 0 and not may_fail:
            reason = done.stderr.strip().removeprefix("fatal: ") or f"status {done.returncode}"
            raise Usage(f"git {arguments[0]}: {reason}", "the library must be in a git repository")
        return done.stdout

    def check(self) -> None:
        """Raise Usage unless the library's folder is in a working tree of git."""
        if self.git("rev-parse", "--is-inside-work-tree").strip() != "true":
            raise Usage(f"{self.folder} is not in a git repository")

    # --- install -----------------------------------------------------------------------------

    def install(self) -> list[str]:
        """Set up the clone; returns what was changed. Raises Usage, NoSuchFile or CannotWrite."""
        self.check()
        done = []
        if _add_line(self.attributes, self.line):
            done.append(f"{self.attributes}: {self.line}")
        for name, value in git_config().items():
            if self.configured(name) != value:
                self.git("config", "--local", name, value)
                done.append(f"git config {name}")
        return done

    def uninstall(self) -> list[str]:
        """Remove what `install` added; returns what was changed. Raises as `install` does."""
        self.check()
        done = []
        if _remove_line(self.attributes, self.line):
            done.append(f"{self.attributes}: {self.line}")
        for section in ("diff.vcmbib", "merge.vcmbib"):
            if self.git("config", "--local", "--get-regexp", rf"^{section}\.", may_fail=True):
                self.git("config", "--local", "--remove-section", section)
                done.append(f"git config {section}")
        exclude = self.folder / self.git("rev-parse", "--git-path", "info/exclude").removesuffix(
            "\n"
        )
        if _remove_line(exclude, OLD_EXCLUDED, keep_empty=True):
            done.append(f"{exclude}: {OLD_EXCLUDED}")
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
                found.append(f"git has no setting {setting}")
            elif current != value and setting != "merge.vcmbib.name":
                found.append(f"{setting} runs another program: {current}")
        return found

    def configured(self, name: str) -> str:
        """The value of a setting of git; empty if it is not set."""
        return self.git("config", "--get", name, may_fail=True).removesuffix("\n")


OLD_EXCLUDED = "*.conflicts.jsonl"
"""A line that earlier versions put into `info/exclude`: they kept conflicts next to the library."""


def attribute_pattern(name: str) -> str:
    """A file name as a pattern for `.gitattributes` (gitattributes(5), gitignore(5))."""
    pattern = "".join(f"\\{c}" if c in "*?[\\" else c for c in name)
    if pattern[:1] in "!#":
        pattern = f"\\{pattern}"
    if pattern == name and not any(c.isspace() or c == '"' for c in name):
        return name
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def _add_line(path: Path, line: str) -> bool:
    """Add a line to a file unless it is there. All other bytes stay. Raises CannotWrite."""
    text_files.refuse_link(path)
    text = _read(path)
    if line in text.splitlines():
        return False
    newline = "\r\n" if "\r\n" in text else "\n"
    text += newline if text and not text.endswith("\n") else ""
    text_files.write_text(str(path), f"{text}{line}{newline}", follow_links=False)
    return True


def _remove_line(path: Path, line: str, *, keep_empty: bool = False) -> bool:
    """Remove a line from a file, and an empty file. All other bytes stay. Raises CannotWrite."""
    if path.is_symlink() or not path.exists():
        return False  # `_add_line` writes no link
    lines = _read(path).splitlines(keepends=True)
    left = [kept for kept in lines if kept.rstrip("\r\n") != line]
    if left == lines:
        return False
    if left or keep_empty:
        text_files.write_text(str(path), "".join(left), follow_links=False)
    else:
        path.unlink()
    return True


def _read(path: Path) -> str:
    """The text of a file, byte for byte; empty without a file. Raises CannotWrite."""
    try:
        data = read_bytes(str(path), named=False) if path.exists() else b""
    except (OSError, NoSuchFile) as error:
        raise CannotWrite(str(path), str(error)) from error
    return data.decode("utf-8", "surrogateescape")
