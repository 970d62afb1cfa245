"""From JSON objects of papers to records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from vcmbib.formats.date_text import LAST_YEAR, kept_date_remark, month_of, read_date_text
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.model.attempt import BadItem
from vcmbib.model.field_types import RecordValues, TypedField
from vcmbib.model.fields import (
    AUTHORS_COMPLETE,
    ENTRY_TYPE,
    EXTRA,
    IDENTIFIERS,
    KEY,
    LINKS,
    NAME_FIELDS,
    NOTES,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TIME_FIELDS,
    TITLE,
    VENUE,
    WORD_FIELDS,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

T = TypeVar("T")


class BadPaper(BadItem):
    """A field of a paper object has a value that its schema does not allow."""


def read_object(shown: JsonObject, origin: str, line: int = 0) -> Record:
    """The record that a paper object makes; fields that need not be there may be missing.

    A field that the schema does not name is kept as `json-NAME`. Raises BadPaper.
    """
    record = Record(SourceKind.BIBTEX, origin, line=line)
    record = overridden(record, shown)
    unknown = tuple(
        (f"json-{name}", text_of(value))
        for name, value in shown.items()
        if name not in _KNOWN and value not in (None, "", [], {})
    )
    return replace(record, ref=record.key, extra=(*record.extra, *unknown))


def overridden(record: Record, shown: JsonObject) -> Record:
    """The record with the values of the fields that the object has. Raises BadPaper."""
    values = RecordValues()
    for name, value in shown.items():
        if name in _READ and value is not None:
            _READ[name].read(value, values)
    more = _other(shown, "more_identifiers", _more)
    places = _other(shown, "categories", _places)
    former = _other(shown, "former_keys", _strings)
    changed = values.put_into(record)
    if not record.identifiers or shown.get("identifiers") is not None:
        changed = replace(changed, identifiers=(*changed.identifiers, *(more or ())))
    if places is not None:
        changed = replace(changed, places=places)
    changed = _with_dates(changed, shown)
    return _with_former(changed, former) if former else changed


def _other(shown: JsonObject, name: str, read: Callable[[Json], T]) -> T | None:
    """The value of a field, None if the object does not have it. Raises BadPaper."""
    value = shown.get(name)
    return None if value is None else _checked(name, value, read)


def _checked(name: str, value: Json, read: Callable[[Json], T]) -> T:
    """The value as `read` reads it. Raises BadPaper if it does not have the shape of its field."""
    try:
        return read(value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadPaper(
            f"{name}: {text_of(value)[:80]!r} is not {_SHAPES.get(name, 'a text')}"
        ) from error


def _with_dates(record: Record, shown: JsonObject) -> Record:
    """The record with year and month. Other text than a year and a month is kept as `json-NAME`."""
    kept: dict[str, str] = {}
    remarks: list[str] = []
    year, month = record.year, record.month
    if "year" in shown:
        written = _number_text(shown["year"])
        date = read_date_text(written)
        year = date.year
        if written and not (date.is_whole and date.month is None):
            kept["json-year"] = written
            remarks.append(kept_date_remark("json-year", written, year))
    if "month" in shown:
        written = _number_text(shown["month"])
        month = month_of(written)
        if written and month is None:
            kept["json-month"] = written
            remarks.append(kept_date_remark("json-month", written))
    return replace(
        record,
        year=year,
        month=month,
        extra=(*record.extra, *kept.items()),
        remarks=(*record.remarks, *remarks),
    )


def _number_text(value: Json) -> str:
    """A value as text; `2020.0` is 2020."""
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) <= LAST_YEAR
    return text_of(int(value) if is_whole and isinstance(value, float) else value)


def _with_former(record: Record, keys: tuple[str, ...]) -> Record:
    """Add the old keys as BibLaTeX's field `ids`."""
    extra = dict(record.extra)
    have = [k.strip() for k in extra.get("ids", "").split(",") if k.strip()]
    extra["ids"] = ", ".join(dict.fromkeys([*have, *keys]))
    return replace(record, extra=tuple(extra.items()))


def _string(value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    return str(value)


def _optional(value: Json) -> str | None:
    return _string(value) or None


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _strings(value: Json) -> tuple[str, ...]:
    return tuple(_string(v) for v in _list(value))


def _name(value: Json) -> Name:
    if isinstance(value, str):
        return parse_name(value)
    parts = {k: _string(v) for k, v in _object(value).items() if v is not None}
    if "literal" in parts:
        return Name(parts["literal"], literal=True)
    return Name(
        parts["family"], parts.get("given", ""), parts.get("particle", ""), parts.get("suffix", "")
    )


def _names(value: Json) -> tuple[Name, ...]:
    return tuple(_name(v) for v in _list(value))


def _venue(value: Json) -> Venue | None:
    if isinstance(value, str):
        return find_venue(value) or (Venue(None, value, VenueKind.OTHER) if value.strip() else None)
    parts = _object(value)
    acronym, name = parts.get("acronym"), _string(parts["name"])
    if not name.strip():
        return None
    kind = VenueKind(_string(parts.get("kind", "other")))
    known = find_venue(name)
    if known is not None and (known.acronym, known.kind) == (acronym, kind):
        return known
    return Venue(_optional(acronym) if acronym is not None else None, name, kind)


def _identifiers(value: Json) -> tuple[Identifier, ...]:
    if isinstance(value, list):
        return tuple(_identifier(_string(v)) for v in value)
    return tuple(Identifier(Scheme(s), _string(v)) for s, v in _object(value).items())


def _identifier(text: str) -> Identifier:
    scheme, _, value = text.partition(":")
    return Identifier(Scheme(scheme), value)


def _more(value: Json) -> tuple[Identifier, ...]:
    found = (_object(v) for v in _list(value))
    return tuple(Identifier(Scheme(_string(f["scheme"])), _string(f["value"])) for f in found)


def _links(value: Json) -> tuple[Link, ...]:
    found = (_object(v) for v in _list(value))
    return tuple(
        Link(
            LinkKind(_string(f.get("kind", "paper"))),
            _string(f["url"]),
            None if f.get("label") is None else _string(f["label"]),
        )
        for f in found
    )


def _places(value: Json) -> tuple[Place, ...]:
    return tuple(Place((slug,)) for slug in _strings(value))


def _extra(value: Json) -> tuple[tuple[str, str], ...]:
    """The extra fields. A field without a name or a value states nothing."""
    found = ((name.strip(), _string(text)) for name, text in _object(value).items())
    return tuple((name, text) for name, text in found if name and text)


def _title(value: Json) -> str:
    return _string(value).strip()


class _JsonField(Protocol):
    """A field of a paper object that is read into one field of a record."""

    @property
    def label(self) -> str:
        """Its name in the object."""
        ...

    def read(self, value: Json, values: RecordValues) -> None:
        """Put the value among those of the record. Raises BadPaper."""
        ...


@dataclass(frozen=True, slots=True)
class _ReadField(Generic[T]):
    """A field, and the function that reads its values."""

    field: TypedField[T]
    value_of: Callable[[Json], T]

    @property
    def label(self) -> str:
        """The name of the field in an object."""
        return self.field.label

    def read(self, value: Json, values: RecordValues) -> None:
        """Put the value among those of the record. Raises BadPaper."""
        values.put(self.field, _checked(self.label, value, self.value_of))


_READ_FIELDS: tuple[_JsonField, ...] = (
    _ReadField(KEY, _string), _ReadField(ENTRY_TYPE, _string), _ReadField(TITLE, _title),
    *(_ReadField(people, _names) for people in NAME_FIELDS),
    _ReadField(AUTHORS_COMPLETE, _flag), _ReadField(VENUE, _venue),
    *(_ReadField(text, _optional) for text in TEXT_FIELDS),
    *(_ReadField(words, _strings) for words in WORD_FIELDS),
    _ReadField(IDENTIFIERS, _identifiers), _ReadField(LINKS, _links),
    _ReadField(NOTES, _strings), _ReadField(EXTRA, _extra),
)  # fmt: skip
_READ = {field.label: field for field in _READ_FIELDS}
_OTHERS = {"more_identifiers", "categories", "former_keys", *(f.label for f in NUMBER_FIELDS)}
"""What `overridden` reads in another way."""
_TEXTS, _PEOPLE = "a list of texts", "a list of people: {family, given}, {literal} or texts"
_SHAPES = {
    "authors": _PEOPLE, "editors": _PEOPLE, "authors_complete": "true or false",
    "venue": "a text, or an object with a name and a kind",
    "identifiers": "a list of texts such as doi:10.1109/5.771073, or an object of scheme and value",
    "more_identifiers": "a list of objects with a scheme and a value",
    "links": "a list of objects with a kind and a url", "tags": _TEXTS, "topics": _TEXTS,
    "categories": _TEXTS, "former_keys": _TEXTS, "notes": _TEXTS,
    "extra": "an object of names and texts",
}  # fmt: skip
_NOT_READ = {field.label for field in TIME_FIELDS}  # the times of another library
_KNOWN = {*_READ, *_OTHERS, *_NOT_READ}
