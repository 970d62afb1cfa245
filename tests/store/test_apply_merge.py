"""A merge is applied to a library."""

from __future__ import annotations

from hypothesis import given, settings

from tests.dumps import dumps, written
from tests.store.dumped_libraries import make, text_of
from vcmbib.logic.library_diff import turn
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.values import Dump
from vcmbib.store.library import Library


@given(dumps(), dumps(), dumps())
@settings(max_examples=30)
def test_a_merge_is_carried_out_to_the_letter(base: Dump, ours: Dump, theirs: Dump) -> None:
    """The library holds what the merge says, however the three differ."""
    with Library.empty() as library:
        make(library, ours)
        merged = merge_libraries(base, library.read_dump(), theirs)
        library.apply(turn(library.read_dump(), merged.dump), "vcmbib git merge papers.db")
        assert text_of(library) == "".join(written(merged.dump))
