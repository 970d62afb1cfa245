"""LaTeX in bibliographic text: markup to Unicode for reading, Unicode to markup for `--ascii`.

Accents follow LaTeX's text commands (The Not So Short Introduction to LaTeX, section 2.4.8, and
the T1 encoding); formulas and macros that are not known are kept as written. What `to_ascii`
writes, `to_unicode` reads back. The rules in full are in docs/latex.md.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.model.latex.encode import to_ascii, to_latex
from vcmbib.model.latex.reader import LatexReader, TooDeepError

__all__ = ["to_ascii", "to_latex", "to_unicode"]

_MARKS = re.compile(r"[\\{}]")
_MARKS_TYPOGRAPHY = re.compile(r"[\\{}~`]|--|''")
_SPANISH = re.compile(r"[?!]`(?!`)")  # ligatures of TeX's fonts
_CACHED = 400


def to_unicode(text: str, *, typography: bool = False, maths: bool = False) -> str:
    r"""`text` with LaTeX's markup read: `Schr{\"o}dinger` gives `Schrödinger`.

    Braces go, formulas and unknown macros stay as written. With `typography`, ties, dashes and
    quotes are read as TeX's fonts show them: right for BibTeX values, wrong for plain text. With
    `maths`, formulas are shown as well as plain characters can, `$\ell_1$` as `ℓ₁`: right for
    searching and reading, wrong for what goes back into a `.bib`. Never raises; braces nested
    hundreds deep are returned as they are.
    """
    marks = _MARKS_TYPOGRAPHY if typography else _MARKS
    if marks.search(text) is None and not (maths and "$" in text):
        return text
    if len(text) <= _CACHED:
        return _read_again(text, typography, maths)
    return _read(text, typography, maths)


def _read(text: str, typography: bool, maths: bool) -> str:
    if typography and "`" in text:
        text = _SPANISH.sub(lambda m: "¿" if m[0][0] == "?" else "¡", text)
    try:
        return LatexReader(text, typography=typography, maths=maths).group(closing=False)
    except TooDeepError:
        return text


_read_again = lru_cache(maxsize=65536)(_read)
