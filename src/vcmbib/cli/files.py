"""Reading a user's file as text, and writing one so that it is never half there."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

from vcmbib.cli import output
from vcmbib.cli.context import expanded
from vcmbib.errors import CannotWrite, NoSuchFile, NotUnderstood

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_text(name: str) -> str:
    """The text of a file, or of standard input for `-`.

    UTF-8, or what a byte order mark says; a file that is neither is read as Windows-1252 and that
    is told. Raises NoSuchFile, or NotUnderstood for a file that is no text.
    """
    return decode(_read_bytes(name), name)


def _read_bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        path = expanded(name)
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


def decode(data: bytes, name: str) -> str:
    """Bytes as text; see `read_text`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotUnderstood(f"{name} is no {encoding} text", "save it as UTF-8") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise NotUnderstood(f"{name} is no text", "give a Markdown or BibTeX file") from None
    output.tell(f"{name} is not UTF-8: read as Windows-1252")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def write_text(name: str, text: str) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then moved into place.

    A link stays a link, and a file keeps its rights. Raises CannotWrite.
    """
    path = expanded(name)
    try:
        _must_not_be_library(path, name)
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_text(text, encoding="utf-8", newline="\n")  # /dev/stdout, a pipe
            return
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(name, error.strerror or str(error)) from error


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
