"""Write the name of a venue in a form: full, abbreviated, or the acronym."""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.formats.bibtex.style import VenueForm
from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue

_ABBREVIATED_WORD = re.compile(r"\b[A-Za-z]+\.(?=\s|$)")


def venue_name(venue: Venue, written: str, form: VenueForm) -> str:
    """Return the venue's name in a form; as written if the table does not have that form."""
    match form:
        case VenueForm.FULL:
            return venue.name
        case VenueForm.ACRONYM:
            return venue.acronym or venue.name
        case VenueForm.ABBREV:
            return _abbreviation(venue.name) or _plain(written)
        case VenueForm.AS_WRITTEN:
            return _plain(written)


def _plain(written: str) -> str:
    """Return a value as plain text."""
    from vcmbib.formats.bibtex.parse_fields import plain

    return plain(written)


@lru_cache(maxsize=4096)
def _abbreviation(name: str) -> str | None:
    """Return the spelling in the venue table that abbreviates most words, or None."""
    venue = find_venue(name)
    if venue is None:
        return None
    abbreviations = [
        n for n in venue.names if _ABBREVIATED_WORD.search(n) and _is_short_for(n, venue.name)
    ]
    return max(
        abbreviations, key=lambda n: (len(_ABBREVIATED_WORD.findall(n)), -len(n), n), default=None
    )


def _is_short_for(short: str, name: str) -> bool:
    """Whether each word of `short` has the initial of a word of `name`, in order."""
    words = [w.strip(".,") for w in fold(name).split()]
    at = 0
    for word in (w.strip(".,") for w in fold(short).split()):
        while at < len(words) and not words[at].startswith(word[:1]):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True
