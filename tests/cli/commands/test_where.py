"""`vcmbib where`: the library, how it is found, and its state, whatever the state is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import Program
from vcmbib.cli.boundary import app
from vcmbib.store.schema import SCHEMA_VERSION


def rows(text: str) -> dict[str, str]:
    """The lines of `where` as a mapping."""
    return dict(line.split("\t", 1) for line in text.splitlines())


def test_a_library_with_papers(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is known; not one byte is changed."""
    monkeypatch.chdir(tmp_path)
    before = program.path.read_bytes()
    ran = program("where")
    shown = rows(ran.out)

    assert (ran.status, ran.err) == (0, "")
    assert list(shown) == ["library", "found by", "papers", "size", "schema", "last change"]
    assert shown["library"] == str(program.path)
    assert (shown["found by"], shown["papers"]) == ("--db", "3")
    assert shown["size"] == f"{len(before):,} bytes"
    assert shown["schema"] == str(SCHEMA_VERSION)
    assert shown["last change"].startswith("1, 2")
    assert shown["last change"].endswith("Z: vcmbib import sample.md")
    assert program.path.read_bytes() == before


@pytest.mark.parametrize(
    ("found_by", "label"),
    [
        ("VCMBIB_DB", "$VCMBIB_DB"),
        ("folder", "this folder"),
        ("parent-folder", "a parent folder"),
        ("data-folder", "your data folder"),
    ],
)
def test_how_the_library_is_found(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found_by: str, label: str
) -> None:
    """The same library by each way."""
    below = tmp_path / "below" / "further"
    below.mkdir(parents=True)
    data = tmp_path / "data" / "vcmbib"
    data.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = program.path
    monkeypatch.chdir(path.parent if found_by == "folder" else below)
    if found_by == "VCMBIB_DB":
        monkeypatch.setenv("VCMBIB_DB", str(path))
    if found_by == "data-folder":
        path = path.rename(data / "papers.db")
    told = CliRunner().invoke(app, ["where", "--json"])
    shown = CliRunner().invoke(app, ["where"])

    assert f'"library": "{path}", "found_by": "{found_by}", "papers": 3' in told.stdout
    assert rows(shown.stdout)["found by"] == label


def test_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 3 after the path; nothing is created; a relative path is shown in full."""
    monkeypatch.chdir(tmp_path)
    program = Program(Path("absent.db"))
    ran = program("where")

    assert (ran.status, rows(ran.out)) == (
        3, {"library": str(tmp_path / "absent.db"), "found by": "--db"},
    )  # fmt: skip
    assert "vcmbib --db absent.db init" in ran.err
    assert list(tmp_path.iterdir()) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _page(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:20_480] + b"\xff" * 4096 + content[24_576:])


def _text(path: Path) -> None:
    path.write_text("no library", encoding="utf-8")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()


def _other_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "code", "schema"),
    [
        (_cut, "library-damaged", SCHEMA_VERSION),
        (_page, "library-damaged", SCHEMA_VERSION),
        (_text, "not-a-library", None),
        (_newer, "library-newer", 9999),
        (_other_program, "not-a-library", 0),
        (_folder, "library-unreadable", None),
    ],
)
def test_a_library_that_cannot_be_used(
    program: Program, spoil: object, code: str, schema: int | None
) -> None:
    """Status 6 after what is known: the path, the size, the schema; nothing is changed."""
    assert callable(spoil)
    spoil(program.path)
    before = None if program.path.is_dir() else program.path.read_bytes()
    ran = program("where")
    told = program("where", "--json")

    assert (ran.status, told.status) == (6, 6)
    assert rows(ran.out)["library"] == str(program.path)
    assert told.json["error"]["code"] == code
    assert told.json["schema"] == schema
    assert told.json["papers"] is None
    assert before is None or program.path.read_bytes() == before


def test_an_empty_file_is_a_library_without_papers(tmp_path: Path) -> None:
    """Other commands take it so, too."""
    program = Program(tmp_path / "papers.db")
    program.path.touch()
    told = program("where", "--json")
    assert (told.status, told.json["papers"], told.json["size"]) == (0, 0, 0)
    assert program.path.read_bytes() == b""
