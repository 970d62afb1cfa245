"""Types of venues: where a paper appeared, and what a list or a record says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VenueKind(StrEnum):
    """What sort of venue it is."""

    JOURNAL = "journal"
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"
    BOOK = "book"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Venue:
    """A journal, conference, workshop or preprint server.

    `acronym` is as the field writes it (`ACM MM`, `NeurIPS`, `TPAMI`); `names` are further
    spellings as people write them. A venue that is not in the shipped table has what was written
    as its `name` and nothing else.
    """

    acronym: str | None
    name: str
    kind: VenueKind
    publisher: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VenueCell:
    """What the venue cell of a list says.

    `venue` is None where the cell names none: it is empty, holds a date alone, or says that the
    paper is under review somewhere. `known` tells whether the venue stands in the shipped table;
    a venue that does not is kept as written and is worth a remark. `honour` is as written
    (`Spotlight`, `Best Paper Award Finalists`).
    """

    venue: Venue | None
    known: bool
    year: int | None
    honour: str | None
    as_written: str
