"""Whether a record only repeats what a source said before."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter

from vcmbib.model.paper import Record
from vcmbib.model.venues.venue import Venue

_ELSEWHERE = frozenset("origin ref line places remarks venue".split())
_CLAIM = attrgetter(*(f.name for f in fields(Record) if f.name not in _ELSEWHERE))
_VENUE = attrgetter("acronym", "name", "kind", "publisher")  # spellings are not stored


def said_before(record: Record, sources: tuple[Record, ...]) -> tuple[Record, ...]:
    """The sources that made this very claim, wherever in their files they stood."""
    alike = [s for s in sources if s.title == record.title]
    if not alike:
        return ()
    wanted = _CLAIM(record)
    return tuple(s for s in alike if _CLAIM(s) == wanted and _same_claim(record.venue, s.venue))


def _same_claim(a: Venue | None, b: Venue | None) -> bool:
    if a is None or b is None:
        return a is b
    return bool(_VENUE(a) == _VENUE(b))
