"""The pieces of inline Markdown and their emphasis (CommonMark 6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class InlineKind(StrEnum):
    """The kind of a piece of inline Markdown."""

    TEXT = "text"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of inline Markdown.

    `url` is the URL of a link or image. `image` and `alt` are URL and text of an image in a link.
    `bold` and `italic` are true if all of the piece is so.
    """

    kind: InlineKind
    text: str = ""
    url: str = ""
    bold: bool = False
    italic: bool = False
    image: str = ""
    alt: str = ""
    auto: bool = False  # a bare URL, not a link with a text


class PendingInline:
    """A piece whose emphasis is not yet known."""

    __slots__ = ("after", "before", "inline", "run")

    def __init__(self, inline: Inline, run: str = "", before: str = "", after: str = "") -> None:
        self.inline = inline
        self.run = run  # its delimiter characters, such as `**`
        self.before = before
        self.after = after


def resolve_emphasis(pieces: Sequence[PendingInline]) -> tuple[Inline, ...]:
    """The pieces with their emphasis. Pairs of delimiters are removed, others remain as text."""
    bold = [0] * (len(pieces) + 1)
    italic = [0] * (len(pieces) + 1)
    left = [len(p.run) for p in pieces]
    stacks: dict[str, list[int]] = {"*": [], "_": [], "~": []}
    for at, piece in enumerate(pieces):
        if not piece.run:
            continue
        stack = stacks[piece.run[0]]
        opens, closes = _flanking(piece)
        while closes and left[at] and stack:
            opener = stack[-1]
            used = 2 if min(left[opener], left[at]) >= 2 else 1
            counts = bold if used == 2 else italic
            if piece.run[0] != "~":
                counts[opener] += 1
                counts[at] -= 1
            left[opener] -= used
            left[at] -= used
            if not left[opener]:
                stack.pop()
        if opens and left[at]:
            stack.append(at)
    inlines: list[Inline] = []
    bolds = italics = 0
    for at, piece in enumerate(pieces):
        bolds += bold[at]
        italics += italic[at]
        inline = piece.inline
        text = piece.run[: left[at]] if piece.run else inline.text
        if inline.kind is InlineKind.TEXT:  # the most frequent kind; `replace` is slow
            inline = Inline(
                InlineKind.TEXT, text, "", inline.bold or bolds > 0, inline.italic or italics > 0
            )
            if not text:
                continue
        elif (bolds and not inline.bold) or (italics and not inline.italic):
            inline = replace(
                inline, bold=inline.bold or bolds > 0, italic=inline.italic or italics > 0
            )
        inlines.append(inline)
    return tuple(inlines)


def _flanking(piece: PendingInline) -> tuple[bool, bool]:
    """(whether a run of delimiters can open emphasis, whether it can close it), CommonMark 6.2.

    Unlike there, punctuation does not matter to two or more stars. So the title in
    `**Title.**Venue` is bold.
    """
    before, after = piece.before, piece.after
    blank_before = not before or before.isspace()
    blank_after = not after or after.isspace()
    if len(piece.run) >= 2 and piece.run[0] != "_":
        return not blank_after, not blank_before
    mark_before = bool(before) and not before.isalnum() and not blank_before
    mark_after = bool(after) and not after.isalnum() and not blank_after
    left = not blank_after and (not mark_after or blank_before or mark_before)
    right = not blank_before and (not mark_before or blank_after or mark_after)
    if piece.run[0] == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right
