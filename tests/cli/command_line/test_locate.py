"""Which library a command uses: the order of the places, and the note on a new library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import run_here
from vcmbib.cli.command_line.locate import (
    FoundBy,
    LibraryPlace,
    find_library,
    library_places,
    new_library_note,
    other_libraries,
)

Folders = dict[str, Path]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A data folder and two folders, one within the other, which is the current one."""
    here = tmp_path / "parent" / "here"
    here.mkdir(parents=True)
    data = tmp_path / "data" / "vcmbib"
    data.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(here)
    return {"here": here, "parent": here.parent, "data": data}


def test_the_places_in_their_order(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option, the variable, this folder, the parent folders, the data folder."""
    for folder in folders.values():
        (folder / "papers.db").touch()
    monkeypatch.setenv("VCMBIB_DB", "~/named.db")

    assert [*library_places("given.db")] == [
        (Path("given.db"), FoundBy.OPTION),
        (Path("~/named.db").expanduser(), FoundBy.VARIABLE),
        (folders["here"] / "papers.db", FoundBy.FOLDER),
        (folders["parent"] / "papers.db", FoundBy.PARENT),
        (folders["data"] / "papers.db", FoundBy.DATA_FOLDER),
    ]
    assert find_library("given.db") == Path("given.db")
    assert [p.found_by for p in other_libraries(folders["here"] / "papers.db", None)] == [
        FoundBy.PARENT, FoundBy.DATA_FOLDER,
    ]  # fmt: skip


def test_without_any_library_it_is_in_the_data_folder(folders: Folders) -> None:
    """The path is known although the file is missing; there are no other libraries."""
    assert [*library_places(None)] == [(folders["data"] / "papers.db", FoundBy.DATA_FOLDER)]
    assert other_libraries(folders["data"] / "papers.db", None) == []


def test_a_folder_of_that_name_is_no_library(folders: Folders) -> None:
    """A broken link neither."""
    (folders["here"] / "papers.db").mkdir()
    (folders["parent"] / "papers.db").symlink_to("absent.db")
    assert find_library(None) == folders["data"] / "papers.db"


def test_one_file_under_two_names_is_one_library(folders: Folders) -> None:
    """A link to a library is not another library."""
    (folders["parent"] / "papers.db").touch()
    (folders["here"] / "papers.db").symlink_to(folders["parent"] / "papers.db")
    assert other_libraries(folders["here"] / "papers.db", None) == []


def test_the_note_on_a_new_library() -> None:
    """Only the one of the data folder needs an explanation; the path is quoted."""
    path = Path("/a b/papers.db")
    assert new_library_note(LibraryPlace(path, FoundBy.OPTION)) == ["new library: /a b/papers.db"]
    assert new_library_note(LibraryPlace(path, FoundBy.DATA_FOLDER))[-1].endswith(
        ": mv '/a b/papers.db' papers.db"
    )


BIB = "@misc{one, title={One work}}\n"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("import", "a.bib"), 0),
        (("import", "broken.bib"), 4),
        (("add", "--title", "One work"), 0),
        (("category", "--add", "New"), 0),
    ],
    ids=["import", "import broken", "add", "category"],
)
def test_a_command_reports_a_new_library_last(
    folders: Folders, args: tuple[str, ...], status: int
) -> None:
    """The last lines show its path; the command there moves it to this folder."""
    (folders["here"] / "a.bib").write_text(BIB, encoding="utf-8")
    (folders["here"] / "broken.bib").write_text(f"{BIB}@misc{{two, title={{", encoding="utf-8")
    ran = run_here(*args)

    assert ran.status == status, ran.err
    note = ran.err.splitlines()[-3:]
    path = folders["data"] / "papers.db"
    assert note[0] == f"new library: {path}"
    assert note[2].endswith(f"mv {path} papers.db")
    path.rename("papers.db")
    assert run_here("where").out.splitlines()[1] == "found by\tthis folder"
    assert "new library" not in run_here(*args).err


def test_a_command_that_fails_reports_no_new_library(folders: Folders) -> None:
    """There is none then."""
    ran = run_here("import", "absent.bib")
    assert ran.status == 3
    assert "new library" not in ran.err
    assert not (folders["data"] / "papers.db").exists()
