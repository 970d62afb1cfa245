"""Text with markup (JATS, MathML, HTML) as plain text, for titles, names and abstracts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from vcmbib.model.text import tidy

_MAX_CHARACTERS = 200_000  # of one value; a longer one is cut
_TEX_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def _element(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of the first and the last tag of an element, with any prefix."""
    prefix = r"(?:[a-z]\w{0,9}:)?"
    return (
        re.compile(rf"<{prefix}{name}\b[^<>]*>", re.IGNORECASE),
        re.compile(rf"</{prefix}{name}\s*>", re.IGNORECASE),
    )


_TEX = _element("tex-math")
_MATHML = _element("math")
_ALTERNATIVES = _element("alternatives")
_SECTION_TITLE = _element("title")
_COMMENTS = (re.compile("<!--"), re.compile("-->"))
_BLANKS_BETWEEN_TAGS = re.compile(r"(?<=>)\s+(?=<)")
_ABSTRACT_TITLE = re.compile(
    r"<(?:[a-z]\w{0,9}:)?title\b[^<>]*>\s*(?:<[^<>]*>\s*)*(?:abstract|summary|r[ée]sum[ée]|"
    r"zusammenfassung|resumen|resumo|riassunto)\W*</(?:[a-z]\w{0,9}:)?title>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:[a-z]\w{0,9}:)?(?:p|sec|list|list-item|disp-formula|disp-quote|div|ul|ol|li|h[1-6]|br)\b[^<>]*>",
    re.IGNORECASE,
)
# Only tags of known names: `a < b and c > d` is text.
_TAG = re.compile(
    r"</?(?:[a-z]\w{0,9}:[a-z][\w-]*|a|abbr|abstract|b|bold|cite|code|del|em|ext-link|font"
    r"|fn|i|inline-formula|inline-graphic|italic|mark|monospace|math|mi|mn|mo|mrow|ms|mtext|msub|msup"
    r"|msubsup|mfrac|msqrt|mover|munder|mspace|mstyle|mfenced|none|mprescripts|mmultiscripts|named-content"
    r"|overline|p|pre|roman|s|sc|scp|small|sans-serif|section|span|strike|strong|styled-content|sub|sup"
    r"|title|tt|u|underline|uri|xref|img|graphic|label|semantics|annotation|break)(?:\s+[\w:.-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<\?[^<>?]*\?>|<!\[CDATA\[|\]\]>")


def plain_text(text: str) -> str:
    """Text with markup as Unicode text on one line."""
    return tidy(_without_tags(_with_plain_formulas(text[:_MAX_CHARACTERS])))


def abstract_text(text: str) -> str:
    """An abstract with markup as paragraphs, with a blank line between them.

    The title `Abstract` is removed. The title of a section begins its first paragraph: `Methods: …`
    """
    text = _with_plain_formulas(text[:_MAX_CHARACTERS])
    text = _ABSTRACT_TITLE.sub("", text, count=1)
    text = _with_elements(text, _SECTION_TITLE, lambda title: f"\n\n{_heading(title)}\x02")
    text = re.sub(r"\x02\s*(?:<(?:[a-z]\w{0,9}:)?p\b[^<>]*>)?\s*", " ", text)
    if _BLOCK.search(text):
        text = _BLOCK.sub("\n\n", text)
    blocks = (tidy(_without_tags(block)) for block in re.split(r"\n\s*\n", text))
    return "\n\n".join(block for block in blocks if block)


def _heading(text: str) -> str:
    title = tidy(_without_tags(text)).rstrip(".: ")
    return f"{title}:" if title else ""


def _with_elements(
    text: str, element: tuple[re.Pattern[str], re.Pattern[str]], form: Callable[[str], str]
) -> str:
    """The text with `form` of the content in place of each element. Takes linear time."""
    opening, closing = element
    parts: list[str] = []
    at = 0
    while (first := opening.search(text, at)) and (last := closing.search(text, first.end())):
        parts += [text[at : first.start()], form(text[first.end() : last.start()])]
        at = last.end()
    return "".join([*parts, text[at:]])


def _with_plain_formulas(text: str) -> str:
    """The text with one form of each formula: TeX where there is TeX, else the text of MathML."""
    text = _CDATA.sub("", _with_elements(text, _COMMENTS, lambda _: ""))
    text = _with_elements(text, _ALTERNATIVES, _one_alternative)
    text = _with_elements(text, _TEX, _tex)
    return _with_elements(text, _MATHML, lambda maths: _BLANKS_BETWEEN_TAGS.sub("", maths.strip()))


def _one_alternative(alternatives: str) -> str:
    """The formula in TeX among several forms of it, or all of them."""
    opening, closing = _TEX
    first = opening.search(alternatives)
    last = closing.search(alternatives, first.end()) if first else None
    if first is None or last is None:
        return alternatives
    return _tex(alternatives[first.end() : last.start()])


def _tex(tex: str) -> str:
    """A formula between dollar signs. Some publishers state a whole document."""
    document = _TEX_DOCUMENT.search(tex)
    formula = (document[1] if document else tex).strip().strip("$").strip()
    return f"${formula}$" if formula else ""


def _without_tags(text: str) -> str:
    """The text without tags and entities; both can be escaped twice."""
    for _ in range(3):
        before = text
        text = html.unescape(_TAG.sub("", text))
        if text == before:
            break
    return _CDATA.sub("", text)
