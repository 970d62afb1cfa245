"""Readers and writers do not depend on the order of sets, which differs from run to run."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT


def _report(seed: str) -> list[str]:
    """What all readers and writers make in a process with this seed of hashes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.formats.hash_seed_report"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_runs_make_the_same() -> None:
    """The order of fields, keywords and remarks is that of the file or of a list."""
    first, second = _report("1"), _report("2")
    assert len(first) > 20
    for one, other in zip(first, second, strict=True):
        assert one == other
