"""From an entry's fields to a `Record`.

Nothing blocks an entry and nothing is invented. A field that has no place of its own in a record
stays in `extra`, as it was written; so does one that we would write differently from what the
record makes of it, so that it can come out again as it came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vcmbib.formats.bibtex import dates, dialects, field_parsing, field_values, venue_fields
from vcmbib.formats.bibtex.field_values import collapse_blanks, is_plain_text, value_digest
from vcmbib.formats.bibtex.link_fields import LINK_FIELDS, read_links, write_links
from vcmbib.formats.bibtex.names import NameList, read_people
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.preambles import PREAMBLE
from vcmbib.formats.bibtex.reader import identifiers
from vcmbib.formats.bibtex.reader.whole_file import with_ids, with_spellings
from vcmbib.formats.bibtex.style import Dialect
from vcmbib.formats.bibtex.writer.inherited import MISSING
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Link, LinkKind, Reading, Record, SourceKind
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue

if TYPE_CHECKING:
    from vcmbib.formats.bibtex.parse.file_set import FileSet

Same = tuple[str, str]
Entries = tuple[RawEntry, ...]

_PIECE = 1_000  # entries that are worth being given to another process


def read(
    text: str, origin: str, parallel_map: ParallelMap = map, files: FileSet | None = None
) -> Reading:
    """The records of a BibTeX or BibLaTeX file; `origin` names it.

    `files` are the files that are read together with it: their macros and parents serve here too.

    Every block of the file is a record, a problem (word for word, with line and reason) or skipped
    (comment, preamble, string). Never raises for what stands in the file. Once macros and
    inheritance are settled no entry needs another one, so that `parallel_map` may read several
    entries at a time.
    """
    from vcmbib.formats.bibtex.parse.resolve import read_blocks  # not needed to write

    blocks = read_blocks(text, files)
    dialect = dialects.dialect_of(blocks.entries)

    def read_piece(entries: Entries) -> list[Record]:
        return [_EntryReader(entry, dialect).record(origin) for entry in entries]

    starts = range(0, len(blocks.entries), _PIECE)
    pieces = [blocks.entries[start : start + _PIECE] for start in starts]
    records = tuple(record for piece in parallel_map(read_piece, pieces) for record in piece)
    if any(record.former_keys for record in records):
        records = with_ids(records)
    return Reading(with_spellings(records), blocks.problems, blocks.skipped)


class _EntryReader:
    """One entry on its way to a record.

    `_fields` are those that nobody has taken yet; `_keep` names those taken that must come out as
    they came in.
    """

    def __init__(self, entry: RawEntry, dialect: Dialect) -> None:
        self._entry = entry
        self._dialect = dialect
        self._type = entry.type
        self._translated = False  # its date was put into year and month for BibTeX
        self._written = {n: v.strip() for n, v in (*entry.fields, *entry.inherited)}
        self._restore()
        self._fields = {n: v for n, v in self._written.items() if v}
        self._keep: set[str] = set()
        self._marks: dict[str, str] = {}
        self._remarks = entry.remarks
        self._own: dict[Same, Identifier] = {}
        self._own_fields: dict[Same, str] = {}
        self._mentioned: dict[Same, Identifier] = {}
        self._mentions: dict[Same, list[str]] = {}

    def _restore(self) -> None:
        """Take back what we put into fields of our own for BibLaTeX's sake."""
        kind = self._written.get(dialects.TYPE_FIELD, "")
        if kind and dialects.bibtex_type(kind, self._written.get("type", "")) == self._type:
            del self._written[dialects.TYPE_FIELD]
            self._type = kind
            if kind == "thesis" and "institution" not in self._written:
                self._rename("school", "institution")
        date = self._written.get(dialects.DATE_FIELD, "")
        if date:
            self._written["date"] = self._written.pop(dialects.DATE_FIELD)
            self._written.pop("year", None)
            self._written.pop("month", None)
            self._translated = True

    def _rename(self, old: str, new: str) -> None:
        self._written = {new if n == old else n: v for n, v in self._written.items()}

    def record(self, origin: str) -> Record:
        """The record of this entry."""
        authors, editors = self._people("author"), self._people("editor")
        model = self._text("model")
        year, month = self._when()
        note = self._text("note")
        self._find_identifiers()
        links = self._links()
        venue = self._venue()
        self._keep_identifiers()
        entry = self._entry
        return Record(
            source=SourceKind.BIBTEX,
            origin=origin,
            ref=entry.key,
            line=entry.line,
            key=entry.key,
            entry_type=self._library_type(venue),
            title=self._title(model),
            authors=authors.names,
            authors_complete=bool(authors.names) and not authors.others,
            editors=editors.names,
            year=year,
            month=month,
            venue=venue,
            honour=self._text("honour"),
            volume=self._text("volume"),
            number=self._number(),
            pages=self._text("pages"),
            publisher=self._text("publisher"),
            abstract=self._text("abstract"),
            note=note,
            model=model,
            links=links,
            tags=self._words("keywords"),
            topics=self._words("topics"),
            identifiers=tuple((self._mentioned | self._own).values()),
            former_keys=self._former_keys(),
            extra=self._extra(),
            remarks=self._remarks,
        )

    # --- columns ---

    def _take(self, name: str) -> str:
        return self._fields.pop(name, "")

    def _text(self, name: str) -> str | None:
        written = self._take(name)
        if not written:
            return None
        if is_plain_text(written) and (name != "pages" or written.isalnum()):
            return written
        value = field_values.FIELD_READERS[name](written)
        if collapse_blanks(field_values.canonical_value(name, value)) != collapse_blanks(
            field_values.latex_safe(name, written)
        ):
            self._keep.add(name)
        return value or None

    def _title(self, model: str | None) -> str:
        written = self._take("title")
        if not written:
            return ""
        value = written if is_plain_text(written) else field_parsing.plain(written)
        if not field_values.is_canonical_title(
            field_values.escape_bare_signs(written), value, model
        ):
            self._keep.add("title")
        return value

    def _people(self, name: str) -> NameList:
        written = self._take(name)
        if not written:
            return NameList()
        people = read_people(written)
        if not field_values.is_canonical_name_list(
            written, people.names, complete=not people.others
        ):
            self._keep.add(name)
        self._remarks += people.remarks
        if people.others and not people.names:
            self._keep.add(name)
        if name == "editor" and people.others:
            self._keep.add(name)
        return people

    def _words(self, name: str) -> tuple[str, ...]:
        names = field_parsing.repeated_names(name, self._fields)
        written = [self._take(n) for n in names]
        found = tuple(dict.fromkeys(word for w in written for word in field_parsing.read_tags(w)))
        if names and (
            names != [name] or field_values.write_keywords(found) != collapse_blanks(written[0])
        ):
            self._keep.update(names)
        return found

    def _number(self) -> str | None:
        issue = self._fields.get("issue", "")
        if issue and "number" in self._fields:
            self._keep.add("number")
        elif issue.isdecimal():
            self._keep.add("issue")
            return self._take("issue")
        return self._text("number")

    def _former_keys(self) -> tuple[str, ...]:
        written = self._take("ids")
        if not written:
            return ()
        found = field_parsing.read_keys(written)
        if ", ".join(found) != collapse_blanks(written):
            self._keep.add("ids")
        return found

    def _when(self) -> dates.YearMonth:
        written = {n: v for n in dates.FIELDS if (v := self._take(n))}
        when = dates.read_year_month(written)
        if written and not dates.is_canonical(written, when, self._dialect):
            self._keep.update(written)
        return when

    # --- identifiers, links ---

    def _find_identifiers(self) -> None:
        written, inherited = self._fields, dict(self._entry.inherited)
        for name in [n for n in identifiers.OWN if n in written]:
            found = identifiers.own(name, written)
            for identifier in found:
                self._own.setdefault(identifier.comparison_key, identifier)
                other = self._own_fields.setdefault(identifier.comparison_key, name)
                if other != name:
                    self._keep.update((other, name))
            if [i.value for i in found] != [written[name]] or name in identifiers.ARXIV_NAMES:
                self._keep.add(name)
        for name in identifiers.MENTIONING:
            value = self._written.get(name)
            if value and name not in inherited:
                for identifier in identifiers.mentioned(name, value):
                    self._mention(identifier, name)
        known = self._own | self._mentioned
        if not any(i.scheme is Scheme.DBLP for i in known.values()):
            for identifier in identifiers.of_key(self._entry.key):
                self._mention(identifier, "")
        for name in identifiers.OWN:
            written.pop(name, None)
        self._keep_archive()

    def _keep_archive(self) -> None:
        """`eprint` and the field that says whose it is are one statement: kept whole, or not."""
        archives = {n: self._fields.pop(n) for n in identifiers.ARCHIVE if n in self._fields}
        written = self._written.get("eprint")
        arxiv = [i for i in self._own.values() if i.scheme is Scheme.ARXIV]
        plain = archives == {"archiveprefix": "arXiv"} or (
            archives == {"eprinttype": "arXiv"} and self._dialect is Dialect.BIBLATEX
        )
        if not (written and plain and any(i.value == written for i in arxiv)):
            self._keep.update(archives)
            if written:
                self._keep.add("eprint")

    def _mention(self, identifier: Identifier, name: str) -> None:
        self._mentioned.setdefault(identifier.comparison_key, identifier)
        self._mentions.setdefault(identifier.comparison_key, []).append(name)

    def _keep_identifiers(self) -> None:
        """Keep a field that alone names an identifier, and one whose identifier a kept one names:
        else the writer would think that it was not said, or was said already.
        """
        for same, names in self._mentions.items():
            if same not in self._own:
                self._keep.update(names)
        self._keep.discard("")
        for same, name in self._own_fields.items():
            if any(n in self._keep or not n for n in self._mentions.get(same, ())):
                self._keep.add(name)
        if "eprint" in self._keep:
            self._keep.update(n for n in identifiers.ARCHIVE if n in self._written)

    def _links(self) -> tuple[Link, ...]:
        links: dict[str, Link] = {}
        written = self._take("url")
        found = identifiers.addresses(written) if written else ()
        known = self._own | self._mentioned
        if written and (found != (written,) or identifiers.repeats(written, known)):
            self._keep.add("url")
        if "howpublished" in self._fields:
            other = identifiers.addresses(self._fields["howpublished"])
            if found and other:
                self._keep.add("url")
            found = found or other
        for url in found:
            links.setdefault(url, Link(LinkKind.PAPER, url))
        for name in LINK_FIELDS:
            value = self._fields.get(name)
            if not value:
                continue
            labelled = read_links(name, value)
            if labelled:
                del self._fields[name]
                if write_links(labelled) != value or any(k.url in links for k in labelled):
                    self._keep.add(name)
            for link in labelled:
                links.setdefault(link.url, link)
        return tuple(links.values())

    # --- venue, type ---

    def _venue(self) -> Venue | None:
        """The container: `journal` before `booktitle` in articles, elsewhere after it."""
        if identifiers.mentioned("volume", self._fields.get("volume", "")):
            self._take("volume")
            self._keep.add("volume")
        known = self._own | self._mentioned
        on_arxiv = any(scheme == Scheme.ARXIV for scheme, _ in known)
        for name in venue_fields.fields_by_priority(self._type):
            written = self._fields.get(name)
            venue = venue_fields.read_venue(name, written, self._type) if written else None
            if venue is None or not written:
                continue
            del self._fields[name]
            kind = venue_fields.library_type(self._type, venue)
            plain = (
                field_parsing.BIBTEX_NAMES.get(name, name) == venue_fields.field_for(venue, kind)
                and not venue_fields.is_implied_by_eprint(venue, kind, on_arxiv=on_arxiv)
                and field_values.canonical_value(name, venue.name) == written
            )
            if not plain or any(n in self._fields for n in venue_fields.FIELDS[:3]):
                self._keep.add(name)
            return venue
        if self._type in field_parsing.PREPRINT_TYPES and on_arxiv:
            return find_venue("arXiv")
        return None

    def _library_type(self, venue: Venue | None) -> str:
        kind = venue_fields.library_type(self._type, venue)
        ours = dialects.canonical_type(kind, venue, self._on_arxiv(), self._dialect)
        if self._dialect is Dialect.BIBTEX and self._type == self._entry.type:
            ours = dialects.bibtex_type(ours, self._written.get("type", ""))
        if ours != self._type:
            self._marks["@type"] = self._type
        return kind

    def _on_arxiv(self) -> bool:
        return any(s == Scheme.ARXIV for s, _ in (*self._own, *self._mentioned))

    # --- what is left ---

    def _extra(self) -> tuple[tuple[str, str], ...]:
        """What is left or kept, in the entry's order; after it the notes for the writer."""
        written, keep, left = self._written, self._keep, self._fields
        undefined = dict(self._entry.undefined)
        keep.update(n for n in undefined if n in written)
        marks = self._marks
        extra: dict[str, str] = {}
        for name, value in written.items():
            if value and (name in left or name in keep):
                bibtex = field_parsing.BIBTEX_NAMES.get(name, name)
                extra[name if bibtex in written else bibtex] = value
        strange = dialects.names_of_other_dialect(written, self._dialect)
        if self._translated:
            strange.remove("date")
        if strange:
            marks["@names"] = " ".join(sorted(strange))
        empty = [n for n, v in self._entry.fields if not v.strip()]
        if empty:
            marks["@empty"] = " ".join(empty)
        for name, expression in undefined.items():
            marks[f"@bare:{name}"] = expression
        if self._entry.inherited:
            marks["@inherited"] = " ".join(
                f"{n}={value_digest(v)}" for n, v in self._entry.inherited
            )
            if self._entry.missing:
                marks[MISSING] = ", ".join(self._entry.missing)
        if self._entry.preamble:
            marks[PREAMBLE] = self._entry.preamble
        return (*extra.items(), *marks.items())
