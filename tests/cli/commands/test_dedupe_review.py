"""The dialog of `vcmbib dedupe` on a terminal."""

from __future__ import annotations

from pathlib import Path

import pexpect

from tests.cli.duplicate_records import groups
from tests.cli.program import vcmbib
from tests.cli.terminal import end, spawn

PROMPT = r"\[q\]uit"


def review(db: Path, term: str = "xterm") -> pexpect.spawn[str]:
    """`dedupe` on a terminal, at its first question."""
    child = spawn(db, "dedupe", env={"TERM": term})
    child.expect(PROMPT)
    return child


def test_a_dumb_terminal_asks_too(duplicates: Path) -> None:
    """As a shell inside an editor: without colours or escapes."""
    child = review(duplicates, "dumb")
    assert "\x1b" not in (child.before or "")
    child.sendline("q")
    assert end(child) == 0


def test_a_person_goes_through_the_groups(duplicates: Path) -> None:
    """On a terminal: a mark as different is kept, merge merges, quit keeps what was done."""
    before = groups(duplicates)
    assert len(before) > 1
    child = review(duplicates)
    child.sendline("x")
    child.expect(PROMPT)
    child.sendline("t")
    child.expect(PROMPT)
    child.sendline("q")
    assert end(child) == 0
    assert before[0] not in groups(duplicates)
    vcmbib(duplicates, "undo")
    assert before[0] in groups(duplicates)


def test_a_group_is_merged_in_parts(duplicates: Path, tmp_path: Path) -> None:
    """By number. Other answers show the help, and papers marked as different stay apart."""
    (tmp_path / "x.bib").write_text(
        "@article{bee, title={Scalable feature coding for machines and people}, volume={12},"
        " author={Bee, Ada and Dee, Carl}, journal={Journal of Coding}, year={2012}, number={3},"
        " pages={435}}",
        encoding="utf-8",
    )
    vcmbib(duplicates, "import", "--on-duplicate", "add", str(tmp_path / "x.bib"))
    assert groups(duplicates)[0] == ("same", {"bee", "bee12", "bee2012"})
    child = review(duplicates)
    for answer in ("help", "m 1 9", "m 1 1"):
        child.sendline(answer)
        child.expect(PROMPT)
    child.sendline("t 1 2")
    child.expect("marked as different: ")
    child.expect(PROMPT)
    child.sendline("m")
    child.expect("are marked as different: name others")
    child.expect(PROMPT)
    child.sendline("m 2 3")
    child.expect("merged into ")
    child.expect(PROMPT)
    child.sendcontrol("c")
    child.expect("the earlier answers are saved: 2 changes")
    assert end(child) == 130
    assert len(vcmbib(duplicates, "list", "--keys").out.split()) == 4


def test_what_was_told_apart_survives_a_dump(duplicates: Path, tmp_path: Path) -> None:
    """Permanently: in this library, and in the one that is loaded from its lines."""
    child = review(duplicates)
    child.sendline("t")
    child.expect(PROMPT)
    child.sendline("q")
    assert end(child) == 0
    assert ("same", {"bee12", "bee2012"}) not in groups(duplicates)
    (tmp_path / "all.jsonl").write_text(vcmbib(duplicates, "dump").out, encoding="utf-8")
    other = tmp_path / "other.db"
    vcmbib(other, "load", str(tmp_path / "all.jsonl"))
    assert groups(other) == groups(duplicates)
    assert vcmbib(other, "dedupe", "--explain", "bee12", "bee2012", "--json").json["told_apart"]


def test_one_key_is_an_answer(duplicates: Path) -> None:
    """Where a group has two papers no Enter is needed; `?` explains letters and signs."""
    before = groups(duplicates)
    child = review(duplicates, "xterm-256color")
    shown = child.before or ""
    assert "1 of " in shown
    assert "the same work" in shown
    assert "same, +" not in shown
    assert "entry_type" not in shown
    child.send("?")
    child.expect("marks the fields whose values differ")
    child.expect(PROMPT)
    child.send("x")
    child.expect(r"'x' is not an answer: type m, d, v, s, q")
    child.expect(PROMPT)
    child.send("d")
    child.expect("marked as different: ")
    child.expect(PROMPT)
    child.send("\r")
    while child.expect([PROMPT, pexpect.EOF]) == 0:
        child.send("q")
    assert end(child) == 0
    assert before[0] not in groups(duplicates)
    assert all(group in groups(duplicates) for group in before[1:])
