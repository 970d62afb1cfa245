"""A whole library as values: what `dump` writes, `load` reads and a merge works on.

Rows have no numbers here: a paper is named by its citation key, a category by its slug. `Paper.id`
is set where a dump comes from a library, and no part of what a dump says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vcmbib.model.paper import Category, Paper
from vcmbib.model.venues.venue import Venue

FORMAT = 2
"""The version of the lines; a program refuses a newer one. 2: the printed note has a field."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """What a source said of a paper, as the library keeps it; `claims` is a JSON object as text."""

    source: str
    origin: str
    ref: str
    retrieved: str
    claims: str


@dataclass(frozen=True, slots=True)
class DumpedPaper:
    """A paper with what hangs on it that `Paper` does not show."""

    paper: Paper
    files: tuple[str, ...] = ()
    records: tuple[KeptRecord, ...] = ()

    @property
    def key(self) -> str:
        """The citation key."""
        return self.paper.key

    @property
    def keys(self) -> tuple[str, ...]:
        """The citation key and the former ones."""
        return (self.paper.key, *self.paper.former_keys)


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A line of the log, to be read; it cannot be undone from a dump."""

    number: int
    made: str
    command: str
    summary: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Dump:
    """All that a library holds.

    `venues` are those with spellings of their own; `apart` are pairs of keys that a person told
    apart, each pair and the pairs in order.
    """

    categories: tuple[Category, ...] = ()
    venues: tuple[Venue, ...] = ()
    papers: tuple[DumpedPaper, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    log: tuple[LoggedChange, ...] = ()

    def by_key(self) -> dict[str, DumpedPaper]:
        """Each paper under its citation key and its former ones; a key in use goes first."""
        found = {p.key: p for p in self.papers}
        for paper in self.papers:
            for key in paper.paper.former_keys:
                found.setdefault(key, paper)
        return found


def settled(paper: DumpedPaper) -> DumpedPaper:
    """The same content in one form: without a row's number, standings by slug, venue without names.

    Two papers with equal content are equal then.
    """
    plain = paper.paper
    venue = plain.venue
    ordered = tuple(sorted(plain.categories, key=lambda s: s.slug))
    if not plain.id and (venue is None or not venue.names) and ordered == plain.categories:
        return paper
    return replace(
        paper,
        paper=replace(
            plain,
            id=0,
            venue=replace(venue, names=()) if venue is not None and venue.names else venue,
            categories=ordered,
        ),
    )


def parents_first(categories: tuple[Category, ...]) -> Iterator[Category]:
    """Each category after the one above it; what hangs on a circle is left out."""
    below: dict[str | None, list[Category]] = {}
    for category in categories:
        below.setdefault(category.parent, []).append(category)
    waiting = sorted(below.get(None, ()), key=lambda c: (c.position, c.slug), reverse=True)
    while waiting:
        category = waiting.pop()
        yield category
        children = below.get(category.slug, ())
        waiting += sorted(children, key=lambda c: (c.position, c.slug), reverse=True)
