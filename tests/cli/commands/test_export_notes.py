"""Private notes stay private: no export contains them, unless `--notes` asks."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.program import vcmbib
from vcmbib.cli.commands.export import _WRITERS
from vcmbib.store.migrations import m002_printed_notes
from vcmbib.store.schema import SCHEMA_VERSION

PRIVATE = "weak experiments & eq_3"
PRINTED = "Accepted for publication"
BIB = f"""@article{{doe2020, title = {{Coding}}, author = {{Doe, Jane}}, year = {{2020}},
  journal = {{J}}, note = {{{PRINTED}}}}}
@article{{roe2021, title = {{Video}}, author = {{Roe, Ann}}, year = {{2021}}, journal = {{J}}}}
"""
WITHOUT_NOTES = ("markdown", "nbib", "cff")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library with a printed note, and private notes on both papers."""
    bib = tmp_path / "refs.bib"
    bib.write_text(BIB, encoding="utf-8")
    library = tmp_path / "papers.db"
    vcmbib(library, "import", str(bib))
    for key in ("doe2020", "roe2021"):
        vcmbib(library, "note", key, PRIVATE)
    return library


@pytest.mark.parametrize("name", _WRITERS)
def test_no_format_contains_a_private_note(db: Path, name: str) -> None:
    """Each format is written without the private notes; the printed note is there."""
    text = vcmbib(db, "export", "--format", name).out
    assert "weak" not in text
    if name not in ("markdown", "cff", "nbib"):
        assert PRINTED in text


@pytest.mark.parametrize(
    "command",
    [["show", "--bibtex", "doe2020"], ["tex", "main.tex"]],
    ids=["show", "tex"],
)
def test_no_other_command_writes_one_into_an_entry(db: Path, command: list[str]) -> None:
    """Entries of `show` and `tex` contain the printed note only."""
    (db.parent / "main.tex").write_text("\\cite{doe2020}\\cite{roe2021}", encoding="utf-8")
    command = [str(db.parent / word) if word.endswith(".tex") else word for word in command]
    done = vcmbib(db, *command)
    assert "weak" not in done.out
    assert f"note = {{{PRINTED}}}" in done.out


def test_the_folder_of_exports_contains_none(db: Path) -> None:
    """`export --all` writes no private note into any file."""
    vcmbib(db, "export", "--all")
    for path in (db.parent / "exports").iterdir():
        assert "weak" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("bibtex", "annote = {weak experiments \\& eq\\_3}"),
        ("biblatex", "annotation = {weak experiments \\& eq\\_3}"),
        ("json", json.dumps(PRIVATE)),
        ("jsonl", json.dumps(PRIVATE)),
        ("csv", "weak experiments \\& eq\\_3"),
    ],
)
def test_notes_are_written_on_request(db: Path, name: str, written: str) -> None:
    """With `--notes` a private note is an annotation, which standard styles do not print."""
    text = vcmbib(db, "export", "--notes", "--format", name).out
    assert text.count(written) == 2
    assert text.count(PRINTED) == 1


@pytest.mark.parametrize("name", WITHOUT_NOTES)
def test_a_format_without_a_place_refuses(db: Path, name: str) -> None:
    """`--notes` is refused where the format has no field for them; nothing is printed."""
    done = vcmbib(db, "export", "--notes", "--format", name)
    assert (done.status, done.out) == (2, "")


def test_own_json_brings_private_notes_back_as_private(db: Path, tmp_path: Path) -> None:
    """A file of `--json --notes` that is imported elsewhere gives private notes again."""
    text = vcmbib(db, "export", "--notes", "--format", "jsonl").out
    (tmp_path / "back.jsonl").write_text(text, encoding="utf-8")
    other = tmp_path / "other.db"
    vcmbib(other, "import", str(tmp_path / "back.jsonl"))
    assert "weak" not in vcmbib(other, "export", "--bibtex").out
    assert PRIVATE in vcmbib(other, "note", "doe2020").out


def test_both_kinds_are_searched_and_shown(db: Path) -> None:
    """`search`, `note:` and `show` know the printed and the private note."""
    found = vcmbib(db, "search", "weak", "--keys").out.split()
    assert sorted(found) == ["doe2020", "roe2021"]
    assert vcmbib(db, "search", "note:publication", "--keys").out.split() == ["doe2020"]
    shown = vcmbib(db, "show", "doe2020").out
    assert PRINTED in shown
    assert PRIVATE in shown


def test_an_edit_changes_the_kind_that_it_names(db: Path) -> None:
    """`edit --set note=` sets the printed note, `--set notes=` the private ones."""
    vcmbib(db, "edit", "doe2020", "--set", "note=To appear", "--set", "notes=Read")
    paper = json.loads(vcmbib(db, "show", "--json", "doe2020").out)["papers"][0]
    assert (paper["note"], paper["notes"]) == ("To appear", ["Read"])


def _before_the_migration(db: Path) -> None:
    """Make a library of the schema before printed notes of this one: one kind of note."""
    with closing(sqlite3.connect(db)) as raw:
        raw.executescript("ALTER TABLE notes DROP COLUMN printed")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_printed_notes'")
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
        raw.commit()


def test_an_older_library_keeps_what_its_exports_contain(db: Path) -> None:
    """The migration marks what a file stated as printed. What a person wrote is private."""
    before = vcmbib(db, "export", "--bibtex").out
    _before_the_migration(db)
    vcmbib(db, "init")
    assert vcmbib(db, "export", "--bibtex").out == before
    assert PRIVATE in vcmbib(db, "note", "doe2020").out
    assert m002_printed_notes.__doc__


def test_a_dump_of_the_format_before_is_read_the_same(db: Path, tmp_path: Path) -> None:
    """In format 1 both kinds were `notes`; the records show which of them a file stated."""
    text = vcmbib(db, "dump").out
    old = text.replace('"format":2', '"format":1').replace(
        f'"note":"{PRINTED}","notes":["', f'"notes":["{PRINTED}","', 1
    )
    assert old != text
    (tmp_path / "old.jsonl").write_text(old, encoding="utf-8")
    other = tmp_path / "other.db"
    vcmbib(other, "load", str(tmp_path / "old.jsonl"))
    paper = json.loads(vcmbib(other, "show", "--json", "doe2020").out)["papers"][0]
    assert (paper["note"], paper["notes"]) == (PRINTED, [PRIVATE])
