"""What a user meets when something goes wrong: a status, a message, a hint; never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import run_process, start_process, vcmbib
from vcmbib import __version__


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--nonsense"], 2, "No such option"),
        (["serach", "x"], 2, " search x\n"),
        (["search", "--limit", "many"], 2, "many"),
        (["search", "--jsno"], 2, "--jsno"),
        (["search", "--json", "--csv"], 2, "exclude each other"),
        (["search", "--format", "{nokey}"], 2, "is not a field"),
        (["search", "--sort", "yaer"], 2, "year"),
        (["search", "autor:choi"], 4, "author"),
        (["search", "(a"], 4, "not closed"),
        (["show"], 2, "Missing argument"),
        (["show", "nobody2020x"], 3, "nobody2020x"),
        (["show", "choi2018dep"], 3, " show choi2018deep\n"),
        (["open", "nobody2020x"], 3, "nobody2020x"),
        (["log", "nobody2020x"], 3, "nobody2020x"),
        (["undo", "99"], 3, "there is no change"),
        (["import", "/nowhere/list.md"], 3, "no such file"),
        (["import", "/"], 3, "folder"),
        (["import", "--format", "docx", "x"], 3, "no such file"),
        (["export", "-o", "refs.txt"], 2, "no format"),
        (["export", "--bibtex", "--csv"], 2, "several formats are named"),
        (["export", "--bibtex", "--check"], 2, "-o FILE"),
        (["export", "--bibtex", "-o", "/nowhere/x.bib"], 3, "cannot write"),
        (["add"], 2, "no paper is named"),
        (["add", "not-an-id"], 4, "identifier"),
        (["add", "--arxiv", "2405.1"], 3, "arXiv identifier"),
        (["add", "--title", "X", "--year", "soon"], 2, "year"),
        (["add", "--title", "  "], 2, "title"),
        (["add", "--title", "X", "--category", "nowhere"], 3, "there is no category"),
        (["id", "nothing here"], 4, "identifier"),
    ],
)
def test_failures_end_in_their_own_status(
    db: Path, args: list[str], status: int, said: str
) -> None:
    """Each failure has its status and reports what is wrong, on standard error only."""
    before = db.read_bytes()
    result = vcmbib(db, *args)

    assert (result.status, result.out) == (status, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert db.read_bytes() == before


def test_a_failure_as_json_is_one_object(db: Path) -> None:
    """With --json a program reads code, message, hint and status from standard error."""
    result = vcmbib(db, "show", "nobody", "--json")
    told = json.loads(result.err)

    assert told["vcmbib"] == 1
    assert told["error"]["code"] == "no-such-paper"
    assert told["error"]["status"] == result.status == 3
    assert told["error"]["hint"]


@pytest.mark.parametrize("content", [b"hello", b"\x00" * 4096, b"SQLite format 3\x00" + b"x" * 100])
@pytest.mark.parametrize("command", [["search", "x"], ["stats"], ["export", "--bibtex"], ["undo"]])
def test_a_file_that_is_no_library(tmp_path: Path, content: bytes, command: list[str]) -> None:
    """Status 6, a hint, and the file untouched."""
    path = tmp_path / "papers.db"
    path.write_bytes(content)
    result = vcmbib(path, *command)

    assert result.status == 6
    assert "\n  " in result.err
    assert path.read_bytes() == content


def test_no_library_at_all(tmp_path: Path) -> None:
    """Reading does not make one; the hint names the command that does."""
    result = vcmbib(tmp_path / "none.db", "search", "x")

    assert result.status == 3
    assert f"vcmbib --db {tmp_path / 'none.db'} init" in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_ends_quietly(db: Path) -> None:
    """`vcmbib list | head -1` writes nothing to standard error."""
    for command in (["list"], ["list", "--json"], ["export", "--bibtex"], ["--help"]):
        started = start_process("--db", str(db), *command, bufsize=0)
        assert started.stdout is not None
        started.stdout.close()
        assert started.stderr is not None
        assert started.stderr.read() == ""
        started.stderr.close()
        assert started.wait() == 0


def test_an_interrupt_ends_with_130(db: Path) -> None:
    """Ctrl-C while standard input is read: no traceback, nothing written."""
    before = db.read_bytes()
    arguments = ("--db", str(db), "import", "--format", "markdown", "-")
    started = start_process(*arguments, stdin=subprocess.PIPE)
    assert started.stdin is not None
    started.stdin.write("word\n" * 100_000)  # more than a pipe keeps: it returns while it is read
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()

    assert started.returncode == 130
    assert "Traceback" not in err
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["undo", "99999999999999999999"], 2),
        (["list", "--limit", "99999999999999999999"], 2),
        (["import", "~nobodyhere/x.md"], 3),
        (["import", "/dev/zero"], 3),
        (["search", "-a"], 0),
    ],
)
def test_extremes(db: Path, args: list[str], status: int) -> None:
    """Numbers beyond any row, users that are not there, endless devices, one-letter negations."""
    assert vcmbib(db, *args).status == status


@pytest.mark.parametrize("wait", ["inf", "nan", "-1", "abc"])
@pytest.mark.parametrize("args", [["list"], ["add", "--title", "X"], ["init"], ["list", "--json"]])
def test_a_wait_that_is_none(
    db: Path, monkeypatch: pytest.MonkeyPatch, wait: str, args: list[str]
) -> None:
    """A wrong VCMBIB_BUSY_TIMEOUT is a wrong command line, reading or writing; nothing is done."""
    monkeypatch.setenv("VCMBIB_BUSY_TIMEOUT", wait)
    before = db.read_bytes()
    result = vcmbib(db, *args)

    assert (result.status, result.out) == (2, "")
    assert "VCMBIB_BUSY_TIMEOUT" in result.err
    assert db.read_bytes() == before


def test_arguments_that_are_no_text(db: Path) -> None:
    """Bytes that are no UTF-8 on the command line are refused, or find nothing, in one line."""
    for args in ([b"search", b"\xff\xfe"], [b"show", b"\xff"], [b"add", b"--title", b"\xffx"]):
        done = subprocess.run(
            [os.fsencode(p) for p in (sys.executable, "-m", "vcmbib", "--db", str(db))] + args,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr
        assert done.returncode in (0, 2, 3, 4)


def test_version_and_module() -> None:
    """`vcmbib --version` and `python -m vcmbib` are the same program."""
    assert run_process("--version").out == f"vcmbib {__version__}\n"
