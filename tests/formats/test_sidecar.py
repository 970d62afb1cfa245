"""The values of a paper that a format's own fields do not have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from tests.papers import ICIP, paper, record
from vcmbib.formats.json_items import Json
from vcmbib.formats.sidecar import completed, fields_not_expressible
from vcmbib.logic.merge.fill import paper_from_record
from vcmbib.model.paper import Paper


@pytest.mark.parametrize("value", [None, 3, "x", [], {"unknown": 1}, {"title": None}])
def test_what_is_no_object_of_ours_changes_nothing(value: Json) -> None:
    """Other programs may use the same field for something else."""
    before = record("T", year=2020)
    assert completed(before, value) == before


def test_a_record_that_says_all_needs_nothing_beside_it() -> None:
    """Nothing is repeated."""
    read = record("T", entry_type="inproceedings", year=2020, venue=ICIP, tags=("a",))
    assert fields_not_expressible(paper_from_record(read, "k"), read) == {}


def test_a_value_that_the_record_has_and_the_paper_has_not_is_taken_back() -> None:
    """An empty text means that there is none."""
    assert fields_not_expressible(paper("k", "T"), record("T", volume="3"))["volume"] == ""


@WHOLE_PAPERS
@given(roundtrips.papers())
def test_record_and_sidecar_together_say_all_of_the_paper(one: Paper) -> None:
    """Whatever a format has no field for comes back."""
    one = replace(one, categories=(), former_keys=())
    bare = record("")
    whole = completed(bare, fields_not_expressible(one, bare))
    assert roundtrips.content(paper_from_record(whole, one.key)) == roundtrips.content(one)


@pytest.mark.parametrize(
    ("name", "value", "said", "differs"),
    [
        ("title", "On {SQL}", "On {SQL}", False),
        ("title", "On {SQL}", "On SQL", True),
        ("title", "On {SQL}", "", True),
        ("keywords", "{a}, b", "a, b", False),
        ("keywords", "a, b", "a, c", True),
    ],
)
def test_a_raw_field_is_repeated_only_if_it_differs(
    name: str, value: str, said: str, differs: bool
) -> None:
    """The braces of a title are its markup; those of other fields are no difference."""
    read = record("On SQL", extra=((name, said),) if said else ())
    one = paper("k", "On SQL", extra=((name, value),))
    assert ("extra" in fields_not_expressible(one, read)) is differs
