"""A builder of records for the readers of plain-text formats. It keeps every value that it reads.

A value goes to its field of the record. A second value of that field, and a value without a field,
go to `extra` under BibTeX's or BibLaTeX's name. Text in `extra` is escaped as in BibTeX.
`extra_fields` is the counterpart for writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.escape import escape
from vcmbib.formats.bibtex.foreign_tex import safe_address, without_dangerous_commands
from vcmbib.formats.date_text import kept_date_remark, month_of, read_date_text
from vcmbib.model.field_types import RecordValues
from vcmbib.model.fields import NOTE, TEXT_FIELDS
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier
from vcmbib.model.keys.citekey import is_valid_key, is_valid_old_key
from vcmbib.model.names import Name, parse_name
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind
from vcmbib.model.raw_fields import ADDRESS_FIELDS, is_typeset
from vcmbib.model.text import tidy, with_line_feeds
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

OTHERS = frozenset({"others", "et al.", "et al", "and others"})
"""Names of a last author that mean that the list of authors is not complete."""

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://\S+")
_DOI = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)")
_ACRONYM = re.compile(r"[A-Z0-9][A-Za-z0-9&+/-]*[A-Z0-9][A-Za-z0-9&+/-]*")
_RANGE = re.compile(r"([^\s‐‑‒–—−-]+)\s*[‐‑‒–—−-]+\s*([^\s‐‑‒–—−-]+)")


def paragraphs(text: str, *, keep_lines: bool = False) -> str:
    """The paragraphs of `text`, tidied, with a blank line between them.

    The lines of a paragraph are joined unless `keep_lines` is set.
    """
    blocks = re.split(r"\n[ \t]*\n", with_line_feeds(text).strip())
    if keep_lines:
        lines = ["\n".join(filter(None, map(tidy, b.split("\n")))) for b in blocks]
    else:
        lines = [tidy(b) for b in blocks]
    return "\n\n".join(b for b in lines if b)


def read_pages(text: str) -> str:
    """Pages in the form of the library: a range of two pages has one hyphen, `12-19`."""
    text = tidy(text)
    return _RANGE.sub(r"\1-\2", text) if _RANGE.fullmatch(text) else text


def read_person(text: str) -> Name:
    """Parse `Family, Given`, `Family, Given, Jr.` or `Given Family`.

    A comma at the end marks a corporate author, as in EndNote. There a doubled comma is a comma
    of the name: `Acme,, Inc.,`.
    """
    name = tidy(text)
    if name.endswith(",") and name.strip(" ,"):
        return Name(tidy(re.sub(r",\s*,", ",", name[:-1])), literal=True)
    return parse_name(name)


def write_person(name: Name) -> str:
    """The name in the form that `read_person` parses."""
    if name.literal or (not name.given and " " in name.last):
        return re.sub(r",", ",,", name.last) + ","
    return ", ".join(p for p in (name.last, name.given, name.suffix) if p)


def bib_people(people: Sequence[Name]) -> str:
    """People as the value of a BibTeX field, for roles without a field of the record."""
    names = [f"{{{escape(p.family)}}}" if p.literal else escape(p.inverted) for p in people]
    return " and ".join(names)


def as_read_from_bibtex(record: Record) -> Record:
    """A record whose extra fields are plain text, with these fields escaped as in BibTeX."""
    builder = RecordBuilder(record.origin)
    for name, value in record.extra:
        builder.add_extra(name, value)
    return replace(record, extra=builder.extra)


class RecordBuilder:
    """Collects the values of a record. Further values of a field become extra fields."""

    def __init__(self, origin: str, line: int = 0) -> None:
        self.origin = origin
        self.line = line
        self.key = ""
        self.entry_type = ""
        self.authors: list[Name] = []
        self.editors: list[Name] = []
        self.more_authors = False
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

    # --- adding values ---

    def set_field(self, name: str, value: str, extra_name: str) -> None:
        """Set title, volume, number, pages, publisher, honour, model or abstract.

        A second, different value goes to the extra field `extra_name`.
        """
        value = read_pages(value) if name == "pages" else value
        value = paragraphs(value) if name == "abstract" else tidy(value)
        if value and self._single.setdefault(name, value) != value:
            self.add_extra(extra_name, value)

    def get(self, name: str) -> str:
        """The value that `set_field` has set for this name, or an empty text."""
        return self._single.get(name, "")

    def add_extra(self, name: str, value: str, *, raw: bool = False) -> None:
        """Add an extra field. A second, different value is added as `name_2`.

        Text is escaped as in BibTeX, unless `raw` is set because it is escaped already. Then only
        a value with dangerous commands is escaped.
        """
        value = value.strip()
        if not value:
            return
        if raw:
            value = without_dangerous_commands(name, value)
        elif name in parse_fields.TEXT_FIELDS:
            value = "\n".join(escape(tidy(line)) for line in value.split("\n"))
        elif ("\\" in value or "^^" in value) and is_typeset(name):
            value = escape(tidy(value))
        elif name in ADDRESS_FIELDS:
            value = safe_address(value)
        if not value:
            self.remarks.append(f"{name} was omitted: it has dangerous LaTeX commands")
            return
        wanted, n = name, 2
        while name in self._extra and self._extra[name] != value:
            name, n = f"{wanted}_{n}", n + 1
        self._extra[name] = value

    def set_key(self, key: str, extra_name: str) -> None:
        """Set the citation key. A key that is valid replaces one that is only valid as an old key.

        Any other second key goes to the extra field `extra_name`.
        """
        key = key.strip()
        if self.key and is_valid_key(key) and not is_valid_key(self.key):
            self.key, key = key, self.key
        if not self.key and is_valid_old_key(key):
            self.key = key
        elif key != self.key:
            self.add_extra(extra_name, key)

    def add_person(self, name: Name, *, editor: bool = False) -> None:
        """Add an author or editor. An author named as in `OTHERS` means that the list goes on."""
        if not name.family:
            return
        if not editor and name.natural.lower() in OTHERS:
            self.more_authors = True
        else:
            (self.editors if editor else self.authors).append(name)

    def add_role(self, role: str, name: Name) -> None:
        """Add a person in another role, such as `translator`."""
        if name.family:
            self._roles.setdefault(role, []).append(name)

    def add_identifier(self, identifier: Identifier | None) -> bool:
        """Add an identifier and return whether there is one."""
        if identifier is None:
            return False
        self._identifiers.setdefault(identifier.comparison_key, identifier)
        return True

    def read_identifier(self, scheme: Scheme, text: str, extra_name: str) -> None:
        """Add the identifier of this scheme in `text`.

        `text` goes to the extra field `extra_name` if it has no such identifier. An ISBN that is
        written in another form is kept in `isbn`.
        """
        value = tidy(text)
        if not value:
            return
        identifier = parse_identifier(f"{scheme.value}:{value}")
        if identifier is None or identifier.scheme is not scheme:
            wanted = (scheme, Scheme.ARXIV)
            identifier = next((i for i in find_identifiers(value) if i.scheme in wanted), None)
        if identifier is None and scheme is Scheme.DOI and (doi := _DOI.fullmatch(value)):
            identifier = Identifier(scheme, doi[1])  # old DOIs have two slashes: 10.1037//0033-2909
        if (
            not self.add_identifier(identifier)
            or identifier is None
            or identifier.scheme is not scheme
        ):
            self.add_extra(extra_name, value)
        elif scheme is Scheme.ISBN and identifier.value != value:
            self.add_extra("isbn", value)

    def read_serial_numbers(self, text: str, extra_name: str) -> None:
        """Add the ISBNs and ISSNs in `text`, distinguished by their form. Other text is kept."""
        for piece in re.split(r"\s*[;,]\s*|\s+(?=[\dXx-]{8,})|\n", tidy(text)):
            bare = re.sub(r"(?i)^(?:e-?|p-?)?(?:issn|isbn)(?:-1[03])?:?\s*", "", piece)
            bare = re.sub(r"\s*\([^()]*\)$", "", bare)
            if re.fullmatch(r"\d{4}-?\d{3}[\dXx]", bare):
                self.add_extra("issn", bare if piece == bare else piece)
            elif parse_identifier(f"isbn:{bare}") is not None:
                self.read_identifier(Scheme.ISBN, bare, extra_name)
            else:
                self.add_extra(extra_name, piece)

    def add_link(self, kind: LinkKind, url: str, extra_name: str, label: str | None = None) -> None:
        """Add a link and the identifiers in its URL. Other text becomes an extra field."""
        url = url.strip()
        if _ADDRESS.fullmatch(url) is None:
            self.add_extra(extra_name, url)
            return
        self._links.setdefault(url, Link(kind, url, label))
        if kind in (LinkKind.PAPER, LinkKind.PDF):
            for identifier in find_identifiers(url):
                self.add_identifier(identifier)

    def set_date(
        self, text: str, own_name: str, as_read: str | None = None, *, is_all: bool = True
    ) -> None:
        """Set year and month by a date.

        A day is kept in `date`, in the form of ISO 8601. A text that is no whole date is kept as
        written in the extra field `own_name`, with a remark. So is a date of another year or month
        than those that are set, without a remark.

        as_read: what is kept, if that is not `text`.
        is_all: whether `text` is all that the source states of the date.
        """
        as_read = text if as_read is None else as_read
        if not as_read.strip():
            return
        date = read_date_text(text)
        fits = date.year in (None, self.year or date.year)
        fits = fits and date.month in (None, self.month or date.month)
        if fits and date.year is not None:
            self.year = date.year
            self.month = date.month or self.month
            if date.day is not None and self._extra.setdefault("date", date.iso) != date.iso:
                fits = False
        is_whole = date.is_whole and is_all
        if not (is_whole and fits):
            self.add_extra(own_name, as_read, raw=True)
        if not is_whole:
            self.remarks.append(kept_date_remark(own_name, as_read, date.year))

    def set_month(self, text: str, own_name: str) -> None:
        """Set the month by its number or name. Other text is kept in the extra field `own_name`."""
        text = tidy(text)
        month = month_of(text)
        if month is not None and self.month in (None, month):
            self.month = month
        elif text:
            self.add_extra(own_name, text, raw=True)
            if month is None:
                self.remarks.append(kept_date_remark(own_name, text))

    def add_date(
        self,
        name: str,
        text: str,
        own_name: str,
        as_read: str | None = None,
        *,
        is_all: bool = True,
    ) -> None:
        """Add another date, such as `urldate`, in the form of ISO 8601.

        A text that is no whole date is kept as written in the extra field `own_name`, with a
        remark. The arguments are those of `set_date`.
        """
        as_read = text if as_read is None else as_read
        date = read_date_text(text)
        if date.is_whole and is_all:
            self.add_extra(name, date.iso)
        elif as_read.strip():
            self.add_extra(own_name, as_read, raw=True)
            self.remarks.append(kept_date_remark(own_name, as_read))

    def set_venue(self, text: str, field: str) -> None:
        """Set the venue by the title of a journal or book; `field` is `journal` or `booktitle`."""
        title = tidy(text)
        if not title:
            return
        if self.venue is not None:
            self.add_extra(field, title if title != self.venue.name else "")
            return
        kind = parse_fields.venue_kind(self.entry_type, field)
        self.venue = find_venue(title) or Venue(None, title, kind)
        collective = self.entry_type in parse_fields.MEETING_TYPES | parse_fields.CHAPTER_TYPES
        if self.venue.kind in (VenueKind.JOURNAL, VenueKind.PREPRINT) and not collective:
            field = "journal"
        if title != self.venue.name:
            self.add_extra(field, title)

    def set_short_venue(self, text: str) -> None:
        """Set the short title of the venue. Call it after `set_venue`."""
        title = tidy(text)
        venue = self.venue
        if not title or (venue is not None and title in (venue.name, venue.acronym, *venue.names)):
            return
        if venue is not None and venue.acronym is None and _ACRONYM.fullmatch(title):
            self.venue = Venue(title, venue.name, venue.kind, venue.publisher, venue.names)
        else:
            self.add_extra("shortjournal", title)

    def add_keywords(self, words: Iterable[str]) -> None:
        """Add keywords, each once."""
        self.tags += [w for w in dict.fromkeys(map(tidy, words)) if w and w not in self.tags]

    # --- the result ---

    @property
    def extra(self) -> tuple[tuple[str, str], ...]:
        """The extra fields."""
        return tuple(self._extra.items())

    @property
    def names_no_work(self) -> bool:
        """Whether the record has no title, person, identifier and link."""
        return not (
            self.get("title") or self.authors or self.editors or self._identifiers or self._links
        )

    def record(self, ref: str = "") -> Record:
        """The record of all values. `ref` names its place in the source; the default is the key."""
        for role, people in self._roles.items():
            self.add_extra(role, bib_people(people), raw=True)
        self._roles.clear()
        texts = RecordValues()
        for field in TEXT_FIELDS:
            texts.put(field, self.get(field.name) or None)
        texts.put(NOTE, "\n\n".join(self.notes) or None)
        return texts.put_into(Record(
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
            identifiers=tuple(self._identifiers.values()),
            links=tuple(self._links.values()),
            tags=tuple(self.tags),
            topics=tuple(self.topics),
            places=tuple(self.places),
            extra=tuple(self._extra.items()),
            remarks=tuple(self.remarks),
        ))  # fmt: skip
