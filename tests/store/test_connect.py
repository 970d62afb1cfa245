"""Library files that are missing, foreign, damaged, newer, locked, half written or read-only."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from tests.conftest import ROOT
from tests.papers import names, paper
from tests.store.tables import add_papers
from tests.waiting import PATIENCE, wait_until
from vcmbib import errors
from vcmbib.model.plan import Add, Plan, Undo
from vcmbib.model.query.parser import parse_query
from vcmbib.store import connect
from vcmbib.store.library import Library
from vcmbib.store.schema import APPLICATION_ID, SCHEMA_VERSION


def make(path: Path, *keys: str) -> Path:
    """A library with papers under these keys."""
    with Library.writing(path) as library:
        library.apply(Plan.of(Add(paper(k)) for k in keys), "add")
    return path


def read(path: Path) -> int:
    """How many papers a reader finds."""
    with Library.reading(path) as library:
        return library.count()


def write(path: Path) -> None:
    """Add one paper."""
    with Library.writing(path) as library:
        library.apply(Plan.of([Add(paper("fresh"))]), "add")


def test_a_missing_library(tmp_path: Path) -> None:
    """Reading reports that there is none; writing makes it."""
    with pytest.raises(errors.NoLibrary):
        read(tmp_path / "papers.db")
    write(tmp_path / "new" / "papers.db")

    assert read(tmp_path / "new" / "papers.db") == 1


def test_a_file_of_no_bytes_is_a_library_without_papers(tmp_path: Path) -> None:
    """It is what a process killed before its first commit leaves behind."""
    path = tmp_path / "papers.db"
    path.touch()

    assert read(path) == 0
    assert path.stat().st_size == 0
    write(path)
    assert read(path) == 1


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """A folder is no library, to read or to write."""
    for attempt in (read, write):
        with pytest.raises(errors.LibraryUnreadable, match="folder"):
            attempt(tmp_path)


def test_dev_null_is_no_library() -> None:
    """A device is not a regular file."""
    for attempt in (read, write):
        with pytest.raises(errors.LibraryUnreadable, match="regular"):
            attempt(Path("/dev/null"))


@pytest.mark.parametrize("content", [b"hello, world\n" * 100, b"@article{x,}", b"\x00" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    """Neither reading nor writing touches it."""
    path = tmp_path / "papers.db"
    path.write_bytes(content)

    for attempt in (read, write):
        with pytest.raises(errors.NotALibrary):
            attempt(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program(tmp_path: Path) -> None:
    """A foreign SQLite file is refused and stays as it is."""
    path = tmp_path / "papers.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE papers (id INTEGER)")
    db.close()
    before = path.read_bytes()

    for attempt in (read, write):
        with pytest.raises(errors.NotALibrary, match="another program"):
            attempt(path)
    assert path.read_bytes() == before


def test_a_library_of_a_newer_program(tmp_path: Path) -> None:
    """A schema that this program does not know is not touched."""
    path = make(tmp_path / "papers.db", "a")
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()

    for attempt in (read, write):
        with pytest.raises(errors.LibraryNewer):
            attempt(path)


def test_the_file_says_whose_it_is(tmp_path: Path) -> None:
    """The application id is in the header, where `file` and SQLite find it."""
    path = make(tmp_path / "papers.db")

    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_ends_in_a_traceback(tmp_path: Path, seed: int) -> None:
    """Pages overwritten or cut off: a library error, or the papers that can still be read."""
    path = make(tmp_path / "papers.db", *(f"k{i}" for i in range(300)))
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    if seed % 3 == 0:
        del content[chance.randrange(200, len(content)) :]
    else:
        for _ in range(chance.randrange(1, 200)):
            content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content)

    try:
        with Library.reading(path) as library:
            list(library.all_papers())
    except errors.LibraryError:
        pass


def test_a_library_that_another_tool_set_to_wal(tmp_path: Path) -> None:
    """It is read, and after the next write it is one file again."""
    path = make(tmp_path / "papers.db", "a")
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    db.execute("SELECT count(*) FROM papers")
    db.close()

    assert read(path) == 1
    write(path)
    assert [p.name for p in tmp_path.iterdir()] == ["papers.db"]


def locker(path: Path) -> Popen[str]:
    """Another process that has the write lock until its standard input is closed."""
    script = (
        "import sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('BEGIN EXCLUSIVE')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
        "db.execute('COMMIT')\n"
    )
    process = Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def test_a_lock_held_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers and writers wait, then report that the library is in use."""
    monkeypatch.setenv("VCMBIB_BUSY_TIMEOUT", "0.2")
    path = make(tmp_path / "papers.db", "a")
    other = locker(path)
    try:
        for attempt in (read, write):
            with pytest.raises(errors.LibraryLocked, match=r"waited 0\.2 s"):
                attempt(path)
    finally:
        other.kill()
        other.communicate()


def test_a_lock_that_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits for the other process and then does its work."""
    monkeypatch.setenv("VCMBIB_BUSY_TIMEOUT", str(PATIENCE))
    path = make(tmp_path / "papers.db", "a")
    other = locker(path)
    release = threading.Timer(0.2, other.communicate)  # the writer waits meanwhile
    release.start()
    write(path)
    release.join()

    assert read(path) == 2


def as_another_user(folder: Path, work: Callable[[], str]) -> str:
    """What `work` gives in a process without root's rights, which no read-only mode would stop."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "failed"
        try:
            if os.getuid() == 0:
                os.chown(folder, 65534, 65534)
                os.setgid(65534)
                os.setuid(65534)
            said = work()
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as stream:
        return stream.read()


def test_a_read_only_folder() -> None:
    """Reading works; writing is its own error; nothing appears in the folder."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = make(folder / "papers.db", "a")
        path.chmod(0o444)
        folder.chmod(0o555)

        def work() -> str:
            found = str(read(path))
            try:
                write(path)
            except errors.LibraryReadOnly as error:
                return f"{found} {error.code}"
            return found

        assert as_another_user(folder, work) == "1 library-read-only"
        folder.chmod(0o755)
        assert [p.name for p in folder.iterdir()] == ["papers.db"]


def test_a_full_disk_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    """If no more can be written, the change is undone and the error has the reason."""
    path = make(tmp_path / "papers.db", "a")
    before = path.read_bytes()
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from vcmbib import errors\n"
        "from vcmbib.model.paper import Paper\n"
        "from vcmbib.model.plan import Add, Plan\n"
        "from vcmbib.store.library import Library\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n"
        "    with Library.writing(Path(sys.argv[1])) as library:\n"
        "        plan = Plan.of(Add(Paper(f'k{i}', 'T' * 1800)) for i in range(3000))\n"
        "        library.apply(plan, 'add')\n"
        "except errors.DiskFull as error:\n    print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["disk-full"], done.stderr
    assert read(path) == 1
    assert path.read_bytes()[:100] == before[:100]


def bib_file(path: Path, entries: int) -> Path:
    """A .bib of this many entries."""
    path.write_text(
        "".join(
            f"@misc{{k{i}, title = {{Coding of features for machine {i}}}, year = {{2021}},\n"
            f"  author = {{Number{i}, Ada}}, doi = {{10.1000/{i}}}}}\n"
            for i in range(entries)
        ),
        encoding="utf-8",
    )
    return path


def start(path: Path, *args: str, program: tuple[str, ...] = ("-m", "vcmbib")) -> Popen[str]:
    """The program itself on a library; it waits for locks as long as a test may."""
    return Popen(
        [sys.executable, *program, "--db", str(path), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "VCMBIB_BUSY_TIMEOUT": str(PATIENCE)},
    )


# The program, which kills itself at a statement of SQL on a library that it writes to: the first
# argument is the number of the statement. Without the kill it ends with the number of statements.
SELF_KILLED = """
import os, signal, sys
from vcmbib.cli.boundary import run
from vcmbib.store import connect

last, seen, open_write = int(sys.argv[1]), 0, connect.open_write

def counted(statement):
    global seen
    seen += 1
    if seen == last:
        os.kill(os.getpid(), signal.SIGKILL)

def open_counted(path):
    db = open_write(path)
    db.set_trace_callback(counted)
    return db

connect.open_write = open_counted
run(sys.argv[2:])
print(seen)
"""


def check_sound(path: Path) -> int:
    """How many papers a reader finds, who takes back what was half done; the file is sound."""
    found = read(path)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("SELECT count(*) FROM search").fetchone() == (found,)
    db.close()
    return found


@pytest.fixture(scope="module")
def importing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """A library of 50 papers, a .bib of 50 others, and how many statements its import takes."""
    folder = tmp_path_factory.mktemp("importing")
    library = make(folder / "old.db", *(f"old{i}" for i in range(50)))
    source = bib_file(folder / "more.bib", 50)
    whole = folder / "whole.db"
    shutil.copy(library, whole)
    out, err = start(whole, "import", str(source), program=("-c", SELF_KILLED, "0")).communicate()
    assert out.startswith("read 50: 50 added"), err
    assert check_sound(whole) == 100
    return library, source, int(out.split()[-1])


@pytest.mark.parametrize("part", [0.01, 0.4, 0.8, 1.0])
def test_an_import_killed_at_a_statement_leaves_the_old_library(
    importing: tuple[Path, Path, int], tmp_path: Path, part: float
) -> None:
    """A real process killed at any statement, the commit included: nothing of the file is there."""
    library, source, statements = importing
    path = tmp_path / "papers.db"
    shutil.copy(library, path)
    program = ("-c", SELF_KILLED, str(max(1, round(part * statements))))
    process = start(path, "import", str(source), program=program)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert check_sound(path) == 50


@pytest.mark.parametrize("attempt", range(2))
def test_an_import_killed_while_it_writes_leaves_the_old_library_or_the_new_one(
    importing: tuple[Path, Path, int], tmp_path: Path, attempt: int
) -> None:
    """A real process killed from outside while its journal exists: all of it, or nothing."""
    library, source, _ = importing
    path = tmp_path / "papers.db"
    shutil.copy(library, path)
    journal = path.with_name("papers.db-journal")
    process = start(path, "import", str(source))
    wait_until(lambda: journal.exists() or process.poll() is not None, "the import writes")
    time.sleep(random.Random(attempt).random() / 100)  # another moment in each attempt
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert check_sound(path) in (50, 100)


def test_processes_that_write_at_once_all_succeed(tmp_path: Path) -> None:
    """One after the other: nothing is lost, and what several of them bring is there once."""
    path = tmp_path / "papers.db"
    files = [bib_file(tmp_path / f"{i}.bib", 10 + 10 * i) for i in range(4)]
    processes = [start(path, "import", str(file)) for file in files]
    outputs = [p.communicate() for p in processes]

    assert [p.returncode for p in processes] == [0, 0, 0, 0], outputs
    assert read(path) == 40
    with Library.reading(path) as library:
        assert 1 <= len(library.log()) <= 4


def test_reading_leaves_the_file_byte_identical(tmp_path: Path) -> None:
    """A read-only library cannot be written, and no read changes a byte."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        add_papers(library, paper(authors=names("A B")))
    before = path.read_bytes()

    with Library.reading(path) as library:
        library.search(parse_query("coding"))
        library.nearest_words(parse_query("codng"))
        library.log()
        list(library.all_papers())
        with pytest.raises(errors.LibraryReadOnly):
            add_papers(library, paper("x"))

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["papers.db"]


def test_a_copy_in_memory_is_not_the_file(tmp_path: Path) -> None:
    """What is tried on a copy never reaches the file."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        add_papers(library, paper())
    with Library.reading(path) as library, library.copy() as copied:
        copied.apply(Plan.of([Undo(1)]), "undo")
        assert copied.count() == 0
        assert library.count() == 1


@pytest.mark.parametrize("given", ["inf", "nan", "-1", "abc", "1e9", "0x10", "1 s"])
def test_a_wait_that_is_no_number_of_seconds(given: str) -> None:
    """Nonsense, endless, negative: refused with the name of the variable and what it takes."""
    with pytest.raises(errors.BadValue, match="VCMBIB_BUSY_TIMEOUT") as caught:
        connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": given})
    assert "seconds" in caught.value.hint


def test_the_wait_is_a_setting() -> None:
    """VCMBIB_BUSY_TIMEOUT is in seconds; unset or empty it is the default."""
    assert connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": "0.5"}) == 0.5
    assert connect.wait_seconds({"VCMBIB_BUSY_TIMEOUT": "0"}) == 0
    for unset in ({}, {"VCMBIB_BUSY_TIMEOUT": ""}, {"VCMBIB_BUSY_TIMEOUT": " "}):
        assert connect.wait_seconds(unset) == connect.DEFAULT_WAIT
