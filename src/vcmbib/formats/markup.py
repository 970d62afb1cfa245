"""Text with marks for italics, bold and so on; written as plain text, HTML or Markdown.

The marks are characters of Unicode's private use area. A style engine copies them like letters.
`without_marks` removes such characters from the text of others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from html import escape

OPEN = {
    "plain": "\uf8f0",
    "italic": "\uf8f1",
    "bold": "\uf8f2",
    "underline": "\uf8f3",
    "superscript": "\uf8f4",
    "subscript": "\uf8f5",
    "smallcaps": "\uf8f6",
}
CLOSE = "\uf8ff"
_MARK = re.compile("([\uf8f0-\uf8ff])")
_URL = re.compile(r"https?://[^\s<>\uf8f0-\uf8ff]*[^\s<>.,;:!?)\]}\uf8f0-\uf8ff]")

_HTML = {
    OPEN["plain"]: ("", ""),
    OPEN["italic"]: ("<i>", "</i>"),
    OPEN["bold"]: ("<b>", "</b>"),
    OPEN["underline"]: ("<u>", "</u>"),
    OPEN["superscript"]: ("<sup>", "</sup>"),
    OPEN["subscript"]: ("<sub>", "</sub>"),
    OPEN["smallcaps"]: ('<span style="font-variant:small-caps">', "</span>"),
}
_MARKDOWN = _HTML | {OPEN["italic"]: ("*", "*"), OPEN["bold"]: ("**", "**")}


class MarkupForm(StrEnum):
    """The form in which marked text is written."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


def without_marks(text: str) -> str:
    """`text` without marks."""
    return _MARK.sub("", text)


def render(text: str, form: MarkupForm) -> str:
    """Marked text in this form, escaped by the rules of the form."""
    if form is MarkupForm.TEXT:
        return without_marks(text)
    tags, plain = (_HTML, _html) if form is MarkupForm.HTML else (_MARKDOWN, _markdown)
    found: list[str] = []
    closing: list[str] = []
    for piece in _MARK.split(_blanks_outside_marks(text)):
        if piece == CLOSE:
            found.append(closing.pop() if closing else "")
        elif piece in tags:
            opening, close = tags[piece]
            found.append(opening)
            closing.append(close)
        elif piece:
            found.append(plain(piece))
    found += reversed(closing)
    result = "".join(found)
    return _escape_start(result) if form is MarkupForm.MARKDOWN else result


def _blanks_outside_marks(text: str) -> str:
    """Move blanks out of the ends of marked text: `* x*` is no emphasis in Markdown."""
    text = re.sub("([\uf8f0-\uf8fe])(\\s+)", r"\2\1", text)
    text = re.sub(f"(\\s+)({CLOSE})", r"\2\1", text)
    return re.sub(f"[\uf8f0-\uf8fe]{CLOSE}", "", text)


def _html(text: str) -> str:
    return _with_urls(text, lambda t: escape(t, quote=False), _html_link)


def _html_link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'


def _markdown(text: str) -> str:
    return _with_urls(text, lambda t: re.sub(r"([\\`*_\[\]<>$~^@|#])", r"\\\1", t), "<{}>".format)


def _with_urls(text: str, plain: Callable[[str], str], link: Callable[[str], str]) -> str:
    found, at = [], 0
    for match in _URL.finditer(text):
        found += [plain(text[at : match.start()]), link(match.group())]
        at = match.end()
    return "".join([*found, plain(text[at:])])


def _escape_start(text: str) -> str:
    """Escape a number or dash at the start, which would make the paragraph a list item."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", text))
