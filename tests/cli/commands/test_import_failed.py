"""`vcmbib import --failed`: the failed items are handed back, and no other text is lost."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cli.conftest import Program

BAD = "@article{a, title = {A"


def test_the_failed_items_are_not_written_over_other_text(program: Program, tmp_path: Path) -> None:
    """`import --failed` refuses before it imports; its own file, corrected, is read and written."""
    bad, failed = tmp_path / "bad.bib", tmp_path / "failed.bib"
    bad.write_text("@misc{good2020, title = {Good Work}, year = 2020}\n" + BAD, "utf-8")
    failed.write_text("% my words\n", "utf-8")
    for option in ([], ["--dry-run"]):
        ran = program("import", str(bad), "--failed", str(failed), *option)
        assert ran.status == 1
        assert "line 1: % my words" in ran.err
    assert failed.read_text("utf-8") == "% my words\n"
    assert "good2020" not in program("list", "--keys").out
    assert program("import", str(bad), "--failed", str(failed), "--force").status == 4
    assert BAD in failed.read_text("utf-8")
    corrected = failed.read_text("utf-8").replace(BAD, "@article{a, title = {A New Work}}\n")
    failed.write_text(corrected + BAD, "utf-8")
    same = os.path.relpath(failed)
    assert program("import", same, "--failed", str(failed)).status == 4
    assert "A New Work" not in failed.read_text("utf-8")
    failed.write_text("% line 3: x\n% my words\n@article{b, title = {Another Work}}\n", "utf-8")
    ran = program("import", str(failed), "--failed", same)
    assert ran.status == 0
    assert "% my words" in ran.err
    assert "% my words" in failed.read_text("utf-8")
    assert {"a", "b"} <= set(program("list", "--keys").out.split())
