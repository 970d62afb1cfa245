r"""Citation keys, the names in `\cite{…}`. The program makes a key once and never changes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vcmbib.model.keys.latin_names import latin_family
from vcmbib.model.names import Name
from vcmbib.model.printable import is_printable
from vcmbib.model.text import fold_key, significant_word

_ALLOWED = re.compile(r"(?!-)[^\s{},\\\"#%~]{1,250}")


def is_valid_key(key: str) -> bool:
    """Whether `key` is usable in a `.bib` file, in a citation and on a command line.

    Blanks and the characters that end a key or start a comment in BibTeX or LaTeX are not allowed,
    nor is a hyphen as the first character, because options begin with it, nor a character that is
    not visible.
    """
    return _ALLOWED.fullmatch(key) is not None and is_printable(key)


_ALLOWED_OLD = re.compile(r"(?! )[^{},\\]{1,250}(?<! )")


def is_valid_old_key(key: str) -> bool:
    """Whether `key` can find a paper under the name that it has in another file or program.

    A key that the program does not give to a paper, such as `-1996-phrase`, `a b` or `50%`, is a
    valid old key. A key that cannot be part of a list of keys in `.bib` is not, because of a comma,
    a brace or a backslash; nor is one with a character that is not visible.
    """
    return _ALLOWED_OLD.fullmatch(key) is not None and is_printable(key)


_MAX_WORD_LENGTH = 40  # letters of one word in a key; no real word is longer


def default_key(authors: Sequence[Name], year: int | None, title: str) -> str:
    """Return the key for a new paper, such as `zhang2024rate`.

    The key is the family name of the first author, the year and the first significant word of the
    title, folded to ASCII. A group gives the first significant word of its name. A family name in
    another script is transliterated (see `latin_names`). Without a family name, the word of the
    title comes first (`rate2024`), or else `paper`. A missing part is left out.
    """
    family = (_family(authors[0]) if authors else "")[:_MAX_WORD_LENGTH]
    word = significant_word(title)[:_MAX_WORD_LENGTH]
    year_digits = str(year) if year is not None else ""
    if family:
        return f"{family}{year_digits}{word}"
    return f"{word}{year_digits}" if word[:1].isalpha() else f"paper{year_digits}{word}"


def _family(name: Name) -> str:
    """The family name in ASCII letters and digits; empty if it does not begin with a letter."""
    family = significant_word(name.family) if name.literal else ""
    family = family or latin_family(name)
    return family if family[:1].isalpha() else ""


def suffixed_keys(base: str) -> Callable[[int], str]:
    """Return a function that gives the n-th key: 0 is `base`, then `a`, … `z`, `aa`, … follow."""

    def nth(n: int) -> str:
        suffix = ""
        while n > 0:
            n, letter = divmod(n - 1, 26)
            suffix = chr(ord("a") + letter) + suffix
        return base + suffix

    return nth


class KeyMaker:
    """Makes a different key for each new paper.

    `taken` are the folded keys that are or were in use. The maker adds the keys that it makes.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def is_free(self, key: str) -> bool:
        """Whether no paper has or had `key`, in any letter case and normal form."""
        return fold_key(key) not in self._taken

    def make(self, wanted: str) -> str:
        """Return `wanted`, or `wanted` with the first free suffix, and mark it as taken.

        Keys that differ only in letter case or in the normal form count as equal.
        """
        base = fold_key(wanted)
        nth = suffixed_keys(wanted)
        n = self._next.get(base, 0)
        while fold_key(nth(n)) in self._taken:
            n += 1
        self._next[base] = n + 1
        key = nth(n)
        self._taken.add(fold_key(key))
        return key
