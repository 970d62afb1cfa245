"""How alike two titles are, and in which words they differ."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from vcmbib.logic.dedupe.prepare import ORDINALS, Prepared

ALIKE = 85.0  # per cent: below it two titles are of two works, whatever else agrees
CLOSE = 92.0
EQUAL = 97.0
LONG = 20  # letters of a title that is cut off or has lost its subtitle
_IDLE = frozenset("a an and as at by for from in of on or the to".split())
_NEGATIONS = frozenset("without no non not".split())


def title_likeness(a: Prepared, b: Prepared) -> float:
    """0 to 100: how alike two titles are (rapidfuzz's ratio), genre words and order aside."""
    whole = fuzz.ratio(a.title, b.title)
    if whole >= EQUAL or not a.plain or not b.plain:
        return whole
    if a.plain == b.plain or a.key == b.key:
        return 99.0
    likeness = max(whole, fuzz.token_sort_ratio(a.plain, b.plain) - 1.0)
    if likeness < CLOSE and (a.cut or b.cut) and cut_off(a, b):
        return CLOSE
    return max(likeness, ALIKE) if (a.mains or b.mains) and _subtitled(a, b) else likeness


def cut_off(a: Prepared, b: Prepared) -> bool:
    """Whether one title, whose end a catalogue left out, is how the other begins."""
    return any(
        x.cut
        and LONG <= len(x.key) <= len(y.key)
        and fuzz.ratio(x.key, y.key[: len(x.key)]) >= CLOSE
        for x, y in ((a, b), (b, a))
    )


def _subtitled(a: Prepared, b: Prepared) -> bool:
    """Whether one is the other without its subtitle."""
    return any(
        len(main) >= LONG and fuzz.ratio(main, y.key, score_cutoff=EQUAL) > 0
        for x, y in ((a, b), (b, a))
        for main in x.mains
    )


def other_words(a: Prepared, b: Prepared) -> str:
    """The words that stand in one title where the other has different ones; empty for none.

    Typing errors, other endings, words left out and words divided otherwise do not count.
    """
    if a.plain == b.plain or a.key == b.key:
        return ""
    here, there = _leftover(a.plain, b.plain), _leftover(b.plain, a.plain)
    denied = _NEGATIONS.intersection((*here, *there))
    if denied:
        return ", ".join(sorted(denied))
    if not here or not there or "".join(here) == "".join(there):
        return ""
    x = [w for w in here if not any(_one_word(w, o) for o in there)]
    y = [w for w in there if not any(_one_word(w, o) for o in here)]
    return ", ".join(sorted((" ".join(x), " ".join(y)))) if x and y else ""


def _leftover(one: str, other: str) -> list[str]:
    known = set(other.split())
    return [w for w in one.split() if w not in known and w not in _IDLE]


# Beginnings by which words that look alike say the opposite.
_OPPOSITES = (
    ("hyper", "hypo"), ("inter", "intra"), ("micro", "macro"), ("pre", "post"), ("pre", "peri"),
    ("post", "peri"), ("endo", "exo"), ("mono", "poly"), ("anti", "pro"),
)  # fmt: skip


def _one_word(a: str, b: str) -> bool:
    """Whether two words are one: another ending or spelling, a typing error, an ordinal.

    Words that begin otherwise are two: `male` and `female`, `encoder` and `decoder`.
    """
    if ORDINALS.get(a, a) == ORDINALS.get(b, b):
        return True
    shorter = min(len(a), len(b))
    if shorter < 3 or not (a.isalpha() and b.isalpha()) or _opposite(a, b):
        return False  # A and B, I and II, 1 and 2
    if a.startswith(b) or b.startswith(a) or OSA.distance(a, b) == 1:
        return True
    return shorter > 3 and a[0] == b[0] and fuzz.ratio(a, b) >= 75.0


def _opposite(a: str, b: str) -> bool:
    """Whether one denies the other: `hypotension` and `hypertension`, `typical` and `atypical`."""
    short, long = sorted((a, b), key=len)
    if long == "a" + short and short[0] != "e":  # but aetiology
        return True
    for x, y in (*_OPPOSITES, *((y, x) for x, y in _OPPOSITES)):
        if a.startswith(x) and b.startswith(y):
            one, other = a.removeprefix(x), b.removeprefix(y)
            return len(one) > 3 and (one.startswith(other) or other.startswith(one))
    return False
