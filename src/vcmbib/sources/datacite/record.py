"""Converts works of DataCite to records (DataCite Metadata Schema 4)."""

from __future__ import annotations

import re

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.sources.jats_text import abstract_text, plain_text
from vcmbib.sources.json_values import JsonMap, as_map, as_maps, as_text
from vcmbib.sources.work_parts import (
    WorkDate,
    date_of_text,
    doi_of,
    isbns_of,
    pages_of,
    person_of_parts,
    title_of,
    valid_date,
    venue_named,
    web_address,
)

ORIGIN = "DataCite"

ENTRY_TYPES = {
    "journalarticle": "article", "datapaper": "article", "conferencepaper": "inproceedings",
    "conferenceproceeding": "proceedings", "book": "book", "bookchapter": "incollection",
    "dissertation": "phdthesis", "report": "report", "preprint": "misc", "dataset": "dataset",
    "software": "software", "computationalnotebook": "software", "journal": "periodical",
    "standard": "report", "collection": "misc", "peerreview": "misc",
    "outputmanagementplan": "misc", "audiovisual": "misc",
    "event": "misc", "image": "misc", "interactiveresource": "misc",
    "model": "misc", "physicalobject": "misc", "service": "misc", "sound": "misc",
    "workflow": "misc", "instrument": "misc", "studyregistration": "misc", "other": "misc",
}  # fmt: skip
"""Entry types by `resourceTypeGeneral`, in lower case."""

_BIBTEX_TYPES = frozenset(
    "article book inproceedings incollection inbook phdthesis mastersthesis techreport".split()
)
_CSL_TYPES = {
    "article-journal": "article", "paper-conference": "inproceedings", "chapter": "incollection",
    "book": "book", "thesis": "phdthesis", "report": "report", "dataset": "dataset",
}  # fmt: skip

RELATIONS = frozenset(
    """isversionof hasversion isnewversionof ispreviousversionof isvariantformof isoriginalformof
    isidenticalto ispreprintof haspreprint ispublishedin issupplementto issupplementedby
    istranslationof ispartof obsoletes isobsoletedby isderivedfrom""".split()
)
"""The relations that a record contains, in lower case."""

_PARTS = frozenset({"article", "inproceedings", "incollection"})
_PAGE = re.compile(r"[A-Za-z]{0,3}\d[\w.:]{0,15}")

_DATE_TYPES = ("issued", "available", "submitted", "created")


def record_of_attributes(work: JsonMap, requested: Identifier) -> Record | None:
    """The record of a work, for the DOI that was `requested`; None if the work has no title.

    `extra` contains plain text, with BibLaTeX's names.
    """
    title = _title(work)
    if not title:
        return None
    entry_type = _entry_type(work)
    date = _date(work)
    container = as_map(work.get("container"))
    venue, journal = _venue(work, container, entry_type)
    authors = _people(work.get("creators"))
    # Many containers are read from free text, so `firstPage` can be any words.
    first, last = (
        text if _PAGE.fullmatch(text := as_text(container.get(name))) else ""
        for name in ("firstPage", "lastPage")
    )
    url = web_address(as_text(work.get("url")))
    isbns = _isbns(work, "identifiers") if entry_type in ("book", "proceedings") else ()
    abstract = abstract_text(_described(work, "abstract"))
    extra = [
        ("booktitle" if entry_type in ("inproceedings", "incollection") else "journal", journal),
        ("date", date.iso),
        ("type", _kind_words(work, entry_type)),
        ("version", plain_text(as_text(work.get("version")))),
        ("language", plain_text(as_text(work.get("language")))),
        ("issn", _issn(work, container)),
        ("isbn", ", ".join(i.value for i in _isbns(work, "relatedIdentifiers"))),
        ("license", _licence(work)),
        ("keywords", _keywords(work)),
        *_relations(work),
    ]
    return Record(
        SourceKind.CATALOGUE,
        ORIGIN,
        ref=as_text(work.get("doi")) or requested.value,
        entry_type=entry_type,
        title=title,
        authors=authors,
        authors_complete=bool(authors),
        editors=_people(
            [c for c in as_maps(work.get("contributors"))
             if as_text(c.get("contributorType")) == "Editor"]
        ),
        year=date.year,
        month=date.month,
        venue=venue,
        volume=plain_text(as_text(container.get("volume"))) or None,
        number=plain_text(as_text(container.get("issue"))) or None,
        pages=pages_of(first, last) if entry_type in _PARTS else None,
        publisher=_publisher(work, venue),
        abstract=abstract or None,
        identifiers=tuple(dict.fromkeys((requested, *isbns[:1]))),
        links=(Link(LinkKind.PAPER, url),) if url else (),
        extra=tuple((name, value) for name, value in extra if value),
        remarks=(),
    )  # fmt: skip


def _title(work: JsonMap) -> str:
    titles = as_maps(work.get("titles"))
    own = [t for t in titles if not as_text(t.get("titleType"))] or titles[:1]
    subtitles = [
        as_text(t.get("title")) for t in titles if as_text(t.get("titleType")) == "Subtitle"
    ]
    return title_of(as_text(own[0].get("title")), subtitles[0] if subtitles else "") if own else ""


def _entry_type(work: JsonMap) -> str:
    types = as_map(work.get("types"))
    general = as_text(types.get("resourceTypeGeneral")).lower()
    words = as_text(types.get("resourceType")).lower()
    if general in ("text", "", "other"):  # older versions of the schema have only `Text`
        bibtex, csl = as_text(types.get("bibtex")), as_text(types.get("citeproc"))
        found = bibtex if bibtex in _BIBTEX_TYPES else _CSL_TYPES.get(csl, "misc")
        found = ENTRY_TYPES.get(re.sub(r"[\W_]", "", words), found)
    else:
        found = ENTRY_TYPES.get(general, "misc")
    if found == "phdthesis" and "master" in words:
        return "mastersthesis"
    return "report" if found == "techreport" else found


def _kind_words(work: JsonMap, entry_type: str) -> str:
    """The type in the words of the depositor, for entry types that print it."""
    words = plain_text(as_text(as_map(work.get("types")).get("resourceType")))
    return words if entry_type in ("phdthesis", "mastersthesis", "report", "misc") else ""


def _date(work: JsonMap) -> WorkDate:
    """The date of issue if it is in the year of publication, else the year."""
    year = valid_date([as_text(work.get("publicationYear"))])
    stated = {
        as_text(d.get("dateType")).lower(): date_of_text(as_text(d.get("date")))
        for d in as_maps(work.get("dates"))
    }
    for kind in _DATE_TYPES:
        date = stated.get(kind, WorkDate())
        if date.year is not None and year.year in (None, date.year):
            return date
    return year


def _people(value: object) -> tuple[Name, ...]:
    people = value if isinstance(value, list) else []
    found = (_person(person) for person in people if isinstance(person, dict))
    return tuple(
        dict.fromkeys(n for n in found if n is not None and any(c.isalnum() for c in n.family))
    )


def _person(creator: JsonMap) -> Name | None:
    """The name of a creator. Without `nameType`, a name with a comma is that of a person."""
    name = plain_text(as_text(creator.get("name")))
    family, given = (as_text(creator.get(part)) for part in ("familyName", "givenName"))
    kind = as_text(creator.get("nameType"))
    if kind == "Organizational" or (not kind and not family and "," not in name):
        return Name(name, literal=True) if name else None
    if family:
        return person_of_parts({"family": family, "given": given})
    return parse_name(name) if name else None


def _venue(work: JsonMap, container: JsonMap, entry_type: str) -> tuple[Venue | None, str]:
    """The venue, and the title of the journal or book as written if the venue has another name."""
    title = plain_text(as_text(container.get("title")))
    if title and entry_type in _PARTS:
        kind = {"article": VenueKind.JOURNAL, "inproceedings": VenueKind.CONFERENCE}.get(
            entry_type, VenueKind.BOOK
        )
        venue = venue_named(title, kind)
        return venue, "" if venue is not None and venue.name == title else title
    server = find_venue(_publisher_name(work))
    is_server = server is not None and server.kind is VenueKind.PREPRINT
    return (server if is_server and entry_type == "misc" else None), ""


def _publisher_name(work: JsonMap) -> str:
    """The publisher; newer answers can have an object with its name."""
    publisher = work.get("publisher")
    return plain_text(as_text(as_map(publisher).get("name")) or as_text(publisher))


def _publisher(work: JsonMap, venue: Venue | None) -> str | None:
    name = _publisher_name(work)
    if name.lower() in ("", "(:unav)", "(:none)", "unpublished"):
        return None
    is_server = venue is not None and venue.kind is VenueKind.PREPRINT
    return None if is_server and venue is not None and name in (venue.name, venue.acronym) else name


def _described(work: JsonMap, kind: str) -> str:
    for description in as_maps(work.get("descriptions")):
        if as_text(description.get("descriptionType")).lower() == kind:
            return as_text(description.get("description"))
    return ""


def _issn(work: JsonMap, container: JsonMap) -> str:
    if as_text(container.get("identifierType")) == "ISSN":
        return plain_text(as_text(container.get("identifier")))
    found = [
        as_text(i.get("relatedIdentifier"))
        for i in as_maps(work.get("relatedIdentifiers"))
        if as_text(i.get("relatedIdentifierType")) in ("ISSN", "EISSN")
        and as_text(i.get("relationType")) == "IsPartOf"
    ]
    return ", ".join(dict.fromkeys(map(plain_text, found)))


def _isbns(work: JsonMap, member: str) -> tuple[Identifier, ...]:
    """The ISBNs of the work (`identifiers`), or of the book that it is part of."""
    name = "identifier" if member == "identifiers" else "relatedIdentifier"
    return isbns_of(
        as_text(item.get(name))
        for item in as_maps(work.get(member))
        if as_text(item.get(f"{name}Type")) == "ISBN"
        and as_text(item.get("relationType")) in ("", "IsPartOf", "IsIdenticalTo")
    )


def _licence(work: JsonMap) -> str:
    addresses = (as_text(r.get("rightsUri")) for r in as_maps(work.get("rightsList")))
    return next(filter(None, map(web_address, addresses)), "")


def _keywords(work: JsonMap) -> str:
    words = (plain_text(as_text(s.get("subject"))) for s in as_maps(work.get("subjects")))
    return ", ".join(dict.fromkeys(w for w in words if w and "," not in w))


def _relations(work: JsonMap) -> list[tuple[str, str]]:
    """The related works by the kind of relation (`is-version-of`), as DOIs and arXiv ids."""
    found: dict[str, list[str]] = {}
    for item in as_maps(work.get("relatedIdentifiers")):
        kind = as_text(item.get("relationType"))
        if kind.lower() not in RELATIONS:
            continue
        text = as_text(item.get("relatedIdentifier"))
        identifier = doi_of(text) if as_text(item.get("relatedIdentifierType")) != "URL" else None
        if identifier is None:
            continue
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
        value = str(identifier) if identifier.scheme is Scheme.ARXIV else identifier.value
        found.setdefault(name, []).append(value)
    return [(name, ", ".join(dict.fromkeys(values))) for name, values in found.items()]
