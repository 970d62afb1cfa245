"""Standard output and standard error: encoding, full devices, closed streams."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.program import run_process


def test_a_full_disk_behind_standard_output(db: Path) -> None:
    """What cannot be written is an error, not a success and not a traceback."""
    with Path("/dev/full").open("w") as full:
        result = run_process("--db", str(db), "list", stdout=full)

    assert result.status == 3
    assert "No space left" in result.err


def test_standard_output_that_is_closed(db: Path) -> None:
    """`vcmbib list >&-` is no crash."""
    started = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m vcmbib --db {db} list >&-"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in started.stderr


def test_data_is_utf_8_whatever_the_locale(db: Path) -> None:
    """Off a terminal no letter is lost or escaped: an export in the C locale is the same."""
    bare = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    result = run_process("--db", str(db), "show", "ozyilkan2023learned", env=bare)

    assert result.status == 0
    assert "Özyılkan" in result.out
