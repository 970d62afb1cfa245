"""Names of venues in the form that is asked for: full, abbreviated, or the acronym."""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.formats.bibtex.style import VenueForm
from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue

_SHORT = re.compile(r"\b[A-Za-z]+\.(?=\s|$)")


def venue_text(venue: Venue, written: str, form: VenueForm) -> str:
    """The venue's name in a form; as written where the table does not know it in that form."""
    match form:
        case VenueForm.FULL:
            return venue.name
        case VenueForm.ACRONYM:
            return venue.acronym or venue.name
        case VenueForm.ABBREV:
            return _abbreviated(venue.name) or _plain(written)
        case VenueForm.AS_WRITTEN:
            return _plain(written)


def _plain(written: str) -> str:
    from vcmbib.formats.bibtex.field_parsing import plain

    return plain(written)


@lru_cache(maxsize=4096)
def _abbreviated(name: str) -> str | None:
    """The spelling among those of the table that abbreviates most of its words."""
    known = find_venue(name)
    if known is None:
        return None
    found = [n for n in known.names if _SHORT.search(n) and _is_short_for(n, known.name)]
    return max(found, key=lambda n: (len(_SHORT.findall(n)), -len(n), n), default=None)


def _is_short_for(short: str, name: str) -> bool:
    """Whether each word of `short` begins a word of `name`, in their order."""
    words = [w.strip(".,") for w in fold(name).split()]
    at = 0
    for word in (w.strip(".,") for w in fold(short).split()):
        while at < len(words) and not words[at].startswith(word[:1]):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True
