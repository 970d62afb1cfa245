"""The writer of CSL-JSON: from papers to items.

The writer reads each item that it has written. Fields that this does not return are added to
`custom`, in the form of a paper object, so that no field is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from vcmbib.formats.csljson import tables
from vcmbib.formats.csljson.reader import date_text, read_item
from vcmbib.formats.date_text import read_date_text
from vcmbib.formats.extra_fields import ExtraFields, url_of
from vcmbib.formats.json_items import Json, JsonObject, write_failed_items
from vcmbib.formats.sidecar import fields_not_expressible
from vcmbib.formats.title_markup import from_csl, to_csl
from vcmbib.model.identifiers import Scheme, identifier_url, isbn13
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Problem
from vcmbib.model.printable import printable_json
from vcmbib.model.venues.venue import VenueKind

_BY_VENUE = {
    VenueKind.JOURNAL: "article-journal",
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
    VenueKind.PREPRINT: "article",
    VenueKind.BOOK: "chapter",
}


def write(papers: Iterable[Paper]) -> str:
    """Write a JSON array with one item for each paper, in the order given."""
    items = [_with_custom(p, _CslItemWriter(p).item()) for p in papers]
    return printable_json(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed items unchanged, each below a comment with its line and reason.

    A user can correct the result and import it again.
    """
    return write_failed_items([(p.line, p.reason, p.text) for p in problems])


class _CslItemWriter:
    """Writes the item of one paper."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._extra = ExtraFields(paper)
        self._item: JsonObject = {"id": paper.key, "type": _type(paper), "title": self._title()}

    def item(self) -> JsonObject:
        """The item without `custom`."""
        paper, extra = self._paper, self._extra
        self._put("author", _people(paper.authors, complete=paper.authors_complete))
        self._put("editor", _people(paper.editors, complete=True))
        for role, field in tables.ROLE_FIELDS.items():
            self._put(role, _people(extra.take_people(field), complete=True))
        self._issued()
        self._container()
        for name, value in (
            ("volume", paper.volume),
            ("issue" if self._item["type"] == "article-journal" else "number", paper.number),
            ("page", paper.pages),
            ("publisher", paper.publisher),
        ):
            self._put(name, value)
        self._identifiers()
        self._put("abstract", paper.abstract)
        self._put("keyword", ", ".join(paper.tags))
        self._put("note", paper.note)
        for field, name in tables.VARIABLE_OF_FIELD.items():
            self._put(name, extra.take(field))
        for name, field in tables.DATE_FIELDS.items():
            self._put(name, _date(extra.take_raw(field)))
        self._own_variables()
        return self._item

    def _title(self) -> str:
        """The title with CSL's tags: as it was read, or with the markup of its LaTeX."""
        extra, title = dict(self._paper.extra), self._paper.title
        as_read = extra.get(tables.CSL_TITLE, "")
        if from_csl(as_read)[0] == title:
            return as_read
        return to_csl(extra.get("title", ""), title)

    def _put(self, name: str, value: Json) -> None:
        """Set a variable that has no value yet. Empty values are ignored."""
        if value not in (None, "", [], {}):
            self._item.setdefault(name, value)

    def _issued(self) -> None:
        """Set the date: as it was read if it has the paper's year, else from year and month."""
        paper = self._paper
        as_read = _from_json(self._extra.take_raw("csl-issued"))
        allowed = isinstance(as_read, dict | str) and _is_allowed("issued", as_read)
        if as_read and allowed and read_date_text(date_text(as_read)[0]).year == paper.year:
            self._item["issued"] = as_read
            return
        self._put("issued", _date(self._extra.iso_date()))

    def _container(self) -> None:
        """Set the venue: its title as written in the source, else its full name."""
        venue = self._paper.venue
        if venue is None:
            return
        if venue.kind is VenueKind.PREPRINT and self._item["type"] == "article":
            self._item["publisher"] = venue.name
            return
        title, short = self._extra.venue_titles()
        self._item["container-title"] = title
        self._put("container-title-short", short)

    def _identifiers(self) -> None:
        paper, item = self._paper, self._item
        arxiv = paper.identifier(Scheme.ARXIV)
        if arxiv is not None and item["type"] == "article":
            item["number"] = f"arXiv:{arxiv.value}"
        elif arxiv is not None:
            item["archive"], item["archive_location"] = "arXiv", arxiv.value
        for scheme in (Scheme.DOI, Scheme.ISBN, Scheme.PMID, Scheme.PMCID):
            identifier = paper.identifier(scheme)
            if identifier is not None:
                written = self._extra.take("isbn") if scheme is Scheme.ISBN else ""
                same = isbn13(written) == identifier.value
                item[scheme.value.upper()] = written if same else identifier.value
        url = url_of(paper)
        if not url and arxiv is not None and "DOI" not in item:
            url = identifier_url(arxiv) or ""
        self._put("URL", url)

    def _own_variables(self) -> None:
        """Set the variables of the schema that were read to extra fields `csl-NAME`."""
        for name, value in self._extra.take_prefixed("csl-"):
            loaded = _from_json(value)
            if name in tables.STRING_VARIABLES | tables.NUMBER_VARIABLES:
                self._put(name, value)
            elif _is_allowed(name, loaded):
                self._put(name, loaded)


def _is_allowed(name: str, value: Json) -> bool:
    """Whether the schema allows this value for a name, a date or `custom`."""
    if name in tables.NAME_VARIABLES:
        return isinstance(value, list)
    if name in tables.DATE_VARIABLES:
        return isinstance(value, str) or (isinstance(value, dict) and _is_date(value))
    return name == "custom" and isinstance(value, dict)


def _is_date(value: JsonObject) -> bool:
    """Whether the schema allows a date variable with these parts."""
    parts = value.get("date-parts", [[1]])
    return (
        set(value) <= {"date-parts", "season", "circa", "literal", "raw", "edtf"}
        and isinstance(parts, list)
        and 1 <= len(parts) <= 2
        and all(
            isinstance(p, list) and 1 <= len(p) <= 3 and all(isinstance(n, str | int) for n in p)
            for p in parts
        )
    )


def _type(paper: Paper) -> str:
    """The CSL type: as it was read if it belongs to the entry type, else by type and venue."""
    read_as = dict(paper.extra).get("csl-type", "")
    if tables.ENTRY_TYPES.get(read_as) == paper.entry_type and read_as in _SCHEMA_TYPES:
        return read_as
    venue = paper.venue
    preprint = venue is not None and venue.kind is VenueKind.PREPRINT
    if preprint and paper.entry_type in ("misc", "article", "online", "unpublished"):
        return "article"
    if paper.entry_type in tables.CSL_TYPES:
        return tables.CSL_TYPES[paper.entry_type]
    return _BY_VENUE.get(venue.kind, "document") if venue is not None else "document"


_SCHEMA_TYPES = frozenset(tables.ENTRY_TYPES) - frozenset(
    """journal-article proceedings-article monograph book-chapter dissertation posted-content
    edited-book proceedings report-component""".split()
)


def _people(names: Iterable[Name], *, complete: bool) -> list[Json]:
    people: list[Json] = [_person(n) for n in names]
    return people if complete or not people else [*people, {"literal": "others"}]


def _person(name: Name) -> JsonObject:
    if name.literal:
        return {"literal": name.family}
    person: JsonObject = {"family": name.family}
    for part, value in (
        ("given", name.given),
        ("non-dropping-particle", name.particle),
        ("suffix", name.suffix),
    ):
        if value:
            person[part] = value
    return person


def _date(iso: str) -> JsonObject:
    """A date variable for `2020-05-07`, `2020-05` or `2020`; other text is `raw`."""
    if not iso:
        return {}
    try:
        parts: list[Json] = [int(p) for p in iso.split("-")]
    except ValueError:
        return {"raw": iso}
    return {"date-parts": [parts]} if 1 <= len(parts) <= 3 else {"raw": iso}


def _from_json(text: str) -> Json:
    """The value of a variable kept as JSON. Text that is no JSON is returned unchanged."""
    try:
        loaded: Json = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return loaded


# --- fields without a CSL variable ----------------------------------------------------------------


def _with_custom(paper: Paper, item: JsonObject) -> JsonObject:
    """The item with `custom` for the fields of the paper that it does not contain."""
    custom = item.pop("custom", None)
    found: JsonObject = dict(custom) if isinstance(custom, dict) else {}
    record = read_item({**item, "custom": dict(found)}, "")
    found |= fields_not_expressible(paper, record)
    if found:
        item["custom"] = found
    return item
