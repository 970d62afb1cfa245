"""Titles in a cell or a line, which may also have links, badges, authors and a summary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.inline import Inline, InlineKind, inline_text
from vcmbib.formats.markdown.links import label_kind
from vcmbib.model.text import tidy

_NUMBER = re.compile(r"^(?:\(?\d{1,4}[).]|\[\d{1,4}\])\s+(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:al|etc|inc|vs|jr|sr|no|vol|ltd|co|corp|st|dr|mr|cf|ca|[a-z])$|\.\w+$",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "「": "」", "《": "》", "``": "''", "«": "»"}
_EMPTY_BRACKETS = re.compile(r"[(\[【（]\s*[|,;/·•&\s]*[)\]】）]")
_EMPTY = frozenset(
    """- -- --- – — / n/a na none null nil nan x tbd tba ? … ... .. . 无 暂无 \\ _ *""".split()
) | {""}


def is_empty(text: str) -> bool:
    """Whether a cell has no content: blank, a dash, `N/A`, `null`."""
    return text.strip().strip("*_` ").casefold() in _EMPTY or not text.strip()


def clean_title(text: str) -> str:
    """A title on one line, without the marks of the list around it.

    Removed are emoji and numbers before it, quotation marks around it, and a final full stop that
    is not part of an abbreviation or an ellipsis.
    """
    text = tidy(text)
    text = _NUMBER.sub("", _without_emoji(text))
    text = _without_emoji(text).strip(" |•·→")
    text = _unquoted(text)
    text = _without_full_stop(text).rstrip(" ,;、，")
    return _without_full_stop(_unquoted(text))


def _without_emoji(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_emoji(text[start]):
        start += 1
    while end > start and _is_emoji(text[end - 1]) and text[end - 1] not in "°©®™ ":
        end -= 1
    return text[start:end].strip()


def _is_emoji(char: str) -> bool:
    if char.isascii():
        return char == " "
    return (
        unicodedata.category(char) in ("So", "Sk", "Cs", "Co", "Cn", "Me")
        or char in "\u200d\ufe0f\ufe0e"
    )


def _unquoted(text: str) -> str:
    """`text` without quotation marks around all of it."""
    for opening, closing in _QUOTES.items():
        inner = text[len(opening) : -len(closing)]
        around = len(text) > 2 and text.startswith(opening) and text.endswith(closing)
        if around and opening not in inner and closing not in inner:
            return _without_full_stop(inner.strip().rstrip(",")).strip()
    return text


def _without_full_stop(text: str) -> str:
    if text.endswith("。"):
        return text[:-1].rstrip()
    if not text.endswith(".") or text.endswith(".."):
        return text
    body = text[:-1]
    return text if _ABBREVIATION.search(body) else body.rstrip()


@dataclass(frozen=True, slots=True)
class TitleCell:
    """The content of a title cell.

    `link` is the link on the title, whose URL may be empty. `others` are the other links.
    `other_lines` is the remaining text. `raw` is the title as written.
    """

    title: str
    link: Inline | None
    others: tuple[Inline, ...]
    other_lines: tuple[str, ...]
    raw: str


def is_label(piece: Inline) -> bool:
    """Whether the text of a link only names its target: `code`, `[PDF]`, a badge."""
    text = piece.text.strip(" []()（）【】|,;:")
    if not text or piece.auto:
        return True
    if label_kind(text) is not None:
        return True
    return re.fullmatch(r"[\d.v]+|[A-Za-z]{2,6}[ '’]?\d{2,4}", text) is not None


def read_title_cell(pieces: Sequence[Inline]) -> TitleCell:
    """Find the title in a cell: the text of the first link that is no label, else the bold text.

    Without both it is the first line without the labels of links.
    """
    links = [p for p in pieces if p.kind is InlineKind.LINK]
    worded = [p for p in links if not is_label(p)]
    segments = _segments(pieces)
    if not worded and len(links) == 1 and not _unlabelled(pieces):
        worded = [p for p in links if p.text and not p.auto]  # a title such as `Code` or `CVPR2020`
    if worded:
        link = worded[0]
        raw = _whole_line(link, segments)
        other_lines = tuple(t for s in segments if (t := _line_without(s, link)) and t != raw)
        others = tuple(p for p in links if p is not link)
        return TitleCell(clean_title(raw), link, others, other_lines, raw)
    lines = [t for s in segments if (t := _unlabelled(s))]
    first = next((s for s in segments if _unlabelled(s)), [])
    raw = lines[0] if lines else ""
    other_lines = tuple(lines[1:])
    parted = _bold_part(first) or (_before_summary(first) if len(raw) > 160 else None)
    if parted is not None:
        raw, rest = parted
        other_lines = (rest, *other_lines) if rest else other_lines
    return TitleCell(clean_title(raw), None, tuple(links), other_lines, raw)


def _segments(pieces: Sequence[Inline]) -> list[list[Inline]]:
    segments: list[list[Inline]] = [[]]
    for piece in pieces:
        if piece.kind is InlineKind.BREAK:
            segments.append([])
        else:
            segments[-1].append(piece)
    return segments


def _unlabelled(pieces: Sequence[Inline]) -> str:
    """The text of a line without the labels of links and their brackets."""
    kept = [p for p in pieces if p.kind is not InlineKind.LINK or not is_label(p)]
    text = _EMPTY_BRACKETS.sub(" ", inline_text(kept))
    return tidy(text).strip(" |,;/·•&[]")


def _line_without(segment: Sequence[Inline], link: Inline) -> str:
    return _unlabelled([p for p in segment if p is not link])


def _whole_line(link: Inline, segments: Sequence[Sequence[Inline]]) -> str:
    """The text of the link, or all of its line if the link is only a name in it.

    Example: `[ResNet](…): Deep Residual Learning for Image Recognition`.
    """
    if len(link.text.split()) >= 3:
        return link.text
    line = next((s for s in segments if any(p is link for p in s)), [])
    first_text = _unlabelled([p for p in line if p is not link])
    if len(re.findall(r"\w+", first_text)) < 2 or re.match(r"\s*[(（\[]", first_text):
        return link.text
    return _unlabelled(line)


_AFTER_BOLD = re.compile(r"^\s*(?:[-–—:：.|(（\[,]|$)")


def _bold_part(pieces: Sequence[Inline]) -> tuple[str, str] | None:
    """(bold text at the start of a line, the rest); None if there is none."""
    start = 0
    while start < len(pieces) and not pieces[start].bold:
        text = pieces[start].text.strip()
        if (
            pieces[start].kind is InlineKind.TEXT
            and text
            and not _NUMBER.match(text + " x")
            and any(c.isalnum() for c in text)
        ):
            return None
        start += 1
    end = start
    while end < len(pieces) and pieces[end].bold:
        end += 1
    title = inline_text(pieces[start:end])
    rest = _unlabelled(pieces[end:])
    if len(re.findall(r"\w", title)) < 2 or not rest:
        return None
    if not _AFTER_BOLD.match(inline_text(pieces[end:])) and not title.endswith(
        (".", "?", "!", "。")
    ):
        return None
    return title.rstrip(" :："), rest.lstrip(" -–—:：.|,")


_SUMMARY = re.compile(r"\s{2,}|\s+[-–—]\s+|\s*\n")


def _before_summary(pieces: Sequence[Inline]) -> tuple[str, str] | None:
    """(title, summary) in one cell, divided by two blanks or a dash; None without summary."""
    text = "".join(p.text for p in pieces if p.kind is not InlineKind.IMAGE).strip()
    numbered = _NUMBER.match(text)
    body = text[numbered.end() :] if numbered else text
    parted = _SUMMARY.search(body)
    if parted is None or not 2 <= parted.start() <= 200:
        return None
    return tidy(body[: parted.start()]), tidy(body[parted.end() :])
