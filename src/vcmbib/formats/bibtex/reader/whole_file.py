"""Check the records of one file against each other: old keys, and spellings of venues."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from vcmbib.formats.bibtex import field_values, venue_fields
from vcmbib.model.keys.citekey import is_valid_old_key
from vcmbib.model.paper import Record
from vcmbib.model.text import fold, fold_key


def keep_venue_spellings(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Keep the venue field as written where the file spells the venue in two letter cases.

    A library has one name for a venue, so without the kept field one spelling would be lost.
    """
    spellings: dict[str, set[str]] = {}
    for record in records:
        if record.venue is not None and record.venue.acronym is None:
            name = record.venue.name
            spellings.setdefault(fold(name), set()).add(name)
    if len(spellings) == sum(map(len, spellings.values())):
        return records
    return tuple(_keep_spelling(r, spellings) for r in records)


def _keep_spelling(record: Record, spellings: dict[str, set[str]]) -> Record:
    """Return the record with its venue field in `extra`, if the venue has several spellings."""
    venue = record.venue
    if venue is None or len(spellings.get(fold(venue.name), ())) < 2:
        return record
    name = venue_fields.field_for(venue, record.entry_type)
    if any(n in venue_fields.FIELDS for n, _ in record.extra):
        return record
    return replace(
        record, extra=((name, field_values.canonical_value(name, venue.name)), *record.extra)
    )


def check_old_keys(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the records without old keys that are invalid or the key of an entry.

    The field `ids` is kept as written in that case, and if two entries have the same old key.
    """
    keys = {fold_key(r.key) for r in records}
    claims = Counter(k for r in records for k in {fold_key(k) for k in r.former_keys})
    checked: list[Record] = []
    for record in records:
        old_keys = tuple(
            k for k in record.former_keys if fold_key(k) not in keys and is_valid_old_key(k)
        )
        unambiguous = old_keys == record.former_keys and all(
            claims[fold_key(k)] == 1 for k in old_keys
        )
        extra = record.extra
        if not unambiguous and all(name != "ids" for name, _ in extra):
            extra = (*extra, ("ids", ", ".join(record.former_keys)))
        checked.append(
            record if unambiguous else replace(record, former_keys=old_keys, extra=extra)
        )
    return tuple(checked)
