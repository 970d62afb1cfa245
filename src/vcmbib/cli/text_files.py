"""Read a user's file as text, and write files: atomically, and through no link of a stranger."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vcmbib.cli import output
from vcmbib.cli.context import expand_home
from vcmbib.cli.file_input.input_file import MOST_BYTES, read_bytes
from vcmbib.cli.file_input.text_encoding import Decoded, decode
from vcmbib.errors import CannotWrite
from vcmbib.model.printable import printable

DUMP = "dump"
"""The kind of a file that `vcmbib dump` writes."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a command writes for the user: its name, its new text, and its kind.

    kind: the format, as in `formats.READERS`, or DUMP.
    failure_notes: it is the file of `import --failed`, which has notes of the program.
    """

    name: str
    text: str
    kind: str
    failure_notes: bool = False


def read_text(name: str, encoding: str | None = None, most: int | None = None) -> str:
    """The text of a file that the user named, or of standard input for `-`.

    `encoding` is the user's choice; `most` the bytes that --max-size allows, if the command has
    this option. Prints a message unless the file is plain UTF-8. Raises what `read_bytes` raises,
    and NotUnderstood if it is no text.
    """
    limit = MOST_BYTES if most is None else most
    data = read_bytes(name, most=limit, can_lift=most is not None)
    return _decoded(data, name, encoding).text


def read_found_text(name: str) -> str:
    """The text of a file that another file names; see `read_text`."""
    return _decoded(read_bytes(name, named=False), name).text


def read_decoded(name: str, encoding: str | None = None) -> Decoded:
    """The text of a file and the note on its encoding; see `read_text`."""
    return _decoded(read_bytes(name), name, encoding)


def _decoded(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of the bytes; prints a message unless they are plain UTF-8."""
    decoded = decode(data, name, encoding)
    if decoded.note:
        output.message(f"{name}: {decoded.note}")
    return decoded


def write_text(name: str, text: str, *, follow_links: bool = True) -> None:
    """Write a file atomically: first a temporary file in the same folder, then a rename.

    A symbolic link that the user named stays a link, and its target is written. For a name that
    the program chose, `follow_links` must be False: a stranger may have put a link there. A file
    keeps its permissions. Raises CannotWrite.
    """
    write_texts([(name, text)], follow_links=follow_links)


def write_texts(
    texts: Sequence[tuple[str, str]], *, make_folders: bool = False, follow_links: bool = True
) -> None:
    """Write several files, given as (name, text), as `write_text` does: all of them or none.

    Raises CannotWrite; then all files and folders are restored.
    """
    pending: list[_PendingFile] = []
    new_folders: list[Path] = []
    done = False
    try:
        for name, text in texts:
            with name_in_errors(name):
                if make_folders:
                    new_folders += _make_folder(expand_home(name).parent)
                pending.append(_PendingFile.write_temporary(name, text, follow_links))
        for file in pending if len(pending) > 1 else ():
            with name_in_errors(file.name):
                file.keep_old()
        for file in pending:
            with name_in_errors(file.name):
                file.replace_file()
        done = True
    finally:
        for file in pending:
            file.clean_up(keep=done)
        for folder in () if done else reversed(new_folders):
            with suppress(OSError):
                folder.rmdir()


def refuse_link(path: Path) -> None:
    """Raise CannotWrite for a symbolic link at a path that the program chose."""
    if path.is_symlink():
        raise CannotWrite(
            str(path),
            f"it is a link to {path.readlink()}, and vcmbib follows only links that you name",
            "find out who made the link, then remove it",
        )


@contextmanager
def name_in_errors(name: str) -> Iterator[None]:
    """Turn an OSError of the block into CannotWrite for the file `name`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(name, error.strerror or str(error)) from error


def _make_folder(folder: Path) -> list[Path]:
    """Create a folder and its missing parents; returns the created folders, outermost first."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


@dataclass(slots=True)
class _PendingFile:
    """A text in a temporary file that will replace the file `path`."""

    name: str
    path: Path
    content: bytes  # only for a device or a pipe, which cannot be replaced
    temporary: Path | None = None
    old: Path | None = None  # the previous file under a temporary name
    moved: bool = False

    @classmethod
    def write_temporary(cls, name: str, text: str, follow_links: bool) -> _PendingFile:
        """Write the text to a temporary file in the folder of `name`.

        Raises OSError; CannotWrite for a folder, a library, or a link that is not to be followed.
        """
        path = target_of(name, follow_links)
        content = text.encode("utf-8", "surrogateescape")
        if is_stream(name):
            return cls(name, path, content)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".vcmbib-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(mode)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return cls(name, path, b"", Path(temporary))

    def keep_old(self) -> None:
        """Keep the previous file, so that `clean_up` can restore it."""
        if self.temporary is None or not self.path.exists():
            return
        old = self.temporary.with_name(f"{self.temporary.name}.old")
        try:
            old.hardlink_to(self.path)
        except OSError:  # a file system without hard links
            shutil.copy2(self.path, old)
        self.old = old

    def replace_file(self) -> None:
        """Move the text to its path."""
        if self.temporary is None:
            _write_stream(self.name, self.content)
        else:
            self.temporary.replace(self.path)
            self.moved = True

    def clean_up(self, *, keep: bool) -> None:
        """Delete the temporary files. Without `keep`, also restore the previous file."""
        with suppress(OSError):
            if self.moved and not keep:
                self.path.unlink() if self.old is None else self.old.replace(self.path)
        for path in (self.temporary, self.old):
            if path is not None:
                with suppress(OSError):
                    path.unlink(missing_ok=True)


# A name of an open file of this process. Opening it again would truncate a regular file.
_DESCRIPTOR = re.compile(r"(?:/dev/fd/|/proc/self/fd/)(\d+)")
_STANDARD = {"/dev/stdout": 1, "/dev/stderr": 2}


def is_stream(name: str) -> bool:
    """Whether the name is a device, a pipe or an open file, so that no file is replaced."""
    if name in _STANDARD or _DESCRIPTOR.fullmatch(name):
        return True
    path = expand_home(name)
    return path.exists() and not path.is_file() and not path.is_dir()


def _write_stream(name: str, content: bytes) -> None:
    """Write to a device, a pipe or an open file."""
    match = _DESCRIPTOR.fullmatch(name)
    number = int(match[1]) if match else _STANDARD.get(name)
    if number is None:
        with expand_home(name).open("wb", buffering=0) as stream:
            _write_all(stream.fileno(), content)
        return
    if number == 1:
        output.flush()
    _write_all(number, content)


def _write_all(descriptor: int, content: bytes) -> None:
    """Write all bytes to an open file; a terminal gets escapes for what is not visible."""
    if os.isatty(descriptor):
        text = printable(content.decode("utf-8", "surrogateescape"))
        content = text.encode("utf-8", "backslashreplace")
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _target(link: Path) -> Path:
    """The file that a link leads to, which may be missing. Raises OSError for a circle of links."""
    try:
        target = link.resolve()
    except RuntimeError as error:  # Python before 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    if target.is_symlink():  # a circle, from Python 3.13 on
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def target_of(name: str, follow_links: bool) -> Path:
    """The path of the file to write: the target of a link, else the named path.

    Raises OSError; CannotWrite for a folder, a library, or a link that is not to be followed.
    """
    path = expand_home(name)
    if not follow_links:
        refuse_link(path)
    _must_not_be_library(path, name)
    if is_stream(name):
        return path
    path = _target(path) if path.is_symlink() else path
    if path.is_dir():
        raise CannotWrite(name, "it is a folder")
    return path


def _must_not_be_library(path: Path, name: str) -> None:
    """Raise CannotWrite if the file is an SQLite database, whatever its name is."""
    if path.is_file():
        with path.open("rb") as stream:
            if stream.read(16) == b"SQLite format 3\0":
                raise CannotWrite(name, "it is a library, not a text file file")


def _umask() -> int:
    """The file mode creation mask of the process; reading it means setting it."""
    current = os.umask(0)
    os.umask(current)
    return current
