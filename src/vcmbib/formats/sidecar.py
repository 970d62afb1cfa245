"""The fields of a paper that a format cannot express, in an object next to the format's own fields.

A writer makes its item, reads it again at once, and adds the fields that differ, in the form of a
paper object (`formats.paper_json`). So a format that permits other fields loses nothing.
"""

from __future__ import annotations

from dataclasses import replace

from vcmbib.formats.bibtex.foreign_tex import without_dangerous_commands
from vcmbib.formats.extra_fields import plain_field
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.formats.paper_json import name_object
from vcmbib.formats.paper_json.reader import overridden
from vcmbib.model.field_types import FieldUse, NumberField, TypedField
from vcmbib.model.fields import (
    ALL_FIELDS,
    AUTHORS_COMPLETE,
    ENTRY_TYPE,
    HONOUR,
    MODEL,
    NAME_FIELDS,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TITLE,
    WORD_FIELDS,
)
from vcmbib.model.paper import Paper, Record

FIELDS = frozenset(name for field in ALL_FIELDS for name in field.uses.get(FieldUse.SIDECAR, ()))
"""The names that the object may have."""

_PlainField = TypedField[str] | TypedField[str | None] | NumberField | TypedField[bool]
_FIRST: tuple[_PlainField, ...] = (ENTRY_TYPE, TITLE, MODEL, HONOUR, *NUMBER_FIELDS)
_OTHER_TEXTS: tuple[_PlainField, ...] = tuple(f for f in TEXT_FIELDS if f not in _FIRST)
_SINGLE: tuple[_PlainField, ...] = (*_FIRST, *_OTHER_TEXTS, AUTHORS_COMPLETE)
"""The fields whose value is JSON already, in the order in which they are written."""


def completed(record: Record, shown: Json) -> Record:
    """The record with the fields of the object `shown`. Raises BadPaper."""
    if not isinstance(shown, dict):
        return record
    ours: JsonObject = {k: v for k, v in shown.items() if k in FIELDS and v is not None}
    extra = ours.pop("extra", None)
    record = overridden(record, ours)
    if isinstance(extra, dict):
        more = {k: without_dangerous_commands(k, text_of(v)) for k, v in extra.items()}
        left_out = [k for k, v in more.items() if not v and extra[k]]
        record = overridden(record, {"extra": {**dict(record.extra), **more}})
        remarks = [f"{k} was omitted: it has dangerous LaTeX commands" for k in left_out]
        record = replace(record, remarks=(*record.remarks, *remarks))
    return record


def unknown(said: Json) -> Json:
    """What `completed` does not read of the object `said`."""
    if not isinstance(said, dict):
        return [said] if said else []
    extra = said.get("extra")
    others: JsonObject = {k: v for k, v in said.items() if k not in FIELDS}
    return others if extra is None or isinstance(extra, dict) else {**others, "extra": extra}


def fields_not_expressible(paper: Paper, record: Record) -> JsonObject:
    """The fields in which `record` differs from the paper, in the form of a paper object.

    `record` is what the reader of a format makes of the item that was written for the paper.
    """
    found = _simple_fields(paper, record) | _other_fields(paper, record)
    return {
        name: value for name, value in found.items() if value not in ([], {}) or name == "links"
    }


def _simple_fields(paper: Paper, record: Record) -> JsonObject:
    """The fields of one value, of names and of words."""
    found: JsonObject = {}
    for field in _SINGLE:
        value = field.of(paper)
        if (value or None) != (field.claim(record) or None):
            found[field.label] = "" if value is None else value
    for people in NAME_FIELDS:
        if people.of(paper) != (people.claim(record) or ()):
            found[people.label] = [name_object(name) for name in people.of(paper)]
    for words in WORD_FIELDS:
        if words.of(paper) != (words.claim(record) or ()):
            found[words.label] = list(words.of(paper))
    return found


def _other_fields(paper: Paper, record: Record) -> JsonObject:
    found: JsonObject = {"categories": [s.slug for s in paper.categories]}
    have, read = paper.venue, record.venue
    if have is not None and (
        read is None or (have.acronym, have.name, have.kind) != (read.acronym, read.name, read.kind)
    ):
        venue: JsonObject = {"name": have.name, "kind": have.kind.value}
        found["venue"] = {"acronym": have.acronym, **venue} if have.acronym else venue
    links = tuple(replace(k, label=k.label or None) for k in paper.links)
    if links != record.links:
        found["links"] = [
            {"kind": k.kind.value, "label": k.label, "url": k.url}
            if k.label
            else {"kind": k.kind.value, "url": k.url}
            for k in links
        ]
    if {i.comparison_key for i in paper.identifiers} != {
        i.comparison_key for i in record.identifiers
    }:
        found["identifiers"] = [str(i) for i in paper.identifiers]
    read_extra = dict(record.extra)
    extra: JsonObject = {
        name: value for name, value in paper.extra if _differ(name, value, read_extra.get(name, ""))
    }
    if extra:
        found["extra"] = extra
    ids = [k.strip() for k in read_extra.get("ids", dict(paper.extra).get("ids", "")).split(",")]
    found["former_keys"] = [k for k in paper.former_keys if k not in ids]
    return found


def _differ(name: str, value: str, read: str) -> bool:
    """Whether a format's own field has another value; in a title the markup counts too."""
    return value != read if name == "title" else plain_field(name, value) != plain_field(name, read)
