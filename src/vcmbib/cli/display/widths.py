"""The columns of a terminal that a text takes: two for a Chinese letter, none for an accent."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

_JOINER = "\u200d"
_EMOJI_FORM = "\ufe0f"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_WITHOUT_WIDTH = ("Mn", "Me", "Cf", "Cc")


def columns(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else sum(wide for _, wide in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """(what a reader takes for one letter, its columns): a letter with its accents, an emoji."""
    found, wide = "", 0
    for character in text:
        if found and _belongs(found, character):
            found += character
            if character == _EMOJI_FORM:
                wide = 2
            continue
        if found:
            yield found, wide
        found, wide = character, _columns_of(character)
    if found:
        yield found, wide


def _belongs(before: str, character: str) -> bool:
    """Whether a character is part of the letter before it."""
    if before[-1] == _JOINER and not character.isascii() and category(before[0]) == "So":
        return True  # an emoji of several
    if character in _SKIN_TONES:
        return category(before[0]) == "So"
    if character in _FLAG_LETTERS:
        return len(before) == 1 and before in _FLAG_LETTERS
    return _columns_of(character) == 0


def _columns_of(character: str) -> int:
    if character in _FLAG_LETTERS:
        return 2
    if "\u1160" <= character <= "\u11ff" or category(character) in _WITHOUT_WIDTH:
        return 0  # the vowel of a Korean syllable, an accent, a joiner
    return 2 if east_asian_width(character) in "WF" else 1
