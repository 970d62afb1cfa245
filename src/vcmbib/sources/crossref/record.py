"""Converts works of Crossref, and the CSL-JSON of doi.org, to records.

CSL-JSON has the members of Crossref's works with single texts in place of lists.
"""

from __future__ import annotations

import re

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Record, SourceKind
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind
from vcmbib.sources.crossref import tables
from vcmbib.sources.jats_text import abstract_text, plain_text
from vcmbib.sources.json_values import (
    JsonMap,
    as_map,
    as_maps,
    as_text,
    as_texts,
    first_text,
)
from vcmbib.sources.work_parts import (
    WorkDate,
    date_of_parts,
    date_of_text,
    doi_of,
    identifiers_of_page,
    isbns_of,
    pages_of,
    people_of_parts,
    title_of,
    venue_named,
    web_address,
)

_NO_TITLE = re.compile(r"(?i)\[?\s*(?:no title (?:found)?|untitled|not available)\s*\]?|\W*")


def record_of_work(work: JsonMap, requested: Identifier, origin: str) -> Record | None:
    """The record of a work, for the DOI that was `requested`; None if the work has no title.

    `extra` contains plain text, with BibLaTeX's names.
    """
    entry_type = _entry_type(work)
    title = _title(work, entry_type)
    if not title:
        return None
    date = _date(work)
    authors = people_of_parts(work.get("author"))
    venue, names = _venue(work, entry_type)
    page, article = plain_text(as_text(work.get("page"))), _article_number(work)
    url = web_address(as_text(as_map(as_map(work.get("resource")).get("primary")).get("URL")))
    isbns = isbns_of(as_texts(work.get("ISBN")))
    is_book = entry_type in tables.BOOK_TYPES
    identifiers = dict.fromkeys(
        (requested, *identifiers_of_page(url), *(isbns[:1] if is_book else ()))
    )
    abstract = abstract_text(as_text(work.get("abstract")))
    issue = as_map(work.get("journal-issue"))
    number = first_text(work, ("issue", "number")) or as_text(issue.get("issue"))
    report_number = first_text(work, ("report-number",)) if not number else ""
    extra = [
        *names,
        ("eid", article if page else ""),
        ("date", date.iso),
        *_extra(work, isbns, entry_type),
    ]
    return Record(
        SourceKind.CATALOGUE,
        origin,
        ref=as_text(work.get("DOI")) or requested.value,
        entry_type=entry_type,
        title=title,
        authors=authors,
        authors_complete=bool(authors),
        editors=people_of_parts(work.get("editor")),
        year=date.year,
        month=date.month,
        venue=venue,
        volume=plain_text(first_text(work, ("volume",))) or None,
        number=plain_text(number or report_number) or None,
        pages=pages_of(page or article),
        publisher=_publisher(work, venue),
        abstract=abstract or None,
        identifiers=tuple(identifiers),
        links=(Link(LinkKind.PAPER, url),) if url else (),
        extra=tuple((name, value) for name, value in extra if value),
        remarks=_remarks(work, origin),
    )


def _entry_type(work: JsonMap) -> str:
    kind = as_text(work.get("type")).lower()
    entry_type = tables.ENTRY_TYPES.get(kind, "misc")
    if entry_type == "phdthesis":
        degree = " ".join(as_texts(work.get("degree")) + as_texts(work.get("genre"))).lower()
        return (
            "mastersthesis" if re.search(r"master|\bm\.?\s?(?:sc|a|phil)\b", degree) else entry_type
        )
    if entry_type == "incollection" and (_event_name(work) or _conference_part(work, "name")):
        return "inproceedings"  # chapters of proceedings, such as those of Springer's series
    return entry_type


def _title(work: JsonMap, entry_type: str) -> str:
    """The title with its subtitle. A journal has only the title of its container."""
    titles = [t for t in as_texts(work.get("title")) if not _NO_TITLE.fullmatch(plain_text(t))]
    if not titles and entry_type in ("periodical", "proceedings"):
        titles = as_texts(work.get("container-title"))
    if not titles:
        return ""
    return title_of(titles[0], as_text(work.get("subtitle")))


def _date(work: JsonMap) -> WorkDate:
    dates = (date_of_parts(work.get(name)) for name in tables.DATES)
    found = next((date for date in dates if date.year is not None), None)
    if found is not None:
        return found
    issued = work.get("issued")
    return date_of_text(as_text(issued) or as_text(as_map(issued).get("raw")))


def _article_number(work: JsonMap) -> str:
    return plain_text(as_text(work.get("article-number")))


def _publisher(work: JsonMap, venue: Venue | None) -> str | None:
    """The publisher; none for a preprint whose publisher is the server."""
    publisher = plain_text(as_text(work.get("publisher")))
    institution = (
        plain_text(as_text(as_maps(work.get("institution"))[0].get("name")))
        if (as_maps(work.get("institution")))
        else ""
    )
    if as_text(work.get("type")) == "dissertation" and institution:
        publisher = institution
    server = venue is not None and venue.kind is VenueKind.PREPRINT
    return (
        None
        if server and venue is not None and publisher in (venue.name, venue.acronym)
        else (publisher or None)
    )


# --- the venue --------------------------------------------------------------------------------


def _venue(work: JsonMap, entry_type: str) -> tuple[Venue | None, list[tuple[str, str]]]:
    """The venue, and the fields with the titles of journal, proceedings and series."""
    # ACM ends some titles with a hyphen before an acronym that is missing.
    titles = [plain_text(t).rstrip(" -–") for t in as_texts(work.get("container-title"))]
    if entry_type in tables.JOURNAL_TYPES:
        return _journal(work, titles[0] if titles and entry_type == "article" else "")
    if entry_type in tables.BOOK_TYPES:
        return None, [("series", titles[0] if titles else "")]
    if entry_type not in tables.CHAPTER_TYPES:
        return _server(work, titles)
    # Of two titles, the first is the series (Crossref's order for chapters).
    book, series = (titles[-1], titles[0] if len(titles) > 1 else "") if titles else ("", "")
    is_meeting = entry_type == "inproceedings"
    kind = VenueKind.CONFERENCE if is_meeting else VenueKind.BOOK
    venue = find_venue(book) if book else None
    if venue is None and is_meeting:
        venue = _venue_of_event(work, book)
    venue = venue or venue_named(book, kind)
    written = "" if venue is not None and venue.name == book else book
    return venue, [("booktitle", written), ("series", series)]


def _venue_of_event(work: JsonMap, book: str) -> Venue | None:
    """The known venue of the event. The event of a workshop can be that of its conference."""
    event = as_map(work.get("event"))
    name = _event_name(work) or _conference_part(work, "name")
    if "workshop" in f"{book} {name}".lower():
        return None
    acronym = plain_text(as_text(event.get("acronym"))) or _conference_part(work, "acronym")
    return next((v for text in (name, acronym) if text and (v := find_venue(text))), None)


def _journal(work: JsonMap, title: str) -> tuple[Venue | None, list[tuple[str, str]]]:
    short = plain_text(first_text(work, ("short-container-title", "container-title-short")))
    venue = venue_named(title or short, VenueKind.JOURNAL)
    names = () if venue is None else (venue.name, venue.acronym)
    return venue, [
        ("journal", "" if title in names else title),
        ("shortjournal", "" if short in (*names, title) else short),
    ]


def _server(work: JsonMap, titles: list[str]) -> tuple[Venue | None, list[tuple[str, str]]]:
    """The preprint server of a work: its institution, its group, or its publisher."""
    if as_text(work.get("type")) not in ("posted-content", "article"):
        return venue_named(titles[0] if titles else "", VenueKind.OTHER), []
    names = [as_text(i.get("name")) for i in as_maps(work.get("institution"))]
    names += [*titles, as_text(work.get("publisher"))]
    for name in filter(None, map(plain_text, names)):
        found = find_venue(name)
        if found is not None and found.kind is VenueKind.PREPRINT:
            return found, []
    first = next(iter(filter(None, map(plain_text, names[:-1]))), "")
    is_preprint = as_text(work.get("subtype")) == "preprint"
    return venue_named(first, VenueKind.PREPRINT if is_preprint else VenueKind.OTHER), []


def _event_name(work: JsonMap) -> str:
    event = work.get("event")
    name = as_text(as_map(event).get("name")) or as_text(event)
    return plain_text(name or as_text(work.get("event-title")))


def _conference_part(work: JsonMap, part: str) -> str:
    """A part of the conference in the assertions of a publisher (Springer: `conference_name`)."""
    for assertion in as_maps(work.get("assertion")):
        if as_text(assertion.get("name")) == f"conference_{part}":
            return plain_text(as_text(assertion.get("value")))
    return ""


# --- other fields -----------------------------------------------------------------------------


def _extra(work: JsonMap, isbns: tuple[Identifier, ...], entry_type: str) -> list[tuple[str, str]]:
    event = as_map(work.get("event"))
    place = as_text(event.get("location")) or as_text(work.get("event-place"))
    cities = [_conference_part(work, part) for part in ("city", "country")]
    days = [date_of_parts(event.get(name)).iso for name in ("start", "end")]
    others = isbns[1:] if entry_type in tables.BOOK_TYPES else isbns
    titles = as_texts(work.get("title"))[1:] + as_texts(work.get("original-title"))
    fields = [
        ("eventtitle", _event_name(work) or _conference_part(work, "name")),
        ("venue", plain_text(place) or ", ".join(filter(None, cities))),
        ("eventdate", "/".join(dict.fromkeys(filter(None, days)))),
        ("issn", ", ".join(dict.fromkeys(as_texts(work.get("ISSN"))))),
        ("isbn", ", ".join(isbn.value for isbn in others)),
        ("license", _licence(work)),
        ("translator", _names(people_of_parts(work.get("translator")))),
        ("origtitle", plain_text(titles[0]) if titles else ""),
        *(
            (name, plain_text(as_text(work.get(member))))
            for member, name in tables.EXTRA_FIELDS.items()
        ),
        *_relations(work),
    ]
    seen: dict[str, str] = {}
    for name, value in fields:
        if value:
            seen.setdefault(name, value)
    return list(seen.items())


def _licence(work: JsonMap) -> str:
    """The licence of the text: a Creative Commons one if there is one; none for text mining."""
    found = [
        url
        for item in as_maps(work.get("license"))
        if as_text(item.get("content-version")) != "tdm"
        and (url := web_address(as_text(item.get("URL"))))
        and not re.search(r"(?i)/tdm|tdm_", url)
    ]
    free = (url for url in found if "creativecommons.org/" in url)
    return next(free, found[0] if found else "")


def _names(people: tuple[Name, ...]) -> str:
    return " and ".join(f"{{{n.family}}}" if n.literal else n.inverted for n in people)


def _relations(work: JsonMap) -> list[tuple[str, str]]:
    """The related works by the kind of relation, and the updates of the work."""
    found: list[tuple[str, str]] = []
    for kind, works in as_map(work.get("relation")).items():
        if kind in tables.RELATIONS:
            ids = dict.fromkeys(plain_text(as_text(w.get("id"))) for w in as_maps(works))
            found.append((kind, ", ".join(filter(None, ids))))
    updates = ((name, dict.fromkeys(_updates(work, name))) for name in ("update-to", "updated-by"))
    return [*found, *((name, ", ".join(texts)) for name, texts in updates)]


def _updates(work: JsonMap, member: str) -> list[str]:
    """The updates of a work, each as its type and its DOI: `retraction 10.1000/1`.

    A new version with the same DOI is left out.
    """
    own = as_text(work.get("DOI")).lower()
    return [
        f"{plain_text(as_text(u.get('type'))) or 'update'} {doi.value}"
        for u in as_maps(work.get(member))
        if (doi := doi_of(as_text(u.get("DOI")))) is not None
        and doi.scheme is Scheme.DOI
        and (doi.value.lower() != own or as_text(u.get("type")) != "new_version")
    ]


def _remarks(work: JsonMap, origin: str) -> tuple[str, ...]:
    """A remark for each retraction, withdrawal or expression of concern."""
    return tuple(
        f"{origin} states a {update.partition(' ')[0].replace('_', ' ')} of this work:"
        f" https://doi.org/{update.partition(' ')[2]}"
        for update in dict.fromkeys(_updates(work, "updated-by"))
        if update.partition(" ")[0] in tables.RETRACTIONS
    )
