"""Italics and other markup in titles: CSL's tags, LaTeX's commands, the marks of `formats.markup`.

CSL has `<i>`, `<b>`, `<sub>`, `<sup>` and two kinds of `<span>`: for small capitals, and for words
that keep their case (manual of citeproc-js, https://citeproc-js.readthedocs.io, "HTML-like
formatting tags").
"""

from __future__ import annotations

import re

from vcmbib.formats.bibtex.writer.protect_titles import protect_capitals
from vcmbib.formats.markup import CLOSE, OPEN, without_marks
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.text import tidy

_NO_CASE = "\uf8f7"  # a span whose words keep their case
_TAG = re.compile(r"(?i)<(/?)(i|b|sc|su[bp]|span)(\s[^<>]*)?>")
_MARKS = {
    "i": OPEN["italic"],
    "b": OPEN["bold"],
    "sc": OPEN["smallcaps"],
    "sub": OPEN["subscript"],
    "sup": OPEN["superscript"],
}
_SMALL_CAPS = '<span style="font-variant:small-caps;">'
_CSL = {mark: (f"<{name}>", f"</{name}>") for name, mark in _MARKS.items()} | {
    OPEN["smallcaps"]: (_SMALL_CAPS, "</span>")
}
_LATEX = {
    OPEN["italic"]: ("\\textit{", "}"),
    OPEN["bold"]: ("\\textbf{", "}"),
    OPEN["smallcaps"]: ("\\textsc{", "}"),
    OPEN["subscript"]: ("\\textsubscript{", "}"),
    OPEN["superscript"]: ("\\textsuperscript{", "}"),
    OPEN["plain"]: ("", ""),
    _NO_CASE: ("{{", "}}"),  # BibTeX reads `{\` with one brace as a special character
}
_COMMANDS = {
    "emph": "italic", "textit": "italic", "textsl": "italic", "mkbibemph": "italic",
    "mkbibitalic": "italic", "em": "italic", "it": "italic", "itshape": "italic",
    "textbf": "bold", "mkbibbold": "bold", "bf": "bold", "bfseries": "bold",
    "textsc": "smallcaps", "sc": "smallcaps", "scshape": "smallcaps",
    "textsubscript": "subscript", "textsuperscript": "superscript",
}  # fmt: skip
_SIGN = re.compile(
    r"\\(?P<command>emph|text(?:it|sl|bf|sc|subscript|superscript)|mkbib(?:emph|italic|bold))\s*\{"
    r"|\{\\(?P<switch>em|it|itshape|bf|bfseries|sc|scshape)(?:\s+|(?=[\\{}]))"
    r"|\\.|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
_MARK = re.compile("([\uf8f0-\uf8ff])")


def from_csl(text: str) -> tuple[str, str]:
    """(plain text, LaTeX) of a title with CSL's tags. The LaTeX is empty without markup.

    A tag without its partner is plain text.
    """
    title = tidy(text)
    marked = _from_tags(title)
    if marked is None:
        return title, ""
    latex = _with_marks_replaced(protect_capitals(marked), _LATEX)
    plain = without_marks(marked)
    return (plain, latex) if to_unicode(latex, typography=True) == plain else (title, "")


def to_csl(latex: str, plain: str) -> str:
    """A title with CSL's tags. It is `plain` if `latex` is another text or has no markup."""
    marked = _from_commands(latex)
    if marked is None or without_marks(marked) != plain or _TAG.search(plain):
        return plain
    return _with_marks_replaced(marked, _CSL)


def _with_marks_replaced(marked: str, forms: dict[str, tuple[str, str]]) -> str:
    """Marked text with the (begin, end) of `forms` in place of the marks."""
    written: list[str] = []
    closing: list[str] = []
    for piece in _MARK.split(marked):
        if piece == CLOSE:
            written.append(closing.pop())
        elif piece in forms:
            written.append(forms[piece][0])
            closing.append(forms[piece][1])
        else:
            written.append(piece)
    return "".join(written)


def marked_csl(text: str) -> str:
    """A title with CSL's tags replaced by marks."""
    marked = _from_tags(text)
    return text if marked is None else marked.replace(_NO_CASE, OPEN["plain"])


def _from_tags(text: str) -> str | None:
    """A title with marks in place of tags; None if it has no tags, or they are not nested."""
    opened: list[str] = []
    found: list[str] = []
    at = 0
    text = without_marks(text)
    for match in _TAG.finditer(text):
        found.append(text[at : match.start()])
        at = match.end()
        name, attributes = match[2].lower(), (match[3] or "").lower()
        if not match[1]:
            opened.append(name)
            found.append(_MARKS.get(name) or _span(attributes))
        elif not opened or opened.pop() != name:
            return None
        else:
            found.append(CLOSE)
    return None if opened or not found else "".join([*found, text[at:]])


def _span(attributes: str) -> str:
    if "small-caps" in attributes:
        return OPEN["smallcaps"]
    return _NO_CASE if "nocase" in attributes else OPEN["plain"]


def _from_commands(latex: str) -> str | None:
    """A title with marks in place of LaTeX commands; None without commands or balanced braces."""
    found: list[str] = []
    opened: list[bool] = []  # for each open brace: whether it has a mark
    at = 0
    latex = without_marks(latex)
    for match in _SIGN.finditer(latex):
        kind = _COMMANDS.get(match["command"] or match["switch"] or "")
        found.append(latex[at : match.start()])
        at = match.end()
        if kind is not None:
            opened.append(True)
            found.append("{" + OPEN[kind])
        elif match["close"]:
            if not opened:
                return None
            found.append(CLOSE + "}" if opened.pop() else "}")
        else:
            if match["open"]:
                opened.append(False)
            found.append(match[0])
    if opened or CLOSE not in "".join(found):
        return None
    return to_unicode("".join([*found, latex[at:]]), typography=True)
