"""`vcmbib undo`: a change is taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.program import vcmbib
from tests.store.tables import contents


def rows(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the library but the log."""
    with sqlite3.connect(db) as opened:
        found = contents(opened)
    opened.close()
    return found


def test_undo_says_what_it_restores(lists: Path) -> None:
    """--dry-run first shows it and writes nothing; then every table is as it was."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    before = rows(db)
    vcmbib(db, "import", str(lists / "more.bib"))
    after = db.read_bytes()
    shown = vcmbib(db, "undo", "--dry-run")
    assert db.read_bytes() == after
    done = vcmbib(db, "undo", "--json").json

    assert "would undo change 2" in shown.err
    assert shown.out.startswith("set back\tchoi2018deep\t")
    assert "authors" in shown.out
    assert done["undone"] == 2
    assert done["restored"][0]["key"] == "choi2018deep"
    assert rows(db) == before
    assert vcmbib(db, "undo").status == 0
    assert all(not found for found in rows(db).values())
    assert vcmbib(db, "undo").status == 1


def test_a_forbidden_undo_names_the_later_change(lists: Path) -> None:
    """Taking back the import would lose what was filled in later."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "import", str(lists / "more.bib"))
    result = vcmbib(db, "undo", "1")

    assert result.status == 1
    assert "later changes affect the same papers: 2" in result.err


def test_undo_makes_no_library(tmp_path: Path) -> None:
    """A misspelt name is an error, and no file is created."""
    assert vcmbib(tmp_path / "none.db", "undo").status == 3
    assert list(tmp_path.iterdir()) == []


def test_an_old_change_needs_a_yes(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal it is refused by number; --yes, the number or a dry run are enough."""
    db = lists / "papers.db"
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        vcmbib(db, "import", str(lists / "list.md"))
    before = db.read_bytes()
    for more in ([], ["--json"]):
        refused = vcmbib(db, "undo", *more)
        assert refused.status == 2
        assert "undo 1" in refused.err
        assert db.read_bytes() == before
    shown = vcmbib(db, "undo", "--dry-run")
    assert shown.status == 0
    assert "would undo change 1 (" in shown.err
    assert " days ago): " in shown.err
    assert shown.err.splitlines()[0].endswith(", 4 papers")
    assert vcmbib(db, "undo", "1").status == 0
    assert vcmbib(db, "undo", "2").status == 0
    assert vcmbib(db, "undo", "--yes").status == 0


def test_a_change_of_today_is_named_first(lists: Path) -> None:
    """Number, age, command and papers; no question."""
    db = lists / "papers.db"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "tag", "choi2018deep", "mine")
    done = vcmbib(db, "undo")
    assert done.status == 0
    assert done.err.startswith("undoing change 2 (just now): ")
    assert done.err.splitlines()[0].endswith(", 1 paper")


def test_files_are_not_part_of_undo(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named if the last command wrote one, not after a later change; the file stays."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    db, refs = lists / "papers.db", lists / "refs.bib"
    vcmbib(db, "import", str(lists / "list.md"))
    vcmbib(db, "export", "-o", str(refs))
    text = refs.read_text("utf-8")
    assert str(refs) in vcmbib(db, "undo", "--dry-run", "--json").json["files"]
    vcmbib(db, "tag", "choi2018deep", "mine")
    assert "refs.bib" not in vcmbib(db, "undo", "--dry-run").err
    vcmbib(db, "export", "-o", str(refs))
    text = refs.read_text("utf-8")
    done = vcmbib(db, "undo")
    assert f"{refs} is unchanged: undo does not restore files" in done.err
    assert refs.read_text("utf-8") == text


def test_a_terminal_is_asked_about_an_old_change(
    lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is named before the question; a no leaves every byte, a yes takes it back."""
    db = lists / "papers.db"
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        vcmbib(db, "import", str(lists / "list.md"))
    before = db.read_bytes()
    monkeypatch.setattr("vcmbib.cli.terminal.can_ask", lambda: True)
    no = vcmbib(db, "undo", given="n\n")
    assert no.status == 130
    assert no.err.index("undoing change 1") < no.err.index("Undo it?")
    assert db.read_bytes() == before
    assert vcmbib(db, "undo", given="y\n").status == 0
    assert db.read_bytes() != before
