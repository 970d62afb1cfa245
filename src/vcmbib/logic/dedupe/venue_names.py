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
class NameForm:
    """One form of a container's name, as words in their short form: `trans` for `Transactions`.

    `topic_words` name the subject, `kind_words` the kind of journal. `written_words` are all words
    as written: an acronym takes its letters from them. `kind` is `serial`, `meeting`, `workshop`
    or empty. `is_acronym`: the form is only an acronym, as `SIGMETRICS` and `DBTest`.
    """

    words: tuple[str, ...]
    topic_words: tuple[str, ...]
    written_words: tuple[str, ...]
    kind_words: frozenset[str] = frozenset()
    kind: str = ""
    is_acronym: bool = False


@dataclass(frozen=True, slots=True)
class ContainerName:
    """A container's name in all its forms, the longest first.

    `sponsors` are those that the name contains. `is_cut_off`: a catalogue left its end out, as in
    `Proceedings of the 22nd International …`. `known_venue` is the acronym or the name of the venue
    that the table of venues finds in the name.
    """

    forms: tuple[NameForm, ...]
    sponsors: frozenset[str] = frozenset()
    is_cut_off: bool = False
    known_venue: str = ""


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
def container_name(name: str) -> ContainerName:
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
    if len(head.topic_words) > 1 or head.is_acronym:
        forms.setdefault(head.words, head)
    return ContainerName(
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


def _form(piece: str) -> NameForm:
    spelt = tuple(_words(piece))
    words = tuple(s for w in spelt for s in ((w,) if w in _HALVES else stems((w,))))
    while words and words[0] in _PRELUDE:
        words = words[1:]
    telling = tuple(w for w in words if w not in GENERIC_WORDS or w == "proc")  # proc: processing
    kinds = _KINDS.intersection(words)
    return NameForm(
        words, telling, spelt, kinds, _sort(words), len(words) == 1 and _is_short(piece)
    )


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


def container_key(named: ContainerName | None) -> str:
    """The telling words of a name's shortest form; empty for no name."""
    if named is None or not named.forms:
        return ""
    form = named.forms[-1]
    return " ".join(form.topic_words or form.words)
