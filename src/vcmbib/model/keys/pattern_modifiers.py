"""The modifiers of citation key patterns, and the functions that make labels and words of a key.

The names and their meaning are those of JabRef
(https://docs.jabref.org/setup/citationkeypatterns) and of Better BibTeX
(https://retorque.re/zotero-better-bibtex/citing/).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from vcmbib.model.names import Name
from vcmbib.model.text import fold

ModifierArgument = str | int

# Words that JabRef skips in a short title.
FUNCTION_WORDS = frozenset(
    """a an the above about across against along among around at before behind below beneath beside
    between beyond by down during except for from in inside into like near of off on onto since to
    toward through under until up upon with within without and but nor or so yet""".split()
)
# Words that Better BibTeX skips: also those of other languages.
SKIPPED_WORDS = FUNCTION_WORDS | frozenset(
    """aboard after al amid anti as besides d da das de del dell dello dei degli della delle dem
    den der des despite die do du ein eine einem einen einer eines el en et gli i il is l la las le
    les lo los over past per plus round save some sur than towards un una unas underneath une unlike
    uno unos versus via von while yet zu zum""".split()
)


def ascii_text(text: str) -> str:
    """Return `text` in ASCII with its letter case: `Müller` gives `Muller`, `Ø` gives `O`.

    Characters that have no ASCII form are left out.
    """
    if text.isascii():
        return text
    pieces: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isascii():
            pieces.append(char)
            continue
        folded = "".join(c for c in fold(char) if c.isascii())
        capital = char != char.lower()
        pieces.append(folded[:1].upper() + folded[1:] if capital else folded)
    return "".join(pieces)


def letters(text: str) -> str:
    """The ASCII letters and digits of `text`, with their letter case."""
    return "".join(c for c in ascii_text(text) if c.isalnum())


def capitalized(word: str) -> str:
    """Return `word` with a capital first letter. The other letters stay."""
    return word[:1].upper() + word[1:]


# --- people ---------------------------------------------------------------------------------------


def family_letters(name: Name, *, particle: bool) -> str:
    """The letters of the family name, after those of the particle if `particle` is true."""
    return letters(name.last if particle else name.family)


def given_initial(name: Name) -> str:
    """The first letter of the given name; empty without one."""
    return letters(name.given)[:1]


def et_al(
    families: Sequence[str], shown: int, leading: int, between: str, tail: str, *, others: bool
) -> str:
    """Return all names if there are at most `shown`, else the first `leading` names and `tail`.

    `between` separates the names. `others` is true if the paper has more authors than `families`.
    """
    if len(families) <= shown and not others:
        return between.join(families)
    return between.join(families[:leading]) + tail


def alpha_label(families: Sequence[str], *, others: bool) -> str:
    """The author part of a label of BibTeX's style `alpha` (alpha.bst): `Knu`, `HZRS`, `VSP+`.

    One author gives three letters, up to four authors give their initials, and more authors give
    three initials and `+`.
    """
    if len(families) == 1 and not others:
        return families[0][:3]
    if len(families) > 4 or others:
        return "".join(f[:1] for f in families[:3]) + "+"
    return "".join(f[:1] for f in families)


def short_label(families: Sequence[str], *, others: bool) -> str:
    """JabRef's `authshort`: one name in full, or up to three initials, and `+` for more names."""
    if len(families) == 1 and not others:
        return families[0]
    return "".join(f[:1] for f in families[:3]) + ("+" if len(families) > 3 or others else "")


# --- titles ---------------------------------------------------------------------------------------


def title_words(title: str) -> list[str]:
    """The words of a title in ASCII letters: `Self-Supervised` gives `SelfSupervised`."""
    words = (letters(w) for w in re.split(r"[\s/–—:]+", title))
    return [w for w in words if w]


def significant_words(title: str, skipped: frozenset[str]) -> list[str]:
    """The words of a title that are not in `skipped`; all words if that leaves none."""
    words = title_words(title)
    return [w for w in words if w.lower() not in skipped] or words


# --- modifiers ------------------------------------------------------------------------------------


def _first_letters(text: str) -> str:
    pieces = (re.match(r"[^\W_]", w) for w in re.split(r"[\s/–—-]+", text))
    return "".join(m.group() for m in pieces if m is not None)


def _change_words(text: str, change: Callable[[str], str]) -> str:
    return " ".join(change(w) for w in text.split())


def _title_case(text: str) -> str:
    words = text.split()
    return " ".join(
        w.lower() if at and w.lower() in FUNCTION_WORDS else capitalized(w.lower())
        for at, w in enumerate(words)
    )


def _sentence_case(text: str) -> str:
    return capitalized(text.lower())


def _skip_words(text: str) -> str:
    words = [w for w in re.split(r"\s+", text) if w]
    return " ".join(w for w in words if letters(w).lower() not in SKIPPED_WORDS)


def _no_punctuation(text: str) -> str:
    characters = (" " if unicodedata.category(c) in {"Pd", "Pc"} else c for c in text)
    return "".join(c for c in characters if c.isalnum() or c.isspace())


SIMPLE_MODIFIERS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "lowercase": str.lower,
    "upper": str.upper,
    "uppercase": str.upper,
    "abbr": _first_letters,
    "acronym": _first_letters,
    "capitalize": lambda t: _change_words(t, lambda w: capitalized(w.lower())),
    "raise": lambda t: _change_words(t, capitalized),
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
"""Modifiers without arguments. Better BibTeX's `capitalize` is `raise` here: it changes only the
first letter of a word.
"""


def _number(args: Sequence[ModifierArgument], at: int, default: int) -> int:
    argument = args[at] if at < len(args) else default
    return argument if isinstance(argument, int) else default


def _text(args: Sequence[ModifierArgument], at: int, default: str = "") -> str:
    return str(args[at]) if at < len(args) else default


def _select(text: str, args: Sequence[ModifierArgument]) -> str:
    """Return `n` words from the word `start` on, or all words from there without `n`.

    The arguments are `start` and `n`; `start` is 1 for the first word and -1 for the last one.
    """
    words = text.split()
    start = _number(args, 0, 1)
    first = start - 1 if start > 0 else max(len(words) + start, 0)
    count = _number(args, 1, len(words))
    return " ".join(words[first : first + max(count, 0)])


def _substring(text: str, args: Sequence[ModifierArgument]) -> str:
    """Return `n` characters from the character `start` on; `start` is 1 for the first one."""
    first = max(_number(args, 0, 1) - 1, 0)
    return text[first : first + max(_number(args, 1, len(text)), 0)]


def _replace(text: str, args: Sequence[ModifierArgument]) -> str:
    """Replace all matches of a regular expression. `$1` in the replacement is the first group."""
    replacement = re.sub(r"\$(\d)", r"\\g<\1>", _text(args, 1).replace("\\", "\\\\"))
    return re.sub(_text(args, 0), replacement, text)


def _keep_if_length(text: str, args: Sequence[ModifierArgument]) -> str:
    """Return the text if its length satisfies the arguments, such as `>`, 3; else nothing."""
    relation, length = _text(args, 0, ">"), _number(args, 1, 0)
    holds = {
        ">": len(text) > length, "<": len(text) < length, "=": len(text) == length,
        ">=": len(text) >= length, "<=": len(text) <= length, "!=": len(text) != length,
    }  # fmt: skip
    return text if holds.get(relation, True) else ""


MODIFIERS_WITH_ARGUMENTS: dict[
    str, tuple[int, int, Callable[[str, Sequence[ModifierArgument]], str]]
] = {
    "truncate": (1, 1, lambda t, a: t[: max(_number(a, 0, 0), 0)].rstrip()),
    "default": (1, 1, lambda t, a: t or _text(a, 0)),
    "regex": (2, 2, _replace),
    "replace": (2, 2, _replace),
    "select": (0, 2, _select),
    "substring": (0, 2, _substring),
    "condense": (0, 1, lambda t, a: _text(a, 0).join(t.split())),
    "prefix": (1, 1, lambda t, a: _text(a, 0) + t if t else ""),
    "postfix": (1, 1, lambda t, a: t + _text(a, 0) if t else ""),
    "len": (0, 2, _keep_if_length),
}
"""Modifiers with arguments: the least and the greatest number of arguments, and the function."""
