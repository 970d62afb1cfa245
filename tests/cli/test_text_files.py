"""Files are read as text whatever they contain, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.program import LIST, vcmbib
from vcmbib.cli.text_files import read_text, write_text, write_texts
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


def test_a_link_of_a_stranger_is_refused(tmp_path: Path) -> None:
    """A name that the program chose is no link: to a file, to nothing, to a folder, to itself."""
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    for number, target in enumerate((str(victim), "nowhere", str(tmp_path), "link3")):
        link = tmp_path / f"link{number}"
        link.symlink_to(target)
        with pytest.raises(CannotWrite, match="it is a link"):
            write_text(str(link), "text", follow_links=False)
        with pytest.raises(CannotWrite, match="it is a link"):
            write_texts(
                [(str(tmp_path / "a"), "a"), (str(link), "b")],
                make_folders=True,
                follow_links=False,
            )
        assert link.is_symlink()
    assert victim.read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == [*(f"link{n}" for n in range(4)), "victim"]


def test_links_that_the_user_names(tmp_path: Path) -> None:
    """A link to nothing makes its target; a circle and a link to a folder are errors."""
    for name, target in (("to-new", "new"), ("circle", "circle"), ("to-folder", ".")):
        (tmp_path / name).symlink_to(target)
    write_text(str(tmp_path / "to-new"), "text")
    assert (tmp_path / "new").read_text(encoding="utf-8") == "text"
    assert (tmp_path / "to-new").is_symlink()
    for name in ("circle", "to-folder"):
        with pytest.raises(CannotWrite):
            write_text(str(tmp_path / name), "text")


def test_an_open_file_is_written_to_where_it_is(tmp_path: Path) -> None:
    """`-o /dev/stdout >> FILE` adds to the file; the open library is no output file."""
    path = tmp_path / "all.txt"
    path.write_text("first\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as opened:
        write_text(f"/dev/fd/{opened.fileno()}", "second\n")
        opened.write("third\n")
    assert path.read_text(encoding="utf-8") == "first\nsecond\nthird\n"
    with pytest.raises(CannotWrite):
        write_text("/dev/fd/987", "text")
    library = tmp_path / "papers.db"
    vcmbib(library, "init")
    before = library.read_bytes()
    with library.open("r+b") as opened_library, pytest.raises(CannotWrite, match="library"):
        write_text(f"/dev/fd/{opened_library.fileno()}", "text")
    assert library.read_bytes() == before


def test_a_long_name_is_written(tmp_path: Path) -> None:
    """The temporary file next to it has a short name."""
    name = "点" * 83 + ".bib"
    write_text(str(tmp_path / name), "text")
    assert [p.name for p in tmp_path.iterdir()] == [name]


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
