"""Text as it is compared, searched and made into names: folding, keys, slugs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose but readers type without their stroke or tail.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŀ": "l", "ŋ": "n",
        "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ĸ": "k", "ə": "e", "ɓ": "b",
        "ɗ": "d", "ƒ": "f", "ɨ": "i", "ʼ": "'", "ȷ": "j", "ƶ": "z", "ɠ": "g",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None,
        "\ufeff": None, "\u200e": None, "\u200f": None,
    }
)  # fmt: skip

# Marks that make another letter, not another spelling: か and が.
_VOICED = "\u3099\u309a"

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Control characters that no title may hold; tab and line ends are white space, not these.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

_STOPWORDS = frozenset(
    """a an and are as at by can do does for from how in into is it its no not of on or
    over so that the their to toward towards under upon using via vs what when where which why
    with within der die das ein eine le la les un une des du de el los las una""".split()
)


_MARKUP = re.compile(r"[\\{}]")


def fold(text: str) -> str:
    """The form in which text and question are compared.

    Case, accents, ligatures, width, special letters (`ł ø ß ı`), typographic quotes and dashes
    and LaTeX markup do not matter after it. Folding is idempotent.
    """
    if text.isascii() and "\\" not in text and "{" not in text and "}" not in text:
        return text.lower()
    return _folded_title(text) if len(text) <= 300 else _folded(text)


@lru_cache(maxsize=32768)
def _folded_title(text: str) -> str:
    """Titles and names come again and again; abstracts are not kept."""
    return _folded(text)


def _without_latex(text: str) -> str:
    from vcmbib.model.latex.decode import (
        to_unicode,  # few texts hold markup, and every search folds
    )

    return to_unicode(text)


def _folded(text: str) -> str:
    """Until nothing changes: what one step gives may be markup or fold to something else."""
    for _ in range(len(text) + 2):
        before = text
        if _MARKUP.search(text) is not None:
            text = _without_latex(text)
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        text = "".join(c for c in text if c in _VOICED or not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", text)
        if text == before:
            break
    return text


def tidy(text: str) -> str:
    """`text` on one line: blanks folded and trimmed, ligatures and invisible characters undone.

    Letters keep their accents and width; nothing else is changed.
    """
    if text.isascii():
        if text.isprintable():  # then blanks are its only white space
            return " ".join(text.split()) if "  " in text else text.strip()
    else:
        text = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], text)
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(_CONTROL.sub("", text).split())


def has_ligature(text: str) -> bool:
    """Whether `text` holds a typographic ligature such as `ﬁ`."""
    return _LIGATURE.search(text) is not None


_NOT_IN_KEYS = str.maketrans(dict.fromkeys(c for c in map(chr, range(128)) if not c.isalnum()))


def title_key(title: str) -> str:
    """The letters and digits of a title, folded: equal for titles that differ in nothing else.

    A title without any is its own key, so that `?` and `!` are two titles.
    """
    folded = fold(title)
    if folded.isascii():
        return folded.translate(_NOT_IN_KEYS) or "".join(folded.split())
    return "".join(c for c in folded if c.isalnum()) or "".join(folded.split())


def folded_words(text: str) -> list[str]:
    """The folded words of `text`, in order: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text))


def slug(title: str) -> str:
    """A name for addresses and queries: `Survey-&-Theory` gives `survey-theory`.

    Letters of any script stay (`目标检测`); everything else becomes single hyphens. May be empty.
    """
    return "-".join(folded_words(title))


def significant_word(title: str) -> str:
    """The first word of a title that says something, folded to ASCII letters and digits.

    Function words and bare numbers are passed over unless there is nothing else; may be empty.
    """
    ascii_words = [
        "".join(c for c in w if c.isascii()) for w in folded_words(fold(title).replace("'", ""))
    ]
    candidates = [w for w in ascii_words if w]
    telling = [w for w in candidates if w not in _STOPWORDS]
    named = [w for w in telling if not w.isdigit()]
    return next(iter(named or telling or candidates), "")
