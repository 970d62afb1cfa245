"""Conflicts of a merge as JSON."""

from __future__ import annotations

import pytest

from vcmbib.model.dump.jsonl import Json
from vcmbib.model.merge_conflicts import MergeConflict, conflict_from_json


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"key": "a", "field": "year", "ours": {}, "theirs": 3, "why": ""}],
)
def test_what_is_no_conflict_is_refused(value: Json) -> None:
    """A file that was edited by hand may contain anything."""
    with pytest.raises(ValueError, match="no conflict"):
        conflict_from_json(value)


def test_a_conflict_is_read_as_it_was_written() -> None:
    """Nothing is lost between two commands."""
    conflict = MergeConflict("a", "year", {"year": 2020}, {"year": None}, "because")
    assert conflict_from_json(conflict.to_json()) == conflict
