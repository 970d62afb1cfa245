"""Reading a user's file as text, and writing one so that it is never half there."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

from vcmbib.cli import output
from vcmbib.cli.context import expanded
from vcmbib.cli.decoding import Decoded, decode
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
    if decoded.told:
        output.tell(f"{name}: {decoded.told}")
    return decoded


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
