"""The names of fields for people: `type` for `entry_type`, `old keys` for `former_keys`."""

from __future__ import annotations

from vcmbib.model.fields import BY_NAME

_LABELS = {
    "authors_complete": "whole list of authors",
    "entry_type": "type",
    "extra": "other fields",
    "fields": "other fields",
    "former_keys": "old keys",
    "former keys": "old keys",
    "honour": "award",
    "ids": "identifiers",
    "paper": "paper",
    "parent": "parent category",
    "records": "where values came from",
    "sources": "where values came from",
    "related": "other versions",
    "relatedtype": "kind of relation",
    "not_duplicates": "marked as different",
    "slug": "short name",
}
_AS_WRITTEN = " as written"


def field_label(name: str) -> str:
    """The label of a field, of a column or of another thing that changed."""
    if name.endswith(_AS_WRITTEN):
        return f"{field_label(name.removesuffix(_AS_WRITTEN))}{_AS_WRITTEN}"
    if name in _LABELS:
        return _LABELS[name]
    if name.startswith("extra."):
        return name.removeprefix("extra.")
    if name in BY_NAME:
        return BY_NAME[name].label.replace("_", " ")
    return name.replace("_", " ") if name.isidentifier() else name
