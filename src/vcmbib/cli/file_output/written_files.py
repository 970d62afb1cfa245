"""The files that this program wrote for the user: a list in the user's state folder.

A file with the digest of a text that the program wrote is the program's own, unchanged since, and
is overwritten without a question. `undo` names the files that the last command wrote. The list is
neither in the library, which an export must not change, nor next to the files.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vcmbib.cli.context import expand_home, typed_command
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.errors import InputTooLarge, NoSuchFile

_MOST_BYTES = 2_000_000  # a longer list is shortened
_KEPT_LINES = 4_000


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that a command wrote.

    `library` is the library of the command and `change` its last change then. `run` is the same
    for all files of one run of the program.
    """

    path: str
    digest: str
    library: str
    change: int
    command: str
    run: int


_RUN = time.time_ns()


def is_own(content: bytes) -> bool:
    """Whether the program wrote these bytes, into whatever file."""
    wanted = _digest(content)
    return any(file.digest == wanted for file in _read())


def remember(
    files: Iterable[tuple[str, str]],
    library: Path,
    change: int,
    *,
    written: bool,
    own: bool = True,
) -> None:
    """Note files, given as (name, text). `written=False`: they had this text already.

    `own=False`: a part of the text is the user's own, so that it must not be overwritten later.

    Never fails: without a state folder the next command compares the contents.
    """
    known = {file.digest for file in _read()} if not written else set()
    lines: list[str] = []
    for name, text in files:
        digest = _digest(text.encode("utf-8", "surrogateescape"))
        if digest not in known:
            lines.append(
                json.dumps(
                    {
                        "file": os.path.realpath(expand_home(name)),
                        "sha256": digest if own else "",
                        "library": os.path.realpath(library),
                        "change": change if written else -1,
                        "command": typed_command(),
                        "run": _RUN,
                    }
                )
            )
    with suppress(OSError, UnicodeError):
        _append("".join(f"{line}\n" for line in lines))


def last_written(library: Path, change: int) -> list[WrittenFile]:
    """The files that the last command wrote, if the library had `change` as its last change."""
    path = os.path.realpath(library)
    files = [f for f in _read() if f.library == path and f.change >= 0]
    if not files or files[-1].change != change:
        return []
    return list({f.path: f for f in files if f.run == files[-1].run}.values())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def state_file() -> Path | None:
    """The path of the list (XDG Base Directory Specification); None without a home."""
    base = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base) and os.environ.get("HOME") == "":  # noqa: PTH117
        return None
    folder = Path(base) if os.path.isabs(base) else expand_home("~/.local/state")  # noqa: PTH117
    return folder / "vcmbib" / "written.jsonl" if folder.is_absolute() else None


def _read() -> Iterator[WrittenFile]:
    """The files of the list, oldest first. Lines that are no files are left out."""
    path = state_file()
    lines: list[str] = []
    with suppress(NoSuchFile, InputTooLarge):
        if path is not None:
            lines = _lines(path)
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            found = json.loads(line)
            yield WrittenFile(
                str(found["file"]),
                str(found["sha256"]),
                str(found["library"]),
                int(found["change"]),
                str(found["command"]),
                int(found["run"]),
            )


def _lines(path: Path) -> list[str]:
    """The lines of the list. Raises NoSuchFile and InputTooLarge."""
    return read_bytes(str(path), named=False).decode("utf-8", "replace").splitlines()


def _append(text: str) -> None:
    """Add lines to the list, and shorten it if it is long. Raises OSError."""
    path = state_file()
    if path is None or not text:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe without a reader is an error
    descriptor = os.open(path, flags, 0o600)
    try:
        os.write(descriptor, text.encode("utf-8"))  # one call: other processes add lines too
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if size > _MOST_BYTES:
        from vcmbib.cli import text_files

        kept = _lines(path)[-_KEPT_LINES:]
        text_files.write_text(str(path), "".join(f"{k}\n" for k in kept), follow_links=False)
