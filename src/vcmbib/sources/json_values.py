"""Values of a JSON answer. A value of an unexpected type counts as missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonMap = dict[str, JsonValue]


def as_text(value: JsonValue) -> str:
    """The text of a string or number, or of the first one in a list; "" for anything else."""
    if isinstance(value, list):
        return next((text for text in map(as_text, value) if text), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # A lone surrogate (`"\\ud800"`) is valid JSON, but no text.
    return str(value).encode("utf-8", "replace").decode().strip()


def as_texts(value: JsonValue) -> list[str]:
    """The texts of a list, or the one text, without empty ones."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(as_text, values) if text]


def as_map(value: JsonValue) -> JsonMap:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_maps(value: JsonValue) -> list[JsonMap]:
    """The objects of a list, or the one object."""
    values: Sequence[JsonValue] = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def first_text(values: JsonMap, names: Iterable[str]) -> str:
    """The first text that is not empty, of the members with these names."""
    return next((text for name in names if (text := as_text(values.get(name)))), "")
