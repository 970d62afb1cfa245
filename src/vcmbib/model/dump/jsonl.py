"""A dump as text: one JSON object a line, sorted keys, UTF-8, only what is stated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from vcmbib.model.dump.values import FORMAT, DumpedPaper, KeptRecord, LoggedChange
from vcmbib.model.field_types import NumberField, TypedField
from vcmbib.model.fields import NUMBER_FIELDS, TEXT_FIELDS, TIME_FIELDS, WORD_FIELDS
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, SourceKind, Standing
from vcmbib.model.printable import printable_json
from vcmbib.model.venues.venue import Venue, VenueKind

Json = str | int | bool | list["Json"] | dict[str, "Json"] | None
Object = dict[str, Json]
DumpLine = Category | Venue | DumpedPaper | tuple[str, str] | LoggedChange
T = TypeVar("T")

_PLAIN: tuple[TypedField[str | None] | NumberField | TypedField[str], ...] = (
    *TEXT_FIELDS, *NUMBER_FIELDS, *TIME_FIELDS,
)  # fmt: skip
"""Fields whose value is JSON already."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: Json) -> str:
    """JSON on one line, in the one form that a dump has."""
    return printable_json(_ENCODER.encode(value))


# --- writing ---------------------------------------------------------------------------------


def write_lines(lines: Iterable[DumpLine], schema: int) -> Iterator[str]:
    """The text of a dump, line by line with its end; `lines` come in their order."""
    count = 1
    yield encode({"kind": "header", "format": FORMAT, "schema": schema}) + "\n"
    for line in lines:
        count += 1
        yield encode(line_object(line)) + "\n"
    yield encode({"kind": "end", "lines": count}) + "\n"


def _venue_order(venue: Venue) -> tuple[str, str]:
    return (venue.name, venue.kind.value)


def line_object(line: DumpLine) -> Object:
    """One line as a JSON object."""
    match line:
        case Category():
            return {
                "kind": "category", "slug": line.slug, "title": line.title,
                "parent": line.parent, "position": line.position,
            }  # fmt: skip
        case Venue():
            return {"kind": "venue", **venue_object(line), "spellings": [*sorted(line.names)]}
        case DumpedPaper():
            return {"kind": "paper", **paper_object(line)}
        case LoggedChange():
            return {
                "kind": "change", "number": line.number, "made": line.made,
                "command": line.command, "summary": line.summary, "undoes": line.undoes,
            }  # fmt: skip
        case (one, other):
            return {"kind": "told-apart", "keys": [one, other]}


def paper_object(line: DumpedPaper) -> Object:
    """A paper with its records and files; empty values are left out."""
    paper = line.paper
    found: Object = {f.name: f.of(paper) for f in _PLAIN}
    found |= {f.name: list(f.of(paper)) for f in WORD_FIELDS}
    found |= {
        "key": paper.key,
        "type": paper.entry_type,
        "title": paper.title,
        "authors": [name_object(n) for n in paper.authors],
        "authors_complete": paper.authors_complete,
        "editors": [name_object(n) for n in paper.editors],
        "venue": None if paper.venue is None else venue_object(paper.venue),
        "identifiers": [identifier_object(i) for i in paper.identifiers],
        "links": [link_object(k) for k in paper.links],
        "categories": {s.slug: s.position for s in paper.categories},
        "notes": list(paper.notes),
        "files": list(line.files),
        "fields": [[name, value] for name, value in paper.extra],
        "former_keys": list(paper.former_keys),
        "records": [_record_object(r) for r in line.records],
    }
    return {n: v for n, v in found.items() if v or n in ("key", "title", "type")}


def name_object(name: Name) -> Object:
    """A name by its parts."""
    found: Object = {
        "family": name.family, "given": name.given, "particle": name.particle,
        "suffix": name.suffix, "literal": name.literal,
    }  # fmt: skip
    return {n: v for n, v in found.items() if v}


def venue_object(venue: Venue) -> Object:
    """A venue without its spellings."""
    found: Object = {
        "name": venue.name, "type": venue.kind.value, "acronym": venue.acronym,
        "publisher": venue.publisher,
    }  # fmt: skip
    return {n: v for n, v in found.items() if v is not None}


def identifier_object(identifier: Identifier) -> Object:
    """An identifier; a version only where there is one."""
    found: Object = {"scheme": identifier.scheme.value, "value": identifier.value}
    return found if identifier.version is None else found | {"version": identifier.version}


def link_object(link: Link) -> Object:
    """A link; a label only where there is one."""
    found: Object = {"type": link.kind.value, "url": link.url}
    return found if link.label is None else found | {"label": link.label}


def _record_object(record: KeptRecord) -> Object:
    return {
        "source": record.source, "origin": record.origin, "ref": record.ref,
        "retrieved": record.retrieved, "claims": cast("Json", json.loads(record.claims)),
    }  # fmt: skip


# --- reading ---------------------------------------------------------------------------------


class BadDumpLine(ValueError):
    """A line that a dump cannot have; the text gives the reason."""


_MISSING = object()


class _ObjectReader:
    """Takes the values of an object one by one, each of its type, and knows what was left."""

    def __init__(self, found: Json, what: str) -> None:
        if not isinstance(found, dict):
            raise BadDumpLine(f"{what} must be an object")
        self.left = dict(found)
        self.what = what

    def take(self, name: str, kind: type[T], default: object = _MISSING) -> T:
        value = self.left.pop(name, None)
        if value is None:
            if default is _MISSING:
                raise BadDumpLine(f"{self.what} has no {name!r}")
            return cast("T", default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadDumpLine(f"{name!r} must be {_SAID[kind]}")
        return value

    def text(self, name: str) -> str:
        """A text that must be there and not be empty."""
        found = self.take(name, str)
        if not found:
            raise BadDumpLine(f"{name!r} is empty")
        return found

    def maybe(self, name: str) -> str | None:
        return self.take(name, str, None) or None

    def number(self, field: NumberField) -> int | None:
        found: int | None = self.take(field.name, int, None)
        if found is not None and not field.low <= found <= field.high:
            raise BadDumpLine(f"{field.name!r} must be between {field.low} and {field.high}")
        return found

    def many(self, name: str, read: Callable[[Json], T]) -> tuple[T, ...]:
        return tuple(read(item) for item in cast("list[Json]", self.take(name, list, [])))

    def end(self) -> None:
        if self.left:
            raise BadDumpLine(f"{self.what} has the unknown {min(self.left)!r}")


_SAID: dict[type, str] = {
    str: "a text", int: "a whole number", bool: "true or false", list: "a list",
    dict: "an object",
}  # fmt: skip


def _string(found: Json) -> str:
    if not isinstance(found, str) or not found:
        raise BadDumpLine("a text is expected in the list")
    return found


def read_object(line: str) -> tuple[str, Object]:
    """(kind, the rest) of a line. Raises BadDumpLine."""
    try:
        found = json.loads(line)
        (_ENCODER.encode(found) if "\\u" in line else line).encode()
    except (ValueError, RecursionError) as error:
        raise BadDumpLine("it is not JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise BadDumpLine("it is not an object with a 'kind'")
    kind = str(found.pop("kind"))
    return kind, found


def read_line(kind: str, found: Object) -> DumpLine:
    """The content of a line. Raises BadDumpLine, also for an unknown kind."""
    reader = _ObjectReader(found, f"the {kind}")
    line: DumpLine
    match kind:
        case "category":
            line = Category(
                reader.text("slug"), reader.text("title"), reader.maybe("parent"),
                reader.take("position", int, 0),
            )  # fmt: skip
        case "venue":
            names = reader.many("spellings", _string)
            venue = _venue(reader.left)
            reader.left = {}
            line = Venue(venue.acronym, venue.name, venue.kind, venue.publisher, names)
        case "paper":
            return read_paper(found)
        case "told-apart":
            keys = reader.many("keys", _string)
            if len(set(keys)) != 2 or len(keys) != 2:
                raise BadDumpLine("'keys' must be two citation keys")
            line = (min(keys), max(keys))
        case "change":
            line = LoggedChange(
                reader.take("number", int), reader.text("made"), reader.take("command", str),
                reader.take("summary", str), reader.take("undoes", int, None),
            )  # fmt: skip
        case _:
            raise BadDumpLine(f"the kind {kind!r} is unknown")
    reader.end()
    return line


def read_paper(found: Object) -> DumpedPaper:
    """The paper that `paper_object` wrote. Raises BadDumpLine."""
    reader = _ObjectReader(found, "the paper")
    title = reader.take("title", str)
    if title != title.strip(" "):
        raise BadDumpLine("'title' begins or ends with a blank")
    places = cast("Object", reader.take("categories", dict, {}))
    paper = Paper(
        title=title,
        **{f.name: reader.maybe(f.name) for f in TEXT_FIELDS},  # type: ignore[arg-type]
        key=reader.text("key"),
        entry_type=reader.text("type"),
        authors=reader.many("authors", read_name),
        authors_complete=reader.take("authors_complete", bool, False),
        editors=reader.many("editors", read_name),
        **{f.name: reader.number(f) for f in NUMBER_FIELDS},  # type: ignore[arg-type]
        venue=_venue(reader.left.pop("venue")) if reader.left.get("venue") else None,
        identifiers=reader.many("identifiers", _identifier),
        links=reader.many("links", _link),
        **{f.name: reader.many(f.name, _string) for f in WORD_FIELDS},  # type: ignore[arg-type]
        categories=tuple(_standing(slug, places[slug]) for slug in sorted(places)),
        notes=reader.many("notes", _string),
        extra=reader.many("fields", _field),
        former_keys=reader.many("former_keys", _string),
        **{f.name: reader.take(f.name, str, "") for f in TIME_FIELDS},  # type: ignore[arg-type]
    )
    files = reader.many("files", _string)
    records = reader.many("records", _record)
    reader.left.pop("venue", None)
    reader.end()
    return DumpedPaper(paper, files, records)


def read_name(found: Json) -> Name:
    """A name from its parts. Raises BadDumpLine."""
    reader = _ObjectReader(found, "the name")
    name = Name(
        reader.text("family"), reader.take("given", str, ""), reader.take("particle", str, ""),
        reader.take("suffix", str, ""), reader.take("literal", bool, False),
    )  # fmt: skip
    reader.end()
    return name


def _one_of(kind: Callable[[str], T], text: str, what: str) -> T:
    try:
        return kind(text)
    except ValueError as error:
        raise BadDumpLine(f"the {what} {text!r} is not known") from error


def _venue(found: Json) -> Venue:
    reader = _ObjectReader(found, "the venue")
    venue = Venue(
        reader.maybe("acronym"), reader.text("name"),
        _one_of(VenueKind, reader.text("type"), "type of venue"),
        reader.take("publisher", str, None),
    )  # fmt: skip
    reader.end()
    return venue


def _identifier(found: Json) -> Identifier:
    reader = _ObjectReader(found, "the identifier")
    scheme = _one_of(Scheme, reader.text("scheme"), "scheme")
    identifier = Identifier(scheme, reader.text("value"), reader.maybe("version"))
    reader.end()
    return identifier


def _link(found: Json) -> Link:
    reader = _ObjectReader(found, "the link")
    kind = _one_of(LinkKind, reader.text("type"), "type of link")
    link = Link(kind, reader.text("url"), reader.maybe("label"))
    reader.end()
    return link


def _standing(slug: str, position: Json) -> Standing:
    if not isinstance(position, int) or isinstance(position, bool):
        raise BadDumpLine("the place in a category must be a whole number")
    return Standing(slug, position)


def _field(found: Json) -> tuple[str, str]:
    match found:
        case [str(name), str(value)] if name:
            return (name, value)
    raise BadDumpLine("each of 'fields' must be a name and a text")


def _record(found: Json) -> KeptRecord:
    reader = _ObjectReader(found, "the record")
    source = _one_of(SourceKind, reader.text("source"), "source").value
    claims = encode(cast("Json", reader.take("claims", dict)))
    record = KeptRecord(
        source, reader.take("origin", str), reader.take("ref", str, ""),
        reader.take("retrieved", str), claims,
    )  # fmt: skip
    reader.end()
    return record
