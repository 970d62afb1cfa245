"""`vcmbib import --on-duplicate ask`: a person decides."""

from __future__ import annotations

from pathlib import Path

import pexpect

from tests.cli.duplicate_records import RECORDS
from tests.cli.program import vcmbib
from tests.cli.terminal import end, spawn


def test_import_asks_a_person(duplicates: Path, tmp_path: Path) -> None:
    """The answer decides each match; without a terminal nothing is imported."""
    more = tmp_path / "more.bib"
    more.write_text(RECORDS.replace("bee2012", "new1").split("@misc")[0], encoding="utf-8")
    before = duplicates.read_bytes()
    assert vcmbib(duplicates, "import", "--on-duplicate", "ask", str(more)).status == 2
    assert duplicates.read_bytes() == before
    child = spawn(duplicates, "import", "--on-duplicate", "ask", str(more))
    asked = 0
    while child.expect([r"one work\?", pexpect.EOF]) == 0:
        child.sendline("n" if asked == 0 else "y")
        asked += 1
    assert asked > 1
    assert end(child) == 0
