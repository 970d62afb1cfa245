"""The program on a terminal of its own, as a person has it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path

import pexpect

from tests.waiting import PATIENCE

# Several commands in one process, for starting one costs most. Each ends with the mark.
_MARK = "\x1e"
_RUN_ALL = (
    "import json, sys\n"
    "from vcmbib.cli.boundary import run\n"
    "for args in json.loads(sys.argv[1]):\n"
    "    run(args)\n"
    f"    sys.stdout.write({_MARK!r})\n"
    "    sys.stdout.flush()\n"
)


def spawn(db: Path, *args: str, env: dict[str, str] | None = None) -> pexpect.spawn[str]:
    """Start the program on a library and a terminal, for a dialog with it.

    Whatever it should print is waited for until it comes.
    """
    return pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(db), *args],
        env={**os.environ, "TERM": "xterm", "VCMBIB_PAGER": "", **(env or {})},
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(50, 160),
    )


def end(child: pexpect.spawn[str]) -> int:
    """The exit status of a dialog that has come to its end.

    The process may live on for a moment after its last word; closing the terminal then would kill
    it.
    """
    child.expect(pexpect.EOF)
    status = child.wait()
    child.close()
    return status


def screens(
    columns: int,
    db: Path | None,
    commands: Sequence[Sequence[str]],
    env: dict[str, str] | None = None,
) -> list[str]:
    """What each command shows on a terminal of this width, escapes included.

    Without `db` the commands use the library of the present folder.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    lines = [[*(["--db", str(db)] if db else []), *command] for command in commands]
    started = subprocess.Popen(
        [sys.executable, "-c", _RUN_ALL, json.dumps(lines)],
        stdout=follower,
        stderr=follower,
        stdin=follower,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            **_NO_PAGER,
            **(env or {}),
        },
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux, when the other end is closed
            break
        if not piece:
            break
        shown += piece
    started.wait()
    os.close(leader)
    *found, rest = shown.decode().split(_MARK)
    assert len(found) == len(commands), rest
    return found


_NO_PAGER = {"VCMBIB_PAGER": ""}  # it would wait for a key


def screen(columns: int, db: Path, *args: str, env: dict[str, str] | None = None) -> str:
    """What one command shows on a terminal of this width."""
    return screens(columns, db, [args], env)[0]
