"""From papers to JSON objects."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.formats.json_items import Json, JsonObject
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper

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
