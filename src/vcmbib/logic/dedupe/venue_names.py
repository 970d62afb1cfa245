"""Prepare the names of journals, conferences and books for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.model.text import fold
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.table import GENERIC_WORDS, SPONSORS, stems, tokens, venue_table
from vcmbib.model.venues.venue import VenueKind

# Stems that show the kind of a container. Collected by hand from names of venues, like all word
# lists of this module.
_SERIALS = frozenset("j trans lett bull bulletin mag quarterly newsletter annals archives".split())
_MEETINGS = frozenset("conf symp meet congress colloquium".split())
# Stems that distinguish journals of one field: `Physical Review`, `Physical Review Letters`.
_KIND_WORDS = frozenset("j trans lett mag rev adv res workshop".split())
_LEADING_WORDS = frozenset("proc in the".split())
# Sponsors with a conference of the same name: SIGMOD.
_SPONSOR_VENUES = frozenset(w for w in SPONSORS if w.startswith("sig"))


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


_AFTER_NAME = re.compile(
    r"(?i)\s*(?:[:/;=(\[]|\.\s+conference\b|\s-\s|,?\s+the official\b).*", re.DOTALL
)
_IN_BRACKETS = re.compile(r"\(([^()]{2,})\)")
_ELLIPSIS = re.compile(r"(?:\s+\w{1,2})?\s*(?:…|\.{3,})\s*$")  # with the rest of the last word
_AMBIGUOUS_STEMS = frozenset(("tech",))  # `technology` or `technical`
# The editors before a name: In A. Bee, editor, …
_EDITORS = re.compile(r"(?i)^(?:in:?\s)?.{3,200}?[,\s(]eds?(?:itors?|\.)?\)?[.,:]+\s+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](l|n)\b")  # Int'l
# Articles and prepositions of German, Dutch and Romance languages.
_FOREIGN_ARTICLES = frozenset("de der des di du el et für fur la las le les los und y del".split())
_WITH_YEAR = re.compile(r"([^\W\d_]{3,})['’-]?\d{1,2}")  # `sigmod99`, with or without an apostrophe


@lru_cache(maxsize=16384)
def container_name(name: str) -> ContainerName:
    """Return a name in its forms: with and without the text after a colon or a slash.

    A text in brackets is a form of its own. A name without a letter has no form.
    """
    shortened = _APOSTROPHE.sub(r"\1", _ELLIPSIS.sub("", _EDITORS.sub("", name)))
    pieces = [shortened, _AFTER_NAME.sub("", shortened, count=1)]
    pieces += shortened.split("=") if "=" in shortened else []
    pieces += shortened.split(" / ") if " / " in shortened else []
    pieces += _IN_BRACKETS.findall(shortened)
    forms = {f.words: f for f in map(_form, pieces) if f.words}
    # A comma precedes a place, a date or the publisher; not in `Journal of Law, Economics`.
    head = _form(shortened.partition(",")[0])
    if len(head.topic_words) > 1 or head.is_acronym:
        forms.setdefault(head.words, head)
    return ContainerName(
        tuple(sorted(forms.values(), key=lambda f: -sum(map(len, f.words)))),
        SPONSORS.intersection(tokens(shortened)),
        _ELLIPSIS.search(name) is not None,
        _known_venue(name),
    )


def _known_venue(name: str) -> str:
    """The known venue of a name: also of `VLDB Conference` and `Proc. of the 5th SIGMOD Conf.`."""
    venue = find_venue(name)
    if venue is None:
        head = name.partition(",")[0]
        words = [w for w in stems(tokens(head)) if w not in GENERIC_WORDS or w in _SPONSOR_VENUES]
        venue = venue_table().by_acronym.get(words[0]) if len(words) == 1 else None
        meeting = venue is not None and venue.kind is not VenueKind.WORKSHOP
        if meeting and _kind(stems(tokens(head))) == "workshop":
            return ""  # a workshop at the conference
    return "" if venue is None else fold(venue.acronym or venue.name)


def _form(piece: str) -> NameForm:
    """The form of a name or a piece of it."""
    written_words = tuple(_words(piece))
    words = tuple(
        s for w in written_words for s in ((w,) if w in _AMBIGUOUS_STEMS else stems((w,)))
    )
    while words and words[0] in _LEADING_WORDS:
        words = words[1:]
    # After the first words `proc` is `processing`.
    topic_words = tuple(w for w in words if w not in GENERIC_WORDS or w == "proc")
    kind_words = _KIND_WORDS.intersection(words)
    is_acronym = len(words) == 1 and _has_capitals(piece)
    return NameForm(words, topic_words, written_words, kind_words, _kind(words), is_acronym)


def _has_capitals(piece: str) -> bool:
    """Whether a word of the name has more than one capital: `SIGMETRICS`, `DBTest`."""
    words = (w for w in piece.split() if fold(w) not in _LEADING_WORDS)
    return any(sum(c.isupper() for c in w) > 1 for w in words)


def _words(piece: str) -> Iterable[str]:
    """The folded words of a piece, without articles and without years: `sigmod99` is `sigmod`."""
    for word in tokens(piece):
        if word not in _FOREIGN_ARTICLES:
            with_year = _WITH_YEAR.fullmatch(word)
            yield fold(with_year[1]) if with_year else word


def _kind(words: tuple[str, ...]) -> str:
    """The kind of a container: `workshop`, `meeting`, `serial` or empty."""
    if any(w.startswith(("workshop", "wkshp")) for w in words):
        return "workshop"
    if not _MEETINGS.isdisjoint(words):
        return "meeting"
    return "serial" if not _SERIALS.isdisjoint(words) else ""


def container_key(named: ContainerName | None) -> str:
    """The topic words of a name's shortest form; empty for no name."""
    if named is None or not named.forms:
        return ""
    form = named.forms[-1]
    return " ".join(form.topic_words or form.words)
