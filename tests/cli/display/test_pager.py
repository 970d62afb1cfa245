"""A pager for what is longer than the screen, on a terminal of its own."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.program import run_process
from tests.papers import paper
from tests.waiting import PATIENCE
from vcmbib.cli.display.pager import PagedOutput, pager_command
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library

NUMBER = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of more papers than a screen shows."""
    path = tmp_path_factory.mktemp("many") / "papers.db"
    papers = [paper(f"key{n:03}", f"Title number {n}", year=2020) for n in range(NUMBER)]
    with Library.writing(path) as library:
        library.apply(Plan.of([Add(p) for p in papers]), "import")
    return path


def shell(library: Path, line: str, **env: str) -> pexpect.spawn[str]:
    """A line of the shell on a terminal of 24 lines; $vcmbib is the program on the library."""
    program = shlex.join([sys.executable, "-m", "vcmbib", "--db", str(library)])
    return pexpect.spawn(
        "/bin/sh",
        ["-c", line.replace("$vcmbib", program)],
        env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **env},
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(24, 80),
    )


def ended(child: pexpect.spawn[str]) -> tuple[int | None, str]:
    """The exit status and all that was shown."""
    child.expect(pexpect.EOF)
    text = child.before or ""
    child.close()
    return child.exitstatus, text


@pytest.mark.parametrize(
    ("env", "command"),
    [
        ({"VCMBIB_PAGER": "", "PAGER": "sh"}, None),
        ({"VCMBIB_PAGER": "cat"}, None),
        ({"PAGER": "cat"}, None),
        ({"PAGER": "no-such-program-here -x"}, None),
        ({"PAGER": "'"}, None),
        ({"PAGER": "sh -c 'cat'"}, "sh -c 'cat'"),
        ({"PAGER": "LESS=x sh"}, "LESS=x sh"),
        ({"VCMBIB_PAGER": "sh", "PAGER": "cat"}, "sh"),
        ({}, "less -FRX" if shutil.which("less") else None),
    ],
)
def test_the_environment_names_the_pager(env: dict[str, str], command: str | None) -> None:
    """$VCMBIB_PAGER, $PAGER, less; none if it is empty, `cat` or not installed."""
    assert pager_command(env) == command


def test_a_long_list_goes_to_the_pager_and_a_short_one_does_not(
    library: Path, tmp_path: Path
) -> None:
    """The pager has all lines, without escapes that it does not know, and the count."""
    seen = tmp_path / "seen"
    pager = f"cat > {seen}"
    status, shown = ended(shell(library, "$vcmbib list", PAGER=pager))
    text = seen.read_text(encoding="utf-8")

    assert (status, shown.strip()) == (0, "")
    assert text.count("Title number") == NUMBER
    assert text.endswith(f"{NUMBER} papers\n")
    assert "\x1b" not in text
    seen.unlink()
    for line in ("$vcmbib list --limit 5", "$vcmbib --no-pager list", "$vcmbib list --no-pager",
                 "TERM=dumb $vcmbib list", "$vcmbib list | cat"):  # fmt: skip
        status, shown = ended(shell(library, line, PAGER=pager))
        assert (status, "Title number 1" in shown, seen.exists()) == (0, True, False), line


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("--help", 0), ("list --help", 0), ("help query", 0), ("--version", 0), ("", 0),
        ("show key001 key002 key003 key004 key005 key006", 0), ("stats", 0), ("log", 0),
        ("check", 1), ("export --bibtex", 0), ("export --csl-json", 0), ("list --json", 0),
        ("list --csv", 0), ("dump", 0), ("nosuch", 2), ("show nosuch", 3), ("list tags", 0),
    ],
)  # fmt: skip
def test_every_output_goes_through(
    library: Path, tmp_path: Path, command: str, status: int
) -> None:
    """What is shown with a pager is what is shown without one, and so is the status."""
    seen = tmp_path / "seen"
    seen.touch()
    line = f"$vcmbib {command}"
    with_pager = ended(shell(library, line, PAGER=f"cat > {seen}"))
    without = ended(shell(library, line, PAGER="cat"))
    shown = with_pager[1] + seen.read_text(encoding="utf-8")

    assert (with_pager[0], without[0]) == (status, status)
    assert _ESCAPE.sub("", shown).split() == _ESCAPE.sub("", without[1]).split()


_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    "pager", ["false", "head -n 1", "sh -c 'exit 3'", "sh -c 'kill -9 $$'", "true | false"]
)
@pytest.mark.parametrize("command", ["list", "export --bibtex", "list --json"])
def test_a_pager_that_fails_or_is_left_early_is_no_error(
    library: Path, pager: str, command: str
) -> None:
    """The command ends quietly with status 0."""
    status, shown = ended(shell(library, f"$vcmbib {command}", VCMBIB_PAGER=pager))

    assert status == 0
    assert "Traceback" not in shown
    assert "rror" not in shown


def test_a_pager_that_is_not_there_is_not_used(library: Path) -> None:
    """The text comes to the screen."""
    status, shown = ended(shell(library, "$vcmbib list", PAGER="/no/such/pager"))

    assert status == 0
    assert shown.count("Title number") == NUMBER


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
@pytest.mark.parametrize("less", [None, "-i", "iM"])
def test_less_shows_bold_and_ctrl_c_leaves_the_terminal_as_it_was(
    library: Path, less: str | None
) -> None:
    """The user leaves less with q; Ctrl-C before that breaks nothing."""
    env = {"PAGER": "less", "VCMBIB_PAGER": "less"} | ({} if less is None else {"LESS": less})
    child = shell(library, "trap : INT; stty -a; $vcmbib list; echo status $?; stty -a", **env)
    child.expect("key010")
    before = child.before or ""
    child.sendintr()
    for _ in range(50):  # Ctrl-C discards what is typed at the same moment
        child.send(" ")
        if child.expect(["key030", pexpect.TIMEOUT], timeout=1) == 0:
            break
    child.send("q")
    child.expect(r"status 0")
    status, after = ended(child)

    assert status == 0
    assert "ESC[" not in before
    assert "\x1b[1mkey000" in before
    assert "Traceback" not in before + after
    settings = before[before.index("speed") : before.index("key")].split()
    now = after[after.index("speed") :].split()
    assert [w for w in now if w.lstrip("-") in ("echo", "icanon", "isig")] == [
        w for w in settings if w.lstrip("-") in ("echo", "icanon", "isig")
    ]


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_sigterm_ends_less_too(library: Path) -> None:
    """The command ends with its status for a signal, and the terminal is as it was."""
    line = "trap : TERM; $vcmbib list; echo status $?; stty -a"
    child = shell(library, line, VCMBIB_PAGER="less -X")
    child.expect("key010")
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and parent_of(entry) == child.pid:
                os.kill(int(entry.name), signal.SIGTERM)
        except OSError:
            continue
    child.expect("status 143")
    _, after = ended(child)

    assert " icanon" in after
    assert " echo " in after


def parent_of(process: Path) -> int:
    """The parent of a process, from its folder in /proc."""
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


def test_messages_come_in_their_order(library: Path, tmp_path: Path) -> None:
    """A message goes into the pager that has the screen, after what came before it."""
    seen = tmp_path / "seen"
    line = "$vcmbib check --skip no-pages --skip incomplete"
    status, shown = ended(shell(library, line, PAGER=f"cat > {seen}"))
    text = seen.read_text(encoding="utf-8")

    assert (status, shown.strip()) == (1, "")
    assert text.rstrip().endswith("findings") or "no-identifier" in text


def test_off_a_terminal_there_is_no_pager(library: Path, tmp_path: Path) -> None:
    """A program gets the lines."""
    seen = tmp_path / "seen"
    done = run_process("--db", str(library), "list", env={"PAGER": f"cat > {seen}"})

    assert len(done.out.splitlines()) == NUMBER
    assert not seen.exists()


class Stream(io.StringIO):
    """A stream with an encoding."""

    encoding = "utf-8"


def test_what_is_kept_is_written_at_the_end_or_before_a_message() -> None:
    """Text that fits is written at the end; a message, or a question, comes after it."""
    stream = Stream()
    paged = PagedOutput(stream, "false", 24, 80)
    paged.write("one\n")
    assert stream.getvalue() == ""
    assert not paged.write_message("message\n")
    assert stream.getvalue() == "one\n"
    paged.write("two\n")
    paged.release()
    paged.write("three\n" * 100)
    paged.finish()

    assert stream.getvalue() == "one\ntwo\n" + "three\n" * 100
    assert (paged.encoding, paged.isatty(), paged.writable()) == ("utf-8", False, True)


@pytest.mark.parametrize("words", ["", "--help", "search --help", "help", "help query"])
def test_help_goes_to_the_pager_as_a_whole(library: Path, words: str) -> None:
    """Also what typer prints: it writes bytes to see what kind of stream it has."""
    child = shell(library, f"$vcmbib {words}", PAGER="sed 's/^/P:/'")
    status, text = ended(child)
    assert status == 0
    lines = text.splitlines()
    assert len(lines) > 24
    assert all(line.startswith("P:") for line in lines), text


def test_bytes_are_refused() -> None:
    """As by every stream of text; nothing of them is kept."""
    stream = io.StringIO()
    paged = PagedOutput(stream, "cat", 24, 80)
    with pytest.raises(TypeError):
        paged.write(b"")  # type: ignore[arg-type]
    paged.finish()
    assert stream.getvalue() == ""
