"""JSON objects of papers as records."""

from __future__ import annotations

import pytest

from tests.papers import arxiv, doi, record
from vcmbib.formats.json_items import Json
from vcmbib.formats.paper_json.reader import BadPaper, overridden, read_object
from vcmbib.model.field_types import FieldUse
from vcmbib.model.fields import ALL_FIELDS, NUMBER_FIELDS, TIME_FIELDS

FREE = {f.label for f in NUMBER_FIELDS} | {f.label for f in TIME_FIELDS}
"""The fields that take any value: other text than a number is kept, times are not read."""
NAMES = sorted({n for f in ALL_FIELDS for n in f.uses.get(FieldUse.JSON, ())} - FREE)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_another_shape_is_refused(name: str) -> None:
    """The reason names the field and the shape that it has."""
    with pytest.raises(BadPaper, match=rf"^{name}: .* is not a|^{name}: .* is not true"):
        read_object({"title": "T", name: [{}]}, "f")


@pytest.mark.parametrize("name", NAMES)
def test_null_means_that_nothing_is_stated(name: str) -> None:
    """The record keeps its value."""
    before = record("T", year=2020, identifiers=(doi("10.1000/1"),))
    assert overridden(before, {name: None}) == before


def test_further_identifiers_follow_the_first_of_each_scheme() -> None:
    """`more_identifiers` alone adds nothing to a record that has identifiers."""
    more: Json = [{"scheme": "doi", "value": "10.1000/2"}]
    bare, full = record("T"), record("T", identifiers=(arxiv("2101.00001"),))
    first: Json = {"doi": "10.1000/1"}
    both = overridden(full, {"identifiers": first, "more_identifiers": more})
    assert both.identifiers == (doi("10.1000/1"), doi("10.1000/2"))
    assert overridden(bare, {"more_identifiers": more}).identifiers == (doi("10.1000/2"),)
    assert overridden(full, {"more_identifiers": more}) == full


def test_a_year_and_a_month_in_other_words_are_kept() -> None:
    """What is no number stays as an extra field, with a remark."""
    read = read_object({"title": "T", "year": "about 2020?", "month": "spring"}, "f")
    assert dict(read.extra) == {"json-year": "about 2020?", "json-month": "spring"}
    assert len(read.remarks) == 2
