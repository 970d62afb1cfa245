"""How similar two titles are, and in which words they differ."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from vcmbib.logic.dedupe.prepare import ORDINALS, PreparedWork
from vcmbib.logic.dedupe.weights import (
    ALIKE_TITLES,
    BEGINNING,
    CLOSE_TITLES,
    EQUAL_TITLES,
    EQUAL_WORDS,
    MISSPELT_TITLE_WORD,
    OPPOSITE_WORD,
    REORDERED_TITLES,
    SAME_TITLE_WORD,
    TITLE_WORD,
)

# Words that catalogues leave out or replace in a title.
_FUNCTION_WORDS = frozenset("a an and as at by for from in of on or the to".split())
_NEGATIONS = frozenset("without no non not".split())


def title_likeness(a: PreparedWork, b: PreparedWork) -> float:
    """The likeness of two titles in per cent. Words of genre and the order of words count little.

    It is the ratio of rapidfuzz: the normalized indel similarity.
    """
    whole = fuzz.ratio(a.title, b.title)
    if whole >= EQUAL_TITLES or not a.plain or not b.plain:
        return whole
    if a.plain == b.plain or a.title_key == b.title_key:
        return EQUAL_WORDS
    likeness = max(whole, fuzz.token_sort_ratio(a.plain, b.plain) - REORDERED_TITLES)
    if likeness < CLOSE_TITLES and (a.is_cut_off or b.is_cut_off) and cut_off(a, b):
        return CLOSE_TITLES
    if (a.main_titles or b.main_titles) and _lacks_subtitle(a, b):
        return max(likeness, ALIKE_TITLES)
    return likeness


def cut_off(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether a catalogue cut one title off and the other begins like it."""
    return any(
        x.is_cut_off
        and BEGINNING <= len(x.title_key) <= len(y.title_key)
        and fuzz.ratio(x.title_key, y.title_key[: len(x.title_key)]) >= CLOSE_TITLES
        for x, y in ((a, b), (b, a))
    )


def _lacks_subtitle(a: PreparedWork, b: PreparedWork) -> bool:
    """Whether one title is the other without its subtitle."""
    return any(
        len(main) >= BEGINNING and fuzz.ratio(main, y.title_key, score_cutoff=EQUAL_TITLES) > 0
        for x, y in ((a, b), (b, a))
        for main in x.main_titles
    )


def other_words(a: PreparedWork, b: PreparedWork) -> str:
    """The words in which two titles differ, as text; empty for none.

    Typing errors, other endings, missing words and words divided in another way do not count.
    """
    if a.plain == b.plain or a.title_key == b.title_key:
        return ""
    left, right = _words_not_in(a.plain, b.plain), _words_not_in(b.plain, a.plain)
    negations = _NEGATIONS.intersection((*left, *right))
    if negations:
        return ", ".join(sorted(negations))
    if not left or not right or "".join(left) == "".join(right):
        return ""
    x = [w for w in left if not any(_same_word(w, o) for o in right)]
    y = [w for w in right if not any(_same_word(w, o) for o in left)]
    return ", ".join(sorted((" ".join(x), " ".join(y)))) if x and y else ""


def _words_not_in(one: str, other: str) -> list[str]:
    """The words of a title, without function words, that the other has not as often."""
    left = Counter(other.split())
    found = []
    for word in one.split():
        left[word] -= 1
        if left[word] < 0 and word not in _FUNCTION_WORDS:
            found.append(word)
    return found


# Prefixes that give two similar words opposite meanings. Collected by hand from titles such as
# those of the labelled sets (decision 0019).
_OPPOSITES = (
    ("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("pre", "post"), ("pre", "peri"),
    ("post", "peri"), ("endo", "exo"), ("mono", "poly"), ("anti", "pro"),
)  # fmt: skip


def _same_word(a: str, b: str) -> bool:
    """Whether two words are one: another ending or spelling, a typing error, an ordinal.

    Words with another first letter are two: `male` and `female`, `encoder` and `decoder`.
    """
    if ORDINALS.get(a, a) == ORDINALS.get(b, b):
        return True
    shorter = min(len(a), len(b))
    if shorter < TITLE_WORD or not (a.isalpha() and b.isalpha()) or _is_opposite(a, b):
        return False  # A and B, I and II, 1 and 2
    if a.startswith(b) or b.startswith(a) or OSA.distance(a, b) == 1:
        return True
    return shorter >= MISSPELT_TITLE_WORD and a[0] == b[0] and fuzz.ratio(a, b) >= SAME_TITLE_WORD


def _is_opposite(a: str, b: str) -> bool:
    """Whether two words are opposites: `hypotension` and `hypertension`, `typical`, `atypical`."""
    short, long = sorted((a, b), key=len)
    if long == "a" + short and short[0] != "e":  # not `etiology` and `aetiology`
        return True
    for x, y in (*_OPPOSITES, *((y, x) for x, y in _OPPOSITES)):
        if a.startswith(x) and b.startswith(y):
            one, other = a.removeprefix(x), b.removeprefix(y)
            alike = one.startswith(other) or other.startswith(one)
            return len(one) >= OPPOSITE_WORD and alike
    return False
