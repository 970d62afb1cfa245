"""Names of journals, conferences and books made ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.table import GENERIC_WORDS, SPONSORS, stems, tokens, venue_table
from vcmbib.model.venues.venue import VenueKind

# Words that tell what sort of thing a container is; names of one sort may be one.
_SERIALS = frozenset("j trans lett bull bulletin mag quarterly newsletter annals archives".split())
_MEETINGS = frozenset("conf symp meet congress colloquium".split())
# Words that journals of one field are told apart by: `Physical Review`, `Physical Review Letters`.
_KINDS = frozenset("j trans lett mag rev adv res workshop".split())
_PRELUDE = frozenset("proc in the".split())
_SPONSORING = frozenset(w for w in SPONSORS if w.startswith("sig"))  # with conferences of the name


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name: its words in their short form (`Transactions` is `trans`).

    `telling` are the words that say what it is about, `spelt` all words as written, from which an
    acronym takes its letters, `kinds` those that say what sort of journal it is. `sort` is
    `serial`, `meeting`, `workshop` or empty; `short` tells that it is nothing but an acronym:
    `SIGMETRICS`, `DBTest`.
    """

    words: tuple[str, ...]
    telling: tuple[str, ...]
    spelt: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    sort: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Container:
    """A name in all its forms, the longest first.

    `sponsors` are those that the name states; `cut` tells that a catalogue left its end out:
    `Proceedings of the 22nd International …`. `known` is the acronym or the name of the venue that
    the table of venues finds in it.
    """

    forms: tuple[Form, ...]
    sponsors: frozenset[str] = frozenset()
    cut: bool = False
    known: str = ""


_APART = re.compile(
    r"(?i)\s*(?:[:/;=(\[]|\.\s+conference\b|\s-\s|,?\s+the official\b).*", re.DOTALL
)
_INSIDE = re.compile(r"\(([^()]{2,})\)")
_CUT = re.compile(r"(?:\s+\w{1,2})?\s*(?:…|\.{3,})\s*$")  # with what is left of the last word
_HALVES = frozenset(("tech",))  # technology or technical
_EDITORS = re.compile(
    r"(?i)^(?:in:?\s)?.{3,200}?[,\s(]eds?(?:itors?|\.)?\)?[.,:]+\s+"
)  # In A. Bee, editor,
_APOSTROPHE = re.compile(r"(?<=\w)['’](l|n)\b")  # Int'l
_IDLE = frozenset("de der des di du el et für fur la las le les los und y del".split())
_GLUED = re.compile(r"([^\W\d_]{3,})['’-]?\d{1,2}")  # `sigmod99`, with or without an apostrophe


@lru_cache(maxsize=16384)
def container(name: str) -> Container:
    """A name taken apart: with and without what stands behind a colon, a slash or in brackets.

    It has a form if it has a letter.
    """
    shortened = _APOSTROPHE.sub(r"\1", _CUT.sub("", _EDITORS.sub("", name)))
    pieces = [shortened, _APART.sub("", shortened, count=1)]
    pieces += shortened.split("=") if "=" in shortened else []
    pieces += shortened.split(" / ") if " / " in shortened else []
    pieces += _INSIDE.findall(shortened)
    forms = {f.words: f for f in map(_form, pieces) if f.words}
    # What follows a comma is a place, a date or the publisher, but in `Journal of Law, Economics`.
    head = _form(shortened.partition(",")[0])
    if len(head.telling) > 1 or head.short:
        forms.setdefault(head.words, head)
    return Container(
        tuple(sorted(forms.values(), key=lambda f: -sum(map(len, f.words)))),
        SPONSORS.intersection(tokens(shortened)),
        _CUT.search(name) is not None,
        _known(name),
    )


def _known(name: str) -> str:
    """The venue that a name is of, `VLDB Conference` and `Proc. of the 5th SIGMOD Conf.` too."""
    venue = find_venue(name)
    if venue is None:
        head = name.partition(",")[0]
        words = [w for w in stems(tokens(head)) if w not in GENERIC_WORDS or w in _SPONSORING]
        venue = venue_table().by_acronym.get(words[0]) if len(words) == 1 else None
        meeting = venue is not None and venue.kind is not VenueKind.WORKSHOP
        if meeting and _sort(stems(tokens(head))) == "workshop":
            return ""  # held with the conference
    return "" if venue is None else fold(venue.acronym or venue.name)


def _form(piece: str) -> Form:
    spelt = tuple(_words(piece))
    words = tuple(s for w in spelt for s in ((w,) if w in _HALVES else stems((w,))))
    while words and words[0] in _PRELUDE:
        words = words[1:]
    telling = tuple(w for w in words if w not in GENERIC_WORDS or w == "proc")  # proc: processing
    kinds = _KINDS.intersection(words)
    return Form(words, telling, spelt, kinds, _sort(words), len(words) == 1 and _is_short(piece))


def _is_short(piece: str) -> bool:
    """Whether the name's only word of its own has more than one capital: `SIGMETRICS`, `DBTest`."""
    return any(sum(c.isupper() for c in w) > 1 for w in piece.split() if fold(w) not in _PRELUDE)


def _words(piece: str) -> Iterable[str]:
    for word in tokens(piece):
        if word not in _IDLE:
            glued = _GLUED.fullmatch(word)
            yield fold(glued[1]) if glued else word


def _sort(words: tuple[str, ...]) -> str:
    if any(w.startswith(("workshop", "wkshp")) for w in words):
        return "workshop"
    if not _MEETINGS.isdisjoint(words):
        return "meeting"
    return "serial" if not _SERIALS.isdisjoint(words) else ""


def container_key(named: Container | None) -> str:
    """The telling words of a name's shortest form; empty for no name."""
    if named is None or not named.forms:
        return ""
    form = named.forms[-1]
    return " ".join(form.telling or form.words)
