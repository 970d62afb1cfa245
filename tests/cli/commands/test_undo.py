"""`vcmbib undo`: a change is taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

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

    assert "would take back change 2" in shown.err
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
    assert "later changes touched the same rows: 2" in result.err


def test_undo_makes_no_library(tmp_path: Path) -> None:
    """A misspelt name is an error, and no file is created."""
    assert vcmbib(tmp_path / "none.db", "undo").status == 3
    assert list(tmp_path.iterdir()) == []
