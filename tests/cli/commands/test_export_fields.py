"""`export --fields` and `--omit` take names of fields, and nothing else."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program
from tests.papers import paper
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library


@pytest.mark.parametrize("option", ["--fields", "--omit"])
@pytest.mark.parametrize(("slip", "meant"), [("titel", "title"), ("Jurnal", "journal")])
def test_a_slip_is_refused(program: Program, option: str, slip: str, meant: str) -> None:
    """A name that nothing has ends with status 2, names the nearest one and writes nothing."""
    ran = program("export", "--bibtex", option, f"author,{slip}")
    assert (ran.status, ran.out) == (2, "")
    assert f"{option}: no entry has the field {slip.lower()!r}" in ran.err
    assert f"did you mean {meant!r}?" in ran.err


def test_a_slip_leaves_files_alone(program: Program) -> None:
    """Neither a new file nor an update is begun."""
    out = program.path.with_name("a.bib")
    for option in ("-o", "--update"):
        assert program("export", option, str(out), "--bibtex", "--omit", "qqqq").status == 2
        assert not out.exists()


@pytest.mark.parametrize(
    "name", ["title", "Date", "location", "usera", "bdsk-url-1", "OPTnote", "author_2", "timestamp"]
)
def test_names_that_fields_go_by(program: Program, name: str) -> None:
    """Names of either dialect and of other programs are taken, whether a paper has them or not."""
    assert program("export", "--bibtex", "--omit", name).status == 0
    assert program("export", "--biblatex", "--fields", name).status == 0


def test_names_that_only_this_library_has(program: Program) -> None:
    """A field that a paper came in with can be asked for, also where it is empty there."""
    odd = paper("odd2020", "Odd", extra=(("x-mine", "{a}"), ("@empty", "x-empty")))
    with Library.writing(program.path) as library:
        library.apply(Plan.of([Add(odd)]), "vcmbib import odd.bib")
    assert "x-mine = {{a}}" in program("export", "--bibtex", "--fields", "X-Mine").out
    assert "x-mine" not in program("export", "--bibtex", "--omit", "x-mine").out
    assert program("export", "--bibtex", "--omit", "x-empty").status == 0
    near = program("export", "--bibtex", "--omit", "x-mien")
    assert near.status == 2
    assert "did you mean 'x-mine'?" in near.err
