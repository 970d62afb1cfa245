"""Read each item of a file on its own: what goes wrong with one item costs this item only.

Every reader divides its file into items and passes them to `read_each`. A pass over all records of
a file goes through `pass_over`. So no reader needs a net of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

from vcmbib.model.attempt import BadItem, Failure, attempt
from vcmbib.model.fields import NAME_FIELDS, TEXT_FIELDS
from vcmbib.model.paper import Problem, Reading, Record, Skipped

T = TypeVar("T")
Outcome = Record | Problem | Skipped | Reading
"""The result of reading one item. An item with several works gives a Reading."""

NAMES_NO_WORK = "neither a title nor an author nor an identifier"
"""The reason for which a record without title, people, identifier and link is a problem."""

REPLACEMENT = "\ufffd"
"""Replaces a character that cannot be stored (Unicode Standard, section 5.22)."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LARGEST_YEAR = 9999


def read_each(
    text: str,
    divide: Callable[[str], Iterable[T]],
    read_one: Callable[[T], Outcome],
    problem: Callable[[T, str], Problem],
) -> Reading:
    """Read the items of `text`, in order.

    `divide` returns the items. `read_one` reads one of them. If it raises an exception, the item
    becomes `problem(item, reason)`. If `divide` raises one, the text becomes a problem, and the
    items before it are read.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    skipped: list[Skipped] = []
    for item in _divided(text, divide):
        if isinstance(item, Failure):
            reason = f"the rest of the file cannot be divided into items: {item.reason}"
            line = max([1, *(r.line for r in records), *(p.line for p in problems)])
            problems.append(Problem(line, reason, text))
            continue
        found = attempt(_read, read_one, item)
        outcome = problem(item, found.reason) if isinstance(found, Failure) else found
        match outcome:
            case Record():
                records.append(outcome)
            case Problem():
                problems.append(outcome)
            case Skipped():
                skipped.append(outcome)
            case Reading():
                records += outcome.records
                problems += outcome.problems
                skipped += outcome.skipped
    return Reading(tuple(records), tuple(problems), tuple(skipped))


def _read(read_one: Callable[[T], Outcome], item: T) -> Outcome:
    outcome = read_one(item)
    return storable(outcome) if isinstance(outcome, Record) else outcome


def _divided(text: str, divide: Callable[[str], Iterable[T]]) -> Iterator[T | Failure]:
    """The items, and at the end a Failure if `divide` raises an exception."""
    items = attempt(lambda: iter(divide(text)))
    if isinstance(items, Failure):
        yield items
        return
    end = object()
    while True:
        item = attempt(next, items, cast("T", end))
        if item is end:
            return
        yield item
        if isinstance(item, Failure):
            return


def read_file(read: Callable[[], Reading], text: str) -> Reading:
    """Return `read()`. If it fails as a whole, the text is one problem."""
    found = attempt(read)
    if not isinstance(found, Failure):
        return found
    return Reading(problems=(Problem(1, f"the file cannot be read: {found.reason}", text),))


def pass_over(reading: Reading, change: Callable[[Reading], Reading], purpose: str) -> Reading:
    """Return `change(reading)`. If it fails, return `reading` with a problem for it."""
    found = attempt(change, reading)
    if not isinstance(found, Failure):
        return found
    problem = Problem(1, f"{purpose} failed for this file; its records were read: {found.reason}")
    return replace(reading, problems=(*reading.problems, problem))


def named(record: Record) -> Record:
    """The record. Raises BadItem if it has no title, person, identifier and link."""
    if record.title or record.authors or record.editors or record.identifiers or record.links:
        return record
    raise BadItem(NAMES_NO_WORK)


# --- text that can be stored ----------------------------------------------------------------------


def storable(record: Record) -> Record:
    """The record without characters that cannot be stored: half surrogate pairs and NUL.

    Each is replaced by U+FFFD, with a remark. Raises BadItem for an impossible year.
    """
    if record.year is not None and not 0 < record.year <= _LARGEST_YEAR:
        raise BadItem(f"{str(record.year)[:20]} is not a year")
    joined = "".join(texts_of(record))
    if joined.isascii() and "\0" not in joined:
        return record
    count = len(_UNSTORABLE.findall(joined))
    if not count:
        return record
    changed = cast("Record", _replaced(record))
    return replace(changed, remarks=(*changed.remarks, replaced_remark(count)))


def replaced_remark(count: int) -> str:
    """The remark for replaced characters."""
    what = "1 character is" if count == 1 else f"{count} characters are"
    return f"{what} not allowed in text (half a surrogate pair, or NUL): written as {REPLACEMENT}"


def texts_of(record: Record) -> Iterator[str]:
    """All texts of a record."""
    yield from (record.origin, record.ref, record.key, record.entry_type, record.title)
    for field in TEXT_FIELDS:
        yield field.claim(record) or ""
    for people in NAME_FIELDS:
        for name in people.claim(record) or ():
            yield name.family
            yield name.given
            yield name.particle
            yield name.suffix
    for pair in record.extra:
        yield from pair
    for identifier in record.identifiers:
        yield identifier.value
        yield identifier.version or ""
    for link in record.links:
        yield link.url
        yield link.label or ""
    for words in (record.notes, record.tags, record.topics, record.former_keys, record.remarks):
        yield from words
    for place in record.places:
        yield from place.path
    if record.venue is not None:
        yield record.venue.name
        yield record.venue.acronym or ""
        yield record.venue.publisher or ""
        yield from record.venue.names


def _replaced(value: Any) -> Any:
    """The value with each unstorable character of its texts replaced."""
    if isinstance(value, Enum) or value is None:
        return value
    if isinstance(value, str):
        return _UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, tuple):
        return tuple(_replaced(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _replaced(getattr(value, f.name)) for f in fields(value)})
    return value
