"""`export --all`: the four files are written together, or none of them is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import vcmbib
from tests.store.test_connect import as_another_user
from vcmbib.cli.commands.export import SET
from vcmbib.cli.text_files import write_texts
from vcmbib.errors import CannotWrite

NAMES = sorted(name for name, _ in SET)


def standing(folder: Path) -> dict[str, str]:
    """All that is in a folder, hidden files too."""
    return {p.name: p.read_text(encoding="utf-8") if p.is_file() else "" for p in folder.iterdir()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An exports folder in which each file is out of date."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(f"old {name}\n", encoding="utf-8")
    return folder


def failing(at: int, function: str) -> Callable[..., None]:
    """`os.fsync` or `Path.replace` that fails at its n-th call, as on a full disk."""
    calls = [0]
    real: Callable[..., None] = os.fsync if function == "fsync" else Path.replace

    def fail(*args: object) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise OSError(28, "No space left on device")
        real(*args)

    return fail


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_failure_at_any_file_leaves_all(
    program: Program, old: Path, monkeypatch: pytest.MonkeyPatch, at: int, function: str
) -> None:
    """The disk is full at the n-th file, or the n-th cannot be moved: each is as it was."""
    before = standing(old)
    target = os if function == "fsync" else Path
    monkeypatch.setattr(target, function, failing(at, function))
    result = program("export", "--all", "--force", "-o", str(old))
    monkeypatch.undo()

    assert result.status == 3
    assert "No space left" in result.err
    assert "written" not in result.err
    assert standing(old) == before


@pytest.mark.parametrize("at", [1, 3])
def test_a_failure_leaves_no_new_files(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Where there were none, none are there afterwards, nor the folder that was made for them."""
    folder = tmp_path / "deep" / "exports"
    monkeypatch.setattr(Path, "replace", failing(at, "replace"))
    assert program("export", "--all", "-o", str(folder)).status == 3
    monkeypatch.undo()

    assert not (tmp_path / "deep").exists()
    assert program("export", "--all", "-o", str(folder)).status == 0
    assert sorted(standing(folder)) == NAMES


def test_a_folder_in_the_place_of_one_file(program: Program, old: Path) -> None:
    """The last file cannot be written: the first is not either."""
    (old / NAMES[-1]).unlink()
    (old / NAMES[-1]).mkdir()
    before = standing(old)
    result = program("export", "--all", "--force", "-o", str(old))

    assert (result.status, standing(old)) == (3, before)
    assert NAMES[-1] in result.err
    assert "folder" in result.err


def test_a_library_in_the_place_of_one_file(program: Program, old: Path) -> None:
    """Text is never written over a library, and the other files stay as well."""
    (old / "papers.csl.json").write_bytes(program.path.read_bytes())
    before = {p.name: p.read_bytes() for p in old.iterdir()}
    assert program("export", "--all", "-o", str(old)).status == 3
    assert {p.name: p.read_bytes() for p in old.iterdir()} == before


def test_a_read_only_folder() -> None:
    """Nothing is changed in a folder without the right to write."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in NAMES[1:]:
            (folder / name).write_text("old", encoding="utf-8")
        before = standing(folder)
        folder.chmod(0o555)

        def work() -> str:
            try:
                write_texts([(str(folder / name), "new") for name in NAMES])
            except CannotWrite as error:
                return error.code
            return "written"

        assert as_another_user(folder, work) == "cannot-write"
        folder.chmod(0o755)
        assert standing(folder) == before


def test_links_and_rights_of_each_file_stay(program: Program, old: Path, tmp_path: Path) -> None:
    """No file of the set is written through a link; rights are kept."""
    kept = tmp_path / "kept.bib"
    kept.write_text("old", encoding="utf-8")
    (old / "papers.bib").unlink()
    (old / "papers.bib").symlink_to(kept)
    (old / "README.md").chmod(0o640)
    refused = program("export", "--all", "-o", str(old))
    assert refused.status == 3
    assert "is a link" in refused.err
    assert kept.read_text(encoding="utf-8") == "old"
    assert (old / "README.md").read_text(encoding="utf-8") == "old README.md\n"

    (old / "papers.bib").unlink()
    assert program("export", "--all", "--force", "-o", str(old)).status == 0
    assert (old / "README.md").stat().st_mode & 0o777 == 0o640
    assert sorted(standing(old)) == NAMES


def test_the_usual_folder_is_no_link(program: Program, tmp_path: Path) -> None:
    """A link `exports` next to the library is followed only if the user names it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = program.path.with_name("exports")
    link.symlink_to(elsewhere)
    assert program("export", "--all").status == 3
    assert list(elsewhere.iterdir()) == []
    assert program("export", "--all", "-o", str(link)).status == 0
    assert sorted(p.name for p in elsewhere.iterdir()) == NAMES


def test_export_to_a_file_and_check(lists: Path) -> None:
    """Written whole, in a stable order; --check compares and writes nothing."""
    db, out = lists / "papers.db", lists / "out.bib"
    vcmbib(db, "import", str(lists / "list.md"))
    assert vcmbib(db, "export", "--bibtex", "-o", str(out), "--check").status == 1
    assert not out.exists()
    vcmbib(db, "export", "--bibtex", "-o", str(out))
    first = out.read_bytes()

    assert vcmbib(db, "export", "--bibtex", "-o", str(out), "--check").status == 0
    assert vcmbib(db, "export", "--bibtex").out.encode() == first
    assert [
        line.split("{")[1].rstrip(",")
        for line in first.decode().splitlines()
        if line.startswith("@")
    ] == [
        "choi2018deep",
        "codevilla2021learned",
        "gomes2024neural",
        "ozyilkan2023learned",
    ]
    assert sorted(p.name for p in lists.iterdir()) == [
        "broken.md",
        "list.md",
        "more.bib",
        "out.bib",
        "papers.db",
    ]


def test_the_exports_folder(lists: Path) -> None:
    """--all writes four files next to the library; --check alone compares them."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    assert vcmbib(db, "export", "--check").status == 1
    vcmbib(db, "export", "--all")

    assert sorted(p.name for p in (lists / "exports").iterdir()) == [
        "README.md",
        "papers.bib",
        "papers.biblatex.bib",
        "papers.csl.json",
    ]
    assert vcmbib(db, "export", "--check").status == 0
    vcmbib(db, "add", "--title", "New work of art")
    stale = vcmbib(db, "export", "--check")
    assert stale.status == 1
    assert "papers.bib" in stale.err


def test_exports_are_read_back_as_the_same_papers(lists: Path) -> None:
    """The list and the .bib that are written change nothing when they are read."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "export", "--all")
    for name in ("README.md", "papers.bib", "papers.biblatex.bib"):
        ledger = vcmbib(db, "import", "--dry-run", "--json", str(lists / "exports" / name)).json
        assert (ledger["added"], ledger["failed"]) == (0, 0), name
        assert ledger["read"] == 4


def test_a_query_narrows_an_export(lists: Path) -> None:
    """Only what it finds; --ascii writes LaTeX."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))

    assert vcmbib(db, "export", "--bibtex", "author:ozyilkan", "--ascii").out.count("@") == 1
    assert '{\\"O}zy{\\i}lkan' in vcmbib(db, "export", "--bibtex", "author:ozyilkan", "--ascii").out
    assert len(vcmbib(db, "export", "--json", "-tag:multi-task").json["papers"]) == 3
