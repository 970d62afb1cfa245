"""CSL-JSON, the input of citation processors (citeproc, pandoc, Zotero).

Names and types of the fields are those of the CSL data schema 1.0.2; a preprint is written as
Zotero writes one (`article`, its number `arXiv:…`, its server as publisher), an author list that is
not complete as pandoc does (a last author who is literally `others`). What CSL has no field for
stands under `custom`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

from vcmbib.model.identifiers import Scheme, address
from vcmbib.model.latex import to_unicode
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper
from vcmbib.model.text import tidy
from vcmbib.model.venues import VenueKind, find_venue

_Json: TypeAlias = "bool | int | float | str | list[_Json] | dict[str, _Json] | None"
_Item: TypeAlias = dict[str, _Json]

_TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference",
    "conference": "paper-conference", "book": "book", "mvbook": "book", "collection": "book",
    "proceedings": "book", "incollection": "chapter", "inbook": "chapter", "booklet": "pamphlet",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "manual": "book", "unpublished": "manuscript", "patent": "patent",
    "dataset": "dataset", "software": "software", "online": "webpage", "periodical": "periodical",
}  # fmt: skip
_BY_VENUE = {
    VenueKind.JOURNAL: "article-journal",
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
    VenueKind.PREPRINT: "article",
    VenueKind.BOOK: "chapter",
}
# Fields without a column that CSL has a name for.
_EXTRA = {
    "address": "publisher-place", "location": "publisher-place", "edition": "edition",
    "series": "collection-title", "issn": "ISSN", "language": "language", "type": "genre",
    "eventtitle": "event-title", "venue": "event-place", "shorttitle": "title-short",
    "chapter": "chapter-number", "version": "version", "school": "publisher",
    "institution": "publisher", "organization": "publisher",
}  # fmt: skip


def write(papers: Iterable[Paper]) -> str:
    """A JSON array with one item a paper, in the order given."""
    items = [_item(p) for p in papers]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(paper: Paper) -> _Item:
    item: _Item = {"id": paper.key, "type": _type(paper), "title": paper.title}
    _put(item, "author", _people(paper.authors, complete=paper.authors_complete))
    _put(item, "editor", _people(paper.editors, complete=True))
    if paper.year is not None:
        date: list[_Json] = [paper.year] if paper.month is None else [paper.year, paper.month]
        item["issued"] = {"date-parts": [date]}
    _put_container(item, paper)
    for name, value in (
        ("volume", paper.volume),
        ("issue" if item["type"] == "article-journal" else "number", paper.number),
        ("page", paper.pages),
        ("publisher", paper.publisher),
    ):
        _put(item, name, value)
    _put_identifiers(item, paper)
    _put(item, "abstract", paper.abstract)
    _put(item, "keyword", ", ".join(paper.tags))
    _put(item, "note", paper.note)
    for name, value in paper.extra:
        if name in _EXTRA:
            _put(item, _EXTRA[name], tidy(to_unicode(value, typography=True)))
    _put(item, "custom", _custom(paper))
    return item


def _put(item: _Item, name: str, value: _Json) -> None:
    """Set a field that says something and is not there yet."""
    if value not in (None, "", [], {}):
        item.setdefault(name, value)


def _type(paper: Paper) -> str:
    venue = paper.venue
    preprint = venue is not None and venue.kind is VenueKind.PREPRINT
    if preprint and paper.entry_type in ("misc", "article", "online", "unpublished"):
        return "article"
    if paper.entry_type in _TYPES:
        return _TYPES[paper.entry_type]
    return _BY_VENUE.get(venue.kind, "document") if venue is not None else "document"


def _people(names: Iterable[Name], *, complete: bool) -> list[_Json]:
    people: list[_Json] = [_person(n) for n in names]
    return people if complete or not people else [*people, {"literal": "others"}]


def _person(name: Name) -> _Item:
    if name.literal:
        return {"literal": name.family}
    person: _Item = {"family": name.family}
    _put(person, "given", name.given)
    _put(person, "non-dropping-particle", name.particle)
    _put(person, "suffix", name.suffix)
    return person


def _put_container(item: _Item, paper: Paper) -> None:
    """The venue: with its dates and place where a record stated them, else its full name."""
    venue = paper.venue
    if venue is None:
        return
    if venue.kind is VenueKind.PREPRINT and item["type"] == "article":
        item["publisher"] = venue.name
        return
    title = venue.name
    for name, value in paper.extra:
        if name in ("booktitle", "journal"):
            written = tidy(to_unicode(value, typography=True))
            said = find_venue(written)
            if (said.name if said else written) == venue.name:
                title = written
    item["container-title"] = title
    _put(item, "container-title-short", venue.acronym)


def _put_identifiers(item: _Item, paper: Paper) -> None:
    arxiv = paper.identifier(Scheme.ARXIV)
    if arxiv is not None and item["type"] == "article":
        item["number"] = f"arXiv:{arxiv.value}"
    elif arxiv is not None:
        item["archive"], item["archive_location"] = "arXiv", arxiv.value
    for scheme, name in (
        (Scheme.DOI, "DOI"),
        (Scheme.ISBN, "ISBN"),
        (Scheme.PMID, "PMID"),
        (Scheme.PMCID, "PMCID"),
    ):
        identifier = paper.identifier(scheme)
        if identifier is not None:
            item[name] = identifier.value
    url = next((k.url for k in paper.links if k.kind in (LinkKind.PAPER, LinkKind.PDF)), None)
    if not url and arxiv is not None and "DOI" not in item:
        url = address(arxiv)
    _put(item, "URL", url)


def _custom(paper: Paper) -> _Item:
    custom: _Item = {}
    _put(custom, "model", paper.model)
    _put(custom, "honour", paper.honour)
    _put(custom, "topics", list(paper.topics))
    _put(custom, "categories", [s.slug for s in paper.categories])
    _put(
        custom,
        "links",
        [
            {"kind": k.kind.value, "url": k.url}
            for k in paper.links
            if k.kind not in (LinkKind.PAPER, LinkKind.PDF)
        ],
    )
    return custom
