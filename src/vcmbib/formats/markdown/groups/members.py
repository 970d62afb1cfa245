# ruff: noqa: E501
"""The members of a list: items, paragraphs, headings and definitions, with their details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vcmbib.formats.markdown.document import Line, LineKind, MarkdownDocument
from vcmbib.formats.markdown.groups.field_labels import label_role, split_label
from vcmbib.formats.markdown.groups.name_lists import leading_names, looks_like_names
from vcmbib.formats.markdown.groups.title_words import (
    is_date_or_venue,
    looks_like_venue,
    title_likeness,
)
from vcmbib.formats.markdown.links import label_kind

_ITEM = re.compile(r"(\s*)(?:[-*+•●▪◦·‣–][ \t]+|\(?\d{1,4}[.)、](?:[ \t]+|(?=\[|\*\*|[^\s\d]))|\[\d{1,4}\][ \t]+)(?=\S)")  # fmt: skip
_HTML_ITEM = re.compile(r"(\s*)<(li|dt|dd|summary)\b[^<>]*>\s*", re.IGNORECASE)
_TAG_LINE = re.compile(
    r"\s*</?(?:details|p|div|center|table|thead|tbody|tr|td|th|ul|ol|dl|img|br|a name|sup|sub|h\d)\b",
    re.IGNORECASE,
)
_END_TAG = re.compile(r"\s*</(?:li|dt|dd|summary|p|ul|ol|dl|details)>", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})$")
_MARKED = re.compile(r"\[([^\[\]\n]{1,400})\]\(([^()\s]{0,400})")
_LINKS = re.compile(r"!?\[[^\[\]]{0,400}\]\([^()\s]{0,800}\)|<?https?://[^\s<>]{1,800}>?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STRONG = re.compile(
    r"(?:\*\*|__)([^*_\n]{12,300})(?:\*\*|__)|[\"“«「《]([^\"”»」》\n]{12,300})[\"”»」》]"
)
_MAX_TEXT = 20_000
_MAX_CHILDREN = 60


@dataclass(slots=True)
class Member:
    """A block that may be an entry. `children` are the blocks below it, `parents` those above."""

    line: int
    path: tuple[str, ...]
    kind: str
    depth: int
    text: str
    level: int = 0
    parents: tuple[str, ...] = ()
    children: list[Member] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    entry_like: bool = False
    category: bool = False

    def walk(self) -> Iterator[Member]:
        """The member and all below it, in order."""
        waiting = [self]
        while waiting:
            member = waiting.pop()
            yield member
            waiting.extend(reversed(member.children))


def find_members(
    document: MarkdownDocument, taken: frozenset[int]
) -> tuple[list[Member], dict[int, frozenset[int]]]:
    """(the members of the document in order, the lines below each category that is none)."""
    roots = _tree(_blocks(document, taken))
    everything = [m for root in roots for m in root.walk()]
    labels = _repeated_labels(everything)
    for member in everything:
        member.entry_like = _is_entry_like(member.text, labels)
    for member in reversed(everything):
        _settle(member, labels)
    found: list[Member] = []
    categories: dict[int, frozenset[int]] = {}
    waiting = list(reversed(roots))
    while waiting:
        member = waiting.pop()
        if not member.category:
            found.append(member)
        elif member.kind != "heading":
            categories[member.line] = frozenset(c.line for c in member.children)
        for child in reversed(member.children):
            if member.category and member.kind != "heading":
                child.parents = (*member.parents, _plain(member.text))
            else:
                child.parents = member.parents
            waiting.append(child)
    return found, categories


def _plain(text: str) -> str:
    return re.sub(r"[*_`#]+", "", _MARKED.sub(r"\1", text.split("\n", maxsplit=1)[0])).strip(" :：")


def _settle(member: Member, labels: frozenset[str]) -> None:
    """Decide which children are details, and whether the member is a category."""
    if not member.children:
        member.category = member.kind == "heading"
        return
    entries = sum(c.entry_like or c.category for c in member.children)
    below = sum(bool(c.details) for c in member.children)
    member.category = (
        2 * entries >= len(member.children)
        and (entries > 1 or (not member.entry_like and _is_bare(member.text)))
    ) or (
        member.kind == "heading" and (2 * below > len(member.children) or len(member.children) > 12)
    )
    if not member.category and member.kind in ("paragraph", "summary"):
        short = len(member.text.split()) < 4 and not member.entry_like
        detailed = sum(_is_detail(c.text, labels) for c in member.children)
        member.category = 2 * detailed < len(member.children) and (
            short or member.kind == "paragraph"
        )
    if member.category:
        return
    kept: list[Member] = []
    for child in member.children:
        if child.entry_like and member.entry_like and not _is_detail(child.text, labels):
            kept.append(child)
        else:
            member.details.append(child.text)
            member.details.extend(child.details)
            kept.extend(child.children)
    member.children = kept
    if member.details and not member.entry_like:
        member.entry_like = title_likeness(_plain(member.text)) >= 0.5


def _is_bare(text: str) -> bool:
    """Whether a text is a date, a venue or a word or two: no title."""
    plain = _plain(text)
    return len(plain.split()) < 3 or is_date_or_venue(plain)


def _repeated_labels(members: Iterable[Member]) -> frozenset[str]:
    """The labels at the start of three or more blocks."""
    found = Counter(
        label[0].casefold() for m in members if (label := split_label(m.text)) is not None
    )
    return frozenset(label for label, times in found.items() if times >= 3)


def _is_detail(text: str, labels: frozenset[str]) -> bool:
    """Whether a block states a value of the entry above it: a label, links, names or a date."""
    label = split_label(text)
    if label is not None and (
        label_role(label[0]) is not None
        or label[0].casefold() in labels
        or label_kind(label[0]) is not None
    ):
        return True
    words = _LINKS.sub(_link_words, text)
    bare = re.sub(r"[\W_]+", " ", words).strip()
    if not bare or is_date_or_venue(words.strip(" *_()[]")):
        return True
    plain = re.sub(r"[*_`]+", "", words[:4000]).strip()
    if looks_like_names(plain.strip(" .")):
        return True
    length = leading_names(plain)
    rest = plain[length:].strip(" .,;:|()[]-–—")
    return bool(length and looks_like_names(plain[:length])) and (
        len(rest.split()) <= 2
        or (
            len(rest.split()) <= 10
            and not re.search(r'["“”«»「」]', rest)
            and looks_like_venue(rest)
        )
    )


def _link_words(link: re.Match[str]) -> str:
    text = _MARKED.match(link.group().lstrip("!"))
    if text is None or label_kind(text.group(1)) is not None:
        return " "
    return text.group(1)


def _is_entry_like(text: str, labels: frozenset[str]) -> bool:
    if _is_detail(text, labels):
        return False
    first = text.split("\n\n", maxsplit=1)[0][:1500]
    if any(
        len(re.findall(r"\w+", m.group(1))) >= 3 and not m.group(2).startswith("#")
        for m in _MARKED.finditer(first)
    ):
        return True
    words = len(re.findall(r"\w+", _LINKS.sub(" ", first)))
    cjk = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", first))
    if words < 4 and cjk < 7:
        return bool(_LINKS.search(first)) and words >= 2
    return bool(
        _STRONG.search(first) or _LINKS.search(first) or (_YEAR.search(first) and words >= 6)
    )


def _tree(blocks: Iterable[Member]) -> list[Member]:
    """The blocks as a tree, by headings and indentation."""
    roots: list[Member] = []
    stack: list[Member] = []
    for block in blocks:
        rank = _rank(block)
        while stack and (_rank(stack[-1]) >= rank or len(stack[-1].children) >= 5000):
            stack.pop()
        if len(stack) > 30:
            stack = stack[:30]
        (stack[-1].children if stack else roots).append(block)
        stack.append(block)
    return roots


def _rank(block: Member) -> int:
    """The place of a block in the tree: headings, then summaries, paragraphs and items."""
    base = {"heading": 0, "summary": 10, "paragraph": 20, "item": 30, "definition": 25}
    return base[block.kind] + (block.level if block.kind == "heading" else block.depth)


def _blocks(document: MarkdownDocument, taken: frozenset[int]) -> Iterator[Member]:
    current: Member | None = None
    blank = True
    for line in document.lines:
        if line.kind is LineKind.COMMENT:
            continue
        text = re.sub(r"^\s{0,3}(?:>\s?)+", "", line.text)
        starts = line.number not in taken and line.kind in (LineKind.TEXT, LineKind.HEADING)
        new = _block(line, text, current, blank) if starts else None
        ends = not starts or _RULE.match(text) is not None or not text.strip()
        if new is not None and not ends:
            if current is not None:
                yield current
            current = new
        elif ends or (_TAG_LINE.match(text) is not None and "](" not in text) or current is None:
            if current is not None:
                yield current
            current = None
        elif len(current.text) < _MAX_TEXT:
            current.text = f"{current.text}\n{_END_TAG.sub('', text).strip()}".strip()
        blank = ends
    if current is not None:
        yield current


def _block(line: Line, text: str, current: Member | None, blank: bool) -> Member | None:
    """The block that begins with this line; None if the line goes on with one or has no text."""
    depth = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
    if line.kind is LineKind.HEADING:
        title = re.sub(r"^\s*#+\s*|\s+#+\s*$", "", text)
        return Member(line.number, line.path, "heading", 0, title, line.level)
    html = _HTML_ITEM.match(text)
    if html is not None:
        name = html.group(2).lower()
        kind = {"li": "item", "summary": "summary", "dt": "paragraph", "dd": "definition"}[name]
        return Member(line.number, line.path, kind, depth, _END_TAG.sub("", text[html.end() :]))
    if _RULE.match(text) or (_TAG_LINE.match(text) and "](" not in text):
        return None
    if re.match(r"\s{0,3}[:~]\s+\S", text):
        return Member(line.number, line.path, "definition", 0, text.strip()[1:].strip())
    item = _ITEM.match(text)
    if item is not None and not (item.group().strip()[:1].isdigit() and current is not None and not blank and current.kind == "paragraph"):  # fmt: skip
        return Member(line.number, line.path, "item", min(depth, 200), text[item.end() :])
    if current is None or blank:
        return Member(line.number, line.path, "paragraph", min(depth, 9), text.strip()) if not depth else Member(line.number, line.path, "item", min(depth, 200) , text.strip())  # fmt: skip
    return None
