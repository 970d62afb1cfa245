"""The words of a text, for the search index and for queries alike."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from vcmbib.model.text import fold

# Scripts without blanks between words, and Hangul, which adds endings to words. Each character
# counts as a word, so that a part of a sentence is found as a phrase.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_JAMO = re.compile("[\u1100-\u11ff]")
_PLAIN = re.compile("[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+|(?<=[^\W_])[+#]++(?![^\W_])")


def terms(text: str) -> tuple[str, ...]:
    """Return the words of `text` for search: runs of letters and digits, folded, in their order.

    `+` and `#` at the end of a word are a word too. So `C++` differs from `C`, and both `PointNet`
    and `PointNet++` find `PointNet++`.
    """
    folded = fold(text)
    if folded.isascii():
        found = _RUN if "+" in folded or "#" in folded else _PLAIN
        return tuple(found.findall(folded))
    if _JAMO.search(folded):
        folded = unicodedata.normalize("NFC", folded)
    return tuple(piece for run in _RUN.findall(folded) for piece in _script_pattern().findall(run))


@cache
def _script_pattern() -> re.Pattern[str]:
    """The pattern of one character of such a script, or a run of others.

    It is compiled at the first use, because that takes milliseconds.
    """
    return re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """The form in which tags, topics, categories and venues are compared: words, or else signs."""
    return " ".join(terms(text)) or " ".join(fold(text).split())


def edit_distance(a: str, b: str) -> int:
    """The number of letters to insert, delete, replace or swap with a neighbour from `a` to `b`.

    This is the optimal string alignment distance, a restricted Damerau-Levenshtein distance.
    """
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
