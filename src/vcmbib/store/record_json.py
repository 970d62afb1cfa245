"""Records as JSON, the form in which the table `records` stores them.

Only the stated fields are written, so a small claim is short. The attributes are written out,
not taken from the table of fields, because commands that only read do not load that table;
`tests/model/test_fields.py` compares the two.
"""

from __future__ import annotations

import json
from typing import cast

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind
from vcmbib.model.venues.venue import Venue, VenueKind


def dump_record(record: Record) -> str:
    """The record's claims as a JSON object on one line; `load_record` is the inverse."""
    venue = record.venue
    claims: dict[str, object] = {
        "key": record.key,
        "entry_type": record.entry_type,
        "title": record.title,
        "year": record.year,
        "month": record.month,
        "honour": record.honour,
        "volume": record.volume,
        "number": record.number,
        "pages": record.pages,
        "publisher": record.publisher,
        "abstract": record.abstract,
        "note": record.note,
        "model": record.model,
        "line": record.line,
        "authors": [_name_row(n) for n in record.authors],
        "authors_complete": record.authors_complete,
        "editors": [_name_row(n) for n in record.editors],
        "venue": venue and [venue.acronym, venue.name, venue.kind.value, venue.publisher],
        "identifiers": [[i.scheme.value, i.value, i.version] for i in record.identifiers],
        "links": [[k.kind.value, k.url, k.label] for k in record.links],
        "tags": record.tags,
        "topics": record.topics,
        "notes": record.notes,
        "remarks": record.remarks,
        "places": [[p.path, p.line] for p in record.places],
        "extra": record.extra,
        "former_keys": record.former_keys,
    }
    stated = {name: value for name, value in claims.items() if value}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":"))


def claims_of(payload: str) -> str:
    """The claims in a record's JSON, without its place in the file and the reader's remarks.

    The text is the same for two records that state the same.
    """
    claims = cast("dict[str, object]", json.loads(payload))
    stated = {n: v for n, v in claims.items() if n not in ("line", "places", "remarks")}
    return json.dumps(stated, sort_keys=True)


def _name_row(name: Name) -> list[str | int]:
    row: list[str | int] = [name.family, name.given, name.particle, name.suffix, int(name.literal)]
    while len(row) > 1 and not row[-1]:
        row.pop()
    return row


def _name(row: list[str]) -> Name:
    parts = row + [""] * (5 - len(row))
    return Name(parts[0], parts[1], parts[2], parts[3], bool(parts[4]))


def load_record(source: str, origin: str, ref: str, payload: str) -> Record:
    """The record that `dump_record` wrote."""
    data = cast("dict[str, object]", json.loads(payload))

    def rows(name: str) -> list[list[str]]:
        return cast("list[list[str]]", data.get(name, []))

    venue = cast("list[str | None] | None", data.get("venue"))

    def text(name: str) -> str | None:
        return cast("str | None", data.get(name))

    def number(name: str) -> int | None:
        return cast("int | None", data.get(name))

    return Record(
        source=SourceKind(source),
        origin=origin,
        ref=ref,
        line=number("line") or 0,
        key=text("key") or "",
        entry_type=text("entry_type") or "",
        title=text("title") or "",
        year=number("year"),
        month=number("month"),
        honour=text("honour"),
        volume=text("volume"),
        number=text("number"),
        pages=text("pages"),
        publisher=text("publisher"),
        abstract=text("abstract"),
        note=text("note"),
        model=text("model"),
        authors=tuple(_name(r) for r in rows("authors")),
        authors_complete=bool(data.get("authors_complete", False)),
        editors=tuple(_name(r) for r in rows("editors")),
        venue=None
        if venue is None
        else Venue(venue[0], venue[1] or "", VenueKind(venue[2] or "other"), venue[3]),
        identifiers=tuple(Identifier(Scheme(r[0]), r[1], r[2]) for r in rows("identifiers")),
        links=tuple(Link(LinkKind(r[0]), r[1], r[2]) for r in rows("links")),
        tags=tuple(cast("list[str]", data.get("tags", []))),
        topics=tuple(cast("list[str]", data.get("topics", []))),
        notes=tuple(cast("list[str]", data.get("notes", []))),
        remarks=tuple(cast("list[str]", data.get("remarks", []))),
        places=tuple(
            Place(tuple(path), line)
            for path, line in cast("list[tuple[list[str], int]]", data.get("places", []))
        ),
        extra=tuple((r[0], r[1]) for r in rows("extra")),
        former_keys=tuple(cast("list[str]", data.get("former_keys", []))),
    )
