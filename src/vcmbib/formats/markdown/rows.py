"""A table of papers: which column holds what, and its rows as records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vcmbib.formats.markdown.columns import Role, names_authors, role_of
from vcmbib.formats.markdown.inline import Inline, Kind, parse, plain, said
from vcmbib.formats.markdown.links import (
    is_address,
    is_whole_proceedings,
    links_in,
    ordered,
    paper_identifiers,
)
from vcmbib.formats.markdown.tables import Row, Table, fitted
from vcmbib.formats.markdown.titles import TitleCell, clean_title, is_empty, is_label, read_title_cell
from vcmbib.formats.markdown.values import (
    When,
    divided,
    is_remark,
    read_date,
    read_names,
    read_venue,
)
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers
from vcmbib.model.names import Name, parse_authors
from vcmbib.model.paper import Link, LinkKind, Place, Problem, Reading, Record, Skipped, SourceKind
from vcmbib.model.text import has_ligature, title_key
from vcmbib.model.venues import Venue, VenueClaim

_LINK_COLUMNS = {
    Role.PAPER: LinkKind.PAPER,
    Role.PAPER_LINK: LinkKind.PAPER,
    Role.PROJECT: LinkKind.PROJECT,
    Role.CODE: LinkKind.CODE,
    Role.DATASET: LinkKind.DATASET,
    Role.VIDEO: LinkKind.VIDEO,
}
_CITED = re.compile(r"\bet\.? ?al\b|^\W*(?:19|20)\d\d\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a table's columns are. `named`: there is no title, the work's name stands for it;
    `linked`: its titles are links, nearly all of them."""

    count: int
    title: int
    columns: Mapping[Role, tuple[int, ...]]
    named: bool = False
    linked: bool = False
    with_authors: bool = False

    def of(self, role: Role) -> tuple[int, ...]:
        """The columns of this role, the title's left out."""
        return tuple(i for i in self.columns.get(role, ()) if i != self.title)


@dataclass(slots=True)
class Found:
    """What has been read so far."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def reading(self) -> Reading:
        """All of it in the order of the lines."""
        return Reading(
            tuple(sorted(self.records, key=lambda r: r.line)),
            tuple(sorted(self.problems, key=lambda p: p.line)),
            tuple(sorted(self.skipped, key=lambda s: s.line)),
        )


def shape_of(table: Table, references: Mapping[str, str]) -> Shape | None:
    """Where the columns of a table of papers are; None if it is none."""
    roles = [role_of(h) for h in table.header]
    if Role.DURATION in roles:  # recordings of talks
        return None
    sample = [fitted(r, len(roles)) for r in table.rows[:200]]
    columns = _Columns([[r[i] for r in sample if i < len(r)] for i in range(len(roles))], references)
    title = _title_column(roles, columns)
    named = False
    if title is None:
        title = _name_column(roles, columns)
        named = title is not None
    if title is None:
        return None
    for at, role in enumerate(roles):
        if at != title and role in (Role.TITLE, Role.PAPER):
            roles[at] = Role.PAPER_LINK
    at_role: dict[Role, tuple[int, ...]] = {}
    for at, role in enumerate(roles):
        at_role[role] = (*at_role.get(role, ()), at)
    linked = columns.share(title, columns.is_linked) >= 0.8 and len(sample) >= 2
    return Shape(len(roles), title, at_role, named, linked, names_authors(table.header[title]))


class _Columns:
    """The cells of a table's columns, and what share of them is such and such."""

    def __init__(self, cells: Sequence[Sequence[str]], references: Mapping[str, str]) -> None:
        self.cells = cells
        self.references = references

    def share(self, at: int, test: object) -> float:
        """The share of the column's cells that are not empty and pass the test."""
        assert callable(test)
        filled = [c for c in self.cells[at] if not is_empty(c)]
        return sum(1 for c in filled if test(c)) / len(filled) if filled else 0.0

    def is_linked(self, cell: str) -> bool:
        """Whether words in the cell that are no label are a link."""
        return any(p.kind is Kind.LINK and not is_label(p) for p in parse(cell, self.references))

    def is_label(self, cell: str) -> bool:
        """Whether the cell has a link or an address and no words beside labels."""
        pieces = parse(cell, self.references)
        found = read_title_cell(pieces)
        words = found.title
        if found.link is not None and _CITED.search(words):
            return True
        if len(words.split()) > 2:
            return False
        links = [p for p in pieces if p.kind is Kind.LINK]
        return (bool(links) and all(is_label(p) for p in links)) or not words

    def is_title(self, cell: str) -> bool:
        """Whether the cell has the words of a title, and a link to a paper on them."""
        found = read_title_cell(parse(cell, self.references))
        return (
            found.link is not None
            and len(found.title.split()) >= 4
            and bool(find_identifiers(found.link.url) or found.link.url.lower().endswith(".pdf"))
        )

    def has_paper(self, cell: str) -> bool:
        """Whether one of the cell's links has a paper's identifier."""
        links = links_in(parse(cell, self.references), LinkKind.OTHER)
        return bool(paper_identifiers(links, ()))


def _title_column(roles: Sequence[Role], columns: _Columns) -> int | None:
    for role in (Role.TITLE, Role.PAPER):
        for at, found in enumerate(roles):
            if found is role and (role is Role.TITLE or columns.share(at, columns.is_label) <= 0.5):
                return at
    # The header does not say it: then the cells must, most of them.
    for at, found in enumerate(roles):
        if found in (Role.MODEL, Role.OTHER, Role.NOTE, Role.PAPER_LINK, Role.TOPIC, Role.TAGS):
            if columns.share(at, columns.is_title) >= 0.6:
                return at
    return None


def _name_column(roles: Sequence[Role], columns: _Columns) -> int | None:
    """The column of names in a table that has no titles, but venues or years and papers' links."""
    if Role.MODEL not in roles or not {Role.VENUE, Role.YEAR, Role.DATE, Role.PAPER, Role.PAPER_LINK} & set(roles):
        return None
    linking = {Role.MODEL, Role.VENUE, Role.PAPER, Role.PAPER_LINK, Role.PROJECT}
    for at, role in enumerate(roles):
        if role in linking and columns.share(at, columns.has_paper) >= 0.5:
            return roles.index(Role.MODEL)
    return None


def read_table(table: Table, origin: str, references: Mapping[str, str], found: Found) -> bool:
    """Adds what the table's rows say to `found`; False if the table is not one of papers."""
    shape = shape_of(table, references)
    if shape is None:
        return False
    reader = _RowReader(table, shape, origin, references)
    for row in table.rows:
        outcome = reader.read(row)
        if isinstance(outcome, Record):
            found.records.append(outcome)
        elif isinstance(outcome, Problem):
            found.problems.append(outcome)
        else:
            found.skipped.append(outcome)
    for line in table.commented:
        found.skipped.append(Skipped(line.number, "the row stands in a comment", line.raw))
    return True


class _RowReader:
    def __init__(
        self, table: Table, shape: Shape, origin: str, references: Mapping[str, str]
    ) -> None:
        self.table = table
        self.shape = shape
        self.origin = origin
        self.references = references
        self.header = tuple(title_key(plain(h)) for h in table.header)

    def read(self, row: Row) -> Record | Problem | Skipped:
        cells = fitted(row, self.shape.count)
        if (reason := self._passed_over(row, cells)) is not None:
            return Skipped(row.line, reason, row.raw)
        if len(cells) > self.shape.count:
            return self._problem(row, f"{len(cells)} cells under {self.shape.count} headers")
        title = read_title_cell(parse(cells[self.shape.title], self.references))
        if not any(c.isalnum() for c in title.title) or is_empty(title.title):
            return self._problem(row, "the title is missing")
        if self._is_shifted(row, cells, title):
            return self._problem(
                row, f"{len(row.cells)} cells under {self.shape.count} headers: they do not line up"
            )
        return self._record(row, cells, title)

    def _problem(self, row: Row, reason: str) -> Problem:
        return Problem(row.line, reason, row.raw, row.path, self.table.written)

    def _passed_over(self, row: Row, cells: Sequence[str]) -> str | None:
        filled = [c for c in cells if c]
        if not filled:
            return "the row is empty"
        if all(is_empty(c) for c in filled):
            return "the row holds nothing but placeholders"
        if tuple(title_key(plain(c)) for c in cells) == self.header:
            return "the table's header again"
        if len(filled) == 1 and self.shape.count > 2 and "](" not in filled[0]:
            at = next(i for i, c in enumerate(cells) if c)
            text = plain(filled[0])
            if at != self.shape.title or "**" in filled[0] or len(text.split()) <= 2:
                return "a heading between the rows"
        return None

    def _is_shifted(self, row: Row, cells: Sequence[str], title: TitleCell) -> bool:
        """Whether a row with too few cells has another cell where its title should be."""
        if len(row.cells) >= self.shape.count or not self.shape.linked or title.link is not None:
            return False
        columns = _Columns([], self.references)
        return any(columns.is_linked(c) for c in cells)

    def _pieces(self, cells: Sequence[str], role: Role) -> list[tuple[Inline, ...]]:
        return [parse(cells[i], self.references) for i in self.shape.of(role) if cells[i]]

    def _first(self, cells: Sequence[str], role: Role) -> str:
        return next((cells[i] for i in self.shape.of(role) if not is_empty(cells[i])), "")

    def _record(self, row: Row, cells: Sequence[str], title: TitleCell) -> Record:
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
            remarks.append(f"the row gives two years, {when.year} and {claim.year}: {year} is used")
        if has_ligature(row.raw) and has_ligature(title.raw_source):
            remarks.append("a ligature in the title was undone")
        model = None if self.shape.named else self._model(cells)
        if self.shape.named:
            model = title.title
            remarks.append("the list gives no title: the name of the work stands for it")
        tags, note = self._tags(cells, title)
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
            remarks=tuple(remarks),
        )
