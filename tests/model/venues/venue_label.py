"""A short name for a venue."""

from __future__ import annotations

from vcmbib.model.venues.venue import Venue


def label(venue: Venue | None) -> str | None:
    """The short name of a venue in these tests: its acronym, else its name."""
    return (venue.acronym or venue.name) if venue else None
