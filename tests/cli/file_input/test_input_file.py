"""Which files are opened for reading, and how much of them is read."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import run_process, start_process, vcmbib
from tests.cost import cpu_seconds
from tests.source_files import SOURCE
from tests.waiting import PATIENCE
from vcmbib.cli.file_input.input_file import MOST_BYTES, parse_size, read_bytes
from vcmbib.errors import BadValue, InputTooLarge, NoSuchFile, SpecialFile

ENTRY = "@misc{x, title = {A title of its own}}\n"


def pipe(path: Path) -> Path:
    """A named pipe without a writer."""
    os.mkfifo(path)
    return path


def a_socket(path: Path) -> Path:
    """A socket that nothing listens to."""
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)
    return path


def device(path: Path) -> Path:
    """A link to a device that never ends."""
    path.symlink_to("/dev/zero")
    return path


def standard_input(path: Path) -> Path:
    """A link to the standard input of whoever opens it."""
    path.symlink_to("/dev/stdin")
    return path


def folder(path: Path) -> Path:
    """A folder."""
    path.mkdir()
    return path


Maker = Callable[[Path], Path]
KINDS: list[Maker] = [pipe, a_socket, device, folder]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("named", [True, False])
def test_a_special_file_is_refused_at_once(tmp_path: Path, make: Maker, named: bool) -> None:
    """A pipe, a socket, a device and a folder, whoever named them: the kind and what to do."""
    with pytest.raises(SpecialFile, match=r"it is a (named pipe|socket|device|folder)$") as caught:
        read_bytes(str(make(tmp_path / "x.bib")), named=named)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "-"])
def test_an_open_file_is_read_only_if_the_user_named_it(name: str, tmp_path: Path) -> None:
    """`vcmbib import /dev/stdin` reads; a document that names it reads nothing of the user."""
    source = tmp_path / "t.tex"
    source.write_text(f"\\documentclass{{article}}\\input{{{name}}}\\cite{{x}}\n")
    library = tmp_path / "l.db"
    done = run_process("--db", str(library), "import", "--format", "bibtex", name, given=ENTRY)
    assert done.status == 0, done.err
    assert "1 added" in done.out

    started = start_process("--db", str(library), "tex", str(source), stdin=subprocess.PIPE)
    try:
        assert started.stdin is not None
        assert started.stderr is not None
        # Standard input stays open: reading it would never end.
        assert "cannot read" in started.stderr.read()
        assert started.wait(PATIENCE) == 0
    finally:
        started.kill()
        started.communicate()


def test_process_substitution(tmp_path: Path) -> None:
    """`vcmbib import <(command)` reads what the command writes."""
    reading, writing = os.pipe()
    os.write(writing, ENTRY.encode())
    os.close(writing)
    name = f"/dev/fd/{reading}"
    done = run_process(
        "--db", str(tmp_path / "l.db"), "import", "--format", "bibtex", name, pass_fds=[reading]
    )  # fmt: skip
    os.close(reading)
    assert "1 added" in done.out


def test_a_link_to_standard_input_is_not_followed(tmp_path: Path) -> None:
    """A repository can have such a link; the name that the user gave is that of a file."""
    link = standard_input(tmp_path / "x.bib")
    done = run_process("--db", str(tmp_path / "l.db"), "import", str(link), given=ENTRY)
    assert done.status == 3
    assert "it is a named pipe" in done.err


def test_the_null_device_is_an_empty_file() -> None:
    """`vcmbib import /dev/null` is as an empty file, but no document reads it."""
    assert read_bytes("/dev/null") == b""
    with pytest.raises(SpecialFile):
        read_bytes("/dev/null", named=False)


@pytest.mark.parametrize(
    "args",
    [
        ["import", "FILE"],
        ["import", "FILE", "--dry-run"],
        ["load", "FILE"],
        ["tex", "FILE"],
        ["tex", "doc.tex"],
        ["tex", "doc.md"],
        ["tex", "doc.typ"],
        ["tex", "doc.aux"],
        ["tex", "."],
        ["export", "--update", "FILE"],
        ["export", "--bibtex", "-o", "FILE", "--check"],
        ["dump", "-o", "FILE", "--check"],
        ["cite", "doe2020coding", "--style", "FILE.csl"],
        ["git", "conflicts"],
        ["git", "merge", "FILE", "FILE", "FILE"],
        ["add", "FILE"],
        ["check", "--library"],
        ["--db", "FILE", "list"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("make", [pipe, device])
def test_no_command_waits_for_a_special_file(
    program: Program, monkeypatch: pytest.MonkeyPatch, make: Maker, args: list[str]
) -> None:
    """Each path that a command reads, named by the user or by a file: it ends with the reason."""
    monkeypatch.chdir(program.path.parent)
    conflicts = f"{program.path.name}.conflicts.jsonl"
    for name in ("FILE", "FILE.csl", "FILE.tex", "FILE.bib", conflicts):
        make(Path(name))
    cite = "\\cite{doe2020coding}\n"
    text = f"\\documentclass{{article}}\\input{{FILE}}\\addbibresource{{FILE.bib}}\n{cite}"
    Path("doc.tex").write_text(text)
    Path("doc.md").write_text("---\nbibliography: FILE.bib\n---\n@doe2020coding\n")
    Path("doc.typ").write_text('#include "FILE"\n#bibliography("FILE.bib")\n@doe2020coding\n')
    Path("doc.aux").write_text("\\@input{FILE}\n\\citation{doe2020coding}\n\\bibdata{FILE}\n")
    done = vcmbib(program.path, *args)

    if args[0] in ("add", "check"):  # they read no such file
        return
    assert done.status in (0, 1, 3, 4, 6)
    assert done.err or done.status == 1


def test_a_sparse_file_is_refused_in_no_time(tmp_path: Path) -> None:
    """The size is looked at before anything is read."""
    path = tmp_path / "x.bib"
    with path.open("wb") as stream:
        stream.truncate(8 << 30)
    library = tmp_path / "l.db"
    begun = time.monotonic()

    def refused() -> None:
        result = vcmbib(library, "import", str(path))
        assert (result.status, "larger than 1 GiB" in result.err) == (4, True)
        assert "--max-size none" in result.err

    assert cpu_seconds(refused) < 0.5
    assert time.monotonic() - begun < PATIENCE
    assert not library.exists()


@pytest.mark.parametrize("command", ["import", "load"])
def test_the_bound_is_set_and_lifted(program: Program, tmp_path: Path, command: str) -> None:
    """`--max-size` refuses and allows, for a file and for standard input."""
    text = program("dump").out if command == "load" else f"{ENTRY}%{'x' * 2000}\n"
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    more = ["--replace"] if command == "load" else ["--format", "bibtex"]
    for name, given in ((str(path), None), ("-", text)):
        small = program(command, name, *more, "--dry-run", "--max-size", "1K", given=given)
        assert small.status == 4
        assert "larger than 1 KiB" in small.err
        for size in ("1M", "none", "0", "2GiB"):
            done = program(command, name, *more, "--dry-run", "--max-size", size, given=given)
            assert done.status == 0, done.err


def test_a_stream_without_end_is_refused() -> None:
    """What comes after the bound is not read."""
    reading, writing = os.pipe()
    os.write(writing, b"x" * 5000)
    try:
        with pytest.raises(InputTooLarge):
            read_bytes(f"/dev/fd/{reading}", most=4999)
    finally:
        os.close(reading)
        os.close(writing)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    """A file of no size, as in /proc, is read to its end, and within the bound."""
    assert b"Name:" in read_bytes("/proc/self/status", named=False)
    with pytest.raises(InputTooLarge):
        read_bytes("/proc/self/status", most=10)


@pytest.mark.parametrize(
    ("text", "size"),
    [(None, MOST_BYTES), ("none", 0), ("0", 0), ("7", 7), ("2k", 2048), ("3 MB", 3 << 20),
     ("4GiB", 4 << 30), ("1T", 1 << 40)],
)  # fmt: skip
def test_sizes(text: str | None, size: int) -> None:
    """Numbers with a unit, as people write them."""
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5G", "1P", "1 2", "٣", "0K"])
def test_what_is_no_size(text: str) -> None:
    """Everything else is a wrong command line."""
    with pytest.raises(BadValue):
        parse_size(text)


def test_names_that_are_no_files(tmp_path: Path) -> None:
    """Circles of links, missing folders, NUL."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in (str(tmp_path / "loop"), "/nowhere/x", "a\0b", "/dev/fd/987", "x" * 5000):
        with pytest.raises(NoSuchFile):
            read_bytes(name)


# --- all places that read -----------------------------------------------------------------------

READERS = {
    "cli/file_input/input_file.py": "the one function for files with unknown content",
    "cli/command_line/defaults.py": "settings: regular files of at most 1 MB",
    "cli/help_text/topics.py": "pages of the package",
    "cli/editor.py": "the temporary file that the user edits",
    "formats/csl_render.py": "a style without the command line; the locales of the engine",
    "model/venues/table.py": "a file of the package",
    "sources/cache.py": "answers in the user's cache folder, regular files only",
}
CALLS = re.compile(r"\.read_(?:text|bytes)\(|stdin\.buffer")
USES = re.compile(r"(?:text_files|zipfile)\.read_text\(")


def test_files_are_read_in_one_place() -> None:
    """A module that reads a whole file is in a table with its reason."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if CALLS.search(USES.sub("", path.read_text("utf-8"))):
            found.add(path.relative_to(SOURCE).as_posix())
    assert found == set(READERS)
