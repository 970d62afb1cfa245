"""Compare the names of two containers: by acronym, abbreviation and spelling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.venue_names import ContainerName, NameForm
from vcmbib.logic.dedupe.weights import (
    CONTRACTED_WORD,
    CONTRACTION_BEGINNING,
    CONTRACTION_WITHOUT_END,
    LONGEST_ACRONYM,
    SAME_VENUE_NAME,
    SAME_VENUE_WORD,
    VENUE_ACRONYM,
    VENUE_NAME,
    VENUE_WORD,
)
from vcmbib.model.venues.table import GENERIC_WORDS

_SUBTITLE_STARTS = (("int",), ("j",))  # the first word of a subtitle: The International Journal …


def same_container(a: PreparedWork, b: PreparedWork) -> bool | None:
    """Whether two works are in one venue; None if one has no venue, or if the names allow both.

    They allow both if one name is part of the other: `IEEE Transactions on Circuits and Systems`
    and the same with `for Video Technology`.
    """
    if a.venue is None or b.venue is None:
        return None
    if a.acronym and a.acronym == b.acronym:
        return True
    if a.venue.known_venue and b.venue.known_venue:
        return a.venue.known_venue == b.venue.known_venue
    if _names_known_venue(a.venue, b.venue) or _names_known_venue(b.venue, a.venue):
        return True
    found = same_container_name(a.venue, b.venue)
    if found is True:
        return True
    matches = {_acronym_matches(a, b.venue), _acronym_matches(b, a.venue)}
    if found is None:
        return True if True in matches else None
    return False if matches == {False} else None


def _names_known_venue(known: ContainerName, other: ContainerName) -> bool:
    """Whether a name contains the acronym of this known venue in brackets: `… in Europe (DATE)`."""
    return any(f.is_acronym and f.words[0] == known.known_venue for f in other.forms)


def _acronym_matches(one: PreparedWork, other: ContainerName) -> bool | None:
    """Whether the acronym of one venue fits the other's name, and the names have words in common.

    None if only the acronym fits: it may belong to the name, as `PRL` to Physical Review Letters.
    """
    if len(one.acronym) < VENUE_ACRONYM or one.venue is None:
        return False
    matching = [f for f in other.forms if spells(one.acronym, f.written_words)]
    topic_words = {w for f in one.venue.forms for w in f.topic_words}
    if any(not topic_words.isdisjoint(f.topic_words) for f in matching):
        return True
    return None if matching else False


@lru_cache(maxsize=131072)
def same_container_name(a: ContainerName, b: ContainerName) -> bool | None:
    """Whether two names are of one venue; None if one may be part of the other."""
    if a == b:
        return True
    other_sponsors = bool(a.sponsors and b.sponsors and a.sponsors.isdisjoint(b.sponsors))
    found: bool | None = False
    for x in a.forms:
        for y in b.forms:
            if (x.kind and y.kind and x.kind != y.kind) or (other_sponsors and x.kind == "serial"):
                continue
            one = _same_form(x, y)
            if one:
                return True
            if one is None or (_is_part(x, y) and _compare_kinds(x, y) is None):
                found = None
    if a.is_cut_off or b.is_cut_off:
        return _same_beginning(a, b) or None
    return found


def _same_form(x: NameForm, y: NameForm) -> bool | None:
    """Whether two forms are one name; None if one may be part of the other."""
    if x.words == y.words:
        return True
    if x.topic_words and _same_words(x.topic_words, y.topic_words):
        return True if x.kind_words == y.kind_words else _compare_kinds(x, y)
    if len(x.words) > 1 and (_same_words(x.words, y.words) or _with_acronyms(x.words, y.words)):
        return True
    short, long = sorted((x, y), key=lambda f: len(f.written_words))
    if short.is_acronym and short.words[0] in long.words and long.kind != "serial":
        return True if long.kind == "meeting" else None
    if len(short.written_words) == 1 < len(long.written_words):
        return spells(short.written_words[0], long.written_words)
    p, q = "".join(x.words), "".join(y.words)
    if p == q:
        return bool(x.topic_words or y.topic_words)
    if min(len(p), len(q)) >= VENUE_NAME and fuzz.ratio(p, q) >= SAME_VENUE_NAME:
        return True if len(x.topic_words) == len(y.topic_words) else None
    return False


def _compare_kinds(x: NameForm, y: NameForm) -> bool | None:
    """Compare the kinds of two names on one subject.

    None if one kind contains the other, as `Shape` and `Shape Research`; else False, as for
    letters and reviews.
    """
    return None if x.kind_words <= y.kind_words or y.kind_words <= x.kind_words else False


def _is_part(x: NameForm, y: NameForm) -> bool:
    """Whether one name contains all topic words of the other, in their order."""
    short, long = sorted((x.topic_words, y.topic_words), key=len)
    if not short:
        return False
    rest = iter(long)
    return all(any(_same_word(word, other) for other in rest) for word in short)


def _same_beginning(a: ContainerName, b: ContainerName) -> bool:
    """Whether a name that is cut off begins like the other."""
    for short, long in ((a, b), (b, a)):
        if not short.is_cut_off:
            continue
        for x in short.forms:
            for y in long.forms:
                size = len(x.topic_words)
                if size > 1 and _same_words(x.topic_words, y.topic_words[:size]):
                    return True
                if len(x.words) > 2 and _same_words(x.words, y.words[: len(x.words)]):
                    return bool(x.topic_words) or any(w.startswith("sig") for w in x.words)
                # The name and a subtitle that is cut off: "The VLDB Journal The International …".
                size = len(y.words)
                subtitle = x.words[size : size + 1]
                if y.topic_words and x.words[:size] == y.words and subtitle in _SUBTITLE_STARTS:
                    return True
    return False


def _same_words(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two lists of words are one, word by word, with abbreviations."""
    return len(x) == len(y) and all(_same_word(v, w) for v, w in zip(x, y, strict=True))


def _with_acronyms(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names are one if a word of one is an acronym in the other: `AI`, `PAMI`."""
    short, long = sorted((x, y), key=len)
    more = len(long) - len(short)
    if not more:
        return False
    for at, word in enumerate(short):
        if at >= len(long) or not _same_word(word, long[at]):
            inner = long[at : at + more + 1]
            return (
                len(word) == len(inner)
                and all(w.startswith(c) for c, w in zip(word, inner, strict=True))
                and _same_words(short[at + 1 :], long[at + more + 1 :])
            )
    return False


@lru_cache(maxsize=65536)
def _same_word(a: str, b: str) -> bool:
    """Whether one word abbreviates the other: `med` and `medicine`, `natl` and `national`."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        return True
    if short[0] != long[0] or len(short) < CONTRACTED_WORD:
        return False
    if len(short) >= VENUE_WORD and fuzz.ratio(short, long) >= SAME_VENUE_WORD:
        return True
    if short[:CONTRACTION_BEGINNING] == long[:CONTRACTION_BEGINNING]:
        return False  # `neurol` and `neuropsychol`
    at = 0
    for char in short:  # a contraction leaves letters out and keeps their order
        at = long.find(char, at) + 1
        if at == 0:
            return False
    return short[-1] == long[-1] or len(short) >= CONTRACTION_WITHOUT_END


def spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym consists of the beginnings of words, as `EuroSys`, `ICDE` and `BigData`.

    Common words (`international`, `conference`, a sponsor) may contribute no letter.
    """
    if len(acronym) < 2 or max(len(words), len(acronym)) > LONGEST_ACRONYM:
        return False
    return _spells(acronym, tuple(words), started=False)


@lru_cache(maxsize=65536)
def _spells(letters: str, words: tuple[str, ...], *, started: bool) -> bool:
    """Whether the words spell the letters; `started`: an earlier word gave some."""
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    longest = 0
    while longest < min(len(word), len(letters)) and word[longest] == letters[longest]:
        longest += 1
    if longest == len(letters) and not started:
        longest -= 1  # one word is no acronym: `heart` in European Heart Journal
    if any(_spells(letters[n:], rest, started=True) for n in range(longest, 0, -1)):
        return True
    return word in _OPTIONAL_WORDS and _spells(letters, rest, started=started)


# Collected by hand from names of conferences and journals: they are often not in the acronym.
_OPTIONAL_WORDS = GENERIC_WORDS | frozenset(
    "international conference symposium workshop proceedings meeting annual european transactions "
    "journal letters of the and on in for a an to advances systems".split()
)
