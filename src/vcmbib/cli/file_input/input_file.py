"""Read an input file whole. This is the one place that opens a file with unknown content.

Only regular files are read: opening a named pipe blocks, opening a device may act on it, and
neither has to end. A descriptor of this process (`/dev/stdin`, `/dev/fd/63` from `<(command)`) is
read if the user named it. The size is bounded, because a file is read whole into memory.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from vcmbib.cli.command_line.locate import expand_home
from vcmbib.errors import BadValue, InputTooLarge, NoSuchFile, SpecialFile, arguments, shell_path

MOST_BYTES = 1 << 30
"""The bytes that are read of a file. Reading takes 5 to 20 times as much memory as the file has.

The largest bibliography in one file that is public, the ACL Anthology with abstracts, has 0.1 GiB.
"""
_CHUNK = 1 << 20
# A name of an open file of this process.
_DESCRIPTOR = re.compile(r"/+(?:dev/+fd|proc/+self/+fd)/+([0-9]{1,9})")
_STANDARD_INPUT = re.compile(r"/+dev/+stdin")
_SIZE = re.compile(r"\s*([0-9]{1,15})\s*([kmgt]?)(?:i?b)?\s*", re.IGNORECASE)


def read_bytes(
    name: str, *, named: bool = True, most: int = MOST_BYTES, can_lift: bool = False
) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    named: the user named the file, so that it may be an open file of this process. False for a
    name that was found in another file, or that the program chose.
    most: the largest number of bytes; 0 is no limit.
    can_lift: the command has the option --max-size.

    Raises NoSuchFile, SpecialFile for a pipe, a device, a socket or a folder, and InputTooLarge.
    """
    try:
        if name == "-" and named:
            return _read_stream(sys.stdin.buffer.read, name, most, can_lift)
        return _read(name, named, most, can_lift)
    except FileNotFoundError as error:
        raise NoSuchFile(name) from error
    except AttributeError as error:
        raise NoSuchFile(name, "standard input is closed") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise NoSuchFile(name, getattr(error, "strerror", None) or str(error)) from error


def _read(name: str, named: bool, most: int, can_lift: bool) -> bytes:
    """The bytes of a file that is not `-`."""
    descriptor = _descriptor_of(name) if named else None
    if descriptor is not None:
        opened = os.dup(descriptor)
        must_be_file = False
    else:
        path = expand_home(name)
        if named and path.resolve() == Path(os.devnull):
            return b""
        _check_kind(path.stat().st_mode, name, named)
        # The file may be replaced meanwhile: opening must not wait, and the kind is checked again.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        opened = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
        must_be_file = True
    try:
        status = os.fstat(opened)
        if must_be_file or stat.S_ISDIR(status.st_mode):
            _check_kind(status.st_mode, name, named)
        size = status.st_size if stat.S_ISREG(status.st_mode) else 0
        if most and size > most:
            raise InputTooLarge(name, most, can_lift=can_lift)
        return _read_stream(
            lambda count: os.read(opened, count), name, most, can_lift, max(size + 1, _CHUNK)
        )
    except BlockingIOError as error:
        raise SpecialFile(name, "it has no end", "give a regular file") from error
    finally:
        os.close(opened)


def _read_stream(
    read: Callable[[int], bytes], name: str, most: int, can_lift: bool, chunk: int = _CHUNK
) -> bytes:
    """What `read` returns until it returns nothing. Raises InputTooLarge."""
    parts: list[bytes] = []
    total = 0
    while part := read(chunk):
        parts.append(part)
        total += len(part)
        if most and total > most:
            raise InputTooLarge(name, most, can_lift=can_lift)
        chunk = _CHUNK
    return b"".join(parts)


def _descriptor_of(name: str) -> int | None:
    """The number of an open file of this process that `name` is; None for another name."""
    if _STANDARD_INPUT.fullmatch(name):
        return 0
    match = _DESCRIPTOR.fullmatch(name)
    return int(match[1]) if match else None


_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)


def _check_kind(mode: int, name: str, named: bool) -> None:
    """Raise SpecialFile unless the mode is that of a regular file."""
    if stat.S_ISREG(mode):
        return
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), "it is not a regular file")
    if stat.S_ISDIR(mode):
        hint = f"name the files in it, such as {shell_path(name.rstrip('/') + '/FILE')}"
    elif stat.S_ISFIFO(mode) and named:
        hint = f"copy what it gives to a file: cat {arguments(name)} > FILE"
    else:
        hint = "give a regular file"
    raise SpecialFile(name, kind, hint)


def parse_size(text: str | None) -> int:
    """`--max-size` in bytes: `4G`, `500M`, a number of bytes, or `none`, which is 0.

    Without a text: the usual limit. Raises BadValue.
    """
    if text is None:
        return MOST_BYTES
    if text.strip().lower() in ("none", "0"):
        return 0
    match = _SIZE.fullmatch(text)
    if match is None or not int(match[1]):
        raise BadValue("--max-size", text, "a size such as 500M or 4G, or none")
    return int(match[1]) << 10 * (" kmgt".index(match[2].lower() or " "))
