"""The report of a command that is stopped, or that fails, after it made a change."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.cli.conftest import Program
from tests.cli.program import start_process, vcmbib
from tests.waiting import wait_until
from vcmbib.cli import edit_commands
from vcmbib.store.library import AppliedChange, Library


def stopped(*_: object) -> NoReturn:
    """The user presses Ctrl-C."""
    raise KeyboardInterrupt


def test_an_interrupt_before_anything_was_written(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is only that it was interrupted."""
    monkeypatch.setattr("vcmbib.cli.context.App.apply", stopped)
    result = program("tag", "doe2020coding", "fresh")

    assert (result.status, result.err.strip()) == (130, "vcmbib: interrupted")
    assert program.changes() == 1


def test_an_interrupt_after_the_commit(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the change that was made and the command that undoes it; that works."""
    monkeypatch.setattr(edit_commands, "show", stopped)
    result = program("tag", "doe2020coding", "fresh")
    monkeypatch.undo()

    assert result.status == 130
    assert "interrupted" in result.err
    assert "change 2 was made" in result.err
    taken = re.search(r"vcmbib .*(undo \d+)", result.err)
    assert taken is not None
    assert program(*taken[1].split()).status == 0
    assert "fresh" not in program.paper("doe2020coding").tags


def test_an_interrupted_dry_run_made_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was tried on a copy in memory is no change."""
    monkeypatch.setattr("vcmbib.store.library.Library.undone_items", stopped)
    result = program("undo", "--dry-run")

    assert result.status == 130
    assert result.err.splitlines()[-1] == "vcmbib: interrupted"
    assert "was made" not in result.err


def test_an_interrupt_as_json(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program reads the numbers of the changes that were made from one object."""
    monkeypatch.setattr(edit_commands, "show", stopped)
    result = program("tag", "doe2020coding", "fresh", "--json")

    told = json.loads(result.err)["error"]
    assert (result.status, told["status"], told["code"]) == (130, 130, "interrupted")
    assert "change 2 was made" in told["message"]
    assert f"vcmbib --db {program.path} undo 2" in told["hint"]


def test_a_full_disk_behind_standard_output_after_a_change(program: Program) -> None:
    """Output that cannot be printed is an error; the message names the change that was made."""
    with Path("/dev/full").open("w") as full:
        started = start_process(
            "--db", str(program.path), "add", "--title", "A new paper", stdout=full
        )  # fmt: skip
        _, err = started.communicate()

    assert started.returncode == 3
    assert "No space left" in err
    assert "change 2 was made" in err


def test_a_file_that_cannot_be_written_after_a_change(program: Program, tmp_path: Path) -> None:
    """The import is made although the failed items could not be written, and this is reported."""
    source = tmp_path / "x.bib"
    source.write_text("@misc{x, title = {A title of its own}}\n@misc{", encoding="utf-8")
    result = program("import", str(source), "--failed", str(tmp_path / "no" / "f.bib"))

    assert result.status == 3
    assert "cannot write" in result.err
    assert "change 2 was made" in result.err


def test_a_library_that_is_moved_over_during_an_import(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import fails with the reason, and the file that came in its place is untouched."""
    other = tmp_path / "other.db"
    assert vcmbib(other, "add", "--title", "Another library's paper").status == 0
    theirs = other.read_bytes()
    apply = Library.apply

    def slowly(self: Library, *args: Any) -> AppliedChange:
        done = apply(self, *args)
        other.replace(program.path)
        return done

    monkeypatch.setattr(Library, "apply", slowly)
    source = tmp_path / "x.bib"
    source.write_text("@misc{x, title = {A title of its own}}\n", encoding="utf-8")
    result = program("import", str(source))

    assert (result.status, result.out) == (6, ""), result.err
    assert "replaced" in result.err
    assert program.path.read_bytes() == theirs


@pytest.mark.parametrize(
    "args",
    [
        ["add", "--title", "X", "--category", "nowhere"],
        ["undo"],
        ["tag", "nobody", "x"],
    ],
)
def test_a_first_command_that_fails_makes_no_library(tmp_path: Path, args: list[str]) -> None:
    """Neither a file of no bytes remains nor one without papers, nor the word of a new one."""
    result = vcmbib(tmp_path / "papers.db", *args)

    assert result.status == 3
    assert "new library" not in result.err
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_the_first_library_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that was just made goes although a reading of it was under way."""

    def known(self: Library, records: object, **_: object) -> NoReturn:
        cursor = self.db.execute("SELECT name FROM sqlite_master")
        assert next(cursor)
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "snapshot_for", known)
    result = vcmbib(tmp_path / "papers.db", "add", "--title", "X")

    assert result.status == 130
    assert list(tmp_path.iterdir()) == []


def _at_once(_: Path) -> None:
    """While standard input is read."""


def _while_it_writes(library: Path) -> None:
    """When the journal of the transaction is there, or the change is made already."""
    journal = library.with_name(f"{library.name}-journal")
    wait_until(lambda: journal.exists() or _changes(library) == 2, "the import writes")


def _when_it_is_made(library: Path) -> None:
    """When other processes see the change."""
    wait_until(lambda: _changes(library) == 2, "the change is made")


def _changes(library: Path) -> int:
    """How many changes are in the log; 0 while the library cannot be read."""
    db = sqlite3.connect(library, timeout=0)
    try:
        found: int = db.execute("SELECT count(*) FROM changes").fetchone()[0]
    except sqlite3.OperationalError:  # it is locked
        return 0
    finally:
        db.close()
    return found


@pytest.mark.parametrize("moment", [_at_once, _while_it_writes, _when_it_is_made])
def test_an_interrupt_by_signal_in_the_middle_of_an_import(
    program: Program, moment: Callable[[Path], None]
) -> None:
    """A real signal, whenever it comes: the message on the change is what the file contains."""
    entries = "".join(f"@misc{{k{i}, title = {{Title number {i}}}}}\n" for i in range(2500))
    started = start_process("--db", str(program.path), "import", "-", stdin=subprocess.PIPE)
    assert started.stdin is not None
    started.stdin.write(entries)  # more than a pipe keeps: it returns while it is read
    if moment is not _at_once:
        started.stdin.close()
        started.stdin = None
        moment(program.path)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()
    made = _changes(program.path) == 2

    if started.returncode == 130:
        assert "Traceback" not in err
        assert ("change 2 was made" in err) == made, err
    else:  # everything was printed already, and Python itself was interrupted while it ended
        assert started.returncode in (0, -signal.SIGINT), err
        assert made
    assert made or moment is not _when_it_is_made
    assert not made or moment is not _at_once
