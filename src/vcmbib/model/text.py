"""Text for comparison, search and names: folding, title keys, slugs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, with the letters that people type for them; then hyphens,
# quotation marks and invisible characters.
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

# Japanese sound marks are kept: か and が are two letters, not two spellings of one.
_VOICED = "\u3099\u309a"

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def with_line_feeds(text: str) -> str:
    """Return the text with LF instead of CRLF and CR as line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def normalize_newlines(text: str) -> str:
    """Return the text without a byte order mark and with LF as line ends."""
    return with_line_feeds(text.removeprefix("\ufeff"))


# Control characters, which no title may contain. Tabs and line ends count as white space.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

_STOPWORDS = frozenset(
    """a an and are as at by can do does for from how in into is it its no not of on or
    over so that the their to toward towards under upon using via vs what when where which why
    with within der die das ein eine le la les un une des du de el los las una""".split()
)


_MARKUP = re.compile(r"[\\{}]")


def ascii_lower(text: str) -> str:
    """`text` with A to Z in lower case and all else as it is, as SQLite's NOCASE compares."""
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if c.isascii() else c for c in text)


def fold(text: str) -> str:
    """Return `text` in the form that search and comparison use.

    Folding removes letter case, accents, ligatures, character width, special letters (`ł ø ß ı`),
    typographic quotes and dashes, and LaTeX markup. It uses Unicode's form NFKD (Unicode Standard
    Annex 15) and full case folding. A folded text folds to itself.
    """
    if text.isascii() and "\\" not in text and "{" not in text and "}" not in text:
        return text.lower()
    return _folded_title(text) if len(text) <= 300 else _folded(text)


@lru_cache(maxsize=32768)
def _folded_title(text: str) -> str:
    """Fold and remember short texts: titles and names recur, abstracts do not."""
    return _folded(text)


def _without_latex(text: str) -> str:
    # Imported on demand: every search folds text, but few texts contain markup.
    from vcmbib.model.latex.decode import to_unicode

    return to_unicode(text)


def _folded(text: str) -> str:
    """Repeat the steps until the text no longer changes: a result can contain new markup."""
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
    """Return `text` on one line, with single blanks and none at the ends.

    Ligatures become letters, invisible and control characters are removed, and the text is in
    Unicode's form NFC. Letters keep their accents and their width.
    """
    if text.isascii():
        if text.isprintable():  # then blanks are the only white space
            return " ".join(text.split()) if "  " in text else text.strip()
    else:
        text = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], text)
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(_CONTROL.sub("", text).split())


def has_ligature(text: str) -> bool:
    """Whether `text` contains a typographic ligature such as `ﬁ`."""
    return _LIGATURE.search(text) is not None


_NOT_IN_KEYS = str.maketrans(dict.fromkeys(c for c in map(chr, range(128)) if not c.isalnum()))


def title_key(title: str) -> str:
    """The folded letters and digits of a title, for comparing titles.

    A title without letters and digits gives its own characters, so that `?` and `!` differ.
    """
    folded = fold(title)
    if folded.isascii():
        return folded.translate(_NOT_IN_KEYS) or "".join(folded.split())
    return "".join(c for c in folded if c.isalnum()) or "".join(folded.split())


def fold_key(key: str) -> str:
    """The form in which keys are compared: without letter case, in Unicode's form NFC.

    BibTeX takes keys that differ in letter case for one. Keys that differ in the normal form look
    alike: a name of a file of macOS has `é` as two characters (Unicode Standard Annex 15).
    """
    folded = key.casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def forms_of_key(key: str) -> tuple[str, ...]:
    """The key in each normal form, itself first."""
    if key.isascii():
        return (key,)
    normal = (unicodedata.normalize("NFC", key), unicodedata.normalize("NFD", key))
    return tuple(dict.fromkeys((key, *normal)))


def folded_words(text: str) -> list[str]:
    """The words of the folded `text`, in order: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text))


def slug(title: str) -> str:
    """The name of a heading for URLs and queries: `Survey-&-Theory` gives `survey-theory`.

    Letters of all scripts stay (`目标检测`). Other characters become single hyphens. The result is
    empty for a title without letters and digits.
    """
    return "-".join(folded_words(title))


def significant_word(title: str) -> str:
    """The first significant word of a title, folded to ASCII letters and digits.

    Function words and numbers are skipped if there are other words. The result is empty for a title
    without ASCII letters and digits.
    """
    ascii_words = [
        "".join(c for c in w if c.isascii()) for w in folded_words(fold(title).replace("'", ""))
    ]
    candidates = [w for w in ascii_words if w]
    content_words = [w for w in candidates if w not in _STOPWORDS]
    no_numbers = [w for w in content_words if not w.isdigit()]
    return next(iter(no_numbers or content_words or candidates), "")
