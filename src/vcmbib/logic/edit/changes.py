"""The result of an edit: the changed fields as text, and a record of what the person stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from vcmbib.logic.edit.set_fields import same_stored_venue
from vcmbib.logic.merge.fill import display, entry_type_for
from vcmbib.model.field_types import ListField, PaperField
from vcmbib.model.fields import (
    ABSTRACT,
    AUTHORS,
    AUTHORS_COMPLETE,
    CATEGORIES,
    EDITORS,
    ENTRY_TYPE,
    IDENTIFIERS,
    KEY,
    LINE_FIELDS,
    LINKS,
    NOTE,
    NOTES,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TITLE,
    VENUE,
    WORD_FIELDS,
)
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, Paper, Record, SourceKind
from vcmbib.model.plan import FieldChange
from vcmbib.model.raw_fields import visible

E = TypeVar("E")


def _names(names: tuple[Name, ...], complete: bool) -> str | None:
    text = "; ".join(n.natural for n in names)
    return (text if complete else f"{text}; others") if text else None


def _words(field: ListField[str], paper: Paper) -> str | None:
    return ", ".join(field.of(paper)) or None


def _display(field: PaperField, paper: Paper) -> str | None:
    return display(field.value(paper))


_TEXTS: dict[PaperField, Callable[[Paper], str | None]] = {
    KEY: KEY.of,
    TITLE: TITLE.of,
    AUTHORS: lambda p: _names(p.authors, p.authors_complete),
    EDITORS: lambda p: _names(p.editors, complete=True),
    ENTRY_TYPE: ENTRY_TYPE.of,
    **{field: partial(_display, field) for field in NUMBER_FIELDS},
    VENUE: partial(_display, VENUE),
    **{field: field.of for field in LINE_FIELDS},
    **{field: partial(_words, field) for field in reversed(WORD_FIELDS)},
    CATEGORIES: lambda p: ", ".join(s.slug for s in p.categories) or None,
    IDENTIFIERS: lambda p: " ".join(str(i) for i in p.identifiers) or None,
    ABSTRACT: ABSTRACT.of,
    NOTE: NOTE.of,
}
"""How the value of a field is reported, in the order of the report."""


def _link(link: Link) -> str:
    return f"{link.kind.value} {link.url}" + (f" ({link.label})" if link.label else "")


def field_changes(before: Paper, after: Paper) -> tuple[FieldChange, ...]:
    """Return the differences between two versions of a paper, by the field names of `edit`.

    Each added or removed note or link is a change of its own.
    """
    return tuple(_field_changes(before, after))


def _field_changes(before: Paper, after: Paper) -> Iterator[FieldChange]:
    for field, text in _TEXTS.items():
        old, new = text(before), text(after)
        if old != new or (field is VENUE and not same_stored_venue(before.venue, after.venue)):
            yield FieldChange(field.label, old, new)
    yield from _each(LINKS, [_link(k) for k in before.links], [_link(k) for k in after.links])
    yield from _each(NOTES, before.notes, after.notes)
    old_extra, new_extra = dict(visible(before)), dict(visible(after))
    for name in dict.fromkeys((*old_extra, *new_extra)):
        if old_extra.get(name) != new_extra.get(name):
            yield FieldChange(f"extra.{name}", old_extra.get(name), new_extra.get(name))


def _each(field: PaperField, before: Sequence[str], after: Sequence[str]) -> Iterator[FieldChange]:
    yield from (FieldChange(field.label, old, None) for old in before if old not in after)
    yield from (FieldChange(field.label, None, new) for new in after if new not in before)


_REPLACED: tuple[PaperField, ...] = (TITLE, EDITORS, *NUMBER_FIELDS, *TEXT_FIELDS)


def person_record(before: Paper, after: Paper, origin: str) -> tuple[Record, ...]:
    """Return the record of what a person stated by an edit; empty if nothing was stated.

    Of identifiers, links, tags and topics it contains the new ones. A field that was emptied
    states nothing. `origin` is the name of the command.
    """
    names_changed = any(_differs(field, before, after) for field in (AUTHORS, AUTHORS_COMPLETE))
    authors = after.authors if names_changed else ()
    venue_changed = not same_stored_venue(before.venue, after.venue)
    implied = after.entry_type == entry_type_for(after.venue) and before.venue != after.venue
    type_changed = after.entry_type != before.entry_type and not implied
    notes = [n for n in after.notes if n not in before.notes]
    values = {
        field.record_name: field.value(after)
        for field in _REPLACED
        if _differs(field, before, after)
    }
    values |= {field.record_name: _new(field, before, after) for field in WORD_FIELDS}
    record = Record(
        source=SourceKind.PERSON,
        origin=origin,
        entry_type=after.entry_type if type_changed else "",
        authors=authors,
        authors_complete=bool(authors) and after.authors_complete,
        venue=after.venue if venue_changed else None,
        notes=tuple(notes),
        identifiers=_new(IDENTIFIERS, before, after),
        links=_new(LINKS, before, after),
        extra=tuple(e for e in visible(after) if e not in before.extra),
        **values,  # type: ignore[arg-type]
    )
    return () if record == Record(SourceKind.PERSON, origin) else (record,)


def _differs(field: PaperField, before: Paper, after: Paper) -> bool:
    return field.value(before) != field.value(after)


def _new(field: ListField[E], before: Paper, after: Paper) -> tuple[E, ...]:
    return tuple(v for v in field.of(after) if v not in field.of(before))
