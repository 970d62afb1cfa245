"""Signals that end the program: real processes, at the points where a command can be."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import termios
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import Program
from tests.cli.program import arxiv_settings, start_process, vcmbib
from tests.cli.terminal import end, spawn
from tests.waiting import PATIENCE, wait_until
from vcmbib.cli.stop_signals import StopSignal, StopSignals

_AGAIN = 5.0  # seconds
SIGNALS = [
    (signal.SIGTERM, 143, "SIGTERM"),
    (signal.SIGHUP, 129, "SIGHUP"),
    (signal.SIGINT, 130, "interrupted"),
]
each_signal = pytest.mark.parametrize(("number", "status", "word"), SIGNALS, ids=str)


def stop(started: subprocess.Popen[str], number: signal.Signals) -> str:
    """Send the signal, wait for the end, and return what was written to standard error.

    A signal that comes just before Python waits in C is acted on after the wait: it is sent again.
    """
    for _ in range(int(PATIENCE / _AGAIN)):
        started.send_signal(number)
        try:
            return started.communicate(timeout=_AGAIN)[1]
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("the signal does not end the process")


def temporary_files(folder: Path) -> list[str]:
    """The files that a command leaves only if it is killed."""
    return [p.name for p in folder.iterdir() if "journal" in p.name or p.name.startswith(".vcm")]


@each_signal
def test_while_an_import_writes(
    program: Program, number: signal.Signals, status: int, word: str
) -> None:
    """The transaction is rolled back or made as a whole, the message states which."""
    journal = program.path.with_name(f"{program.path.name}-journal")
    entries = "".join(f"@misc{{k{i}, title = {{Title number {i}}}}}\n" for i in range(2500))
    started = start_process("--db", str(program.path), "import", "-", stdin=subprocess.PIPE)
    assert started.stdin is not None
    started.stdin.write(entries)
    started.stdin.close()
    started.stdin = None
    wait_until(lambda: journal.exists() or program.changes() == 2, "the import writes")
    err = stop(started, number)

    made = program.changes() == 2
    if started.returncode:  # else the signal came after the last word
        assert (started.returncode, word in err) == (status, True), err
        assert ("change 2 was made" in err) == made, err
    else:
        assert made
    assert temporary_files(program.path.parent) == []
    with closing(sqlite3.connect(program.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@each_signal
def test_while_a_lock_is_waited_for(
    program: Program, number: signal.Signals, status: int, word: str
) -> None:
    """The wait for another process is a day here, and ends at once."""
    db = sqlite3.connect(program.path, isolation_level=None)
    try:
        db.execute("BEGIN EXCLUSIVE")
        for args in (["tag", "doe2020coding", "x"], ["list"]):
            started = start_process(
                "--db", str(program.path), *args, env={"VCMBIB_BUSY_TIMEOUT": "86400"}
            )
            wait_until(partial(opens, started.pid, program.path), "the library is open")
            err = stop(started, number)
            assert (started.returncode, word in err) == (status, True), err
    finally:
        db.close()
    assert program("tag", "doe2020coding", "x").status == 0


def opens(process: int, file: Path) -> bool:
    """Whether a process has the file open."""
    found = []
    for link in list(Path(f"/proc/{process}/fd").iterdir()):
        try:
            found.append(str(link.readlink()))
        except OSError:
            continue
    return str(file) in found


@pytest.fixture
def silent_server() -> Iterator[tuple[str, threading.Event]]:
    """A server that takes a request and never answers: its URL, and whether a request came."""
    came = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        opened: list[socket.socket] = []

        def accept() -> None:
            connection, _ = server.accept()
            opened.append(connection)
            connection.recv(1)
            came.set()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/api/query", came
        for connection in opened:
            connection.close()


@each_signal
def test_while_a_source_does_not_answer(
    program: Program, silent_server: tuple[str, threading.Event], tmp_path: Path,
    number: signal.Signals, status: int, word: str,
) -> None:  # fmt: skip
    """No request is waited for."""
    url, came = silent_server
    started = start_process(
        "--db", str(program.path), "add", "arxiv:2405.03500", env=arxiv_settings(url, tmp_path)
    )
    assert came.wait(PATIENCE)
    err = stop(started, number)

    assert (started.returncode, word in err) == (status, True), err
    assert program.changes() == 1


@each_signal
def test_while_standard_input_is_read(
    tmp_path: Path, number: signal.Signals, status: int, word: str
) -> None:
    """With --json the message is one object; no library is left behind."""
    path = tmp_path / "new.db"
    started = start_process("--db", str(path), "import", "--json", "-", stdin=subprocess.PIPE)
    assert started.stdin is not None
    started.stdin.write("word\n" * 100_000)  # more than a pipe keeps: it returns while it is read
    err = stop(started, number)

    told = json.loads(err)["error"]
    assert (started.returncode, told["status"]) == (status, status)
    assert not path.exists()


@each_signal
def test_while_a_question_is_asked(
    program: Program, number: signal.Signals, status: int, word: str
) -> None:
    """The terminal has its state again, and nothing was changed."""
    child = spawn(program.path, "remove", "doe2020coding")
    before = termios.tcgetattr(child.child_fd)
    child.expect("Remove this paper")
    child.kill(number)
    while child.expect([word, pexpect.TIMEOUT], timeout=_AGAIN):
        child.kill(number)

    assert termios.tcgetattr(child.child_fd) == before
    assert end(child) == status
    assert program.changes() == 1


def group_lives(number: int) -> bool:
    """Whether a process of the group is left."""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_forked_worker_does_not_survive(program: Program, tmp_path: Path) -> None:
    """The processes that read parts of a large .bib end with the command."""
    entries = "".join(f"@misc{{k{i}, title = {{Title number {i}}}}}\n" for i in range(20_000))
    path = tmp_path / "x.bib"
    path.write_text(entries)
    started = start_process("--db", str(program.path), "import", str(path), start_new_session=True)
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    wait_until(lambda: bool(children.read_text().split()), "workers run")
    err = stop(started, signal.SIGTERM)

    assert (started.returncode, "SIGTERM" in err) == (143, True), err
    wait_until(lambda: not group_lives(started.pid), "the workers have ended")


def test_an_ignored_signal_stays_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`nohup vcmbib …` goes on when the terminal is closed; SIGTERM still ends it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with StopSignals() as signals:
            os.kill(os.getpid(), signal.SIGHUP)
            assert signals.number == 0
            with pytest.raises(StopSignal):
                os.kill(os.getpid(), signal.SIGTERM)
            assert signals.number == signal.SIGTERM
            os.kill(os.getpid(), signal.SIGTERM)  # a second one does not stop the cleanup
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_thread_sets_no_handlers(program: Program) -> None:
    """Only the main thread can; a command that runs in another works all the same."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(vcmbib(program.path, "stats").status))
    thread.start()
    thread.join(PATIENCE)
    assert found == [0]
