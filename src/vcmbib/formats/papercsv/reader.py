"""From rows to records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.item_net import Outcome, named, read_each
from vcmbib.formats.papercsv import columns as naming
from vcmbib.formats.papercsv.authors import read_people
from vcmbib.formats.papercsv.formulas import MARK, unguarded
from vcmbib.formats.papercsv.rows import CsvRow, delimiter, is_comment, rows
from vcmbib.formats.record_builder import RecordBuilder, paragraphs
from vcmbib.model.attempt import BadItem
from vcmbib.model.field_types import PaperField
from vcmbib.model.fields import NOTE, PAGES, TEXT_FIELDS, TITLE
from vcmbib.model.identifiers import Scheme, parse_identifier
from vcmbib.model.paper import (
    ENTRY_TYPES,
    LinkKind,
    Place,
    Problem,
    Reading,
    Skipped,
)
from vcmbib.model.text import normalize_newlines, tidy
from vcmbib.model.venues.venue import Venue

# What databases call sorts of works, folded -> entry type.
_TYPES = {
    "journalarticle": "article", "ieeejournals": "article", "article": "article",
    "ieeemagazines": "article", "review": "article", "articleinpress": "article",
    "earlyaccess": "article", "ieeeearlyaccessarticles": "article", "magazinearticle": "article",
    "newspaperarticle": "article", "conferencepaper": "inproceedings",
    "proceedingspaper": "inproceedings", "ieeeconferences": "inproceedings",
    "proceedingsarticle": "inproceedings", "conference": "inproceedings",
    "booksection": "incollection", "bookchapter": "incollection", "chapter": "incollection",
    "thesis": "thesis", "dissertation": "thesis", "preprint": "misc", "postedcontent": "misc",
    "report": "report", "webpage": "online", "blogpost": "online", "computerprogram": "software",
    "journal": "article", "j": "article", "c": "inproceedings", "b": "book",
    "manuscript": "unpublished",
}  # fmt: skip
_SINGLE: tuple[PaperField, ...] = (
    TITLE, *(field for field in TEXT_FIELDS if field not in (PAGES, NOTE)),
)  # fmt: skip
"""The fields whose cell is their value."""
_LINKS = {"url": LinkKind.PAPER, "pdf": LinkKind.PDF, "code": LinkKind.CODE}
_BEFORE_LINK = re.compile(r"\s*[;|,\n]\s*(?=(?:[a-z]+ )?(?:https?|ftp)://)")
_LINK = re.compile(r"(?:(paper|pdf|code|project|dataset|video|other) )?(\S+)")


_YES = frozenset(("", "yes", "true", "1"))
_NO = frozenset(("no", "false", "0"))


def read(text: str, origin: str, columns: Mapping[str, str] | None = None) -> Reading:
    """The records of a table whose first row names its columns.

    The name of a column decides its field. `columns` overrides that: column name -> field. A column
    without a field is kept as `csv-NAME`. Each row is a record or a problem. Raises Usage if
    `columns` names a column that the table does not have.
    """
    text = normalize_newlines(text)
    found = list(rows(text, delimiter(text)))
    if any(MARK in row.cells for row in found[:12]):
        found = [replace(row, cells=tuple(unguarded(row.cells))) for row in found]
    header = _header(found, columns)
    skipped = [Skipped(r.line, "comment", r.text) for r in found if is_comment(r)]
    data = [r for r in found if not is_comment(r)]
    if header is None:
        reason = "no column has titles; name the right column: --columns NAME=title"
        problems = [Problem(r.line, reason, r.text) for r in data]
        return Reading((), tuple(problems), tuple(skipped))
    skipped += [
        Skipped(r.line, "a line above the header", r.text) for r in data if r.line < header.line
    ]
    return _records(header, [r for r in data if r.line > header.line], origin, columns, skipped)


def _header(found: Sequence[CsvRow], columns: Mapping[str, str] | None = None) -> CsvRow | None:
    """The row that names the columns: the first one, or one soon after it, that names a title."""
    rest = [r for r in found[:12] if not is_comment(r) and r.cells][:6]
    if columns and rest:
        names = {naming.folded(c) for c in columns}
        best = max(rest, key=lambda r: len(names & {naming.folded(c) for c in r.cells}))
        naming.fields_of(best.cells, columns)  # raises Usage for an unknown column
        return best
    return next((r for r in rest if naming.score(r.cells)[0]), None)


def _records(
    header: CsvRow,
    data: Sequence[CsvRow],
    origin: str,
    columns: Mapping[str, str] | None,
    skipped: list[Skipped],
) -> Reading:
    fields = naming.fields_of(header.cells, columns)

    def read_row(row: CsvRow) -> Outcome:
        if row.reason:
            raise BadItem(row.reason)
        if row.cells == header.cells:
            return Skipped(row.line, "a repeated header", row.text)
        if any(c.strip() for c in row.cells[len(fields) :]):
            raise BadItem(f"{len(row.cells)} cells, but {len(fields)} columns")
        builder = _Cells(row, header.cells, fields, origin).builder()
        return named(builder.record(builder.key or f"line {row.line}"))

    def problem(row: CsvRow, reason: str) -> Problem:
        return Problem(row.line, reason, row.text, header=header.text)

    reading = read_each("", lambda _: data, read_row, problem)
    return replace(reading, skipped=tuple(sorted((*skipped, *reading.skipped), key=_line)))


def _line(skipped: Skipped) -> int:
    return skipped.line


class _Cells:
    """One row on its way to a record."""

    def __init__(
        self, row: CsvRow, header: Sequence[str], fields: Sequence[str], origin: str
    ) -> None:
        self._builder = RecordBuilder(origin, row.line)
        self._cells: dict[str, tuple[str, str]] = {}
        self._own: list[tuple[str, str]] = []
        for name, field, cell in zip(header, fields, row.cells, strict=False):
            if not cell.strip():
                continue
            if field.startswith(naming.OWN):
                self._own.append((field.removeprefix(naming.OWN), cell))
            else:
                self._cells[field] = (cell.strip(), name.strip())

    def _take(self, field: str) -> str:
        return self._cells.pop(field, ("", ""))[0]

    def builder(self) -> RecordBuilder:
        """The record of the cells."""
        builder = self._builder
        self._type()
        builder.set_key(self._take("key"), "csv-key")
        for field in _SINGLE:
            builder.set_field(field.name, self._take(field.label), f"csv-{field.label}")
        self._pages()
        self._people()
        self._dates()
        self._venue()
        self._identifiers()
        self._links()
        builder.add_keywords(self._words("tags"))
        builder.topics += dict.fromkeys(self._words("topics"))
        builder.places += [Place((slug,)) for slug in self._words("categories")]
        if note := paragraphs(self._take("note"), keep_lines=True):
            builder.notes.append(note)
        builder.add_extra("ids", ", ".join(self._words("former_keys")))
        for name in (*naming.EXTRA, "venueplace"):
            if name == "urldate":
                builder.add_date(name, self._take(name), "csv-urldate")
            else:
                builder.add_extra("venue" if name == "venueplace" else name, self._extra(name))
        for name, value in self._own:
            builder.add_extra(name, value, raw=not name.startswith("csv-"))
        return builder

    def _extra(self, field: str) -> str:
        value = self._take(field)
        if field == "translator" and value:
            from vcmbib.formats.record_builder import bib_people

            return bib_people(read_people(value).names)
        return value

    def _words(self, field: str) -> list[str]:
        value = self._take(field)
        sign = next((s for s in (";", "|", "\n") if s in value), ",")
        if field in ("topics", "categories") and sign == ",":
            return [tidy(value)] if value else []
        return [w for w in map(tidy, value.split(sign)) if w]

    def _type(self) -> None:
        cell, name = self._cells.pop("type", ("", ""))
        kind = naming.folded(cell)
        known = _TYPES.get(kind, cell.lower() if cell.lower() in ENTRY_TYPES else "")
        own = re.fullmatch(r"[a-z][a-z0-9-]*", cell) is not None and name == "type"
        self._builder.entry_type = cell if own and not known else known
        if cell and cell != self._builder.entry_type:
            self._builder.add_extra(f"csv-{name}", cell)

    def _pages(self) -> None:
        first, last = self._take("first"), self._take("last")
        both = f"{first}-{last}" if first and last and first != last else first or last
        for pages in (self._take("pages"), both):
            self._builder.set_field("pages", pages, "csv-pages")

    def _people(self) -> None:
        found = read_people(self._take("authors"))
        for name in found.names:
            self._builder.add_person(name)
        complete = self._take("authors_complete")
        self._builder.more_authors = found.others or complete.lower() in _NO
        if complete.lower() not in _NO | _YES:
            self._builder.add_extra("csv-authors_complete", complete)
        for name in read_people(self._take("editors")).names:
            self._builder.add_person(name, editor=True)

    def _dates(self) -> None:
        builder = self._builder
        year, month, day = self._take("year"), self._take("month"), self._take("day")
        builder.set_date(re.sub(r"\.0$", "", year), "csv-year", year)
        builder.set_month(re.sub(r"\.0$", "", month), "csv-month")
        builder.add_extra("day", day)
        builder.set_date(self._take("date"), "csv-date")

    def _venue(self) -> None:
        builder = self._builder
        cell, header = self._cells.pop("venue", ("", ""))
        own = self._own_venue(cell, header)
        if own is not None:
            builder.venue = own
        else:
            article = builder.entry_type in ("", "article")
            builder.set_venue(cell, "journal" if article else "booktitle")
        builder.set_short_venue(self._take("shortjournal"))

    def _own_venue(self, cell: str, header: str) -> Venue | None:
        """Our own two columns, `venue` (an acronym, or the name) and `venue_name`."""
        name = next((v for n, v in self._own if n in ("csv-venue_name", "venue_name")), "")
        if header != "venue" or not name:
            return None
        self._own = [(n, v) for n, v in self._own if n not in ("csv-venue_name", "venue_name")]
        article = self._builder.entry_type in parse_fields.JOURNAL_TYPES
        self._builder.set_venue(name, "journal" if article else "booktitle")
        venue = self._builder.venue
        if venue is not None and cell not in (venue.acronym, venue.name) and not venue.acronym:
            return Venue(cell, venue.name, venue.kind, venue.publisher, venue.names)
        return venue

    def _identifiers(self) -> None:
        builder = self._builder
        for scheme in (Scheme.DOI, Scheme.ARXIV, Scheme.PMID, Scheme.PMCID):
            builder.read_identifier(scheme, self._take(scheme.value), f"csv-{scheme.value}")
        for piece in re.split(r"(?<![;,|\s])[;,|\s]+(?=[\dXx-]{9,})", self._take("isbn")):
            builder.read_identifier(Scheme.ISBN, re.sub(r"\.0$", "", piece), "isbn")
        for piece in self._words("identifiers"):
            if builder.add_identifier(parse_identifier(piece)):
                continue
            if piece.lower().startswith("doi:"):
                builder.read_identifier(Scheme.DOI, piece[4:], "csv-identifiers")
            else:
                builder.add_extra("csv-identifiers", piece)

    def _links(self) -> None:
        # A URL may contain a separator: it separates only before another URL.
        links = [p.strip(" ;") for p in _BEFORE_LINK.split(self._take("links")) if p.strip()]
        for piece in links:
            match = _LINK.fullmatch(piece)
            if match is None:
                self._builder.add_extra("csv-links", piece)
            else:
                self._builder.add_link(LinkKind(match[1] or "other"), match[2], "csv-links")
        for field, kind in _LINKS.items():
            for piece in re.split(r"(?<![;|\s])[;|\s]+(?=https?:)|\s+", self._take(field)):
                self._builder.add_link(kind, piece, f"csv-{field}")
