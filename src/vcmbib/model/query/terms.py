"""Words as they are stored in the search index and asked for: one definition for both sides."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from vcmbib.model.text import fold

# Scripts that are written without blanks (or, Hangul, glue endings to words): each character is
# a word of its own, so that a part of a sentence is found as a phrase.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_JAMO = re.compile("[\u1100-\u11ff]")
_PLAIN = re.compile("[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+|(?<=[^\W_])[+#]++(?![^\W_])")


def terms(text: str) -> tuple[str, ...]:
    """The words of `text` as they are searched: folded runs of letters and digits, in order.

    A plus or sharp at a word's end is a word too, so that `C++` differs from `C` and
    `PointNet++` is found by both its names. The same for what is stored and what is asked.
    """
    folded = fold(text)
    if folded.isascii():
        found = _RUN if "+" in folded or "#" in folded else _PLAIN
        return tuple(found.findall(folded))
    if _JAMO.search(folded):
        folded = unicodedata.normalize("NFC", folded)
    return tuple(piece for run in _RUN.findall(folded) for piece in _pieces().findall(run))


@cache
def _pieces() -> re.Pattern[str]:
    """Compiled when first needed: the ranges take milliseconds."""
    return re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """What two tags, topics, categories or venues are compared by: their words, or their signs."""
    return " ".join(terms(text)) or " ".join(fold(text).split())


def edit_distance(a: str, b: str) -> int:
    """Letters to add, drop, change or swap with a neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
