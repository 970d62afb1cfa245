"""The lines of a dump."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from tests.dumps import dumps, lines_of
from tests.examples import LIBRARIES
from vcmbib.model.dump.jsonl import BadDumpLine, encode, line_object, read_line, read_object
from vcmbib.model.dump.values import Dump


@pytest.mark.parametrize("line", ["", "{", "[]", '"x"', "{}", '{"kind":1}', '{"kind":"\\ud800"}'])
def test_a_line_that_is_no_object_with_a_kind_is_refused(line: str) -> None:
    """The error has a reason."""
    with pytest.raises(BadDumpLine) as caught:
        read_object(line)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("category", {"slug": "a"}),
        ("category", {"slug": "a", "title": 3, "parent": None, "position": 1}),
        ("paper", {"key": "a"}),
        ("nothing", {}),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, line: dict[str, str | int | None]) -> None:
    """A field that is missing or has another type is named."""
    with pytest.raises(BadDumpLine):
        read_line(kind, dict(line))


def test_json_is_the_same_text_for_the_same_value() -> None:
    """Keys are sorted, letters stay as they are, and no blanks are added."""
    assert encode({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'


@LIBRARIES
@given(dumps())
def test_a_line_is_read_as_it_was_written(dump: Dump) -> None:
    """Every category, venue, paper and pair comes back."""
    for line in lines_of(dump):
        kind, found = read_object(encode(line_object(line)))
        assert read_line(kind, found) == line
        assert json.loads(encode(line_object(line)))["kind"] == kind
