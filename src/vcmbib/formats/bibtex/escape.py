"""Escape plain text for a BibTeX value: LaTeX's special characters, but not harmless formulas.

A macro in plain text is text: its backslash is escaped.
`to_unicode(escape(text), typography=True)` returns `text` again, for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vcmbib.model.latex.commands import is_harmless_formula
from vcmbib.model.latex.decode import to_ascii, to_latex, to_unicode
from vcmbib.model.latex.maths import is_formula

_SPECIAL = {
    "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_", "$": "\\$", "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}", "\u00a0": "~", "`": "\\textasciigrave{}", "-": "-{}", "'": "'{}",
    # In OT1, LaTeX's default font encoding, these three characters print as other signs.
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}",
}  # fmt: skip
_PLAIN = re.compile(r"[^&%#_$~^\\{}\u00a0`'\-<>|]*")
_SIGN = re.compile(r"[&%#_$~^\\{}\u00a0`<>|]|-(?=-)|'(?=')")
# A macro with its arguments: `\foo{bar}`. Two levels of nested braces are enough for titles.
_MACRO = re.compile(r"\\[A-Za-z]+(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*")
_MATHS = re.compile(r"\$\$[^$]+\$\$|\$(?:[^$\\]|\\.)+\$", re.DOTALL)
_ROUND_MATHS = re.compile(r"\\\((?:[^\\]|\\(?!\)).)*?\\\)", re.DOTALL)
# A formula that contains text with other formulas, up to three braces deep: `$a \mbox{if $b$}$`.
_GROUP = r"\{(?:[^{}\\]|\\.)*+\}"
for _ in range(2):
    _GROUP = rf"\{{(?:[^{{}}\\]|\\.|{_GROUP})*+\}}"
_NESTED_MATHS = re.compile(
    rf"(\${{1,2}})(?:[^$\\{{}}]|\\.|{_GROUP})++\1|\\\((?:[^\\{{}}]|\\[^()]|{_GROUP})*+\\\)",
    re.DOTALL,
)


def plain_segments(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of plain text as (kind, piece); the kind is `text` or `maths`.

    Only a harmless formula is `maths`; see `model.latex.commands`.
    """
    return _segments(text, is_tex=False)


def segments(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of TeX as (kind, piece); the kind is `text`, `maths` or `macro`.

    A `macro` is a command that `to_unicode` leaves as it is. Other commands are part of a `text`.
    """
    return _segments(text, is_tex=True)


def _segments(text: str, *, is_tex: bool) -> Iterator[tuple[str, str]]:
    start = at = 0
    while (at := _next_sign(text, at)) >= 0:
        kind, piece = _special_piece(text, at)
        if not kind or not (is_tex or (kind == "maths" and is_harmless_formula(piece))):
            at += 1
            continue
        if at > start:
            yield "text", text[start:at]
        yield kind, piece
        start = at = at + len(piece)
    if start < len(text):
        yield "text", text[start:]


_DOLLAR_OR_BACKSLASH = re.compile(r"[$\\]")


def _next_sign(text: str, index: int) -> int:
    """Return the index of the next `$` or backslash, or -1."""
    match = _DOLLAR_OR_BACKSLASH.search(text, index)
    return -1 if match is None else match.start()


def _special_piece(text: str, at: int) -> tuple[str, str]:
    """Return (kind, piece) of the formula or macro at `at`; two empty strings if there is none."""
    if text[at] == "$":
        for pattern in (_MATHS, _NESTED_MATHS):
            match = pattern.match(text, at)
            if match is not None and is_formula(text, at, match.end()):
                return "maths", match[0]
        return "", ""
    match = _ROUND_MATHS.match(text, at)
    if match is not None and match[0].count("{") == match[0].count("}"):
        return "maths", match[0]
    match = _NESTED_MATHS.match(text, at)
    if match is not None:
        return "maths", match[0]
    match = _MACRO.match(text, at)
    if match is not None and to_unicode(match[0], typography=True) == match[0]:
        return "macro", match[0]
    return "", ""


@lru_cache(maxsize=65536)
def escape(text: str, *, ascii_only: bool = False) -> str:
    """Return `text` as a field value. `ascii_only` writes letters outside ASCII as commands."""
    encode = to_ascii if ascii_only else to_latex
    if _PLAIN.fullmatch(text):
        return encode(text)
    if "\\" not in text and "$" not in text:
        return encode(_escape_plain(text))
    written = "".join(
        _escape_plain(piece) if kind == "text" else piece for kind, piece in plain_segments(text)
    )
    if to_unicode(written, typography=True) != text:
        return encode(_escape_plain(text))  # not TeX after all: the reader would change the text
    if not ascii_only:
        return encode(written) if "$" not in written else written
    return "".join(
        to_ascii(_escape_plain(piece) if kind == "text" else piece, maths=kind == "maths")
        for kind, piece in plain_segments(text)
    )


def _escape_plain(text: str) -> str:
    """Escape text without formulas; `--` and double quotes form no ligature."""
    return _SIGN.sub(_escaped_sign, text)


def _escaped_sign(match: re.Match[str]) -> str:
    """Return the escape of one special character."""
    return _SPECIAL[match[0]]
