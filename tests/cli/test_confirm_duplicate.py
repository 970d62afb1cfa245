"""`--on-duplicate ask`: a user decides about each record that may be a paper of the library."""

from __future__ import annotations

from pathlib import Path

import pexpect
import pytest

from tests.cli.duplicate_records import RECORDS
from tests.cli.program import vcmbib
from tests.cli.terminal import end, spawn

PROMPT = r"same work\?[^:]*: "


@pytest.fixture
def more(duplicates: Path) -> Path:
    """A file with records that may be papers of the library."""
    path = duplicates.with_name("more.bib")
    path.write_text(RECORDS.replace("bee2012", "new1").split("@misc")[0], encoding="utf-8")
    return path


def ask(db: Path, more: Path, **env: str) -> pexpect.spawn[str]:
    """`import` at its first question."""
    child = spawn(db, "import", "--on-duplicate", "ask", str(more), env=env)
    child.expect(PROMPT)
    return child


@pytest.mark.parametrize("enter", ["", "\r"])
def test_import_asks_a_person(duplicates: Path, more: Path, enter: str) -> None:
    """The answer decides each match, with and without Enter."""
    child = ask(duplicates, more)
    asked = 1
    child.send(f"n{enter}")
    while child.expect([PROMPT, pexpect.EOF]) == 0:
        child.send(f"y{enter}")
        asked += 1
    assert asked > 1
    assert end(child) == 0


def test_without_a_terminal_nothing_is_imported(duplicates: Path, more: Path) -> None:
    """The status is 2, and the library stays as it is."""
    before = duplicates.read_bytes()

    assert vcmbib(duplicates, "import", "--on-duplicate", "ask", str(more)).status == 2
    assert duplicates.read_bytes() == before


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_the_question_shows_both_side_by_side(duplicates: Path, more: Path, term: str) -> None:
    """The verdict in words, fields of both, the evidence; `?` explains letters and signs."""
    child = ask(duplicates, more, TERM=term)
    shown = child.before or ""

    assert "the same work as " in shown
    assert "line " in shown
    assert "title" in shown
    assert "shared authors (+4)" in shown
    assert not any(word in shown for word in ("ask, +", "entry_type", "authors_complete", "\t"))
    child.send("?\r")
    child.expect(r"y +the same work")
    child.expect(r"n +a different work")
    child.expect(r"q +stop")
    child.expect(r"\* +marks the fields whose values differ")
    child.expect(PROMPT)
    child.send("x\r")
    child.expect(r"'x' is not an answer: type y, n, q, or \?")
    child.expect(PROMPT)
    child.sendintr()
    assert end(child) == 130


def test_quit_imports_nothing(duplicates: Path, more: Path) -> None:
    """Answers before it count for nothing, for an import is one change."""
    before = vcmbib(duplicates, "list", "--json").out
    child = ask(duplicates, more)
    child.send("n")
    child.expect(PROMPT)
    child.send("q")
    child.expect("nothing was written")
    assert end(child) == 130
    assert vcmbib(duplicates, "list", "--json").out == before
