"""The states of a library before its changes, newest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program, sample
from vcmbib.errors import LibraryDamaged
from vcmbib.model.plan import Plan, Undo
from vcmbib.store.library import Library
from vcmbib.store.library_file.earlier_states import earlier_states


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a library with three papers."""
    path = tmp_path / "papers.db"
    with Library.writing(path) as library:
        library.apply(sample(), "vcmbib import sample.md")
    return Program(path)


def test_a_library_without_changes_has_no_earlier_state() -> None:
    """Nothing is yielded, also for a limit of no change."""
    with Library.empty() as library:
        assert list(earlier_states(library, 10)) == []
        library.apply(sample(), "vcmbib import sample.md")
        assert list(earlier_states(library, 0)) == []


def test_each_change_leads_to_the_papers_before_it(program: Program) -> None:
    """Edits, undos and removals, also those of categories; the library stays as it is."""
    program("edit", "doe2020coding", "--set", "year=1999")
    program("undo")
    program("category", "--rename", "learned=Other")
    program("remove", "poe2022x", "--yes")
    before = program.path.read_bytes()
    with Library.reading(program.path) as library:
        states = list(earlier_states(library, 10))
        assert len(list(earlier_states(library, 2))) == 2
    assert program.path.read_bytes() == before
    assert [sorted(p.key for p in s.papers) for s in states] == [
        ["poe2022x"], [], ["doe2020coding"], ["doe2020coding"], [],
    ]  # fmt: skip
    assert [s.papers[0].year for s in states[2:4]] == [1999, 2020]
    assert [c.title for c in states[1].categories] == ["Compression", "Learned Codecs"]
    assert states[4].categories == ()


def test_a_change_that_cannot_be_undone_ends_them(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found before it is still of use."""
    program("edit", "doe2020coding", "--set", "year=1999")
    real = Library.apply

    def damaged(self: Library, plan: Plan, command: str) -> object:
        if plan.actions == (Undo(1),):
            raise LibraryDamaged("papers.db", "no such table")
        return real(self, plan, command)

    monkeypatch.setattr(Library, "apply", damaged)
    with Library.reading(program.path) as library:
        assert len(list(earlier_states(library, 10))) == 1
