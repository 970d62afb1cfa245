"""Text of strangers is shown, never obeyed: by every command, with and without a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.hostile_library import EVIL, FILES, ONE, TEX, TWO, evil, make_library
from vcmbib.cli import text_files
from vcmbib.cli.boundary import run
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.display.widths import columns
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Add, Plan
from vcmbib.model.printable import printable, printable_line
from vcmbib.store.library import Library

_STYLE = re.compile(r"\x1b\[(?!35;7m)[0-9;]*m")  # of our own; the hostile one stays


class Screen(io.StringIO):
    """A stream that is a terminal, or is none."""

    def __init__(self, text: str = "", *, terminal: bool) -> None:
        super().__init__(text)
        self._terminal = terminal

    def isatty(self) -> bool:
        """What the program asks."""
        return self._terminal


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library and the files; not to be changed."""
    folder = tmp_path_factory.mktemp("hostile")
    make_library(folder / "papers.db")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8", newline="")
    (folder / "main.tex").write_text(TEX, "utf-8")
    return folder


@pytest.fixture
def folder(hostile: Path, tmp_path: Path) -> Path:
    """A copy of the folder that a command may change."""
    shutil.copytree(hostile, tmp_path, dirs_exist_ok=True)
    return tmp_path


def shown(
    monkeypatch: pytest.MonkeyPatch, *args: str, terminal: bool = True, given: str = ""
) -> str:
    """All that the program writes, on a terminal of 100 columns or off any.

    `given` is what a person types; without it no person is there.
    """
    screen = Screen(terminal=terminal)
    keyboard = Screen(given, terminal=bool(given))
    with monkeypatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        patch.setattr(sys, "stdout", screen)
        patch.setattr(sys, "stderr", screen)
        patch.setattr(sys, "stdin", keyboard)
        run(args)
    return screen.getvalue()


def must_be_safe(text: str) -> None:
    """Fail if a terminal would obey or hide a part of the text."""
    lines = _STYLE.sub("", text).split("\n")
    assert [line for line in lines if line != printable(line)][:5] == []


# One line a run: the first word is the command. {name} is the file's path.
RUNS = (
    ["search", "features"],
    ["search", f"no{EVIL}thing"],
    ["search", f"title:({EVIL}"],
    ["search", "features", "--json"],
    ["list"],
    ["list", "--format", "{key} {title} {extra} {authors} {note} {url}"],
    ["list", "--format", f"{{{EVIL}}}"],
    ["list", "--keys"],
    ["list", "--csv"],
    ["list", "--json"],
    ["list", "--jsonl"],
    ["list", f"tag:{EVIL}"],
    ["list", "--sort", EVIL],
    *(["list", noun] for noun in ("tags", "categories", "venues", "authors", "topics", "types")),
    ["list", "tags", "--csv"],
    ["list", "categories", "--json"],
    ["show", ONE],
    ["show", ONE, "--sources"],
    ["show", ONE, "--json", "--sources"],
    ["show", ONE, "--bibtex"],
    ["show", printable_line(ONE)],
    ["show", f"unknown{EVIL}"],
    ["pick", f"no{EVIL}thing"],
    ["open", ONE, "--print"],
    ["open", ONE, "--print", "--code"],
    ["open", TWO, "--json"],
    ["open", f"three{EVIL}"],
    ["id", f"10.1000/{EVIL} arXiv:2001.00001 {EVIL}"],
    ["id", EVIL],
    ["add", EVIL],
    ["add", f"10.1000/{evil('doi')}"],
    ["add", "--title", EVIL, "--author", EVIL, "--dry-run"],
    ["add", "--title", "T", "--year", EVIL],
    ["add", "--title", "T", "--key", EVIL],
    *(["import", f"{{{name}}}", "--dry-run"] for name in FILES),
    *(["import", f"{{{name}}}", "--json", "--dry-run"] for name in FILES),
    ["import", "{evil.bib}", "{evil.ris}", "{evil.csv}", "--dry-run"],
    ["import", "{evil.bib}"],
    ["import", f"gone{EVIL}"],
    ["import", "{evil.bib}", "--format", EVIL],
    ["import", "{evil.bib}", "--encoding", EVIL],
    ["edit", ONE, "--set", f"volume=2{EVIL}"],
    ["edit", ONE, "--set", f"{EVIL}=x"],
    ["edit", ONE, "--set", f"year={EVIL}"],
    ["tag", ONE],
    ["tag", ONE, f"new{EVIL}"],
    ["tag", ONE, "--remove", f"gone{EVIL}"],
    ["category", ONE],
    ["category", ONE, f"gone{EVIL}"],
    ["category", "add", evil("new")],
    ["note", ONE],
    ["note", ONE, f"a note{EVIL}"],
    ["link", ONE],
    ["link", ONE, "--remove", f"https://example.org/{EVIL}"],
    ["link", ONE, f"https://example.org/{EVIL}"],
    ["link", ONE, "https://example.org/x", "--label", EVIL],
    ["key", ONE, f"new{EVIL}"],
    ["key", ONE, "newkey"],
    ["key", "map"],
    ["key", "map", "--sed"],
    ["key", "generate", "--dry-run"],
    ["cite", ONE],
    ["cite", ONE, "--format", "html"],
    ["cite", ONE, "--style", EVIL],
    ["merge", ONE, TWO, "--dry-run"],
    ["merge", ONE, TWO, "--yes"],
    ["merge", ONE, f"gone{EVIL}"],
    ["dedupe"],
    ["dedupe", "--explain", ONE, TWO],
    ["dedupe", "--auto"],
    ["dedupe", "--json"],
    ["remove", ONE, "--yes"],
    ["remove", ONE],
    *(["export", "--format", kind] for kind in (
        "bibtex", "biblatex", "csl-json", "markdown", "json", "csv", "ris", "nbib", "jsonl",
        "hayagriva", "cff", "mods")),
    ["export", "--format", EVIL],
    ["export", "--bibtex", "-o", f"/gone{EVIL}/x.bib"],
    ["export", "--bibtex", "-o", "{new.bib}", EVIL],
    ["tex", "{main.tex}"],
    ["tex", "{main.tex}", "--json"],
    ["tex", "{main.tex}", "--check"],
    ["tex", f"gone{EVIL}.tex"],
    ["check"],
    ["check", "--json"],
    ["stats"],
    ["stats", "--json"],
    ["log"],
    ["log", ONE],
    ["log", EVIL],
    ["undo", "--dry-run"],
    ["undo", EVIL],
    ["dump"],
    ["dump", "--fields"],
    ["dump", "--history"],
    ["dump", f"gone{EVIL}"],
    ["load", f"gone{EVIL}"],
    ["load", "{evil.txt}"],
    ["git", "status"],
    ["git", "resolve", EVIL, "--ours"],
    ["git", EVIL],
    ["init"],
    ["init", EVIL],
    ["where"],
    ["where", "--json"],
    ["help", "query"],
    [EVIL],
    ["--db", EVIL, "list"],
    [f"--{EVIL}"],
    ["list", f"--{EVIL}"],
)  # fmt: skip


def test_every_command_is_run() -> None:
    """A new command is in the table of runs."""
    assert set(COMMANDS) <= {words[0] for words in RUNS}


@pytest.mark.parametrize("words", RUNS, ids=lambda words: printable_line(" ".join(words))[:40])
def test_a_terminal_obeys_nothing(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No control character, no direction and no hidden letter of any text reaches a terminal."""
    monkeypatch.chdir(folder)
    paths = [w[1:-1] if w.startswith("{") and "." in w and w.endswith("}") else w for w in words]

    must_be_safe(shown(monkeypatch, *paths))


EXACT = (
    *(["export", "--format", kind] for kind in ("bibtex", "biblatex", "ris", "csv")),
    ["list", "--csv"],
    ["show", ONE, "--bibtex"],
    ["cite", ONE, "--format", "html"],
)
"""Formats for programs that have no escapes of their own."""


@pytest.mark.parametrize("words", EXACT, ids=" ".join)
def test_a_format_is_exact_off_a_terminal(
    words: list[str], hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a format has the characters of the library, and a terminal shows their escapes."""
    db = str(hostile / "papers.db")

    data = shown(monkeypatch, "--db", db, *words, terminal=False)

    assert "\u202e" in data
    assert shown(monkeypatch, "--db", db, *words) == printable(data)


LINES = [
    ["list"],
    ["list", "--keys"],
    ["list", "--format", "{title} {extra}"],
    ["search", "features"],
    ["show", ONE],
    ["show", ONE, "--sources"],
    ["note", ONE],
    ["link", ONE],
    ["merge", ONE, TWO, "--dry-run"],
    ["dedupe"],
    ["import", "{evil.bib}", "--dry-run"],
    ["check"],
    ["stats"],
    ["log"],
    ["dump", "--fields"],
    ["cite", ONE],
    *(["list", noun] for noun in ("tags", "categories", "venues", "authors", "topics", "types")),
]


@pytest.mark.parametrize("words", LINES, ids=lambda words: printable_line(" ".join(words))[:40])
def test_lines_are_safe_in_a_pager_too(
    words: list[str], hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines for people have the same escapes off a terminal: a pager may show them on one."""
    monkeypatch.chdir(hostile)
    paths = [w[1:-1] if w.startswith("{evil") else w for w in words]

    text = shown(monkeypatch, *paths, terminal=False)

    assert text
    assert printable(text) == text


JSON = [
    ["list", "--json"],
    ["list", "--jsonl"],
    ["show", ONE, "--json"],
    ["export", "--json"],
    ["export", "--csl-json"],
    ["export", "--format", "jsonl"],
    ["dump"],
]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("words", JSON, ids=lambda words: " ".join(words)[:10])
def test_json_says_the_same_with_escapes_of_its_own(
    words: list[str], terminal: bool, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON is safe to show everywhere, and its values are those of the library."""
    text = shown(monkeypatch, "--db", str(hostile / "papers.db"), *words, terminal=terminal)

    values = [json.loads(text)] if text.startswith(("[", "{\n")) else [
        json.loads(line) for line in text.splitlines()
    ]  # fmt: skip
    assert printable(text) == text
    assert EVIL in _texts(values)


def _texts(value: object) -> str:
    """All texts in a value."""
    match value:
        case dict():
            return "\0".join(map(_texts, (*value, *value.values())))
        case list():
            return "\0".join(map(_texts, value))
        case _:
            return str(value)


QUESTIONS = [
    (["remove", ONE], "n\n"),
    (["merge", ONE, TWO], "n\n"),
    (["dedupe"], "?\nt 1\nv\n"),
    (["import", "evil.bib", "--on-duplicate", "ask"], "n\nn\n"),
    (["add", "--title", "Coding of Features for Machines", "--on-duplicate", "ask"], "n\nn\n"),
    (["key", "generate"], "n\n"),
]


@pytest.mark.parametrize(("words", "typed"), QUESTIONS, ids=lambda part: part[0])
def test_a_question_shows_no_more_than_a_line(
    words: list[str], typed: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown before a question, and the question, are as safe as all other text."""
    monkeypatch.chdir(folder)

    text = shown(monkeypatch, *words, given=typed)

    assert text
    must_be_safe(text)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", ["vcmbib show ", "vcmbib tag k --remove ", "vcmbib list tag:"])
def test_completion_proposes_nothing_that_a_terminal_obeys(
    shell: str, line: str, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that cannot be shown as it is does not become part of a command line."""
    monkeypatch.setenv("VCMBIB_DB", str(hostile / "papers.db"))
    monkeypatch.setenv("_VCMBIB_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("COMP_WORDS", line.replace(" ", "\n"))
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))

    must_be_safe(shown(monkeypatch))


def test_a_fault_of_the_program_is_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trace of an unexpected failure may quote a stranger's text, and is no command either."""
    from vcmbib import cli

    def fails(args: object) -> int:
        raise RuntimeError(EVIL)

    monkeypatch.setattr("vcmbib.cli.boundary.run", fails)
    screen = Screen(terminal=True)
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(SystemExit) as end:
        cli.main([])

    assert end.value.code == 1
    assert "RuntimeError" in screen.getvalue()
    must_be_safe(screen.getvalue())


def test_columns_meet_under_wide_letters_and_accents(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Chinese letter takes two columns and an accent none: what follows is in line."""
    for number, name in enumerate(("Doe", "目标检测", "Nguye\u0302\u0303n", "مرحبا", "👩‍👩‍👧x")):
        added = Paper(f"k{number}", "Coding", authors=(Name(name), Name("Roe")), year=2020,
                      authors_complete=True, tags=(name,))  # fmt: skip
        with Library.writing(program.path) as library:
            library.apply(Plan.of([Add(added)]), "add")

    table = _STYLE.sub("", shown(monkeypatch, "--db", str(program.path), "list", "year:2020"))
    bars = _STYLE.sub("", shown(monkeypatch, "--db", str(program.path), "stats"))

    rows = [line for line in table.splitlines() if "Coding" in line and line.startswith("k")]
    assert len(rows) == 5
    assert len({columns(row[: row.index("Coding")]) for row in rows}) == 1
    lines = [line for line in bars[bars.index("\ntags") :].splitlines() if "█" in line]
    assert len(lines) >= 5
    assert len({columns(line[: line.index("█")]) for line in lines}) == 1


def test_a_file_that_is_a_terminal_gets_escapes(hostile: Path) -> None:
    """`-o /dev/stdout` and `-o /dev/tty` write to a terminal as standard output does."""
    leader, follower = pty.openpty()
    try:
        text_files.write_text(os.ttyname(follower), f"{EVIL}\n")
        seen = os.read(leader, 4096).decode()
    finally:
        os.close(leader)
        os.close(follower)

    assert seen.rstrip("\r\n") == printable(EVIL)
