"""The list of files that the program wrote: kept in the state folder, and never in the way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from vcmbib.cli.file_output import written_files
from vcmbib.cli.file_output.written_files import is_own, last_written, remember, state_file


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The list in a folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "vcmbib" / "written.jsonl"


def test_without_a_list_nothing_is_known(tmp_path: Path, state: Path) -> None:
    """No list, a damaged list, a folder in its place: no text is the program's own."""
    assert not is_own(b"text")
    assert last_written(tmp_path / "papers.db", 0) == []
    state.parent.mkdir(parents=True)
    state.write_bytes(b'{"file": 1}\nno json\n[]\n{"file": "a", "sha256": 5}\n\xff\n')
    assert not is_own(b"text")
    state.unlink()
    state.mkdir()
    remember([("a.bib", "text")], tmp_path / "papers.db", 1, written=True)
    assert not is_own(b"text")


def test_no_link_is_followed(tmp_path: Path, state: Path) -> None:
    """A link in the place of the list is left alone."""
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    state.parent.mkdir(parents=True)
    state.symlink_to(victim)
    remember([("a.bib", "text")], tmp_path / "papers.db", 1, written=True)
    assert victim.read_text("utf-8") == "mine"


def test_without_a_home_there_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative folder does not count, as the specification asks."""
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", "")
    assert state_file() is None
    assert not is_own(b"text")
    remember([("a.bib", "text")], Path("papers.db"), 1, written=True)


def test_a_text_is_known_by_its_bytes(tmp_path: Path, state: Path) -> None:
    """Whatever the file is called; only the user may read the list."""
    remember([("a.bib", "text")], tmp_path / "papers.db", 1, written=True)
    assert is_own(b"text")
    assert not is_own(b"text\n")
    remember([("b.bib", "mine")], tmp_path / "papers.db", 1, written=True, own=False)
    assert not is_own(b"mine")
    assert stat.S_IMODE(state.stat().st_mode) == 0o600


def test_the_last_command_of_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files, each once, if no change came after it; of another library none."""
    library = tmp_path / "papers.db"
    remember([("old.bib", "old")], library, 7, written=True)
    monkeypatch.setattr(written_files, "_RUN", 2)
    remember([("a.bib", "a"), ("b.bib", "b"), ("a.bib", "a")], library, 7, written=True)
    remember([("c.bib", "c")], library, 7, written=False)
    assert [Path(f.path).name for f in last_written(library, 7)] == ["a.bib", "b.bib"]
    assert last_written(library, 8) == []
    assert last_written(tmp_path / "other.db", 7) == []
    assert is_own(b"c")


def test_a_long_list_is_shortened(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest lines stay."""
    monkeypatch.setattr(written_files, "_MOST_BYTES", 2000)
    monkeypatch.setattr(written_files, "_KEPT_LINES", 3)
    for number in range(30):
        remember([("a.bib", str(number))], tmp_path / "papers.db", 1, written=True)
    assert state.stat().st_size < 4000
    assert is_own(b"29")
    assert not is_own(b"0")
