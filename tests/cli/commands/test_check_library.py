"""check --library: damage is shown, named in the exit status, and repaired where it can be."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.conftest import Program
from tests.cli.test_output_schema import checked
from tests.store.damage import put_value
from vcmbib.store.integrity import FaultKind


def spoil_index(program: Program) -> None:
    """Let the search forget a paper and find a ghost."""
    db = sqlite3.connect(program.path, isolation_level=None)
    db.execute("DELETE FROM search WHERE rowid = 1")
    db.execute("INSERT INTO search (rowid, title) VALUES (77, 'ghost')")
    db.close()


@pytest.mark.parametrize("args", [["--library", "coding"], ["--rebuild-index", "coding"]])
def test_a_query_makes_no_sense(program: Program, args: list[str]) -> None:
    """The file is checked as a whole."""
    result = program("check", *args)
    assert result.status == 2
    assert "query" in result.err


def test_no_library(program: Program) -> None:
    """There must be one."""
    program.path.unlink()
    assert program("check", "--library").status == 3


def test_a_sound_library(program: Program) -> None:
    """It is in order; nothing is written, also with nothing to rebuild."""
    before = program.path.read_bytes()
    for args in (["--library"], ["--library", "--json"]):
        result = program("check", *args)
        assert result.status == 0, result.err
    assert checked("check-library", result) == {"vcmbib": 1, "findings": []}
    assert program("check", "--library").err == "the library file is undamaged\n"
    assert program.path.read_bytes() == before
    assert program("check", "--library", "--rebuild-index").status == 0


def test_a_damaged_index(program: Program) -> None:
    """The papers are named, init sees it too, --rebuild-index repairs it; the log stays."""
    spoil_index(program)
    result = program("check", "--library")
    assert result.status == 6
    assert "wrong-index\tdoe2020coding\tthe search does not find this paper" in result.out
    assert "paper 77, which does not exist" in result.out
    assert "--rebuild-index" in result.err
    assert str(program.path) in result.err.splitlines()[-1]
    found = checked("check-library", program("check", "--library", "--json"), of=6)["findings"]
    assert ["doe2020coding"] in [f["keys"] for f in found]
    init = program("init")
    assert init.status == 6
    assert "--rebuild-index" in init.err
    changes = program.changes()

    repaired = program("check", "--library", "--rebuild-index")
    assert repaired.status == 0, repaired.err
    assert "was rebuilt" in repaired.err
    assert program("init").status == 0
    assert "doe2020coding" in program("search", "coding").out
    assert program.changes() == changes


def test_damage_that_cannot_be_repaired(program: Program) -> None:
    """A value of a wrong type is found; then --rebuild-index writes nothing, and gives a reason."""
    assert put_value(program.path, "papers", "title", b"blob")
    spoil_index(program)
    before = program.path.read_bytes()
    result = program("check", "--library", "--rebuild-index")
    assert result.status == 6
    assert "damaged-file\t\tpapers: non-TEXT value in papers.title" in result.out
    assert "restore" in result.err
    assert program.path.read_bytes() == before
    assert program("init").status == 6


def test_check_without_the_option_looks_at_papers(program: Program) -> None:
    """The ordinary check is what it was."""
    result = program("check", "--json")
    assert {f["kind"] for f in result.json["findings"]}.isdisjoint(set(FaultKind))
