"""Run git, and find the folder where git keeps what belongs to one clone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from vcmbib.errors import NoSuchFile

_OF_A_HOOK = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder. A file name among the arguments must follow `--`.

    Raises NoSuchFile if git is not installed or the folder does not exist.
    """
    environment = {k: v for k, v in os.environ.items() if k not in _OF_A_HOOK}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, capture_output=True,
            text=True, encoding="utf-8", errors="surrogateescape", check=False,
        )  # fmt: skip
    except OSError as error:
        missing = "git is not installed" if folder.is_dir() else "the folder does not exist"
        raise NoSuchFile("git", missing) from error


def git_paths(path: Path, name: str) -> tuple[Path, str] | None:
    """For a file of a working tree: (path of `name` in git's folder, the file's path in the tree).

    None if the file is in no working tree, or without git. Folders of the file may be missing.
    """
    path = path.absolute()
    folder = next(f for f in path.parents if f.is_dir())
    try:
        prefix = run_git(folder, "rev-parse", "--show-prefix")
        inside = run_git(folder, "rev-parse", "--git-path", name)
    except NoSuchFile:
        return None
    if prefix.returncode or inside.returncode:
        return None
    in_tree = prefix.stdout.removesuffix("\n") + path.relative_to(folder).as_posix()
    return folder / inside.stdout.removesuffix("\n"), in_tree
