"""From an entry's fields to a `Record`.

Nothing blocks an entry, nothing is invented, and what has no place of its own in a record stays in
`extra`, as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vcmbib.formats.bibtex import fields
from vcmbib.formats.bibtex.entries import RawEntry, read_blocks
from vcmbib.formats.bibtex.escape import read_verbatim
from vcmbib.formats.bibtex.names import People, read_people
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.paper import Link, LinkKind, Reading, Record, SourceKind
from vcmbib.model.venues import Venue, VenueKind, find_venue

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://[^\s{}]+")
_CLEAN_DOI = re.compile(
    r"(?!.*[./](?:e?pdf|full|html?|abstract|meta)$)10\.(?!48550/)\d{4,9}/[\w./:;()-]*[A-Za-z0-9]"
)
_MAY_IDENTIFY = re.compile(r"(?i)arxiv|abs/|10\.\d{4}|\d{4}\.\d{4}")
_LABELLED = re.compile(r"((?:https?|ftp)://\S+)(?:\s+\(([^()]*)\))?")
_CONTAINERS = {
    "journal": "journal",
    "journaltitle": "journal",
    "booktitle": "booktitle",
    "howpublished": "howpublished",
}


def read(text: str, origin: str) -> Reading:
    """The records of a BibTeX or BibLaTeX file; `origin` names it.

    Every block of the file is a record, a problem (word for word, with line and reason) or skipped
    (comment, preamble, string). Never raises for what stands in the file.
    """
    blocks = read_blocks(text)
    records = tuple(_EntryReader(entry).record(origin) for entry in blocks.entries)
    return Reading(records, blocks.problems, blocks.skipped)


class _EntryReader:
    """One entry on its way to a record: takes the fields it knows, the rest is `extra`."""

    def __init__(self, entry: RawEntry) -> None:
        self._entry = entry
        self._fields = dict(entry.fields)
        self._kept: dict[str, str] = {}
        self._identifiers: dict[tuple[str, str], Identifier] = {}
        self._remarks = list(entry.remarks)

    def record(self, origin: str) -> Record:
        """The record of this entry. Fields are taken in the order in which they are asked for."""
        authors, editors = self._people("author"), self._people("editor")
        self._take_identifiers()
        links = self._links()
        venue = self._venue()
        year, month = self._date()
        return Record(
            source=SourceKind.BIBTEX,
            origin=origin,
            ref=self._entry.key,
            line=self._entry.line,
            key=self._entry.key,
            entry_type=self._type(venue),
            title=self._text("title") or "",
            authors=authors.names,
            authors_complete=bool(authors.names) and not authors.others,
            editors=editors.names,
            year=year,
            month=month,
            venue=venue,
            honour=self._text("honour"),
            volume=self._text("volume"),
            number=self._number(),
            pages=fields.read_pages(self._take("pages")) or None,
            publisher=self._text("publisher"),
            abstract=fields.paragraphs(self._take("abstract"), keep_lines=False) or None,
            note=fields.paragraphs(self._take("note"), keep_lines=True) or None,
            model=self._text("model"),
            links=links,
            tags=fields.read_tags(self._take("keywords")),
            topics=fields.read_tags(self._take("topics")),
            identifiers=tuple(self._identifiers.values()),
            extra=self._extra(),
            remarks=tuple(self._remarks),
        )

    # --- taking ---

    def _take(self, name: str) -> str:
        return self._fields.pop(name, "").strip()

    def _text(self, name: str) -> str | None:
        return fields.plain(self._take(name)) or None

    def _keep(self, name: str, value: str) -> None:
        """Leave a field that was taken among the extra ones, because it says more than we took."""
        self._kept[name] = value

    def _extra(self) -> tuple[tuple[str, str], ...]:
        """What is left, in the entry's order; empty values say nothing."""
        left = {name: value.strip() for name, value in self._fields.items()} | self._kept
        order = {name: at for at, (name, _) in enumerate(self._entry.fields)}
        names = sorted(left, key=lambda n: order.get(n, len(order)))
        return tuple((_one_name(name, left), left[name]) for name in names if left[name])

    def _people(self, name: str) -> People:
        people = read_people(self._take(name))
        self._remarks.extend(people.remarks)
        if name == "editor" and people.others:
            self._keep("editor", self._entry.get("editor").strip())
        return people

    # --- identifiers ---

    def _add(self, identifier: Identifier | None) -> bool:
        if identifier is None:
            return False
        self._identifiers.setdefault(identifier.same, identifier)
        return True

    def _take_identifiers(self) -> None:
        self._take_doi()
        self._take_eprint()
        for scheme in ("pmid", "pmcid", "isbn"):
            written = read_verbatim(self._take(scheme))
            pieces = [p for p in re.split(r"\s*[,;]\s*|\s+(?=97[89])", written) if p]
            found = [parse_identifier(f"{scheme}:{p}") for p in pieces]
            for identifier in found:
                self._add(identifier)
            if written and [i.value if i else None for i in found] != [written]:
                self._keep(scheme, written)
        for piece in self._take("identifiers").split():
            if not self._add(parse_identifier(read_verbatim(piece).rstrip(","))):
                self._keep("identifiers", self._entry.get("identifiers").strip())
        for name in ("biburl", "note"):
            self._add(_only_identifier(read_verbatim(self._fields.get(name, ""))))
        on_dblp = any(i.scheme is Scheme.DBLP for i in self._identifiers.values())
        if not on_dblp and re.match(r"(?i)dblp:", self._entry.key):
            self._add(parse_identifier(self._entry.key))

    def _take_doi(self) -> None:
        written = self._take("doi")
        value = read_verbatim(written)
        if _CLEAN_DOI.fullmatch(value):  # as most are: no need to look for one in it
            self._add(Identifier(Scheme.DOI, value))
            return
        found = [i for i in find_identifiers(value) if i.scheme in (Scheme.DOI, Scheme.ARXIV)][:1]
        for identifier in found:
            self._add(identifier)
        if written and (not found or found[0].scheme is not Scheme.DOI):
            self._keep("doi", written)

    def _take_eprint(self) -> None:
        """ArXiv's number in the forms of BibTeX, BibLaTeX and DBLP."""
        written = read_verbatim(self._fields.get("eprint", ""))
        archive = self._fields.get("archiveprefix") or self._fields.get("eprinttype") or ""
        archive = fields.plain(archive).lower()
        if written and archive in ("", "arxiv"):
            value = re.sub(r"(?i)^(?:abs/|arxiv:\s*)+", "", written)
            value = re.sub(r"\s*\[.*\]$", "", value)
            identifier = parse_identifier(f"arxiv:{value}") or _only_identifier(value)
            if identifier is not None and identifier.scheme is Scheme.ARXIV:
                self._add(identifier)
                for name in ("eprint", "archiveprefix", "eprinttype"):
                    self._take(name)
                if identifier.version:
                    self._keep("eprint", written)
        elif written and archive == "pubmed":
            self._add(parse_identifier(f"pmid:{written}"))
        if "volume" in self._fields and (number := _arxiv_volume(self._fields["volume"])):
            self._add(number)
            self._take("volume")

    # --- the rest ---

    def _venue(self) -> Venue | None:
        """The container: `journal` before `booktitle` in articles, elsewhere after it."""
        names = ["booktitle", "journal", "journaltitle", "howpublished"]
        if self._entry.type in fields.JOURNAL_TYPES | {"misc", "online", "unpublished"}:
            names = ["journal", "journaltitle", "booktitle", "howpublished"]
        for name in names:
            written = self._fields.get(name, "").strip()
            venue = self._venue_in(name, written) if written else None
            if venue is not None:
                self._take(name)
                if fields.says_more(written, venue):
                    self._keep(_CONTAINERS[name], written)
                return venue
        if self._entry.type in fields.PREPRINT_TYPES and any(
            i.scheme is Scheme.ARXIV for i in self._identifiers.values()
        ):
            return find_venue("arXiv")
        return None

    def _venue_in(self, name: str, written: str) -> Venue | None:
        kind = fields.venue_kind(self._entry.type, _CONTAINERS[name])
        venue = fields.venue_of(written, kind)
        if _MAY_IDENTIFY.search(written):
            for identifier in find_identifiers(fields.plain(written)):
                if identifier.scheme in (Scheme.ARXIV, Scheme.DOI):
                    self._add(identifier)
        if name == "howpublished":  # mostly an address; a venue only if it names a preprint server
            known = venue is not None and venue.kind is VenueKind.PREPRINT
            return venue if known and "://" not in written else None
        return venue

    def _type(self, venue: Venue | None) -> str:
        """The type as written; what is only on arXiv is `misc`, however it was put."""
        on_arxiv = venue is not None and venue.acronym == "arXiv"
        if on_arxiv and self._entry.type in ("article", "online", "electronic"):
            return "misc"
        return self._entry.type

    def _date(self) -> tuple[int | None, int | None]:
        year_text, month_text = self._take("year"), self._take("month")
        year, month = fields.year_in(year_text), fields.month_in(fields.plain(month_text))
        if year_text and year_text != str(year):
            self._keep("year", year_text)
        if month_text and not fields.is_plain_month(fields.plain(month_text)):
            self._keep("month", month_text)
        date = self._take("date")
        if date:
            date_year, date_month, exact = fields.date_parts(date)
            year = year if year is not None else date_year
            month = month if month is not None else date_month
            if not exact or date_year != year or date_month not in (None, month):
                self._keep("date", date)
        return year, month

    def _number(self) -> str | None:
        if "number" not in self._fields and re.fullmatch(r"\d+", self._fields.get("issue", "")):
            return self._text("issue")
        return self._text("number")

    def _links(self) -> tuple[Link, ...]:
        links: dict[str, Link] = {}
        written = read_verbatim(self._take("url"))
        addresses = _ADDRESS.findall(written)
        if written and not addresses:
            if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", written):
                addresses = [written]
            else:
                self._keep("url", written)
        if not addresses and "howpublished" in self._fields:
            addresses = _ADDRESS.findall(read_verbatim(self._fields["howpublished"]))
        if len(addresses) > 1:
            addresses = [a.rstrip(",;") for a in addresses]
        for url in addresses:
            links.setdefault(url, Link(LinkKind.PAPER, url))
        for name in sorted(fields.LINK_FIELDS):
            for link in self._labelled(name, LinkKind(name)):
                links.setdefault(link.url, link)
        for link in self._labelled("links", LinkKind.OTHER):
            links.setdefault(link.url, link)
        for link in links.values():
            if link.kind in (LinkKind.PAPER, LinkKind.PDF):
                for identifier in find_identifiers(link.url):
                    self._add(identifier)
        return tuple(links.values())

    def _labelled(self, name: str, kind: LinkKind) -> list[Link]:
        """The links of a field that holds nothing else: `https://… (label)`."""
        value = self._fields.get(name, "").strip()
        found = list(_LABELLED.finditer(value))
        if not found or _LABELLED.sub("", value).strip():
            return []
        self._take(name)
        return [Link(kind, m[1], m[2] or None) for m in found]


def _one_name(name: str, others: Mapping[str, str]) -> str:
    """BibTeX's name for a field that BibLaTeX calls otherwise, unless the entry has both."""
    bibtex = fields.BIBTEX_NAMES.get(name, name)
    return name if bibtex in others else bibtex


def _only_identifier(text: str) -> Identifier | None:
    """The identifier that is all that `text` says, as `arXiv preprint arXiv:2405.03500`."""
    found = find_identifiers(text) if 0 < len(text) < 200 else ()
    if len(found) != 1:
        return None
    rest = re.sub(r"(?i)https?://\S+|arxiv|preprint|e-?print|abs/|[\W_]", "", text)
    rest = rest.replace(re.sub(r"[\W_]", "", found[0].value), "")
    return found[0] if rest in ("", found[0].version or "") else None


def _arxiv_volume(text: str) -> Identifier | None:
    """DBLP's `volume = {abs/2405.03500}`."""
    match = re.fullmatch(r"(?i)abs/(\S+)", text.strip())
    return None if match is None else parse_identifier(f"arxiv:{match[1]}")
