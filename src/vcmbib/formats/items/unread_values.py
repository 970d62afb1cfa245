"""The values of an item that no field of its record has, because they are not of the usual type.

A format of nested data (JSON, YAML) can have a mapping or a list where a text belongs. What the
reader cannot use of it is kept as JSON in an extra field, so that no text of a file is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from vcmbib.formats.bibtex.escape import escape
from vcmbib.formats.item_net import texts_of
from vcmbib.formats.json_items import Json, JsonObject
from vcmbib.model.paper import Record
from vcmbib.model.text import fold

_NAMES_OF_KINDS = frozenset("type role kind sequence description creatorType".split())
"""Members whose value names the kind of another member."""
_MORE = frozenset(("etal", "others", "andothers"))


def with_unread_values(record: Record, item: JsonObject, prefix: str) -> Record:
    """The record with an extra field `PREFIX-NAME-as-read` for each mapping or list in `item` that
    has a text that the record does not have. Letter case, accents and signs do not count.
    """
    nested = {n: v for n, v in item.items() if isinstance(v, dict | list) and v}
    if not nested:
        return record
    known = _letters(" ".join(texts_of(record)))
    extra = [
        (f"{prefix}-{name}-as-read", escape(json.dumps(value, ensure_ascii=False)))
        for name, value in nested.items()
        if any(text not in known for text in map(_letters, _leaves(value)))
    ]
    return replace(record, extra=(*record.extra, *extra)) if extra else record


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _leaves(value: Json) -> Iterator[str]:
    """The texts with a letter in a value, at any depth."""
    if isinstance(value, str):
        if any(c.isalpha() for c in value) and _letters(value) not in _MORE:
            yield value
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NAMES_OF_KINDS or not isinstance(part, str):
                yield from _leaves(part)
