"""The text of an entry in one string, with the spans of its constructs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.inline import Inline, InlineKind, parse, without_shortcodes
from vcmbib.formats.markdown.links import is_external, label_kind
from vcmbib.formats.markdown.titles import is_label

LINK_MARK = "\x1f"
"""The character in place of a link whose words only name its target."""

_QUOTED = re.compile(
    r"“([^“”\n]{2,400})”|\"([^\"\n]{2,400})\"|«([^«»\n]{2,400})»|「([^「」\n]{2,400})」|"
    r"『([^『』\n]{2,400})』|《([^《》\n]{2,400})》|„([^„“”\n]{2,400})[“”]|``([^`'\n]{2,400})''|"
    r"(?<!\w)‘([^‘’\n]{12,400})’(?!\w)|(?<!\w)'([^'\n]{12,400})'(?!\w)"
)

_BARE_LABEL = re.compile(r"\[+\s*([^\[\]\n]{1,30}?)\s*\]+")


@dataclass(frozen=True, slots=True)
class ConstructSpan:
    """A part of a flat text with one construct: link, bold, italic, code or quote."""

    kind: str
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class FlatText:
    """The words of an entry, the spans of its constructs, and its links.

    `own` is the length of the text before that of further lines.
    """

    text: str
    spans: tuple[ConstructSpan, ...]
    links: tuple[Inline, ...]
    own: int

    def of(self, kind: str) -> list[ConstructSpan]:
        """The spans of a kind, in order."""
        return [s for s in self.spans if s.kind == kind]


def flatten(own: str, further: Sequence[str], references: Mapping[str, str]) -> FlatText:
    """The flat text of an entry's own text and of the texts below it."""
    parts: list[str] = []
    spans: list[ConstructSpan] = []
    links: list[Inline] = []
    length = own_length = 0
    for text in (own, *further):
        if length:
            parts.append("\n")
            length += 1
        length = _add(parse(text, references), parts, spans, links, length)
        own_length = own_length or length
    flat = "".join(parts)
    for quoted in _QUOTED.finditer(flat):
        group = quoted.lastindex or 0
        if LINK_MARK not in quoted.group(group):
            spans.append(ConstructSpan("quote", quoted.start(group), quoted.end(group)))
    return FlatText(flat, tuple(_merged(spans)), tuple(links), own_length)


def _add(
    pieces: Sequence[Inline],
    parts: list[str],
    spans: list[ConstructSpan],
    links: list[Inline],
    at: int,
) -> int:
    before = ""
    for piece in pieces:
        text = " " if piece.kind is InlineKind.TEXT and not piece.text else piece.text
        if piece.kind is InlineKind.BREAK:
            text = "\n"
        elif piece.kind is InlineKind.IMAGE:
            text = " "
        elif piece.kind is InlineKind.LINK:
            named = _named(piece, before)
            links.append(named)
            if _is_only_label(piece):
                text = LINK_MARK
            else:
                spans.append(ConstructSpan("link", at, at + len(text), piece.url))
        elif piece.kind is InlineKind.CODE:
            spans.append(ConstructSpan("code", at, at + len(text)))
        else:
            text = without_shortcodes(text).replace("\n", " ")
            if "[" in text:
                text = _BARE_LABEL.sub(_without_label, text)
        before = text if piece.kind is InlineKind.TEXT else ""
        if text != LINK_MARK and text.strip():
            if piece.bold:
                spans.append(ConstructSpan("bold", at, at + len(text)))
            if piece.italic:
                spans.append(ConstructSpan("italic", at, at + len(text)))
        parts.append(text)
        at += len(text)
    return at


def _without_label(bracketed: re.Match[str]) -> str:
    """A label in brackets without a link, such as `[Paper]`, as a mark; other text unchanged."""
    return LINK_MARK if label_kind(bracketed.group(1)) is not None else bracketed.group()


def _is_only_label(piece: Inline) -> bool:
    if piece.auto or not piece.text.strip():
        return True
    if re.search(r"(?:^|\W)(?:19|20)\d\d\W*$", piece.text) and label_kind(piece.text) is None:
        return False  # `[Bioinformatics, 2023](…)` names the venue
    if label_kind(piece.text) is not None:
        return True
    return is_label(piece) and bool(piece.url) and is_external(piece.url)


def _named(piece: Inline, before: str) -> Inline:
    """A bare URL with the label before it as its text."""
    if not piece.auto:
        return piece
    label = re.search(r"([^:：\n|]{1,40})[:：]\s*$", before[-60:])
    return Inline(InlineKind.LINK, label.group(1).strip(" -*•\t") if label else "", piece.url)


def _merged(spans: Sequence[ConstructSpan]) -> list[ConstructSpan]:
    """The spans in order; bold and italic spans that touch are one."""
    found: list[ConstructSpan] = []
    last: dict[str, int] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        at = last.get(span.kind)
        if at is not None and span.kind in ("bold", "italic") and found[at].end == span.start:
            found[at] = ConstructSpan(span.kind, found[at].start, span.end, found[at].url)
            continue
        last[span.kind] = len(found)
        found.append(span)
    return found
