"""The program on a terminal of its own, as a person has it."""

from __future__ import annotations

import fcntl
import os
import pty
import sys

import pexpect

from tests.cli.conftest import Program
from tests.cli.program import process


def terminal(program: Program, *args: str, env: dict[str, str] | None = None) -> pexpect.spawn[str]:
    """The program on a terminal of its own."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(program.path), *args],
        env={**os.environ, "TERM": "xterm", **(env or {})},
        encoding="utf-8",
        timeout=30,
    )


def on_a_terminal(columns: int, *args: str, env: dict[str, str] | None = None) -> str:
    """What the program shows on a real (pseudo) terminal of this width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(
        follower, 0x5414, columns.to_bytes(2, "little").rjust(4, b"\x18\x00"[:1]) + bytes(4)
    )
    started = process(
        *args,
        stdout=follower,
        stderr=follower,
        stdin=follower,
        env={"TERM": "xterm-256color", "COLUMNS": str(columns), **(env or {})},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    started.wait()
    os.close(leader)
    return shown.decode()
