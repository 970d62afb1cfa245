"""Values of a JSON answer: a value of an unexpected type counts as missing."""

from __future__ import annotations

import pytest

from vcmbib.sources.json_values import (
    JsonValue,
    as_map,
    as_maps,
    as_text,
    as_texts,
    first_text,
)

VALUES: list[JsonValue] = [
    None,
    True,
    0,
    1.5,
    "",
    "a",
    [],
    ["a"],
    [None, "a"],
    {},
    {"a": "b"},
    [{}],
]


@pytest.mark.parametrize("value", VALUES)
def test_no_value_raises(value: JsonValue) -> None:
    """Each function takes any value."""
    assert isinstance(as_text(value), str)
    assert all(as_texts(value))
    assert isinstance(as_map(value), dict)
    assert all(isinstance(item, dict) for item in as_maps(value))


def test_texts_are_strings_and_numbers() -> None:
    """Numbers are texts, also 0; a lone surrogate is replaced."""
    assert as_text(0) == "0"
    assert as_text([None, " a "]) == "a"
    assert as_text("a\ud800") == "a?"
    assert as_texts(["a", None, 3]) == ["a", "3"]
    assert first_text({"a": "", "b": "x"}, ("a", "b", "c")) == "x"
