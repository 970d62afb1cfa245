"""LaTeX markup in bibliographic text: to Unicode, and back for `--ascii`.

Accents follow LaTeX's text commands ("The Not So Short Introduction to LaTeX", section 2.4.8, and
the T1 encoding). Formulas and unknown macros are kept as written. `to_unicode` reads everything
that `to_ascii` writes. docs/latex.md has all rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vcmbib.model.latex.encode import to_ascii, to_latex
from vcmbib.model.latex.reader import LatexReader, TooDeepError

__all__ = ["to_ascii", "to_latex", "to_unicode"]

_MARKS = re.compile(r"[\\{}]")
_MARKS_TYPOGRAPHY = re.compile(r"[\\{}~`]|--|''")
_SPANISH = re.compile(r"[?!]`(?!`)")  # ligatures of TeX's fonts for ¿ and ¡
_CACHED = 400


def to_unicode(text: str, *, typography: bool = False, maths: bool = False) -> str:
    r"""Return `text` with its LaTeX markup in Unicode: `Schr{\"o}dinger` gives `Schrödinger`.

    Braces are removed; formulas and unknown macros stay as written. With `typography`, ties, dashes
    and quotes become what TeX's fonts show: use it for BibTeX values, not for plain text. With
    `maths`, formulas become plain characters, `$\ell_1$` as `ℓ₁`: use it for search and display,
    not for text that is written to a `.bib`. A text with hundreds of nested braces is returned
    unchanged.
    """
    marks = _MARKS_TYPOGRAPHY if typography else _MARKS
    if marks.search(text) is None and not (maths and "$" in text):
        return text
    if len(text) <= _CACHED:
        return _read_again(text, typography, maths)
    return _read_long_again(text, typography, maths)


def _read(text: str, typography: bool, maths: bool) -> str:
    if typography and "`" in text:
        text = _SPANISH.sub(lambda m: "¿" if m[0][0] == "?" else "¡", text)
    try:
        return LatexReader(text, typography=typography, maths=maths).group(closing=False)
    except TooDeepError:
        return text


_read_again = lru_cache(maxsize=65536)(_read)
_read_long_again = lru_cache(maxsize=8)(_read)  # a record is read several times in a row
