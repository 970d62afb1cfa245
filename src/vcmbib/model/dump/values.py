"""A whole library as values: `dump` writes them, `load` reads them, `git merge` merges them.

Values have no row numbers: a citation key names a paper, a slug names a category. `Paper.id` is set
if a dump comes from a library, but the dump does not contain it.
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
    """A record of a paper as the library stores it; `claims` is a JSON object as text."""

    source: str
    origin: str
    ref: str
    retrieved: str
    claims: str


@dataclass(frozen=True, slots=True)
class DumpedPaper:
    """A paper with its files and records, which `Paper` does not have."""

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
    """The content of a library.

    `venues` are the venues with further spellings. `apart` are the pairs of keys that a person
    marked
    as different; each pair and the list of pairs are sorted.
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
    """The categories, each after its parent; those of a circle are left out."""
    below: dict[str | None, list[Category]] = {}
    for category in categories:
        below.setdefault(category.parent, []).append(category)
    waiting = sorted(below.get(None, ()), key=lambda c: (c.position, c.slug), reverse=True)
    while waiting:
        category = waiting.pop()
        yield category
        children = below.get(category.slug, ())
        waiting += sorted(children, key=lambda c: (c.position, c.slug), reverse=True)
