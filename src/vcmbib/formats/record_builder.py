"""What readers of plain-text formats share: a record in the making, in which nothing gets lost.

A value that a record has a place for goes there; a second one, and all that has no place, stays in
`extra` under BibTeX's or BibLaTeX's name, and where that holds text, in BibTeX's spelling. `Said`
is the other way: what a paper's extra fields say in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.escape import escape
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind
from vcmbib.model.text import tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

OTHERS = frozenset({"others", "et al.", "et al", "and others"})
"""What a last author is called where there are more than those named."""

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://\S+")
_DOI = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)")
_ACRONYM = re.compile(r"[A-Z0-9][A-Za-z0-9&+/-]*[A-Z0-9][A-Za-z0-9&+/-]*")
_RANGE = re.compile(r"([^\s‐‑‒–—−-]+)\s*[‐‑‒–—−-]+\s*([^\s‐‑‒–—−-]+)")


def paragraphs(text: str, *, keep_lines: bool = False) -> str:
    """A text of several paragraphs, each tidy; its lines are joined unless they are to be kept."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if keep_lines:
        lines = ["\n".join(filter(None, map(tidy, b.split("\n")))) for b in blocks]
    else:
        lines = [tidy(b) for b in blocks]
    return "\n\n".join(b for b in lines if b)


def read_pages(text: str) -> str:
    """Pages as the library keeps them: a plain range has one hyphen, `12-19`."""
    text = tidy(text)
    return _RANGE.sub(r"\1-\2", text) if _RANGE.fullmatch(text) else text


def read_person(text: str) -> Name:
    """`Family, Given`, `Family, Given, Jr.` or `Given Family`; a comma at the end marks a group.

    The comma is EndNote's rule for corporate authors; a doubled one is a comma of their name.
    """
    name = tidy(text)
    if name.endswith(",") and name.strip(" ,"):
        return Name(tidy(re.sub(r",\s*,", ",", name[:-1])), literal=True)
    return parse_name(name)


def write_person(name: Name) -> str:
    """The name in the form that `read_person` takes."""
    if name.literal or (not name.given and " " in name.last):
        return re.sub(r",", ",,", name.last) + ","
    return ", ".join(p for p in (name.last, name.given, name.suffix) if p)


def bib_people(people: Sequence[Name]) -> str:
    """People as a BibTeX field has them, for roles that a record has no place for."""
    names = [f"{{{p.family}}}" if p.literal else p.inverted for p in people]
    return " and ".join(s if s.startswith("{") else escape(s) for s in names)


class RecordBuilder:
    """A record under way. The first value of a field stands; further ones are kept beside it."""

    def __init__(self, origin: str, line: int = 0) -> None:
        self.origin = origin
        self.line = line
        self.key = ""
        self.entry_type = ""
        self.authors: list[Name] = []
        self.editors: list[Name] = []
        self.more_authors = False  # authors than are named
        self.year: int | None = None
        self.month: int | None = None
        self.venue: Venue | None = None
        self.tags: list[str] = []
        self.topics: list[str] = []
        self.notes: list[str] = []
        self.places: list[Place] = []
        self.remarks: list[str] = []
        self._roles: dict[str, list[Name]] = {}
        self._single: dict[str, str] = {}
        self._extra: dict[str, str] = {}
        self._identifiers: dict[tuple[str, str], Identifier] = {}
        self._links: dict[str, Link] = {}

    # --- taking in ---

    def set_field(self, name: str, value: str, otherwise: str) -> None:
        """A field of one value: title, volume, number, pages, publisher, honour, model, abstract.

        `otherwise` is the name under which a second, different value is kept.
        """
        value = read_pages(value) if name == "pages" else value
        value = paragraphs(value) if name == "abstract" else tidy(value)
        if value and self._single.setdefault(name, value) != value:
            self.add_extra(otherwise, value)

    def get(self, name: str) -> str:
        """The single value of this name so far."""
        return self._single.get(name, "")

    def add_extra(self, name: str, value: str, *, raw: bool = False) -> None:
        """A field without a place; a second value gets `_2` at its name.

        `raw` keeps the value as it is, where it is BibTeX's own spelling.
        """
        value = value.strip()
        if not value:
            return
        if name in field_parsing.TEXT_FIELDS and not raw:
            value = "\n".join(escape(tidy(line)) for line in value.split("\n"))
        wanted, n = name, 2
        while name in self._extra and self._extra[name] != value:
            name, n = f"{wanted}_{n}", n + 1
        self._extra[name] = value

    def set_key(self, key: str, otherwise: str) -> None:
        """The citation key, if it can be one."""
        key = key.strip()
        if key and is_valid_key(key) and not self.key:
            self.key = key
        elif key != self.key:
            self.add_extra(otherwise, key)

    def add_person(self, name: Name, *, editor: bool = False) -> None:
        """An author or editor, in order; a last one called `others` says that there are more."""
        if not name.family:
            return
        if not editor and name.natural.lower() in OTHERS:
            self.more_authors = True
        else:
            (self.editors if editor else self.authors).append(name)

    def add_role(self, role: str, name: Name) -> None:
        """A person in another role, such as `translator`."""
        if name.family:
            self._roles.setdefault(role, []).append(name)

    def add_identifier(self, identifier: Identifier | None) -> bool:
        """An identifier, if it is one."""
        if identifier is None:
            return False
        self._identifiers.setdefault(identifier.comparison_key, identifier)
        return True

    def read_identifier(self, scheme: Scheme, text: str, otherwise: str) -> None:
        """The identifier of this scheme in `text`, which is kept where it says something else."""
        value = tidy(text)
        if not value:
            return
        identifier = parse_identifier(f"{scheme.value}:{value}")
        if identifier is None or identifier.scheme is not scheme:
            wanted = (scheme, Scheme.ARXIV)
            identifier = next((i for i in find_identifiers(value) if i.scheme in wanted), None)
        if identifier is None and scheme is Scheme.DOI and (doi := _DOI.fullmatch(value)):
            identifier = Identifier(scheme, doi[1])  # old ones have two slashes: 10.1037//0033-2909
        if (
            not self.add_identifier(identifier)
            or identifier is None
            or identifier.scheme is not scheme
        ):
            self.add_extra(otherwise, value)
        elif scheme is Scheme.ISBN and identifier.value != value:
            self.add_extra("isbn", value)

    def read_serial_numbers(self, text: str, otherwise: str) -> None:
        """ISBNs and ISSNs, told apart by their form."""
        for piece in re.split(r"\s*[;,]\s*|\s+(?=[\dXx-]{8,})|\n", tidy(text)):
            bare = re.sub(r"(?i)^(?:e-?|p-?)?(?:issn|isbn)(?:-1[03])?:?\s*", "", piece)
            bare = re.sub(r"\s*\([^()]*\)$", "", bare)
            if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", bare):
                self.add_extra("issn", bare if piece == bare else piece)
            elif parse_identifier(f"isbn:{bare}") is not None:
                self.read_identifier(Scheme.ISBN, bare, otherwise)
            else:
                self.add_extra(otherwise, piece)

    def add_link(self, kind: LinkKind, url: str, otherwise: str, label: str | None = None) -> None:
        """An address, with the identifiers that it holds; text that is none is kept."""
        url = url.strip()
        if _ADDRESS.fullmatch(url) is None:
            self.add_extra(otherwise, url)
            return
        self._links.setdefault(url, Link(kind, url, label))
        if kind in (LinkKind.PAPER, LinkKind.PDF):
            for identifier in find_identifiers(url):
                self.add_identifier(identifier)

    def set_date(self, text: str, otherwise: str = "date") -> None:
        """A date such as `2019`, `2019-05`, `2019/05/03/` or `May 2019`.

        What it says beyond year and month is kept, in ISO's form if it is a day.
        """
        date = tidy(text).strip("/ ")
        if not date:
            return
        match = re.match(r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", date)
        year = int(match[1]) if match else field_parsing.year_in(date)
        month = int(match[2] or 0) if match else field_parsing.month_in(re.sub(r"\d+", " ", date))
        month = month if month and 1 <= month <= 12 else None
        rest = date[match.end() :].strip("/-. ") if match else re.sub(r"\d{4}", "", date, count=1)
        if match and not match[2] and rest:
            month = field_parsing.month_in(re.sub(r"\d+", " ", rest)) or month
        if year is None or not 1000 <= year <= 2100 or year != (self.year or year):
            self.add_extra(otherwise, date)
            return
        self.year = year
        if month is not None and self.month in (None, month):
            self.month = month
        if match and match[3] and month == self.month and not rest:
            self.add_extra("date", f"{year:04}-{month:02}-{int(match[3]):02}")
        elif rest and not field_parsing.is_plain_month(rest):
            self.add_extra(otherwise, date)

    def set_venue(self, text: str, field: str) -> None:
        """The venue, by the title of a journal (`journal`) or a book (`booktitle`)."""
        title = tidy(text)
        if not title:
            return
        if self.venue is not None:
            self.add_extra(field, title if title != self.venue.name else "")
            return
        kind = field_parsing.venue_kind(self.entry_type, field)
        self.venue = find_venue(title) or Venue(None, title, kind)
        collective = self.entry_type in field_parsing.MEETING_TYPES | field_parsing.CHAPTER_TYPES
        if self.venue.kind in (VenueKind.JOURNAL, VenueKind.PREPRINT) and not collective:
            field = "journal"
        if title != self.venue.name:
            self.add_extra(field, title)

    def set_short_venue(self, text: str) -> None:
        """The venue's short title, to be told after the full one."""
        title = tidy(text)
        venue = self.venue
        if not title or (venue is not None and title in (venue.name, venue.acronym, *venue.names)):
            return
        if venue is not None and venue.acronym is None and _ACRONYM.fullmatch(title):
            self.venue = Venue(title, venue.name, venue.kind, venue.publisher, venue.names)
        else:
            self.add_extra("shortjournal", title)

    def add_keywords(self, words: Iterable[str]) -> None:
        """Key words, each once."""
        self.tags += [w for w in dict.fromkeys(map(tidy, words)) if w and w not in self.tags]

    # --- giving ---

    @property
    def names_no_work(self) -> bool:
        """Whether there is neither title, people nor identifier."""
        return not (
            self.get("title") or self.authors or self.editors or self._identifiers or self._links
        )

    def record(self, ref: str = "") -> Record:
        """What was taken in."""
        for role, people in self._roles.items():
            self.add_extra(role, bib_people(people), raw=True)
        self._roles.clear()
        return Record(
            source=SourceKind.BIBTEX,
            origin=self.origin,
            ref=ref or self.key,
            line=self.line,
            key=self.key,
            entry_type=self.entry_type,
            title=self.get("title"),
            authors=tuple(self.authors),
            authors_complete=bool(self.authors) and not self.more_authors,
            editors=tuple(self.editors),
            year=self.year,
            month=self.month,
            venue=self.venue,
            honour=self.get("honour") or None,
            volume=self.get("volume") or None,
            number=self.get("number") or None,
            pages=self.get("pages") or None,
            publisher=self.get("publisher") or None,
            abstract=self.get("abstract") or None,
            note="\n\n".join(self.notes) or None,
            model=self.get("model") or None,
            identifiers=tuple(self._identifiers.values()),
            links=tuple(self._links.values()),
            tags=tuple(self.tags),
            topics=tuple(self.topics),
            places=tuple(self.places),
            extra=tuple(self._extra.items()),
            remarks=tuple(self.remarks),
        )
