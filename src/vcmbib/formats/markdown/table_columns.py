"""The roles of a table's columns, by their headers, or else by their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.header_roles import Role, names_authors, role_of
from vcmbib.formats.markdown.inline import InlineKind, parse
from vcmbib.formats.markdown.links import links_in, paper_identifiers
from vcmbib.formats.markdown.pipe_tables import PipeTable, fit_cells
from vcmbib.formats.markdown.titles import is_empty, is_label, read_title_cell
from vcmbib.model.identifiers import find_identifiers
from vcmbib.model.paper import LinkKind

_MAY_HAVE_TITLES = frozenset(
    (Role.MODEL, Role.OTHER, Role.NOTE, Role.PAPER_LINK, Role.TOPIC, Role.TAGS)
)
_CITED = re.compile(r"\bet\.? ?al\b|^\W*(?:19|20)\d\d\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns of a table by their roles.

    `named` means that the table has no titles, and the name of the work is used. `linked` means
    that at least 80% of the titles are links. `with_authors` means that title cells have authors.
    """

    count: int
    title: int
    columns: Mapping[Role, tuple[int, ...]]
    named: bool = False
    linked: bool = False
    with_authors: bool = False

    def of(self, role: Role) -> tuple[int, ...]:
        """The columns of this role, without the title column."""
        return self.columns.get(role, ())


def table_layout(table: PipeTable, references: Mapping[str, str]) -> TableLayout | None:
    """The columns of a table of papers; None for another table."""
    roles = [role_of(h) for h in table.header]
    if Role.DURATION in roles:  # recordings of talks
        return None
    sample = [fit_cells(r, len(roles)) for r in table.rows[:200] if r.cells]
    columns = ColumnSample(
        [[r[i] for r in sample if i < len(r)] for i in range(len(roles))], references
    )
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
        if at != title:
            at_role[role] = (*at_role.get(role, ()), at)
    linked = columns.share(title, columns.is_linked) >= 0.8 and len(sample) >= 2
    return TableLayout(
        len(roles), title, at_role, named, linked, names_authors(table.header[title])
    )


class ColumnSample:
    """The cells of a table's columns, and the share of cells that pass a test."""

    def __init__(self, cells: Sequence[Sequence[str]], references: Mapping[str, str]) -> None:
        self.cells = cells
        self.references = references

    def share(self, at: int, test: Callable[[str], bool]) -> float:
        """The share of cells that pass the test among the cells of a column that are not empty."""
        filled = [c for c in self.cells[at] if not is_empty(c)]
        return sum(1 for c in filled if test(c)) / len(filled) if filled else 0.0

    def is_linked(self, cell: str) -> bool:
        """Whether the cell has a link whose text is no label."""
        return any(
            p.kind is InlineKind.LINK and not is_label(p) for p in parse(cell, self.references)
        )

    def is_label(self, cell: str) -> bool:
        """Whether the cell has only labels of links, a short citation, or no text."""
        pieces = parse(cell, self.references)
        found = read_title_cell(pieces)
        words = found.title
        if found.link is not None and _CITED.search(words):
            return True
        if len(words.split()) > 2:
            return False
        links = [p for p in pieces if p.kind is InlineKind.LINK]
        return (bool(links) and all(is_label(p) for p in links)) or not words

    def is_title(self, cell: str) -> bool:
        """Whether the cell has a linked text of four words or more, and the link is to a paper."""
        found = read_title_cell(parse(cell, self.references))
        return (
            found.link is not None
            and len(found.title.split()) >= 4
            and bool(find_identifiers(found.link.url) or found.link.url.lower().endswith(".pdf"))
        )

    def has_paper(self, cell: str) -> bool:
        """Whether a link of the cell has the identifier of a paper."""
        links = links_in(parse(cell, self.references), LinkKind.OTHER)
        return bool(paper_identifiers(links, ()))


def _title_column(roles: Sequence[Role], columns: ColumnSample) -> int | None:
    for role in (Role.TITLE, Role.PAPER):
        for at, found in enumerate(roles):
            if found is role and (role is Role.TITLE or columns.share(at, columns.is_label) <= 0.5):
                return at
    # Without a header for titles, 60% of the cells must look like titles.
    for at, found in enumerate(roles):
        if found in _MAY_HAVE_TITLES and columns.share(at, columns.is_title) >= 0.6:
            return at
    return None


def _name_column(roles: Sequence[Role], columns: ColumnSample) -> int | None:
    """The column of names in a table without titles but with venues, years or links to papers."""
    if Role.MODEL not in roles or not {
        Role.VENUE,
        Role.YEAR,
        Role.DATE,
        Role.PAPER,
        Role.PAPER_LINK,
    } & set(roles):
        return None
    linking = {Role.MODEL, Role.VENUE, Role.PAPER, Role.PAPER_LINK, Role.PROJECT}
    for at, role in enumerate(roles):
        if role in linking and columns.share(at, columns.has_paper) >= 0.5:
            return roles.index(Role.MODEL)
    return None
