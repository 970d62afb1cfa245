"""Whether two container names are one venue: by acronym, abbreviation and spelling."""

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

_AGAIN = (("int",), ("j",))  # what a subtitle begins with


def same_container(a: PreparedWork, b: PreparedWork) -> bool | None:
    """Whether two works stand in one venue; None where one of them names none, or it is not clear.

    Not clear are names of which one says less: `IEEE Transactions on Circuits and Systems` and the
    same `for Video Technology`.
    """
    if a.venue is None or b.venue is None:
        return None
    if a.acronym and a.acronym == b.acronym:
        return True
    if a.venue.known_venue and b.venue.known_venue:
        return a.venue.known_venue == b.venue.known_venue
    if _calls_itself(a.venue, b.venue) or _calls_itself(b.venue, a.venue):
        return True
    found = same_container_name(a.venue, b.venue)
    if found is True:
        return True
    stands = {_stands_for(a, b.venue), _stands_for(b, a.venue)}
    if found is None:
        return True if True in stands else None
    return False if stands == {False} else None


def _calls_itself(known: ContainerName, other: ContainerName) -> bool:
    """Whether a name says in brackets that it is this known venue: `… in Europe (DATE)`."""
    return any(f.is_acronym and f.words[0] == known.known_venue for f in other.forms)


def _stands_for(one: PreparedWork, other: ContainerName) -> bool | None:
    """Whether a venue's acronym is that of a name which is like its own.

    None for a name that is not: the acronym may have been meant for it, as `PRL` for Physical
    Review Letters.
    """
    if len(one.acronym) < VENUE_ACRONYM or one.venue is None:
        return False
    spelt = [f for f in other.forms if spells(one.acronym, f.written_words)]
    telling = {w for f in one.venue.forms for w in f.topic_words}
    if any(not telling.isdisjoint(f.topic_words) for f in spelt):
        return True
    return None if spelt else False


@lru_cache(maxsize=131072)
def same_container_name(a: ContainerName, b: ContainerName) -> bool | None:
    """Whether two names are of one venue; None where one may be the other cut short."""
    if a == b:
        return True
    houses = bool(a.sponsors and b.sponsors and a.sponsors.isdisjoint(b.sponsors))
    found: bool | None = False
    for x in a.forms:
        for y in b.forms:
            if (x.kind and y.kind and x.kind != y.kind) or (houses and x.kind == "serial"):
                continue
            one = _one(x, y)
            if one:
                return True
            if one is None or (_within(x, y) and _one_kind(x, y) is None):
                found = None
    if a.is_cut_off or b.is_cut_off:
        return _cut_off(a, b) or None
    return found


def _one(x: NameForm, y: NameForm) -> bool | None:
    if x.words == y.words:
        return True
    if x.topic_words and _abbreviated(x.topic_words, y.topic_words):
        return True if x.kind_words == y.kind_words else _one_kind(x, y)
    if len(x.words) > 1 and (_abbreviated(x.words, y.words) or _with_acronyms(x.words, y.words)):
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


def _one_kind(x: NameForm, y: NameForm) -> bool | None:
    """Of names about one thing: `Shape` and `Shape Research` may, letters and reviews not."""
    return None if x.kind_words <= y.kind_words or y.kind_words <= x.kind_words else False


def _within(x: NameForm, y: NameForm) -> bool:
    """Whether all that one says stands in the other, in its order."""
    short, long = sorted((x.topic_words, y.topic_words), key=len)
    if not short:
        return False
    rest = iter(long)
    return all(any(_abbreviates(word, other) for other in rest) for word in short)


def _cut_off(a: ContainerName, b: ContainerName) -> bool:
    """Whether the name whose end is missing begins as the other does."""
    for short, long in ((a, b), (b, a)):
        if not short.is_cut_off:
            continue
        for x in short.forms:
            for y in long.forms:
                if len(x.topic_words) > 1 and _abbreviated(
                    x.topic_words, y.topic_words[: len(x.topic_words)]
                ):
                    return True
                if len(x.words) > 2 and _abbreviated(x.words, y.words[: len(x.words)]):
                    return bool(x.topic_words) or any(w.startswith("sig") for w in x.words)
                # "The VLDB Journal The International Journal on Very …"
                n = len(y.words)
                if y.topic_words and x.words[:n] == y.words and x.words[n : n + 1] in _AGAIN:
                    return True
    return False


def _abbreviated(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names are one, word by word."""
    return len(x) == len(y) and all(_abbreviates(v, w) for v, w in zip(x, y, strict=True))


def _with_acronyms(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names are one if a word of one may stand for several: `AI`, `PAMI`."""
    short, long = sorted((x, y), key=len)
    more = len(long) - len(short)
    if not more:
        return False
    for at, word in enumerate(short):
        if at >= len(long) or not _abbreviates(word, long[at]):
            inner = long[at : at + more + 1]
            return (
                len(word) == len(inner)
                and all(w.startswith(c) for c, w in zip(word, inner, strict=True))
                and _abbreviated(short[at + 1 :], long[at + more + 1 :])
            )
    return False


@lru_cache(maxsize=65536)
def _abbreviates(a: str, b: str) -> bool:
    """Whether one word is the other cut short, `med` and `medicine`, `natl` and `national`."""
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
        return False  # neurol and neuropsychol
    at = 0
    for char in short:  # contractions leave letters out but keep their order and the end
        at = long.find(char, at) + 1
        if at == 0:
            return False
    return short[-1] == long[-1] or len(short) >= CONTRACTION_WITHOUT_END


def spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym is made of the beginnings of words, as `EuroSys`, `ICDE` and `BigData`.

    Words that names share (`international`, `conference`, a sponsor) may lend no letter.
    """
    if len(acronym) < 2 or max(len(words), len(acronym)) > LONGEST_ACRONYM:
        return False
    return _spells(acronym, tuple(words), begun=False)


@lru_cache(maxsize=65536)
def _spells(letters: str, words: tuple[str, ...], *, begun: bool) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    longest = 0
    while longest < min(len(word), len(letters)) and word[longest] == letters[longest]:
        longest += 1
    if longest == len(letters) and not begun:
        longest -= 1  # one word alone is no acronym: heart, of European Heart Journal
    if any(_spells(letters[n:], rest, begun=True) for n in range(longest, 0, -1)):
        return True
    return _optional(word) and _spells(letters, rest, begun=begun)


def _optional(word: str) -> bool:
    return word in _LENDS_NONE


_LENDS_NONE = GENERIC_WORDS | frozenset(
    "international conference symposium workshop proceedings meeting annual european transactions "
    "journal letters of the and on in for a an to advances systems".split()
)
