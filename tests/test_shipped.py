"""The library that ships: sound, in step with its exports, and made by its recipe."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import vcmbib
from tests.store.tables import check_index
from vcmbib.model.query.parser import parse_query
from vcmbib.store.library import Library

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A copy of the library that ships."""
    return Path(shutil.copy(ROOT / "papers.db", tmp_path / "papers.db"))


def test_its_search_index_is_what_its_tables_give(db: Path) -> None:
    """No paper is missing from the index, and no row breaks a rule."""
    with Library.writing(db) as library:
        check_index(library.db)
        assert library.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_its_exports_are_what_it_gives() -> None:
    """The four files next to it are up to date."""
    assert vcmbib(ROOT / "papers.db", "export", "--check").status == 0


def test_its_list_is_read_back_as_it_is(db: Path) -> None:
    """The exported tables have nothing that the library lacks: same papers, same places."""
    ledger = vcmbib(db, "import", "--json", "--dry-run", str(ROOT / "exports" / "README.md")).json

    assert (ledger["read"], ledger["added"], ledger["failed"]) == (91, 0, 0)
    assert all("category" not in {c["field"] for c in r["changes"]} for r in ledger["rows"])


@pytest.mark.parametrize("name", ["papers.bib", "papers.biblatex.bib"])
def test_its_entries_are_read_back_as_they_are(db: Path, name: str) -> None:
    """The exported entries fill nothing: they have the values of the library."""
    result = vcmbib(db, "import", "--dry-run", "--json", str(ROOT / "exports" / name)).json

    assert (result["read"], result["added"], result["failed"]) == (90, 0, 0)
    assert result["filled"] == 0, [r["changes"] for r in result["rows"] if r["changes"]]


def test_two_rows_of_one_work_are_one_paper(db: Path) -> None:
    """A work listed under two headings is in both; a work listed twice under one, once."""
    with Library.reading(db) as library:
        assert library.count() == 90
        bridging = library.paper("ieee:9897916")
        assert [s.slug for s in bridging.categories] == [
            "feature-compression",
            "joint-human-and-machine-vision",
        ]
        assert len(library.search(parse_query("title:flexible"))) == 1


def test_corrections_stand_in_the_log(db: Path) -> None:
    """The shared address is on one of the two papers only, and the log names who changed it."""
    with Library.reading(db) as library:
        assert library.paper("ieee:10379180").key == "yang2024task"
        wrong = library.paper("duan2023unified")
        assert [str(i) for i in wrong.identifiers] == ["doi:10.1109/TCSVT.2023.3240391"]
        assert wrong.links == ()
        assert len(library.log(wrong)) == 4


def test_every_record_of_it_is_accounted_for(db: Path) -> None:
    """Taking back every change leaves nothing: the log is whole."""
    for _ in range(10):
        assert vcmbib(db, "undo", "--yes").status == 0
    with Library.reading(db) as library:
        assert library.count() == 0
        assert library.categories() == ()


@pytest.mark.shared
def test_the_list_read_again_undoes_no_correction(shared: Path, db: Path) -> None:
    """Importing the list into the library that was made from it changes nothing at all."""
    before = db.read_bytes()
    for name in ("vcm-list.md", "vcm-records.bib", "vcm-records-2.bib"):
        result = vcmbib(db, "import", str(shared / "seeds" / name))
        assert ": 0 added, 0 filled" in result.out, result.out + result.err

    assert db.read_bytes() == before


@pytest.mark.shared
def test_the_recipe_gives_the_same_file(shared: Path, tmp_path: Path) -> None:
    """From the list and the records, the recipe makes this very library and these exports."""
    program = tmp_path / "vcmbib"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m vcmbib "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    seeds = shared / "seeds"
    subprocess.run(
        [
            ROOT / "tools" / "rebuild_library.sh",
            *(seeds / name for name in ("vcm-list.md", "vcm-records.bib", "vcm-records-2.bib")),
        ],
        env={**os.environ, "VCMBIB": str(program), "INTO": str(tmp_path)},
        check=True,
        capture_output=True,
    )

    for name in ("papers.bib", "papers.biblatex.bib", "papers.csl.json", "README.md"):
        made, shipped = tmp_path / "exports" / name, ROOT / "exports" / name
        assert made.read_bytes() == shipped.read_bytes(), name
    with (
        Library.reading(tmp_path / "papers.db") as made_library,
        Library.reading(ROOT / "papers.db") as shipped_library,
    ):
        assert list(made_library.all_papers()) == list(shipped_library.all_papers())
