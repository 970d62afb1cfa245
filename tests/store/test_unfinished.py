"""Reading a library that a killed process left behind: nothing is written, nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.papers import paper
from tests.store.test_connect import make, read, write
from vcmbib import errors
from vcmbib.store import unfinished
from vcmbib.store.connect import finished_copy
from vcmbib.store.library import Library, open_any_version
from vcmbib.store.unfinished import check_companions, copy_with_journal, is_wal, real_path

TITLE = paper("x").title
# Changes every page of the library, writes some of them to the file, and is killed then.
KILLED = (
    "import os, signal, sqlite3, sys\n"
    "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    "db.execute('PRAGMA cache_size = 1')\n"
    "db.execute('BEGIN IMMEDIATE')\n"
    "db.execute('UPDATE papers SET title = title || hex(randomblob(500))')\n"
    "db.execute('DELETE FROM notes')\n"
    "os.kill(os.getpid(), signal.SIGKILL)\n"
)
MAGIC = bytes.fromhex("d9d505f920a163d7")


def killed_writer(path: Path) -> Path:
    """A library of 100 papers whose writer was killed in the middle; gives its journal."""
    make(path, *(f"k{i}" for i in range(100)))
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    journal = path.with_name(f"{path.name}-journal")
    assert journal.read_bytes()[:8] == MAGIC
    return journal


def naming(journal: Path, name: Path) -> None:
    """Add the name of a super-journal to a journal, as SQLite writes it."""
    text = str(name).encode()
    checksum = sum(b - 256 if b > 127 else b for b in text) & 0xFFFFFFFF
    end = b"".join(n.to_bytes(4, "big") for n in (len(text), checksum))
    with journal.open("ab") as stream:
        stream.write((262_145).to_bytes(4, "big") + text + end + MAGIC)


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder with their contents."""
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def titles(path: Path) -> set[str]:
    """The distinct titles that a reader finds."""
    with Library.reading(path) as library:
        return {p.title for p in library.all_papers()}


def test_a_crafted_journal_would_delete_a_file(tmp_path: Path) -> None:
    """What SQLite by itself does with such a journal: the tests below are about something."""
    path = tmp_path / "papers.db"
    journal = killed_writer(path)
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    naming(journal, victim)

    db = sqlite3.connect(path)
    db.execute("SELECT count(*) FROM sqlite_master")
    db.close()
    assert not victim.exists()


@pytest.mark.parametrize("linked", [False, True])
def test_a_journal_that_names_a_file_is_refused(tmp_path: Path, linked: bool) -> None:
    """Neither readers nor writers open the library; every file stays as it is."""
    path = tmp_path / "real" / "papers.db"
    path.parent.mkdir()
    journal = killed_writer(path)
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    naming(journal, victim)
    before = files(path.parent)
    name = path
    if linked:
        name = tmp_path / "link.db"
        name.symlink_to(path)

    for attempt in (read, write):
        with pytest.raises(errors.StrangeJournal, match="names another file"):
            attempt(name)
    assert victim.read_text("utf-8") == "precious"
    assert files(path.parent) == before
    with pytest.raises(errors.StrangeJournal), open_any_version(name):
        pass


def test_a_new_library_next_to_a_crafted_journal(tmp_path: Path) -> None:
    """A journal without its library is refused too; without a name it is of no use and goes."""
    path = tmp_path / "papers.db"
    journal = killed_writer(path)
    path.unlink()
    content = journal.read_bytes()
    naming(journal, tmp_path / "victim.txt")
    with pytest.raises(errors.StrangeJournal):
        write(path)
    assert [p.name for p in tmp_path.iterdir()] == [journal.name]

    journal.write_bytes(content)
    write(path)
    assert read(path) == 1


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "link to nothing"])
def test_what_is_next_to_the_library_must_be_a_file(tmp_path: Path, suffix: str, kind: str) -> None:
    """A link, a folder or a pipe under the name of a journal is refused, and nothing blocks."""
    path = make(tmp_path / "papers.db", "a")
    companion = tmp_path / f"papers.db{suffix}"
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", encoding="utf-8")
    match kind:
        case "link":
            companion.symlink_to(victim)
        case "link to nothing":
            companion.symlink_to(tmp_path / "nothing")
        case "folder":
            companion.mkdir()
        case _:
            os.mkfifo(companion)

    for attempt in (read, write):
        with pytest.raises(errors.StrangeJournal, match="not a regular file"):
            attempt(path)
    assert victim.read_text("utf-8") == "precious"


def test_a_finished_journal_is_ignored(tmp_path: Path) -> None:
    """A journal that another program keeps with a cleared head is no unfinished write."""
    path = make(tmp_path / "papers.db", "a")
    journal = tmp_path / "papers.db-journal"
    for content in (b"", b"\0" * 5000, b"\0" * 5000 + MAGIC):
        journal.write_bytes(content)
        assert read(path) == 1
        assert journal.read_bytes() == content


@pytest.mark.parametrize("linked", [False, True])
def test_the_state_before_a_killed_write_is_read(tmp_path: Path, linked: bool) -> None:
    """Readers see the old papers and write nothing; the next writer restores the file."""
    path = tmp_path / "real" / "papers.db"
    path.parent.mkdir()
    journal = killed_writer(path)
    before = files(path.parent)
    name = path
    if linked:
        name = tmp_path / "papers.db"
        name.symlink_to(path)

    for _ in range(2):
        assert titles(name) == {TITLE}
        assert files(path.parent) == before
    with Library.reading(name) as library:
        assert library.is_unfinished
    with open_any_version(name) as library:
        assert library.count() == 100
    write(name)
    assert not journal.exists()
    assert read(name) == 101
    with Library.reading(name) as library:
        assert not library.is_unfinished


def test_an_unfinished_write_in_a_folder_without_rights(tmp_path: Path) -> None:
    """Reading needs no right to write, neither to the file nor to its folder."""
    path = tmp_path / "papers.db"
    killed_writer(path)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert titles(path) == {TITLE}
    finally:
        tmp_path.chmod(0o755)


def test_the_first_write_was_killed(tmp_path: Path) -> None:
    """A library that was being made is an empty one."""
    path = tmp_path / "papers.db"
    script = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size = 1')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "db.execute('CREATE TABLE t (x)')\n"
        "for i in range(50): db.execute('INSERT INTO t VALUES (randomblob(5000))')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.stat().st_size > 0
    assert read(path) == 0
    write(path)
    assert read(path) == 1


def test_a_library_in_wal_mode_is_read_without_a_trace(tmp_path: Path) -> None:
    """Another program's WAL file is read too, and no file appears or changes."""
    path = make(tmp_path / "papers.db", "a", "b")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("UPDATE papers SET title = 'New'")
    assert is_wal(path)
    assert (tmp_path / "papers.db-wal").stat().st_size > 0
    before = files(tmp_path)

    assert titles(path) == {"New"}
    assert files(tmp_path) == before
    other.close()
    before = files(tmp_path)
    assert titles(path) == {"New"}
    assert files(tmp_path) == before


def test_a_writer_at_work_is_no_killed_one(tmp_path: Path) -> None:
    """While another process keeps its journal, readers read the file as it is."""
    path = make(tmp_path / "papers.db", "a")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE papers SET title = 'New'")
    assert (tmp_path / "papers.db-journal").exists()
    with Library.reading(path) as library:
        assert not library.is_unfinished
        assert {p.title for p in library.all_papers()} == {TITLE}
    other.execute("ROLLBACK")
    other.close()


def test_a_writer_that_is_killed_while_we_read(tmp_path: Path) -> None:
    """A reader that meets the unfinished write in the middle proposes to run the command again."""
    path = make(tmp_path / "papers.db", "a")
    with Library.reading(path) as library:
        subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
        with pytest.raises(errors.UnfinishedWrite) as caught:
            library.count()
    assert "again" in caught.value.hint
    assert read(path) == 1


def test_a_copy_is_made_of_one_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a process restores the library during the copy, the copy is made again."""
    path = tmp_path / "papers.db"
    killed_writer(path)
    copied = unfinished._copy
    restored: list[bool] = []

    def slowly(source: Path, target: Path) -> None:
        copied(source, target)
        if not restored:
            restored.append(True)
            db = sqlite3.connect(path)
            db.execute("SELECT count(*) FROM papers")
            db.close()

    monkeypatch.setattr(unfinished, "_copy", slowly)
    assert titles(path) == {TITLE}
    assert restored


def test_a_library_that_never_rests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that always changes during the copy is in use, and this is reported in time."""
    path = tmp_path / "papers.db"
    killed_writer(path)
    copied = unfinished._copy

    def touched(source: Path, target: Path) -> None:
        copied(source, target)
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))

    monkeypatch.setattr(unfinished, "_copy", touched)
    with pytest.raises(errors.LibraryLocked):
        copy_with_journal(path, tmp_path, 0.0)


def test_no_room_for_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full folder for temporary files is named in the message."""
    path = tmp_path / "papers.db"
    killed_writer(path)

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unfinished, "_copy", full)
    with pytest.raises(errors.LibraryUnreadable, match="No space left"):
        read(path)


def test_no_temporary_file_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is deleted as soon as it is open, and can still be read."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    path = tmp_path / "papers.db"
    killed_writer(path)
    with Library.reading(path) as library:
        assert list(folder.iterdir()) == []
        assert library.count() == 100
    with finished_copy(path) as copy:
        assert copy.exists()
    assert list(folder.iterdir()) == []


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    """A link to itself and a missing library have no companions to check."""
    loop = tmp_path / "loop.db"
    loop.symlink_to(loop)
    for path in (loop, tmp_path / "none.db"):
        check_companions(real_path(path))
        assert not is_wal(path)
        with pytest.raises(errors.NoLibrary):
            read(path)


def test_writers_that_are_killed_at_any_moment(tmp_path: Path) -> None:
    """Readers of the library see the old papers or the new ones, after fifty kills."""
    old = make(tmp_path / "old.db", *(f"k{i}" for i in range(60)))
    script = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "left = int(sys.argv[2])\n"
        "def step():\n"
        "    global left\n"
        "    left -= 1\n"
        "    if left < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "db.execute('PRAGMA cache_size = 1')\n"
        "db.set_progress_handler(step, 40)\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "db.execute('UPDATE papers SET title = title || hex(randomblob(300))')\n"
        "db.execute('COMMIT')\n"
    )
    chance = random.Random(3)
    running = []
    for attempt in range(50):
        path = tmp_path / f"{attempt}.db"
        shutil.copy(old, path)
        steps = str(int(80 * chance.random() ** 2))
        running.append(subprocess.Popen([sys.executable, "-S", "-c", script, str(path), steps]))
        if len(running) % 4 == 0:
            running[-4].wait()
    hot = 0
    for attempt, process in enumerate(running):
        killed = process.wait() == -signal.SIGKILL
        path = tmp_path / f"{attempt}.db"
        before = path.read_bytes()
        with Library.reading(path) as library:
            hot += library.is_unfinished
            found = {p.title for p in library.all_papers()}
        assert (found == {TITLE}) == killed
        assert path.read_bytes() == before
    assert hot > 10
