"""The reader of tables of papers: each row is a record, a problem or skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vcmbib.formats.date_text import kept_date_remark
from vcmbib.formats.item_net import read_each
from vcmbib.formats.markdown.cell_values import (
    YearMonth,
    is_sentence,
    is_whole_date,
    read_date,
    read_names,
    read_venue,
    split_words,
)
from vcmbib.formats.markdown.header_roles import Role
from vcmbib.formats.markdown.inline import Inline, InlineKind, inline_text, parse, plain
from vcmbib.formats.markdown.links import (
    is_external,
    is_whole_proceedings,
    links_in,
    paper_first,
    paper_identifiers,
)
from vcmbib.formats.markdown.pipe_tables import PipeTable, TableRow, fit_cells
from vcmbib.formats.markdown.table_columns import ColumnSample, TableLayout, table_layout
from vcmbib.formats.markdown.titles import (
    TitleCell,
    clean_title,
    is_empty,
    is_label,
    read_title_cell,
)
from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_authors
from vcmbib.model.paper import Link, LinkKind, Place, Problem, Reading, Record, Skipped, SourceKind
from vcmbib.model.text import has_ligature, title_key
from vcmbib.model.venues.venue import VenueCell

_DATE_COLUMNS = (Role.YEAR, Role.DATE)
_ONLY_LINKS = frozenset((Role.PROJECT, Role.CODE, Role.DATASET, Role.VIDEO))
_LINK_COLUMNS = {
    Role.PAPER: LinkKind.PAPER,
    Role.PAPER_LINK: LinkKind.PAPER,
    Role.PROJECT: LinkKind.PROJECT,
    Role.CODE: LinkKind.CODE,
    Role.DATASET: LinkKind.DATASET,
    Role.VIDEO: LinkKind.VIDEO,
}


@dataclass(slots=True)
class ListReading:
    """The records, problems and skipped rows read so far."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        """Add a part of the file."""
        self.records += reading.records
        self.problems += reading.problems
        self.skipped += reading.skipped

    def reading(self) -> Reading:
        """The result, in the order of the lines."""
        return Reading(
            tuple(sorted(self.records, key=lambda r: r.line)),
            tuple(sorted(self.problems, key=lambda p: p.line)),
            tuple(sorted(self.skipped, key=lambda s: s.line)),
        )


def read_tables(
    tables: Sequence[PipeTable], origin: str, references: Mapping[str, str], found: ListReading
) -> bool:
    """Add the rows of the tables of papers to `found`. Return whether there is such a table.

    A table with unclear columns is read like another table with the same headers.
    """
    layouts = [_layout(table, references, found) for table in tables]
    known = {
        t.header: layout for t, layout in zip(tables, layouts, strict=True) if layout is not None
    }
    for table in tables:
        layout = known.get(table.header)
        if layout is not None:
            _read_table(table, layout, origin, references, found)
    return bool(known)


def _layout(
    table: PipeTable, references: Mapping[str, str], found: ListReading
) -> TableLayout | None:
    """The layout of a table; None if it has no papers. Its rows are problems if that fails."""
    layout = attempt(table_layout, table, references)
    if not isinstance(layout, Failure):
        return layout
    found.problems += [
        Problem(r.line, layout.reason, r.raw, r.path, table.written) for r in table.rows
    ]
    return None


def _read_table(
    table: PipeTable,
    layout: TableLayout,
    origin: str,
    references: Mapping[str, str],
    found: ListReading,
) -> None:
    reader = _RowReader(table, layout, origin, references)
    found.add(read_each("", lambda _: table.rows, reader.read, reader.problem))
    for line in table.commented:
        found.skipped.append(Skipped(line.number, "the row is in a comment", line.raw))


class _RowReader:
    def __init__(
        self, table: PipeTable, layout: TableLayout, origin: str, references: Mapping[str, str]
    ) -> None:
        self.table = table
        self.layout = layout
        self.origin = origin
        self.references = references
        self.header = tuple(title_key(plain(h)) for h in table.header)
        self.parsed: dict[str, tuple[Inline, ...]] = {}

    def read(self, row: TableRow) -> Record | Problem | Skipped:
        """Read a row."""
        if not row.cells:
            return self.problem(row, f"a line of {len(row.raw)} characters is too long for a row")
        cells = fit_cells(row, self.layout.count)
        if (reason := self._passed_over(row, cells)) is not None:
            return Skipped(row.line, reason, row.raw)
        surplus = cells[self.layout.count :]
        if surplus and not all(ColumnSample((), self.references).is_label(c) for c in surplus if c):
            return self.problem(row, f"{len(cells)} cells under {self.layout.count} headers")
        title = read_title_cell(parse(cells[self.layout.title], self.references))
        if not any(c.isalnum() for c in title.title) or is_empty(title.title):
            return self.problem(row, "the title is missing")
        if self._is_shifted(row, cells, title):
            return self.problem(
                row,
                f"{len(row.cells)} cells under {self.layout.count} headers: they do not line up",
            )
        return self._record(row, cells, title)

    def problem(self, row: TableRow, reason: str) -> Problem:
        """The problem of a row that cannot be read."""
        return Problem(row.line, reason, row.raw, row.path, self.table.written)

    def _passed_over(self, row: TableRow, cells: Sequence[str]) -> str | None:
        filled = [c for c in cells if c]
        if not filled:
            return "the row is empty"
        if all(is_empty(c) for c in filled):
            return "the row has only placeholders"
        at = self.layout.title
        short = (
            len(cells[at]) <= len(self.table.header[at]) + 8
        )  # a longer one differs from the header
        if (
            short
            and title_key(plain(cells[at])) == self.header[at]
            and (tuple(title_key(plain(c)) for c in cells) == self.header)
        ):
            return "a repeated header of the table"
        if len(filled) == 1 and self.layout.count > 2 and "](" not in filled[0]:
            at = next(i for i, c in enumerate(cells) if c)
            text = plain(filled[0])
            bold = filled[0].startswith("**") and self.layout.linked
            if at != self.layout.title or bold or len(text.split()) <= 2:
                return "a heading between the rows"
        return None

    def _is_shifted(self, row: TableRow, cells: Sequence[str], title: TitleCell) -> bool:
        """Whether a row with too few cells has another cell in its title column."""
        if len(row.cells) >= self.layout.count or not self.layout.linked or title.link is not None:
            return False
        columns = ColumnSample((), self.references)
        return any(columns.is_linked(c) for c in cells)

    def _pieces(self, cells: Sequence[str], role: Role) -> list[tuple[Inline, ...]]:
        return [self._parsed(cells[i]) for i in self.layout.of(role) if cells[i]]

    def _parsed(self, cell: str) -> tuple[Inline, ...]:
        """The pieces of a cell. They are cached, because a row needs them several times."""
        found = self.parsed.get(cell)
        if found is None:
            if len(self.parsed) > 64:
                self.parsed.clear()
            found = self.parsed[cell] = parse(cell, self.references)
        return found

    def _first(self, cells: Sequence[str], role: Role) -> str:
        return next((cells[i] for i in self.layout.of(role) if not is_empty(cells[i])), "")

    def _record(self, row: TableRow, cells: Sequence[str], title: TitleCell) -> Record:
        remarks: list[str] = []
        links = self._links(cells, title, remarks)
        identifiers = self._identifiers(cells, links)
        has_arxiv = any(i.scheme is Scheme.ARXIV for i in identifiers)
        claim = self._claim(cells, title, has_arxiv)
        when = self._when(cells)
        if claim is not None and claim.venue is not None and not claim.known:
            remarks.append(f"the venue {claim.venue.name!r} is not known: kept as written")
        year = when.year or (claim.year if claim else None)
        if when.year and claim and claim.year and when.year != claim.year:
            remarks.append(f"the row has two years, {when.year} and {claim.year}: {year} is used")
        if has_ligature(cells[self.layout.title]):
            remarks.append("a ligature in the title was replaced by letters")
        model = None if self.layout.named else self._model(cells)
        if self.layout.named:
            model = title.title
            remarks.append("the list gives no title: the name of the work is used")
        tags, note = self._tags(cells, title)
        odd_dates = self._odd_dates(cells)
        remarks += [kept_date_remark(name, text, year) for name, text in odd_dates]
        return Record(
            source=SourceKind.LIST,
            origin=self.origin,
            ref=f"line {row.line}",
            line=row.line,
            title=title.title,
            authors=self._authors(cells, title),
            year=year,
            month=when.month if when.year == year else None,
            venue=claim.venue if claim else None,
            honour=claim.honour if claim else None,
            abstract=self._text(cells, Role.ABSTRACT),
            note=note,
            model=model,
            identifiers=identifiers,
            links=links,
            tags=tags,
            topics=self._topics(cells),
            places=(Place(row.path, row.line),),
            extra=odd_dates,
            remarks=tuple(remarks),
        )

    def _links(
        self, cells: Sequence[str], title: TitleCell, remarks: list[str]
    ) -> tuple[Link, ...]:
        found: list[Link] = []
        if title.link is not None:
            if not title.link.url:
                remarks.append("the title's link is empty")
            elif not is_external(title.link.url):
                remarks.append("the title's link is a file of the list")
            else:
                found.append(Link(LinkKind.PAPER, title.link.url))
        found.extend(links_in(title.others, LinkKind.PAPER))
        for role, default in _LINK_COLUMNS.items():
            for pieces in self._pieces(cells, role):
                linked = links_in(pieces, default)
                found.extend(linked)
                text = inline_text(pieces)
                if role in _ONLY_LINKS and not linked and not is_empty(text):
                    remarks.append(f"{text!r} in the column for {default.value} is not a link")
        for cell in cells[self.layout.count :]:
            found.extend(links_in(parse(cell, self.references), LinkKind.OTHER))
        for role in (Role.VENUE, Role.MODEL, Role.NOTE, Role.TOPIC, Role.TAGS, Role.OTHER):
            default = LinkKind.PAPER if role is Role.VENUE else LinkKind.OTHER
            for pieces in self._pieces(cells, role):
                found.extend(links_in(pieces, default))
        if any(k.kind is LinkKind.PAPER and is_whole_proceedings(k.url) for k in found):
            remarks.append("the link leads to whole proceedings, not to the paper")
        return paper_first(found)

    def _identifiers(self, cells: Sequence[str], links: Sequence[Link]) -> tuple[Identifier, ...]:
        texts = [
            inline_text(pieces)
            for role in (Role.PAPER_LINK, Role.PAPER, Role.VENUE)
            for pieces in self._pieces(cells, role)
        ]
        return paper_identifiers(links, texts)

    def _claim(self, cells: Sequence[str], title: TitleCell, has_arxiv: bool) -> VenueCell | None:
        claims = [
            claim
            for i in self.layout.of(Role.VENUE)
            if (claim := read_venue(cells[i], has_arxiv)) is not None
        ]
        for claim in claims:
            if claim.venue is not None:
                return claim
        return claims[0] if claims else None

    def _when(self, cells: Sequence[str]) -> YearMonth:
        year = read_date(self._first(cells, Role.YEAR))
        date = read_date(self._first(cells, Role.DATE))
        if year.year is None:
            return date
        return date if date.year == year.year and date.month else year

    def _odd_dates(self, cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The cells for a year or date that are no whole date, as extra fields."""
        found = ((f"list-{role.value}", plain(self._first(cells, role))) for role in _DATE_COLUMNS)
        return tuple((name, text) for name, text in found if text and not is_whole_date(text))

    def _model(self, cells: Sequence[str]) -> str | None:
        cell = self._first(cells, Role.MODEL)
        return (clean_title(plain(cell)) or None) if cell else None

    def _authors(self, cells: Sequence[str], title: TitleCell) -> tuple[Name, ...]:
        for pieces in self._pieces(cells, Role.AUTHORS):
            if names := read_names(pieces):
                return names
        if self.layout.with_authors and title.other_lines:
            return parse_authors(title.other_lines[0]).names
        return ()

    def _text(self, cells: Sequence[str], role: Role) -> str | None:
        return plain(self._first(cells, role)) or None

    def _tags(self, cells: Sequence[str], title: TitleCell) -> tuple[tuple[str, ...], str | None]:
        """(tags, note) of a row: a few words are tags, a sentence is a note."""
        tags: list[str] = []
        notes: list[str] = []
        for pieces in self._pieces(cells, Role.TAGS):
            text = inline_text(p for p in pieces if not (p.kind is InlineKind.LINK and is_label(p)))
            if is_sentence(text):
                notes.append(text)
            else:
                tags.extend(split_words(text))
        said_in = (inline_text(pieces) for pieces in self._pieces(cells, Role.NOTE))
        notes.extend(text for text in said_in if not is_empty(text))
        if title.other_lines and not self.layout.with_authors:
            notes.extend(t for t in title.other_lines if len(t.split()) > 2)
        return tuple(dict.fromkeys(tags)), "\n\n".join(notes) or None

    def _topics(self, cells: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        for pieces in self._pieces(cells, Role.TOPIC):
            found.extend(split_words(inline_text(pieces)))
        return tuple(dict.fromkeys(found))
