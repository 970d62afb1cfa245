"""Reading a user's file as text, and writing one so that it is never half there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vcmbib.cli import output
from vcmbib.cli.context import expand_home
from vcmbib.cli.text_encoding import Decoded, decode
from vcmbib.errors import CannotWrite, NoSuchFile


def read_text(name: str, encoding: str | None = None) -> str:
    """The text of a file, or of standard input for `-`.

    What is not plain UTF-8 is told; `encoding` is what the user says it is in. Raises NoSuchFile,
    or NotUnderstood for a file that is no text.
    """
    return read_decoded(name, encoding).text


def read_decoded(name: str, encoding: str | None = None) -> Decoded:
    """The text of a file, and what was told of how it was read; see `read_text`."""
    decoded = decode(_read_bytes(name), name, encoding)
    if decoded.note:
        output.message(f"{name}: {decoded.note}")
    return decoded


def _read_bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        path = expand_home(name)
        if (
            path.is_char_device()
            and path.resolve() != Path(os.devnull)
            and "/fd/" not in str(path.resolve())
        ):
            raise NoSuchFile(name, "it is a device")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoSuchFile(name) from error
    except IsADirectoryError as error:
        raise NoSuchFile(name, "it is a folder") from error
    except AttributeError as error:
        raise NoSuchFile(name, "standard input is closed") from error
    except (OSError, ValueError) as error:
        raise NoSuchFile(name, getattr(error, "strerror", None) or str(error)) from error


def write_text(name: str, text: str) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then moved into place.

    A link stays a link, and a file keeps its rights. Raises CannotWrite.
    """
    write_texts([(name, text)])


def write_texts(texts: Sequence[tuple[str, str]], *, make_folders: bool = False) -> None:
    """Write (name, text) that belong together: all files as `write_text` does, or none of them.

    Raises CannotWrite; then each file, and each folder, is as it was.
    """
    waiting: list[_PendingFile] = []
    made: list[Path] = []
    done = False
    try:
        for name, text in texts:
            with _errors_name(name):
                if make_folders:
                    made += _make_folder(expand_home(name).parent)
                waiting.append(_PendingFile.write_temporary(name, text))
        for each in waiting if len(waiting) > 1 else ():
            with _errors_name(each.name):
                each.keep_old()
        for each in waiting:
            with _errors_name(each.name):
                each.replace_file()
        done = True
    finally:
        for each in waiting:
            each.clean_up(keep=done)
        for folder in () if done else reversed(made):
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _errors_name(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(name, error.strerror or str(error)) from error


def _make_folder(folder: Path) -> list[Path]:
    """Make it and what is missing above it; returns what was made, the outermost first."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


@dataclass(slots=True)
class _PendingFile:
    """A text on the disk that waits to be moved into its place."""

    name: str
    path: Path
    text: str  # for what cannot be replaced: a device, a pipe
    temporary: Path | None = None
    old: Path | None = None  # the file as it was, under another name
    moved: bool = False

    @classmethod
    def write_temporary(cls, name: str, text: str) -> _PendingFile:
        """Write the text to a temporary file beside its place. Raises OSError or CannotWrite."""
        path = expand_home(name)
        _must_not_be_library(path, name)
        path = path.resolve() if path.is_symlink() else path
        if path.is_dir():
            raise CannotWrite(name, "it is a folder")
        if path.exists() and not path.is_file():
            return cls(name, path, text)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(mode)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return cls(name, path, "", Path(temporary))

    def keep_old(self) -> None:
        """Keep the file that is there, to be put back."""
        if self.temporary is None or not self.path.exists():
            return
        old = self.temporary.with_name(f"{self.temporary.name}.old")
        try:
            old.hardlink_to(self.path)
        except OSError:  # a file system without hard links
            shutil.copy2(self.path, old)
        self.old = old

    def replace_file(self) -> None:
        """Put the text in its place."""
        if self.temporary is None:
            self.path.write_text(self.text, encoding="utf-8", newline="\n")
        else:
            self.temporary.replace(self.path)
            self.moved = True

    def clean_up(self, *, keep: bool) -> None:
        """Leave no temporary file, and but for `keep` the place as it was."""
        with suppress(OSError):
            if self.moved and not keep:
                self.path.unlink() if self.old is None else self.old.replace(self.path)
        for left in (self.temporary, self.old):
            if left is not None:
                with suppress(OSError):
                    left.unlink(missing_ok=True)


def _must_not_be_library(path: Path, name: str) -> None:
    """Text is never written over a library, whatever it is called."""
    if path.is_file():
        with path.open("rb") as stream:
            if stream.read(16) == b"SQLite format 3\0":
                raise CannotWrite(name, "it is a library, not a text")


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
