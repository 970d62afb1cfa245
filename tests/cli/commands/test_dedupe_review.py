"""The dialog of `vcmbib dedupe` on a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect

from tests.cli.duplicate_records import groups
from tests.cli.program import vcmbib


def asked(db: Path, term: str = "xterm") -> pexpect.spawn[str]:
    """`dedupe` on a terminal, at its first question."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "vcmbib", "--db", str(db), "dedupe"],
        encoding="utf-8",
        timeout=20,
        dimensions=(50, 160),
        env={**os.environ, "TERM": term},
    )
    child.expect(r"\[q\]uit")
    return child


def test_a_dumb_terminal_asks_too(duplicates: Path) -> None:
    """As a shell inside an editor: without colours or escapes."""
    child = asked(duplicates, "dumb")
    assert "\x1b" not in (child.before or "")
    child.sendline("q")
    child.expect(pexpect.EOF)


def test_a_person_goes_through_the_groups(duplicates: Path) -> None:
    """On a terminal: tell apart is remembered, merge merges, quit keeps what was done."""
    before = groups(duplicates)
    assert len(before) > 1
    child = asked(duplicates)
    child.sendline("x")
    child.expect(r"\[q\]uit")
    child.sendline("t")
    child.expect(r"\[q\]uit")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert before[0] not in groups(duplicates)
    vcmbib(duplicates, "undo")
    assert before[0] in groups(duplicates)


def test_a_group_is_merged_in_parts(duplicates: Path, tmp_path: Path) -> None:
    """By number; who answers otherwise is told how, and what was told apart stays apart."""
    (tmp_path / "x.bib").write_text(
        "@article{bee, title={Scalable feature coding for machines and people}, volume={12},"
        " author={Bee, Ada and Dee, Carl}, journal={Journal of Coding}, year={2012}, number={3},"
        " pages={435}}",
        encoding="utf-8",
    )
    vcmbib(duplicates, "import", "--on-duplicate", "add", str(tmp_path / "x.bib"))
    assert groups(duplicates)[0] == ("same", {"bee", "bee12", "bee2012"})
    child = asked(duplicates)
    for answer in ("help", "m 1 9", "m 1 1"):
        child.sendline(answer)
        child.expect(r"\[q\]uit")
    child.sendline("t 1 2")
    child.expect("told apart: ")
    child.expect(r"\[q\]uit")
    child.sendline("m")
    child.expect("were told apart: name others")
    child.expect(r"\[q\]uit")
    child.sendline("m 2 3")
    child.expect("merged into ")
    child.expect(r"\[q\]uit")
    child.sendcontrol("c")
    child.expect("what was answered before stands: 2 changes")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert len(vcmbib(duplicates, "list", "--keys").out.split()) == 4


def test_what_was_told_apart_survives_a_dump(duplicates: Path, tmp_path: Path) -> None:
    """For good: in this library, and in the one that is loaded from its lines."""
    child = asked(duplicates)
    child.sendline("t")
    child.expect(r"\[q\]uit")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert ("same", {"bee12", "bee2012"}) not in groups(duplicates)
    (tmp_path / "all.jsonl").write_text(vcmbib(duplicates, "dump").out, encoding="utf-8")
    other = tmp_path / "other.db"
    vcmbib(other, "load", str(tmp_path / "all.jsonl"))
    assert groups(other) == groups(duplicates)
    assert vcmbib(other, "dedupe", "--explain", "bee12", "bee2012", "--json").json["told_apart"]
