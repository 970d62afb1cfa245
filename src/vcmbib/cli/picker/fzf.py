"""Choose with `fzf` (https://github.com/junegunn/fzf), which draws on the terminal by itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcmbib.cli.picker.rows import Row

_NO_MATCH = 1
_FIELD = "\t"


def is_installed() -> bool:
    """Whether `fzf` is on the path."""
    return shutil.which("fzf") is not None


def choose(rows: Iterator[Row], *, several: bool) -> list[str]:
    """The keys of the chosen rows; none if no row matches.

    Raises KeyboardInterrupt if the user cancels, OSError if `fzf` cannot start.
    """
    command = ["fzf", "--delimiter", _FIELD, "--with-nth", "2..", "--tiebreak", "index"]
    command.append("--multi" if several else "--no-multi")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):  # the user has chosen before all rows were read
            for row in rows:
                process.stdin.write(f"{row.key}{_FIELD}{row.text}\n")
        with suppress(BrokenPipeError):
            process.stdin.close()
        chosen = process.stdout.read()
    if process.returncode not in (0, _NO_MATCH):
        raise KeyboardInterrupt
    return [line.split(_FIELD, 1)[0] for line in chosen.splitlines()]
