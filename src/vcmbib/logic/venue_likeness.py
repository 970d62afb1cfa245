"""Whether two container names are one venue: by acronym, abbreviation and spelling."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from vcmbib.logic.preparing import Prepared

_CLOSE = 92.0  # per cent: a typing error, a plural, another transliteration


def same_container(a: Prepared, b: Prepared) -> bool | None:
    """Whether two works stand in one venue; None where one of them names none."""
    if not a.venue or not b.venue:
        return None
    if a.acronym and a.acronym == b.acronym:
        return True
    return _alike(a.venue, b.venue)


@lru_cache(maxsize=131072)
def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(_one(x, y) for x in a for y in b)


def _one(a: str, b: str) -> bool:
    if a == b:
        return True
    x, y = a.split(), b.split()
    if (
        len(x) == len(y)
        and len(x) > 1
        and all(_abbreviates(v, w) for v, w in zip(x, y, strict=True))
    ):
        return True
    if len(x) == 1 < len(y):
        return _is_acronym(x[0], y)
    if len(y) == 1 < len(x):
        return _is_acronym(y[0], x)
    return len(x) == len(y) and fuzz.ratio(a, b) >= _CLOSE


def _abbreviates(a: str, b: str) -> bool:
    """Whether one word is the other cut short, `med` and `medicine`, `natl` and `national`."""
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        return True
    if short[0] != long[0] or len(short) < 3:
        return False
    at = 0
    for char in short:  # contractions leave letters out but keep their order and the end
        at = long.find(char, at) + 1
        if at == 0:
            return False
    return short[-1] == long[-1] or len(short) >= 4


def _is_acronym(word: str, words: list[str]) -> bool:
    return len(word) > 2 and word == "".join(w[0] for w in words)
