"""The types of venues: the place where a paper appeared, and the parts of a venue cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VenueKind(StrEnum):
    """The kind of a venue."""

    JOURNAL = "journal"
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"
    BOOK = "book"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Venue:
    """A journal, conference, workshop, preprint server or book.

    `acronym` is the usual one (`ACM MM`, `NeurIPS`, `TPAMI`). `names` are other spellings. A venue
    that is not in the shipped table has only a `name`, as the source writes it.
    """

    acronym: str | None
    name: str
    kind: VenueKind
    publisher: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VenueCell:
    """The parts of a venue cell of a list.

    `venue` is None if the cell names none: the cell is empty, contains only a date, or states that
    the paper is under review. `known` is true for a venue of the shipped table; other venues are
    kept as written. `honour` is the award as written (`Spotlight`, `Best Paper Award Finalists`).
    """

    venue: Venue | None
    known: bool
    year: int | None
    honour: str | None
    as_written: str
