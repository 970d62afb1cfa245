"""Venues by name. The table and its search are loaded at the first call, not at import."""

from __future__ import annotations

from vcmbib.model.venues.venue import Venue, VenueCell


def known_venues() -> tuple[Venue, ...]:
    """Return the venues of the shipped table, in its order."""
    from vcmbib.model.venues.table import venue_table

    return venue_table().venues


def find_venue(text: str) -> Venue | None:
    """Return the known venue that `text` names, or None if that is not certain.

    `text` is an acronym, a full name, another spelling, or the long `booktitle` or `journal` of a
    BibTeX entry with ordinals, years, places and dates. A workshop of a known conference is a venue
    of its own.
    """
    from vcmbib.model.venues.search import find

    return find(text)


def workshop_of(venue: Venue) -> Venue:
    """Return the venue of the workshops of a conference: `CVPR` gives `CVPRW`.

    It comes from the table, or else gets the acronym with `W` and the name with ` Workshops`. A
    workshop gives itself.
    """
    from vcmbib.model.venues.table import workshop_venue

    return workshop_venue(venue)


def read_venue_cell(text: str, *, preprint_server: str | None = None) -> VenueCell:
    """Return the parts of a venue cell such as `NeurIPS 2021 Spotlight`; see docs/venues.md.

    `preprint_server` is the server to which the row links (`"arXiv"`): it is the venue of a cell
    `PrePrint`. Text that is not understood is kept as written.
    """
    from vcmbib.model.venues.list_cells import read_cell

    return read_cell(text, preprint_server)
