r"""Citation keys: the name in `\\cite{…}`, made once and never changed by the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vcmbib.model.names import Name
from vcmbib.model.text import fold, significant_word

_ALLOWED = re.compile(r"(?!-)[^\s\x00-\x1f\x7f{},\\\"#%~]{1,250}")


def is_valid_key(key: str) -> bool:
    """Whether `key` holds nothing that ends a key in a `.bib` or in a citation, and begins with no
    dash, as options do.
    """
    return _ALLOWED.fullmatch(key) is not None


_LONGEST = 40  # letters of a word in a key: enough for any real one


def default_key(authors: Sequence[Name], year: int | None, title: str) -> str:
    """`zhang2024rate`: family name, year and first significant word, folded to ASCII.

    A group is named by its first significant word. Without a name in Latin letters the title's
    word leads (`rate2024`), or else `paper`; what is missing is left out.
    """
    family = (_family(authors[0]) if authors else "")[:_LONGEST]
    word = significant_word(title)[:_LONGEST]
    when = str(year) if year is not None else ""
    if family:
        return f"{family}{when}{word}"
    return f"{word}{when}" if word[:1].isalpha() else f"paper{when}{word}"


def _family(name: Name) -> str:
    """The letters of the family name; none unless they begin with one."""
    found = significant_word(name.family) if name.literal else _ascii(name.family)
    return found if found[:1].isalpha() else ""


def _ascii(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())


def suffixed_keys(base: str) -> Callable[[int], str]:
    """The n-th key of a family: the base, then `a`, `b`, … `z`, `aa`, … as suffix."""

    def nth(n: int) -> str:
        tail = ""
        while n > 0:
            n, rest = divmod(n - 1, 26)
            tail = chr(ord("a") + rest) + tail
        return base + tail

    return nth


class KeyMaker:
    """Gives each newcomer its own key; `taken` holds the folded keys in use, former ones too."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def free(self, key: str) -> bool:
        """Whether no paper has or had `key`, in any letter case."""
        return key.casefold() not in self._taken

    def make(self, wanted: str) -> str:
        """`wanted`, or `wanted` with the first free suffix; the key is then taken.

        Letter case does not tell keys apart here, because BibTeX confuses such keys.
        """
        base = wanted.casefold()
        nth = suffixed_keys(wanted)
        n = self._next.get(base, 0)
        while nth(n).casefold() in self._taken:
            n += 1
        self._next[base] = n + 1
        key = nth(n)
        self._taken.add(key.casefold())
        return key
