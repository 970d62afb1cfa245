"""The two central types: a `Record` is what one source states of a work, a `Paper` is a work.

They are two types, so a claim is never mistaken for a decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.venues.venue import Venue


class LinkKind(StrEnum):
    """What a URL leads to."""

    PAPER = "paper"
    PDF = "pdf"
    CODE = "code"
    PROJECT = "project"
    DATASET = "dataset"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A URL with its kind and, where it is not just the kind, the words it was given."""

    kind: LinkKind
    url: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in a list: the headings above it, outermost first, and its line."""

    path: tuple[str, ...]
    line: int = 0


class SourceKind(StrEnum):
    """The kind of source of a record, the least trusted first. A better one may correct others.

    A reading list abbreviates. A catalogue states what was deposited. An author wrote a `.bib` for
    print. A value that a person set by hand is the most trusted.
    """

    LIST = "list"
    CATALOGUE = "catalogue"
    BIBTEX = "bibtex"
    PERSON = "person"

    @property
    def rank(self) -> int:
        """0 for the least trusted."""
        return list(SourceKind).index(self)


@dataclass(frozen=True, slots=True)
class Record:
    """What one source states of one work. Any field may be missing; nothing is invented.

    `ref` is the place in the source (`line 25`, `2405.03500v2`, an entry's key). `extra` has the
    other BibTeX fields, in their order, as they were written. `note` is printed, `notes` are
    private.
    """

    source: SourceKind
    origin: str
    ref: str = ""
    line: int = 0
    key: str = ""
    entry_type: str = ""
    title: str = ""
    authors: tuple[Name, ...] = ()
    authors_complete: bool = False
    editors: tuple[Name, ...] = ()
    year: int | None = None
    month: int | None = None
    venue: Venue | None = None
    honour: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    abstract: str | None = None
    note: str | None = None
    notes: tuple[str, ...] = ()
    model: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    former_keys: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what the reader noticed: an unknown venue, a ligature undone

    @property
    def url(self) -> str | None:
        """The link of the work itself."""
        for link in self.links:
            if link.kind is LinkKind.PAPER or link.kind is LinkKind.PDF:
                return link.url
        return None


@dataclass(frozen=True, slots=True)
class Problem:
    """An item of a source that could not be read, verbatim, with its first line."""

    line: int
    reason: str
    text: str = ""
    path: tuple[str, ...] = ()
    header: str = ""  # for a row: the header of its table, so that it can be handed back


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a source that is rightly passed over, and why (a comment, a repeated header)."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader made of a file: every item ends in exactly one of the three."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A place in the tree of headings."""

    slug: str
    title: str
    parent: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper's place in a category."""

    slug: str
    position: int = 0


ENTRY_TYPES = (
    "article book booklet collection dataset inbook incollection inproceedings manual "
    "mastersthesis misc online patent periodical phdthesis proceedings report software "
    "techreport thesis unpublished"
).split()
"""The entry types that are offered; others are kept as they come."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One work of the library, as it is cited. `id` is its row; 0 for one not stored yet."""

    key: str
    title: str
    entry_type: str = "misc"
    id: int = 0
    authors: tuple[Name, ...] = ()
    authors_complete: bool = False
    editors: tuple[Name, ...] = ()
    year: int | None = None
    month: int | None = None
    venue: Venue | None = None
    honour: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    abstract: str | None = None
    note: str | None = None
    notes: tuple[str, ...] = ()
    model: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    categories: tuple[Standing, ...] = ()
    extra: tuple[tuple[str, str], ...] = field(default=())
    former_keys: tuple[str, ...] = ()
    added: str = ""
    updated: str = ""

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """Its first identifier of this scheme."""
        return next((i for i in self.identifiers if i.scheme is scheme), None)
