"""The fields of a paper that a format cannot express, in an object next to the format's own fields.

A writer makes its item, reads it again at once, and adds the fields that differ, in the form of a
paper object (`formats.paper_json`). So a format that permits other fields loses nothing.
"""

from __future__ import annotations

from dataclasses import replace

from vcmbib.formats.bibtex.foreign_tex import without_dangerous_commands
from vcmbib.formats.extra_fields import plain_field
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.formats.paper_json import name_object, overridden
from vcmbib.model.paper import Paper, Record

FIELDS = frozenset(
    """type title authors authors_complete editors year month venue honour volume number pages
    publisher abstract note model identifiers links tags topics categories former_keys
    extra""".split()
)
"""The names that the object may have."""


def completed(record: Record, said: Json) -> Record:
    """The record with the fields of the object `said`. Raises BadPaper."""
    if not isinstance(said, dict):
        return record
    ours: JsonObject = {k: v for k, v in said.items() if k in FIELDS and v is not None}
    extra = ours.pop("extra", None)
    record = overridden(record, ours)
    if isinstance(extra, dict):
        more = {k: without_dangerous_commands(k, text_of(v)) for k, v in extra.items()}
        left_out = [k for k, v in more.items() if not v and extra[k]]
        record = overridden(record, {"extra": {**dict(record.extra), **more}})
        remarks = [f"{k} is left out: it has dangerous commands of LaTeX" for k in left_out]
        record = replace(record, remarks=(*record.remarks, *remarks))
    return record


def unsaid(paper: Paper, record: Record) -> JsonObject:
    """The fields in which `record` differs from the paper, in the form of a paper object."""
    found = _singles(paper, record) | _parts(paper, record)
    return {
        name: value for name, value in found.items() if value not in ([], {}) or name == "links"
    }


def _singles(paper: Paper, record: Record) -> JsonObject:
    found: JsonObject = {}
    for name, has, says in (
        ("type", paper.entry_type, record.entry_type),
        ("title", paper.title, record.title),
        ("model", paper.model, record.model),
        ("honour", paper.honour, record.honour),
        ("year", paper.year, record.year),
        ("month", paper.month, record.month),
        ("volume", paper.volume, record.volume),
        ("number", paper.number, record.number),
        ("pages", paper.pages, record.pages),
        ("publisher", paper.publisher, record.publisher),
        ("abstract", paper.abstract, record.abstract),
        ("note", paper.note, record.note),
        ("authors_complete", paper.authors_complete, record.authors_complete),
    ):
        if has != says:
            found[name] = "" if has is None else has
    for name, people, read_people in (
        ("authors", paper.authors, record.authors),
        ("editors", paper.editors, record.editors),
    ):
        if people != read_people:
            found[name] = [name_object(n) for n in people]
    for name, words, read_words in (
        ("tags", paper.tags, record.tags),
        ("topics", paper.topics, record.topics),
    ):
        if words != read_words:
            found[name] = list(words)
    return found


def _parts(paper: Paper, record: Record) -> JsonObject:
    found: JsonObject = {"categories": [s.slug for s in paper.categories]}
    have, said = paper.venue, record.venue
    if have is not None and (
        said is None or (have.acronym, have.name, have.kind) != (said.acronym, said.name, said.kind)
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


def _differ(name: str, value: str, said: str) -> bool:
    """Whether a format's own field has another value; in a title the markup counts too."""
    return value != said if name == "title" else plain_field(name, value) != plain_field(name, said)
