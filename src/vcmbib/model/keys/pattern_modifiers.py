"""What a pattern of citation keys can say: the fields of a paper as text, and what changes text.

The names and their meaning are JabRef's (https://docs.jabref.org/setup/citationkeypatterns) and
Better BibTeX's (https://retorque.re/zotero-better-bibtex/citing/), in one table each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from vcmbib.model.names import Name
from vcmbib.model.text import fold

Argument = str | int

# JabRef's function words, and those that Better BibTeX passes over in further languages.
FUNCTION_WORDS = frozenset(
    """a an the above about across against along among around at before behind below beneath beside
    between beyond by down during except for from in inside into like near of off on onto since to
    toward through under until up upon with within without and but nor or so yet""".split()
)
SKIPPED_WORDS = FUNCTION_WORDS | frozenset(
    """aboard after al amid anti as besides d da das de del dell dello dei degli della delle dem
    den der des despite die do du ein eine einem einen einer eines el en et gli i il is l la las le
    les lo los over past per plus round save some sur than towards un una unas underneath une unlike
    uno unos versus via von while yet zu zum""".split()
)


def ascii_text(text: str) -> str:
    """`text` in ASCII with its letter case: `Müller` gives `Muller`, `Łódź` `Lodz`, `Ø` `O`.

    What has no Latin letters is left out.
    """
    if text.isascii():
        return text
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isascii():
            found.append(char)
            continue
        folded = "".join(c for c in fold(char) if c.isascii())
        capital = char != char.lower()
        found.append(folded[:1].upper() + folded[1:] if capital else folded)
    return "".join(found)


def letters(text: str) -> str:
    """The ASCII letters and digits of a text, with its letter case."""
    return "".join(c for c in ascii_text(text) if c.isalnum())


def raised(word: str) -> str:
    """`word` with a capital first letter; the others as they are."""
    return word[:1].upper() + word[1:]


# --- people ---------------------------------------------------------------------------------------


def family(name: Name, *, particle: bool) -> str:
    """The letters of a family name; those of its particle before it if asked for."""
    return letters(name.last if particle else name.family)


def initial(name: Name) -> str:
    """The first letter of the given name."""
    return letters(name.given)[:1]


def et_al(
    families: Sequence[str], shown: int, leading: int, between: str, tail: str, *, others: bool
) -> str:
    """Up to `shown` names; where there are more, the `leading` ones and `tail`."""
    if len(families) <= shown and not others:
        return between.join(families)
    return between.join(families[:leading]) + tail


def alpha(families: Sequence[str], *, others: bool) -> str:
    """The label of BibTeX's style alpha: `Knu`, `HZRS`, `VSP+`."""
    if len(families) == 1 and not others:
        return families[0][:3]
    if len(families) > 4 or others:
        return "".join(f[:1] for f in families[:3]) + "+"
    return "".join(f[:1] for f in families)


def short(families: Sequence[str], *, others: bool) -> str:
    """One name in full, or the initials of up to three, and `+` if there are more."""
    if len(families) == 1 and not others:
        return families[0]
    return "".join(f[:1] for f in families[:3]) + ("+" if len(families) > 3 or others else "")


# --- titles ---------------------------------------------------------------------------------------


def title_words(title: str) -> list[str]:
    """The words of a title in ASCII, without punctuation: `Self-Supervised` is `SelfSupervised`."""
    found = (letters(w) for w in re.split(r"[\s/–—:]+", title))
    return [w for w in found if w]


def telling_words(title: str, skipped: frozenset[str]) -> list[str]:
    """The words of a title without function words; all of them if there are no others."""
    found = title_words(title)
    return [w for w in found if w.lower() not in skipped] or found


# --- modifiers ------------------------------------------------------------------------------------


def _abbr(text: str) -> str:
    pieces = (re.match(r"[^\W_]", w) for w in re.split(r"[\s/–—-]+", text))
    return "".join(m.group() for m in pieces if m is not None)


def _each(text: str, change: Callable[[str], str]) -> str:
    return " ".join(change(w) for w in text.split())


def _title_case(text: str) -> str:
    words = text.split()
    return " ".join(
        w.lower() if at and w.lower() in FUNCTION_WORDS else raised(w.lower())
        for at, w in enumerate(words)
    )


def _sentence_case(text: str) -> str:
    return raised(text.lower())


def _skip_words(text: str) -> str:
    words = [w for w in re.split(r"\s+", text) if w]
    return " ".join(w for w in words if letters(w).lower() not in SKIPPED_WORDS)


def _no_punctuation(text: str) -> str:
    kept = (" " if unicodedata.category(c) in {"Pd", "Pc"} else c for c in text)
    return "".join(c for c in kept if c.isalnum() or c.isspace())


PLAIN: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "lowercase": str.lower,
    "upper": str.upper,
    "uppercase": str.upper,
    "abbr": _abbr,
    "acronym": _abbr,
    "capitalize": lambda t: _each(t, lambda w: raised(w.lower())),
    "raise": lambda t: _each(t, raised),
    "titlecase": _title_case,
    "title_case": _title_case,
    "sentencecase": _sentence_case,
    "sentence_case": _sentence_case,
    "skipwords": _skip_words,
    "ascii": ascii_text,
    "transliterate": ascii_text,
    "fold": ascii_text,
    "clean": lambda t: re.sub(r"[^\w.+:/-]", "", ascii_text(t)),
    "alphanum": letters,
    "nopunct": _no_punctuation,
    "nopunctordash": _no_punctuation,
    "numeric": lambda t: "".join(c for c in t if c.isdigit()),
}
"""Modifiers without arguments. Better BibTeX's `capitalize` keeps the other letters: `raise`."""


def _number(args: Sequence[Argument], at: int, default: int) -> int:
    found = args[at] if at < len(args) else default
    return found if isinstance(found, int) else default


def _text(args: Sequence[Argument], at: int, default: str = "") -> str:
    return str(args[at]) if at < len(args) else default


def _select(text: str, args: Sequence[Argument]) -> str:
    """Words from `start` (1 is the first, -1 the last), `n` of them or all that follow."""
    words = text.split()
    start = _number(args, 0, 1)
    first = start - 1 if start > 0 else max(len(words) + start, 0)
    count = _number(args, 1, len(words))
    return " ".join(words[first : first + max(count, 0)])


def _substring(text: str, args: Sequence[Argument]) -> str:
    first = max(_number(args, 0, 1) - 1, 0)
    return text[first : first + max(_number(args, 1, len(text)), 0)]


def _replace(text: str, args: Sequence[Argument]) -> str:
    """A regular expression replaced; the replacement may name groups as `$1`."""
    by = re.sub(r"\$(\d)", r"\\g<\1>", _text(args, 1).replace("\\", "\\\\"))
    return re.sub(_text(args, 0), by, text)


def _longer(text: str, args: Sequence[Argument]) -> str:
    """The text if its length is so (`>`, 3); nothing otherwise."""
    relation, length = _text(args, 0, ">"), _number(args, 1, 0)
    holds = {
        ">": len(text) > length, "<": len(text) < length, "=": len(text) == length,
        ">=": len(text) >= length, "<=": len(text) <= length, "!=": len(text) != length,
    }  # fmt: skip
    return text if holds.get(relation, True) else ""


GIVEN: dict[str, tuple[int, int, Callable[[str, Sequence[Argument]], str]]] = {
    "truncate": (1, 1, lambda t, a: t[: max(_number(a, 0, 0), 0)].rstrip()),
    "default": (1, 1, lambda t, a: t or _text(a, 0)),
    "regex": (2, 2, _replace),
    "replace": (2, 2, _replace),
    "select": (0, 2, _select),
    "substring": (0, 2, _substring),
    "condense": (0, 1, lambda t, a: _text(a, 0).join(t.split())),
    "prefix": (1, 1, lambda t, a: _text(a, 0) + t if t else ""),
    "postfix": (1, 1, lambda t, a: t + _text(a, 0) if t else ""),
    "len": (0, 2, _longer),
}
"""Modifiers with arguments: how many at least and at most, and what they do."""
