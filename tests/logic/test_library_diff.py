"""The plan that turns one library into another."""

from __future__ import annotations

from hypothesis import given

from tests.dumps import dumps, in_one_form, lines_written
from tests.examples import LIBRARIES
from tests.store.dumped_libraries import make, text_of
from vcmbib.logic.library_diff import plan_changes
from vcmbib.model.dump.values import Dump
from vcmbib.model.plan import Plan
from vcmbib.store.library import Library


@LIBRARIES
@given(dumps(), dumps())
def test_any_library_becomes_any_other_and_undo_brings_it_back(one: Dump, other: Dump) -> None:
    """Turning one into the other is exact, in one change, and can be taken back."""
    from vcmbib.model.plan import Undo

    with Library.empty() as library:
        make(library, one)
        before = text_of(library)
        applied = library.apply(plan_changes(library.read_dump(), other), "vcmbib load")
        assert text_of(library) == "".join(lines_written(other))
        if applied.change is not None:
            library.apply(Plan.of([Undo(applied.change)]), "vcmbib undo")
            assert in_one_form(library.read_dump()).papers == in_one_form(one).papers
            assert in_one_form(library.read_dump()).categories == in_one_form(one).categories
        else:
            assert text_of(library) == before
