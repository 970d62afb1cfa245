"""Look up a venue by name. The table and its search load at the first call, not at import."""

from __future__ import annotations

from vcmbib.model.venues.venue import Venue, VenueCell


def known_venues() -> tuple[Venue, ...]:
    """The venues of the shipped table, in its order."""
    from vcmbib.model.venues.table import venue_table

    return venue_table().venues


def find_venue(text: str) -> Venue | None:
    """The known venue that `text` names, or None when that is not certain.

    `text` may be an acronym, a full name, another spelling, or the long `booktitle` or `journal`
    of a BibTeX record with ordinals, years, places and dates. A workshop of a known conference is
    a venue of its own. Never raises.
    """
    from vcmbib.model.venues.search import find

    return find(text)


def workshop_of(venue: Venue) -> Venue:
    """The workshops of a conference: `CVPR` gives `CVPRW`. A workshop gives itself.

    Taken from the table where it has them, else made: acronym + `W`, name + ` Workshops`.
    """
    from vcmbib.model.venues.table import workshop_venue

    return workshop_venue(venue)


def read_venue_cell(text: str, *, preprint_server: str | None = None) -> VenueCell:
    """What a venue cell such as `NeurIPS 2021 Spotlight` says; see docs/venues.md.

    `preprint_server` is where the row's link leads (`"arXiv"`), so that a bare `PrePrint` can be
    given its name. Never raises; what is not understood is kept as written.
    """
    from vcmbib.model.venues.list_cells import read_cell

    return read_cell(text, preprint_server)
