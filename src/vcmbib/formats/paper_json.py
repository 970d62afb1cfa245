"""Papers as JSON objects, for `--json`, and their reader (schema: docs/output.schema.json)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from vcmbib.formats.date_text import LAST_YEAR, kept_date_remark, month_of, read_date_text
from vcmbib.formats.json_items import Json, JsonObject, text_of
from vcmbib.model.attempt import BadItem
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Paper, Place, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

__all__ = [
    "BadPaper", "Json", "JsonObject", "envelope", "name_object", "overridden", "paper_object",
    "read_object",
]  # fmt: skip

VERSION = 1
"""The version of the output, raised when a field changes its meaning or goes."""


def envelope(papers: Iterable[Paper]) -> JsonObject:
    """`{"vcmbib": 1, "papers": […]}`, the papers in the order given."""
    return {"vcmbib": VERSION, "papers": [paper_object(p) for p in papers]}


def paper_object(paper: Paper) -> JsonObject:
    """All fields of a paper, in a fixed order; an unknown value is null.

    `identifiers` has the first of each scheme, `more_identifiers` has the others.
    """
    identifiers: JsonObject = {}
    more: list[Json] = []
    for identifier in paper.identifiers:
        scheme = identifier.scheme.value
        if scheme in identifiers:
            more.append({"scheme": scheme, "value": identifier.value})
        else:
            identifiers[scheme] = identifier.value
    venue = paper.venue
    return {
        "key": paper.key,
        "type": paper.entry_type,
        "title": paper.title,
        "authors": [name_object(n) for n in paper.authors],
        "authors_complete": paper.authors_complete,
        "year": paper.year,
        "month": paper.month,
        "venue": None
        if venue is None
        else {"acronym": venue.acronym, "name": venue.name, "kind": venue.kind.value},
        "honour": paper.honour,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "abstract": paper.abstract,
        "identifiers": identifiers,
        "links": [
            {"kind": link.kind.value, "label": link.label, "url": link.url} for link in paper.links
        ],
        "categories": [standing.slug for standing in paper.categories],
        "tags": list(paper.tags),
        "topics": list(paper.topics),
        "model": paper.model,
        "note": paper.note,
        "former_keys": list(paper.former_keys),
        "added": paper.added,
        "updated": paper.updated,
        "editors": [name_object(n) for n in paper.editors],
        "extra": dict(paper.extra),
        "more_identifiers": more,
        "notes": list(paper.notes),
    }


def name_object(name: Name) -> JsonObject:
    """A person: `family` and `given`, the other parts only where there are any.

    A group is `{"literal": its name}`.
    """
    if name.literal:
        return {"literal": name.family}
    person: JsonObject = {"family": name.family, "given": name.given}
    if name.particle:
        person["particle"] = name.particle
    if name.suffix:
        person["suffix"] = name.suffix
    return person


# --- reading ----------------------------------------------------------------------------------


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
        if name not in _READ and name not in _UNREAD and value not in (None, "", [], {})
    )
    return replace(record, ref=record.key, extra=(*record.extra, *unknown))


def overridden(record: Record, shown: JsonObject) -> Record:
    """The record with the values of the fields that the object has. Raises BadPaper."""
    found: dict[str, object] = {}
    for name, value in shown.items():
        if name in _READ and value is not None:
            field, reader = _READ[name]
            try:
                found[field] = reader(value)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise BadPaper(
                    f"{name}: {text_of(value)[:80]!r} is not {_SHAPES.get(name, 'a text')}"
                ) from error
    if not record.identifiers or "identifiers" in found:
        more = found.pop("more", ())
        found["identifiers"] = (*_tuple(found.get("identifiers", ())), *_tuple(more))
    found.pop("more", None)
    former = _tuple(found.pop("former", ()))
    changed = _with_dates(replace(record, **found), shown)  # type: ignore[arg-type]
    return _with_former(changed, former) if former else changed


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


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _with_former(record: Record, keys: tuple[object, ...]) -> Record:
    """Add the old keys as BibLaTeX's field `ids`."""
    extra = dict(record.extra)
    have = [k.strip() for k in extra.get("ids", "").split(",") if k.strip()]
    extra["ids"] = ", ".join(dict.fromkeys([*have, *map(str, keys)]))
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
    said = {k: _string(v) for k, v in _object(value).items() if v is not None}
    if "literal" in said:
        return Name(said["literal"], literal=True)
    return Name(
        said["family"], said.get("given", ""), said.get("particle", ""), said.get("suffix", "")
    )


def _names(value: Json) -> tuple[Name, ...]:
    return tuple(_name(v) for v in _list(value))


def _venue(value: Json) -> Venue | None:
    if isinstance(value, str):
        return find_venue(value) or (Venue(None, value, VenueKind.OTHER) if value.strip() else None)
    said = _object(value)
    acronym, name = said.get("acronym"), _string(said["name"])
    if not name.strip():
        return None
    kind = VenueKind(_string(said.get("kind", "other")))
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
    return tuple((name, _string(said)) for name, said in _object(value).items())


_READ: dict[str, tuple[str, Callable[[Json], object]]] = {
    "key": ("key", _string), "type": ("entry_type", _string), "title": ("title", _string),
    "authors": ("authors", _names), "authors_complete": ("authors_complete", _flag),
    "editors": ("editors", _names), "venue": ("venue", _venue), "honour": ("honour", _optional),
    "volume": ("volume", _optional), "number": ("number", _optional),
    "pages": ("pages", _optional), "publisher": ("publisher", _optional),
    "abstract": ("abstract", _optional), "note": ("note", _optional),
    "model": ("model", _optional), "identifiers": ("identifiers", _identifiers),
    "more_identifiers": ("more", _more), "links": ("links", _links), "tags": ("tags", _strings),
    "topics": ("topics", _strings), "categories": ("places", _places),
    "former_keys": ("former", _strings), "notes": ("notes", _strings), "extra": ("extra", _extra),
}  # fmt: skip
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
# Read in another way: `_with_dates`. Not read: the times of another library.
_UNREAD = frozenset({"year", "month", "added", "updated"})
