"""Questions on a terminal: one key, Enter, wrong answers, Ctrl-C."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.terminal import end
from tests.waiting import PATIENCE
from vcmbib.cli.dialog.question import Choice, explained, prompt_of

ASK = "Remove this paper"


def question(db: Path, *, term: str = "xterm-256color", columns: int = 80) -> pexpect.spawn[str]:
    """The program at the question whether to remove a paper, in a shell that ends with `stty`."""
    program = shlex.join([sys.executable, "-m", "vcmbib", "--db", str(db)])
    line = f"trap : INT; {program} remove doe2020coding; echo status $?; stty -a"
    child = pexpect.spawn(
        "/bin/sh", ["-c", line], env={**os.environ, "TERM": term}, encoding="utf-8",
        timeout=PATIENCE, dimensions=(24, columns),
    )  # fmt: skip
    child.expect(ASK)
    child.expect(r"N\]: ")
    return child


def ended(child: pexpect.spawn[str], status: int) -> None:
    """Wait for the end of the program, and check the status and the settings of the terminal."""
    child.expect(f"status {status}\r\n")
    child.expect(pexpect.EOF)
    settings = set((child.before or "").split())
    assert {"echo", "icanon", "isig"} <= {word.rstrip(";") for word in settings}
    child.close()


@pytest.mark.parametrize(
    ("typed", "removed"),
    [("y", True), ("Y", True), ("yes\r", True), ("y\r", True), ("n", False), ("\r", False),
     ("no\r", False)],
)  # fmt: skip
def test_one_key_is_an_answer(
    sample_library: Path, tmp_path: Path, typed: str, removed: bool
) -> None:
    """Yes and no by one key, by a word and Enter, by Enter alone."""
    db = tmp_path / "papers.db"
    db.write_bytes(sample_library.read_bytes())
    child = question(db)
    child.send(typed)
    if not removed:
        child.expect("nothing was removed")
    ended(child, 0)
    assert (db.read_bytes() != sample_library.read_bytes()) == removed


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_wrong_answer_names_the_possible_ones(
    sample_library: Path, term: str, columns: int
) -> None:
    """And the question is asked again; without single keys an answer ends with Enter."""
    child = question(sample_library, term=term, columns=columns)
    for wrong in ("x", "maybe", "1"):
        child.send(f"{wrong}\r")
        child.expect(r"y\s+is\s+yes,\s+n\s+is\s+no")
        child.expect(r"N\]: ")
    child.send("n\r")
    ended(child, 0)


@pytest.mark.parametrize(("key", "status"), [("\x03", 130), ("\x04", 130)])
def test_ctrl_c_and_ctrl_d_leave_the_terminal_as_it_was(
    sample_library: Path, key: str, status: int
) -> None:
    """The command ends with 130, and the terminal echoes lines again."""
    child = question(sample_library)
    child.send(key)
    ended(child, status)


def test_sigterm_leaves_the_terminal_as_it_was(sample_library: Path) -> None:
    """As Ctrl-C does."""
    child = question(sample_library)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if parent == str(child.pid):
                os.kill(int(entry.name), signal.SIGTERM)
    child.expect("status [1-9]")
    child.expect(pexpect.EOF)
    assert " icanon" in (child.before or "")
    assert " echo " in (child.before or "")


def test_choices_have_letters_words_and_help() -> None:
    """A letter, a word or its start; the prompt shows the letters, `?` what they do."""
    merge, skip = Choice("m", "merge", "make one", ("x",)), Choice("s", "skip", "later")

    assert prompt_of((merge, skip), skip) == "[m]erge  [s]kip (Enter)  [?]"
    assert explained((merge, skip)) == "m      make one\ns      later"
    assert all(merge.fits(text) for text in ("m", "me", "merge", "x"))
    assert not any(merge.fits(text) for text in ("", "mx", "s", "emerge"))


def test_the_end_of_a_dialog(sample_library: Path) -> None:
    """A question without an answer ends with the terminal."""
    child = question(sample_library)
    child.sendintr()
    child.expect("status 130")
    assert end(child) == 0
