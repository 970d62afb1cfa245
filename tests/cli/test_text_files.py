"""Files are read as text whatever they hold, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.program import LIST, vcmbib
from vcmbib.cli.text_files import read_text, write_text
from vcmbib.errors import CannotWrite, NoSuchFile


@pytest.mark.parametrize("name", ["/nowhere", "/", "/dev/null/x", "a\x00b"])
def test_what_cannot_be_read(name: str) -> None:
    """Missing, a folder, below a device, an impossible name: one kind of error."""
    with pytest.raises(NoSuchFile):
        read_text(name)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Nothing is made on the way."""
    with pytest.raises(CannotWrite):
        write_text(str(tmp_path / "no" / "x.bib"), "text")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old text stays, and no temporary file is left."""
    path = tmp_path / "x.bib"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_text(str(path), "new")

    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.bib"]


def test_rights_and_links_stay(tmp_path: Path) -> None:
    """A link is written through; the file keeps its rights."""
    path, link = tmp_path / "x.bib", tmp_path / "link.bib"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_text(str(link), "new\n")

    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_device_is_written_to(tmp_path: Path) -> None:
    """`-o /dev/stdout` and pipes are no files to be replaced."""
    write_text("/dev/null", "text")
    assert Path("/dev/null").is_char_device()
    assert list(tmp_path.iterdir()) == []


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
