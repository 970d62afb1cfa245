"""What entries of one file mean for each other: keys that are taken, venues spelt in two ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from vcmbib.formats.bibtex import field_values, venue_fields
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.paper import Record
from vcmbib.model.text import fold


def with_spellings(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records with the container as written where the file spells it with other capitals too,
    for a library has one name for a venue.
    """
    spellings: dict[str, set[str]] = {}
    for record in records:
        if record.venue is not None and record.venue.acronym is None:
            name = record.venue.name
            spellings.setdefault(fold(name), set()).add(name)
    if len(spellings) == sum(map(len, spellings.values())):
        return records
    return tuple(_with_container(r, spellings) for r in records)


def _with_container(record: Record, spellings: dict[str, set[str]]) -> Record:
    venue = record.venue
    if venue is None or len(spellings.get(fold(venue.name), ())) < 2:
        return record
    name = venue_fields.field_for(venue, record.entry_type)
    if any(n in venue_fields.FIELDS for n, _ in record.extra):
        return record
    return replace(
        record, extra=((name, field_values.canonical_value(name, venue.name)), *record.extra)
    )


def with_ids(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records without the former keys that are an entry's key now, or can be none; `ids` stays
    as it is there, and where two entries claim one former key.
    """
    keys = {r.key.casefold() for r in records}
    claims = Counter(k for r in records for k in {k.casefold() for k in r.former_keys})
    checked: list[Record] = []
    for record in records:
        former = tuple(
            k for k in record.former_keys if k.casefold() not in keys and is_valid_key(k)
        )
        sure = former == record.former_keys and all(claims[k.casefold()] == 1 for k in former)
        extra = record.extra
        if not sure and all(name != "ids" for name, _ in extra):
            extra = (*extra, ("ids", ", ".join(record.former_keys)))
        checked.append(record if sure else replace(record, former_keys=former, extra=extra))
    return tuple(checked)
