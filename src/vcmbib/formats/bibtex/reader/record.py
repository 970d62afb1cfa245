"""Read BibTeX entries into records.

Each entry gives a record. A field without a column is kept as written in `extra`. So is a field
that the writer would write in another way, so that an unchanged field is written as it was read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vcmbib.formats.bibtex import dates, dialects, field_values, parse_fields, venue_fields
from vcmbib.formats.bibtex.field_values import collapse_blanks, is_plain_text, value_digest
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS, read_links, write_links
from vcmbib.formats.bibtex.names import ParsedNames, read_people
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.reader import identifiers
from vcmbib.formats.bibtex.reader.whole_file import check_old_keys, keep_venue_spellings
from vcmbib.formats.bibtex.style import Dialect
from vcmbib.formats.bibtex.writer.inherited import MISSING
from vcmbib.formats.item_net import pass_over, read_each
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Link, LinkKind, Problem, Reading, Record, SourceKind
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.raw_fields import PREAMBLE
from vcmbib.model.text import normalize_newlines
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue

if TYPE_CHECKING:
    from vcmbib.formats.bibtex.parse.file_set import FileSet

IdentifierKey = tuple[str, str]
Entries = tuple[RawEntry, ...]

_PIECE = 1_000  # entries in a piece for another process


def read(
    text: str, origin: str, parallel_map: ParallelMap = map, files: FileSet | None = None
) -> Reading:
    """Return the records of a BibTeX or BibLaTeX file with the name `origin`.

    files: the files that are read together with it; their macros and crossref parents are used.
    parallel_map: `map`, or a function that reads several pieces at a time.

    Each block of the file is a record, a problem (exactly as written, with line and reason) or
    skipped (comment, preamble, string). Never raises for bad input.
    """
    # The writer does not need the parser, which is slow to import.
    from vcmbib.formats.bibtex.parse.resolve import read_blocks

    blocks = read_blocks(text, files)
    dialect = dialects.dialect_of(blocks.entries)

    text = normalize_newlines(text)

    def read_piece(entries: Entries) -> Reading:
        """Return the records of some entries."""
        return read_each(
            "",
            lambda _: entries,
            lambda entry: _EntryReader(entry, dialect).record(origin),
            lambda entry, reason: Problem(entry.line, reason, text[slice(*entry.span)]),
        )

    starts = range(0, len(blocks.entries), _PIECE)
    pieces = [blocks.entries[start : start + _PIECE] for start in starts]
    read_pieces = tuple(parallel_map(read_piece, pieces))
    reading = Reading(
        tuple(record for piece in read_pieces for record in piece.records),
        (*blocks.problems, *(p for piece in read_pieces for p in piece.problems)),
        blocks.skipped,
    )
    return pass_over(reading, _checked_as_whole, "the check of old keys and venue names")


def _checked_as_whole(reading: Reading) -> Reading:
    """Check the records of a file against each other."""
    records = reading.records
    if any(record.former_keys for record in records):
        records = check_old_keys(records)
    return replace(reading, records=keep_venue_spellings(records))


class _EntryReader:
    """Convert one entry to a record.

    _all_fields: own and inherited fields.
    _remaining: fields that no column has used yet.
    _keep_as_written: used fields that `extra` keeps as well.
    _markers: notes for the writer; they become extra fields with an @ before the name.
    _stated, _mentioned: identifiers from fields that contain only them, and from other fields.
    _stating_field, _mentioning_fields: the names of those fields.
    """

    def __init__(self, entry: RawEntry, dialect: Dialect) -> None:
        self._entry = entry
        self._dialect = dialect
        self._type = entry.type
        self._date_restored = False  # BibLaTeX date restored from DATE_FIELD
        self._all_fields = {n: v.strip() for n, v in (*entry.fields, *entry.inherited)}
        self._restore_biblatex()
        self._remaining = {n: v for n, v in self._all_fields.items() if v}
        self._keep_as_written: set[str] = set()
        self._markers: dict[str, str] = {}
        self._remarks = entry.remarks
        self._stated: dict[IdentifierKey, Identifier] = {}
        self._stating_field: dict[IdentifierKey, str] = {}
        self._mentioned: dict[IdentifierKey, Identifier] = {}
        self._mentioning_fields: dict[IdentifierKey, list[str]] = {}

    def _restore_biblatex(self) -> None:
        """Restore the BibLaTeX type and date from the fields that vcmbib wrote for BibTeX."""
        kind = self._all_fields.get(dialects.TYPE_FIELD, "")
        if kind and dialects.bibtex_type(kind, self._all_fields.get("type", "")) == self._type:
            del self._all_fields[dialects.TYPE_FIELD]
            self._type = kind
            if kind == "thesis" and "institution" not in self._all_fields:
                self._rename("school", "institution")
        date = self._all_fields.get(dialects.DATE_FIELD, "")
        if date:
            self._all_fields["date"] = self._all_fields.pop(dialects.DATE_FIELD)
            self._all_fields.pop("year", None)
            self._all_fields.pop("month", None)
            self._date_restored = True

    def _rename(self, old: str, new: str) -> None:
        """Rename a field in place."""
        self._all_fields = {new if n == old else n: v for n, v in self._all_fields.items()}

    def record(self, origin: str) -> Record:
        """Return the record of this entry; `origin` is the name of the file."""
        authors, editors = self._read_people("author"), self._read_people("editor")
        model = self._read_text_column("model")
        year, month = self._read_year_month()
        note = self._read_text_column("note")
        self._find_identifiers()
        links = self._read_links()
        venue = self._read_venue()
        self._keep_identifier_fields()
        entry = self._entry
        return Record(
            source=SourceKind.BIBTEX,
            origin=origin,
            ref=entry.key,
            line=entry.line,
            key=entry.key,
            entry_type=self._library_type(venue),
            title=self._read_title(model),
            authors=authors.names,
            authors_complete=bool(authors.names) and not authors.others,
            editors=editors.names,
            year=year,
            month=month,
            venue=venue,
            honour=self._read_text_column("honour"),
            volume=self._read_text_column("volume"),
            number=self._read_number(),
            pages=self._read_text_column("pages"),
            publisher=self._read_text_column("publisher"),
            abstract=self._read_text_column("abstract"),
            note=note,
            model=model,
            links=links,
            tags=self._read_words("keywords"),
            topics=self._read_words("topics"),
            identifiers=tuple((self._mentioned | self._stated).values()),
            former_keys=self._read_old_keys(),
            extra=self._extra(),
            remarks=self._remarks,
        )

    # --- columns ---

    def _take(self, name: str) -> str:
        """Return a field and remove it from the remaining ones; empty if it is missing."""
        return self._remaining.pop(name, "")

    def _read_text_column(self, name: str) -> str | None:
        """Return the value of a text column; keep the field if the writer would change it."""
        written = self._take(name)
        if not written:
            return None
        if is_plain_text(written) and (name != "pages" or written.isalnum()):
            return written
        value = field_values.FIELD_READERS[name](written)
        if collapse_blanks(field_values.canonical_value(name, value)) != collapse_blanks(
            field_values.latex_safe(name, written)
        ):
            self._keep_as_written.add(name)
        return value or None

    def _read_title(self, model: str | None) -> str:
        """Return the title; keep the field if its braces are not those of vcmbib."""
        written = self._take("title")
        if not written:
            return ""
        value = written if is_plain_text(written) else parse_fields.plain(written)
        if not field_values.is_canonical_title(
            field_values.escape_bare_signs(written), value, model
        ):
            self._keep_as_written.add("title")
        return value

    def _read_people(self, name: str) -> ParsedNames:
        """Return the names of a field; keep the field if the writer would change it."""
        written = self._take(name)
        if not written:
            return ParsedNames()
        people = read_people(written)
        if not field_values.is_canonical_name_list(
            written, people.names, complete=not people.others
        ):
            self._keep_as_written.add(name)
        self._remarks += people.remarks
        if people.others and not people.names:
            self._keep_as_written.add(name)
        if name == "editor" and people.others:
            self._keep_as_written.add(name)
        return people

    def _read_words(self, name: str) -> tuple[str, ...]:
        """Return the words of `keywords` or `topics`, also of repeated fields."""
        names = parse_fields.repeated_names(name, self._remaining)
        written = [self._take(n) for n in names]
        words = tuple(dict.fromkeys(word for w in written for word in parse_fields.read_tags(w)))
        if names and (
            names != [name] or field_values.write_keywords(words) != collapse_blanks(written[0])
        ):
            self._keep_as_written.update(names)
        return words

    def _read_number(self) -> str | None:
        """Return the number of the issue: from `number`, else from a numeric `issue`."""
        issue = self._remaining.get("issue", "")
        if issue and "number" in self._remaining:
            self._keep_as_written.add("number")
        elif issue.isdecimal():
            self._keep_as_written.add("issue")
            return self._take("issue")
        return self._read_text_column("number")

    def _read_old_keys(self) -> tuple[str, ...]:
        """Return the old keys in `ids`."""
        written = self._take("ids")
        if not written:
            return ()
        keys = parse_fields.read_keys(written)
        if ", ".join(keys) != collapse_blanks(written):
            self._keep_as_written.add("ids")
        return keys

    def _read_year_month(self) -> dates.YearMonth:
        """Return (year, month); keep the fields if the writer would change them."""
        written = {n: v for n in dates.FIELDS if (v := self._take(n))}
        when = dates.read_year_month(written)
        if written and not dates.is_canonical(written, when, self._dialect):
            self._keep_as_written.update(written)
            self._remarks += dates.not_understood(written, when)
        return when

    # --- identifiers, links ---

    def _find_identifiers(self) -> None:
        """Collect the identifiers of all fields, and of the citation key if it is from DBLP."""
        remaining, inherited = self._remaining, dict(self._entry.inherited)
        for name in [n for n in identifiers.IDENTIFIER_FIELDS if n in remaining]:
            found = identifiers.stated_in(name, remaining)
            for identifier in found:
                self._stated.setdefault(identifier.comparison_key, identifier)
                other = self._stating_field.setdefault(identifier.comparison_key, name)
                if other != name:
                    self._keep_as_written.update((other, name))
            if [i.value for i in found] != [remaining[name]] or name in identifiers.ARXIV_FIELDS:
                self._keep_as_written.add(name)
        for name in identifiers.MENTIONING_FIELDS:
            value = self._all_fields.get(name)
            if value and name not in inherited:
                for identifier in identifiers.mentioned_in(name, value):
                    self._add_mention(identifier, name)
        known = self._stated | self._mentioned
        if not any(i.scheme is Scheme.DBLP for i in known.values()):
            for identifier in identifiers.identifiers_of_key(self._entry.key):
                self._add_mention(identifier, "")
        for name in identifiers.IDENTIFIER_FIELDS:
            remaining.pop(name, None)
        self._keep_archive_fields()

    def _keep_archive_fields(self) -> None:
        """Keep `eprint` together with the field that names its archive, or neither of them."""
        archives = {
            n: self._remaining.pop(n) for n in identifiers.ARCHIVE_FIELDS if n in self._remaining
        }
        written = self._all_fields.get("eprint")
        arxiv = [i for i in self._stated.values() if i.scheme is Scheme.ARXIV]
        is_canonical = archives == {"archiveprefix": "arXiv"} or (
            archives == {"eprinttype": "arXiv"} and self._dialect is Dialect.BIBLATEX
        )
        if not (written and is_canonical and any(i.value == written for i in arxiv)):
            self._keep_as_written.update(archives)
            if written:
                self._keep_as_written.add("eprint")

    def _add_mention(self, identifier: Identifier, name: str) -> None:
        """Note that a field mentions an identifier; an empty name means the citation key."""
        self._mentioned.setdefault(identifier.comparison_key, identifier)
        self._mentioning_fields.setdefault(identifier.comparison_key, []).append(name)

    def _keep_identifier_fields(self) -> None:
        """Keep the fields that the writer needs to write each identifier exactly once.

        These are: a field that is the only one to mention an identifier; and a field that contains
        an identifier which a kept field mentions too.
        """
        for key, names in self._mentioning_fields.items():
            if key not in self._stated:
                self._keep_as_written.update(names)
        self._keep_as_written.discard("")
        for key, name in self._stating_field.items():
            if any(
                n in self._keep_as_written or not n for n in self._mentioning_fields.get(key, ())
            ):
                self._keep_as_written.add(name)
        if "eprint" in self._keep_as_written:
            self._keep_as_written.update(
                n for n in identifiers.ARCHIVE_FIELDS if n in self._all_fields
            )

    def _read_links(self) -> tuple[Link, ...]:
        """Return the links of `url`, `howpublished` and the link fields, each URL once."""
        links: dict[str, Link] = {}
        written = self._take("url")
        urls = identifiers.urls_in(written) if written else ()
        identifiers_found = self._stated | self._mentioned
        if written and (
            urls != (written,) or identifiers.repeats_identifier(written, identifiers_found)
        ):
            self._keep_as_written.add("url")
        if "howpublished" in self._remaining:
            other_urls = identifiers.urls_in(self._remaining["howpublished"])
            if urls and other_urls:
                self._keep_as_written.add("url")
            urls = urls or other_urls
        for url in urls:
            links.setdefault(url, Link(LinkKind.PAPER, url))
        for name in LINK_FIELDS:
            value = self._remaining.get(name)
            if not value:
                continue
            field_links = read_links(name, value)
            if field_links:
                del self._remaining[name]
                if write_links(field_links) != value or any(k.url in links for k in field_links):
                    self._keep_as_written.add(name)
            for link in field_links:
                links.setdefault(link.url, link)
        return tuple(links.values())

    # --- venue, type ---

    def _read_venue(self) -> Venue | None:
        """Return the venue: in articles `journal` comes first, in other types `booktitle`."""
        if identifiers.mentioned_in("volume", self._remaining.get("volume", "")):
            self._take("volume")
            self._keep_as_written.add("volume")
        known = self._stated | self._mentioned
        on_arxiv = any(scheme == Scheme.ARXIV for scheme, _ in known)
        for name in venue_fields.fields_by_priority(self._type):
            written = self._remaining.get(name)
            venue = venue_fields.read_venue(name, written, self._type) if written else None
            if venue is None or not written:
                continue
            del self._remaining[name]
            kind = venue_fields.library_type(self._type, venue)
            is_canonical = (
                parse_fields.BIBTEX_NAMES.get(name, name) == venue_fields.field_for(venue, kind)
                and not venue_fields.is_implied_by_eprint(venue, kind, on_arxiv=on_arxiv)
                and field_values.canonical_value(name, venue.name) == written
            )
            if not is_canonical or any(n in self._remaining for n in venue_fields.FIELDS[:3]):
                self._keep_as_written.add(name)
            return venue
        if self._type in parse_fields.PREPRINT_TYPES and on_arxiv:
            return find_venue("arXiv")
        return None

    def _library_type(self, venue: Venue | None) -> str:
        """Return the type for the library; mark the written type if it would be lost."""
        kind = venue_fields.library_type(self._type, venue)
        canonical = dialects.canonical_type(kind, venue, self._on_arxiv(), self._dialect)
        if self._dialect is Dialect.BIBTEX and self._type == self._entry.type:
            canonical = dialects.bibtex_type(canonical, self._all_fields.get("type", ""))
        if canonical != self._type:
            self._markers["@type"] = self._type
        return kind

    def _on_arxiv(self) -> bool:
        """Whether the entry has an arXiv identifier."""
        return any(s == Scheme.ARXIV for s, _ in (*self._stated, *self._mentioned))

    # --- extra fields ---

    def _extra(self) -> tuple[tuple[str, str], ...]:
        """Return the fields of `extra` in the order of the entry, then the markers."""
        all_fields, kept, remaining = self._all_fields, self._keep_as_written, self._remaining
        undefined = dict(self._entry.undefined)
        kept.update(n for n in undefined if n in all_fields)
        markers = self._markers
        extra: dict[str, str] = {}
        for name, value in all_fields.items():
            if value and (name in remaining or name in kept):
                bibtex = parse_fields.BIBTEX_NAMES.get(name, name)
                extra[name if bibtex in all_fields else bibtex] = value
        foreign = dialects.names_of_other_dialect(all_fields, self._dialect)
        if self._date_restored:
            foreign.remove("date")
        if foreign:
            markers["@names"] = " ".join(sorted(foreign))
        empty = [n for n, v in self._entry.fields if not v.strip()]
        if empty:
            markers["@empty"] = " ".join(empty)
        for name, expression in undefined.items():
            markers[f"@bare:{name}"] = expression
        if self._entry.inherited:
            markers["@inherited"] = " ".join(
                f"{n}={value_digest(v)}" for n, v in self._entry.inherited
            )
            if self._entry.missing:
                markers[MISSING] = ", ".join(self._entry.missing)
        if self._entry.preamble:
            markers[PREAMBLE] = self._entry.preamble
        return (*extra.items(), *markers.items())
