"""What a user meets when something goes wrong: a status, a message, a hint; never a traceback."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.program import LIST, process, ran, vcmbib
from vcmbib import __version__
from vcmbib.cli.boundary import app


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library with the small list in it."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    assert vcmbib(tmp_path / "papers.db", "import", str(tmp_path / "list.md")).status == 0
    return tmp_path / "papers.db"


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--nonsense"], 2, "No such option"),
        (["serach", "x"], 2, "did you mean 'search'?"),
        (["search", "--limit", "many"], 2, "many"),
        (["search", "--jsno"], 2, "--jsno"),
        (["search", "--json", "--csv"], 2, "exclude each other"),
        (["search", "--format", "{nokey}"], 2, "no field"),
        (["search", "--sort", "yaer"], 2, "year"),
        (["search", "autor:choi"], 4, "author"),
        (["search", "(a"], 4, "never closed"),
        (["show"], 2, "Missing argument"),
        (["show", "nobody2020x"], 3, "nobody2020x"),
        (["show", "choi2018dep"], 3, "did you mean 'choi2018deep'?"),
        (["open", "nobody2020x"], 3, "nobody2020x"),
        (["log", "nobody2020x"], 3, "nobody2020x"),
        (["undo", "99"], 3, "no such change"),
        (["import", "/nowhere/list.md"], 3, "no such file"),
        (["import", "/"], 3, "folder"),
        (["import", "--format", "docx", "x"], 3, "no such file"),
        (["export"], 2, "no format"),
        (["export", "--bibtex", "--csv"], 2, "one format at a time"),
        (["export", "--bibtex", "--check"], 2, "-o FILE"),
        (["export", "--bibtex", "-o", "/nowhere/x.bib"], 3, "cannot write"),
        (["add"], 2, "nothing to add"),
        (["add", "not-an-id"], 4, "identifier"),
        (["add", "--arxiv", "2405.1"], 3, "arXiv identifier"),
        (["add", "--title", "X", "--year", "soon"], 2, "year"),
        (["add", "--title", "  "], 2, "title"),
        (["add", "--title", "X", "--category", "nowhere"], 3, "no such category"),
        (["id", "nothing here"], 4, "identifier"),
    ],
)
def test_failures_end_in_their_own_status(
    db: Path, args: list[str], status: int, said: str
) -> None:
    """Each failure has its status and says what is wrong, on standard error only."""
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
    """Looking does not make one; the hint says how to."""
    result = vcmbib(tmp_path / "none.db", "search", "x")

    assert result.status == 3
    assert "vcmbib init" in result.err
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_the_nearest_one(db: Path, tmp_path: Path) -> None:
    """From a folder below, the library above is found; the environment goes before it."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    assert (
        ran("list", "--keys", cwd=below).out.split()
        == ran("--db", str(db), "list", "--keys").out.split()
    )
    assert ran("list", cwd=below, env={"VCMBIB_DB": str(tmp_path / "x.db")}).status == 3


def test_a_new_user_without_a_library(tmp_path: Path) -> None:
    """With none around, the one in the data folder is used and made on the first write."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    first = ran("add", "--title", "A first paper", cwd=tmp_path, env=home)

    assert (first.status, first.out) == (0, "first\n"), first.err
    assert (tmp_path / "data" / "vcmbib" / "papers.db").exists()


def test_a_closed_pipe_ends_quietly(db: Path) -> None:
    """`vcmbib list | head -1` says nothing on standard error."""
    for command in (["list"], ["list", "--json"], ["export", "--bibtex"], ["--help"]):
        started = process("--db", str(db), *command, bufsize=0)
        assert started.stdout is not None
        started.stdout.close()
        assert started.stderr is not None
        assert started.stderr.read() == ""
        started.stderr.close()
        assert started.wait() == 0


def test_a_full_disk_behind_standard_output(db: Path) -> None:
    """What cannot be written is an error, not a success and not a traceback."""
    with Path("/dev/full").open("w") as full:
        result = ran("--db", str(db), "list", stdout=full)

    assert result.status == 3
    assert "No space left" in result.err


def test_standard_output_that_is_closed(db: Path) -> None:
    """`vcmbib list >&-` is no crash."""
    started = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m vcmbib --db {db} list >&-"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in started.stderr


def test_an_interrupt_ends_with_130(db: Path) -> None:
    """Ctrl-C while standard input is awaited: no traceback, nothing written."""
    before = db.read_bytes()
    started = process("--db", str(db), "import", "--format", "markdown", "-", stdin=subprocess.PIPE)
    time.sleep(1.0)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()

    assert started.returncode == 130
    assert "Traceback" not in err
    assert db.read_bytes() == before


def test_data_is_utf_8_whatever_the_locale(db: Path) -> None:
    """Off a terminal no letter is lost or escaped: an export in the C locale is the same."""
    bare = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    result = ran("--db", str(db), "show", "ozyilkan2023learned", env=bare)

    assert result.status == 0
    assert "Özyılkan" in result.out


def test_no_text_is_written_over_a_library(db: Path, tmp_path: Path) -> None:
    """Neither an export nor the failed rows of an import, nor the file that is read."""
    before = db.read_bytes()
    bad = tmp_path / "bad.md"
    bad.write_text(LIST + "| | | Nobody | | ICIP2020 | | |\n", encoding="utf-8")

    assert vcmbib(db, "export", "--bibtex", "-o", str(db)).status == 3
    assert db.read_bytes() == before
    assert vcmbib(db, "import", str(bad), "--failed", str(db)).status == 3
    assert vcmbib(db, "list", "--keys").status == 0
    assert vcmbib(db, "import", str(bad), "--failed", str(bad)).status == 2


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


def test_undo_makes_no_library(tmp_path: Path) -> None:
    """A mistyped name is told, and nothing comes into being."""
    assert vcmbib(tmp_path / "none.db", "undo").status == 3
    assert list(tmp_path.iterdir()) == []


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


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("args", [["list"], ["init"], ["add", "--title", "X"], ["list", "--json"]])
def test_a_library_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, args: list[str]
) -> None:
    """`--db "$UNSET"` is refused: it would be another library than the one that was meant."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["--db", name, *args])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--db" in result.stderr
    assert list(tmp_path.iterdir()) == []


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
    assert ran("--version").out == f"vcmbib {__version__}\n"


def on_a_terminal(columns: int, *args: str, env: dict[str, str] | None = None) -> str:
    """What the program shows on a real (pseudo) terminal of this width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(
        follower, 0x5414, columns.to_bytes(2, "little").rjust(4, b"\x18\x00"[:1]) + bytes(4)
    )
    started = process(
        *args,
        stdout=follower,
        stderr=follower,
        stdin=follower,
        env={"TERM": "xterm-256color", "COLUMNS": str(columns), **(env or {})},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    started.wait()
    os.close(leader)
    return shown.decode()


def test_matches_stand_out_on_a_terminal(db: Path) -> None:
    """A table with a heading, matches in colour, nothing wider than the terminal."""
    shown = on_a_terminal(80, "--db", str(db), "search", "compression")

    assert "\x1b[1;33mCompression\x1b[0m" in shown
    assert "title" in shown


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(db: Path, setting: dict[str, str]) -> None:
    """NO_COLOR and TERM=dumb are honoured."""
    shown = on_a_terminal(80, "--db", str(db), "search", "compression", env=setting)

    assert "\x1b[1;33m" not in shown
    assert "\x1b[33m" not in shown
    assert "Compression" in shown


def test_nothing_is_cut_or_boxed_off_a_terminal(db: Path) -> None:
    """Plain tab-separated lines, whole titles, whatever COLUMNS says."""
    result = ran("--db", str(db), "search", "perception", env={"COLUMNS": "20"})

    assert result.out == (
        "codevilla2021learned\t2021\tarXiv\tCodevilla et al.\t"
        "Learned Image Compression for Machine Perception\n"
    )


def test_completion_proposes_keys_tags_and_categories(db: Path) -> None:
    """What the shell asks for is answered from the library; without one there is silence."""

    def proposed(line: str, library: Path = db) -> str:
        return ran(
            env={
                "_VCMBIB_COMPLETE": "complete_bash",
                "COMP_WORDS": line,
                "VCMBIB_DB": str(library),
                "COMP_CWORD": str(len(line.split()) - (not line.endswith(" "))),
            }
        ).out

    assert proposed("vcmbib sho").split() == ["show"]
    assert proposed("vcmbib show choi").split() == ["choi2018deep"]
    assert "--sources" in proposed("vcmbib show --sou")
    assert "multi-task" in proposed("vcmbib tag gomes2024neural multi")
    assert "feature-compression" in proposed("vcmbib category gomes2024neural feat")
    assert "category:feature-compression" in proposed("vcmbib search category:feat")
    assert proposed("vcmbib show choi", db.with_name("none.db")).strip() == ""


def test_without_a_person_no_editor_is_started(db: Path) -> None:
    """With neither $VISUAL nor $EDITOR and no terminal, the message points to --set."""
    key = ran("--db", str(db), "list", "--keys").out.split()[0]
    result = ran("--db", str(db), "edit", key, env={"VISUAL": "", "EDITOR": ""})

    assert result.status == 2
    assert "--set" in result.err
