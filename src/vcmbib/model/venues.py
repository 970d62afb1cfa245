"""Venues: where a paper appeared, and what a list or a record says of it.

The types live here and cost nothing to import; the table of known venues (`venues.tsv`, next to
this file) and the code that searches it are loaded at the first question.
"""

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
class VenueClaim:
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


def known_venues() -> tuple[Venue, ...]:
    """The venues of the shipped table, in its order."""
    from vcmbib.model.venue_table import table

    return table().venues


def find_venue(text: str) -> Venue | None:
    """The known venue that `text` names, or None when that is not certain.

    `text` may be an acronym, a full name, another spelling, or the long `booktitle` or `journal`
    of a BibTeX record with ordinals, years, places and dates. A workshop of a known conference is
    a venue of its own. Never raises.
    """
    from vcmbib.model.venue_search import find

    return find(text)


def workshop_of(venue: Venue) -> Venue:
    """The workshops of a conference: `CVPR` gives `CVPRW`. A workshop gives itself.

    Taken from the table where it has them, else made: acronym + `W`, name + ` Workshops`.
    """
    from vcmbib.model.venue_table import workshops

    return workshops(venue)


def read_venue_cell(text: str, *, preprint_server: str | None = None) -> VenueClaim:
    """What a venue cell such as `NeurIPS 2021 Spotlight` says; see docs/venues.md.

    `preprint_server` is where the row's link leads (`"arXiv"`), so that a bare `PrePrint` can be
    given its name. Never raises; what is not understood is kept as written.
    """
    from vcmbib.model.venue_cells import read

    return read(text, preprint_server)
