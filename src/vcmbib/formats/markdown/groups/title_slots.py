# ruff: noqa: E501
"""Where the titles of a group are: one rule for all its members, chosen by their scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.groups.field_labels import LabelRole, label_role, split_label
from vcmbib.formats.markdown.groups.flat_text import LINK_MARK, FlatText
from vcmbib.formats.markdown.groups.name_lists import leading_names
from vcmbib.formats.markdown.groups.title_words import looks_like_venue, title_likeness, word_count
from vcmbib.model.text import title_key

Slice = tuple[int, int]
_END = re.compile(
    rf"[{LINK_MARK}\n|]|(?<=[^\W\d_]{{2}})[.] (?=[^a-z])|(?<=[\d)$%])[.] (?=[^a-z])|[。]|(?<=[?!]) (?=[^a-z])|\s[-–—]{{1,2}}\s|"
    r"\s?\[[A-Z](?:/OL)?\]|[.,]?\s*[(（\[]\W?(?:[^()\[\]（）\n]{0,60}\W)?(?:19|20)\d\d\w?\W?[)）\]]"
)
_ABBREVIATION = re.compile(r"\b(?:vs|etc|al|St|Dr|Mr|No|Vol|Jr|Sr|Inc|cf)\.\s$")
_BRACKETED = re.compile(r"[(\[【（]\s*([^()\[\]\n]{1,40}?)\s*[)\]】）]\s*[:：.]?\s*(?=\S)")


def _sentences(text: str, start: int, end: int) -> list[Slice]:
    """The slices between the marks that end a sentence or a field."""
    found: list[Slice] = []
    at = start
    for mark in _END.finditer(text, start, end):
        if mark.group().startswith(".") and _ABBREVIATION.search(
            text, max(at, mark.start() - 4), mark.end()
        ):
            continue
        if mark.group() == " " and not _ends_title(text, mark.end(), end):
            continue
        if text[at : mark.start()].strip(" .,;:*\"'“”") and any(
            map(str.isalnum, text[at : mark.start()])
        ):
            found.append((at, mark.start()))
            if len(found) > 12:
                return found
        at = mark.end()
    if any(map(str.isalnum, text[at:end])):
        found.append((at, end))
    return found


def _ends_title(text: str, at: int, end: int) -> bool:
    """Whether the title ends with the question mark before `at`: no words of it follow."""
    following = _END.search(text, at, min(end, at + 400))
    rest = text[at : following.start() if following else min(end, at + 400)].strip()
    if leading_names(rest) or looks_like_venue(rest) or rest[:1] in '*"”»(':
        return True
    return title_likeness(rest) < 0.5 or following is None


def _span(kind: str, ordinal: int) -> Callable[[FlatText], Slice | None]:
    def select(flat: FlatText) -> Slice | None:
        spans = [s for s in flat.of(kind) if any(map(str.isalnum, flat.text[s.start : s.end]))]
        return (spans[ordinal].start, spans[ordinal].end) if len(spans) > ordinal else None

    return select


def _span_and_rest(kind: str) -> Callable[[FlatText], Slice | None]:
    """A name in a construct, a colon, and the rest of the title."""

    def select(flat: FlatText) -> Slice | None:
        spans = flat.of(kind)
        if not spans:
            return None
        first = spans[0]
        if not re.match(
            r"[\]*\s]{0,3}(?:[:：]|[-–—] )", flat.text[first.end : first.end + 5]
        ) and not flat.text[first.start : first.end].rstrip("] ").endswith((":", "：")):
            return None
        at = (
            first.end
            + len(flat.text[first.end :])
            - len(flat.text[first.end :].lstrip(" ]*:：-–—"))
        )
        rest = _sentences(flat.text, at, len(flat.text))
        return (first.start, rest[0][1]) if rest and rest[0][0] <= at + 1 else None

    return select


def _after_span(kind: str) -> Callable[[FlatText], Slice | None]:
    def select(flat: FlatText) -> Slice | None:
        spans = flat.of(kind)
        if not spans or flat.text[: spans[0].start].strip(" [(*"):
            return None
        rest = _sentences(flat.text, spans[0].end, len(flat.text))
        return rest[0] if rest else None

    return select


def _sentence(ordinal: int) -> Callable[[FlatText], Slice | None]:
    def select(flat: FlatText) -> Slice | None:
        found = _sentences(flat.text, 0, len(flat.text))
        return found[ordinal] if len(found) > ordinal else None

    return select


def _after_bracket(flat: FlatText) -> Slice | None:
    """What follows a name, venue or year in brackets."""
    found = _BRACKETED.match(flat.text)
    if found is None:
        return None
    rest = _sentences(flat.text, found.end(), len(flat.text))
    return rest[0] if rest else None


def _after_names(flat: FlatText) -> Slice | None:
    """What follows the names at the start, and the year behind them."""
    end = leading_names(flat.text)
    if not end:
        return None
    dated = re.compile(r"[\s,.:;|–—-]*(?:[(\[]?(?:19|20)\d\d\w?[)\]]?)?[\s,.:;|–—-]*").match(
        flat.text, end
    )
    rest = _sentences(flat.text, dated.end() if dated else end, len(flat.text))
    return rest[0] if rest else None


def _before_names(flat: FlatText) -> Slice | None:
    """What is before the first comma after which names follow."""
    end = min(len(flat.text), 600)
    for comma in list(re.finditer(r",\s+|，", flat.text[:end]))[:12]:
        tail = flat.text[comma.end() : comma.end() + 200]
        length = leading_names(tail)
        if length and (" " in tail[:length].strip() or "." in tail[:length]):
            return (0, comma.start())
    return None


def _to_comma(flat: FlatText) -> Slice | None:
    found = re.search(r",\s", flat.text[:400])
    return (0, found.start()) if found is not None else None


def _labelled(flat: FlatText) -> Slice | None:
    at = 0
    for line in flat.text.split("\n"):
        label = split_label(line)
        if label is not None and label_role(label[0]) is LabelRole.TITLE:
            start = at + line.find(label[1]) if label[1] else at
            return (start, start + len(label[1]))
        at += len(line) + 1
    return None


SELECTORS: dict[str, tuple[Callable[[FlatText], Slice | None], float]] = {
    "label": (_labelled, 0.4),
    "quote": (_span("quote", 0), 0.3),
    "link": (_span("link", 0), 0.2),
    "link and rest": (_span_and_rest("link"), 0.15),
    "bold": (_span("bold", 0), 0.12),
    "bold and rest": (_span_and_rest("bold"), 0.06),
    "italic": (_span("italic", 0), 0.06),
    "code": (_span("code", 0), 0.06),
    "second link": (_span("link", 1), 0.02),
    "second bold": (_span("bold", 1), 0.02),
    "second italic": (_span("italic", 1), 0.0),
    "second quote": (_span("quote", 1), 0.0),
    "after bold": (_after_span("bold"), 0.02),
    "after link": (_after_span("link"), 0.0),
    "after code": (_after_span("code"), 0.0),
    "after brackets": (_after_bracket, 0.03),
    "after names": (_after_names, 0.05),
    "before names": (_before_names, 0.04),
    "first": (_sentence(0), 0.02),
    "second": (_sentence(1), 0.0),
    "third": (_sentence(2), -0.02),
    "to comma": (_to_comma, -0.1),
}


@dataclass(frozen=True, slots=True)
class TitleSlot:
    """The title of a member: its slice in the flat text, and how much it looks like a title."""

    start: int
    end: int
    score: float
    selector: str


def _scored(flat: FlatText, name: str) -> TitleSlot | None:
    found = SELECTORS[name][0](flat)
    if found is None:
        return None
    start, end = found
    text = flat.text
    while start < end and text[start] in " \t\n.,;:|-–—*_[]·•：":
        start += 1
    while end > start and text[end - 1] in " \t\n,;:|-–—*_·•：":
        end -= 1
    value = text[start:end]
    if LINK_MARK in value:
        return None
    score = title_likeness(value)
    if name in _PLAIN and any(
        (s.start <= start and s.end < end) or (s.start > start and s.end <= end)
        for s in flat.spans
        if s.kind != "quote"
    ):
        score *= 0.75
    return TitleSlot(start, end, score, name)


_PLAIN = frozenset(("first", "second", "third", "to comma", "after names", "before names"))


def choose_slots(flats: Sequence[FlatText]) -> list[TitleSlot | None]:
    """The slot of each member's title. Members that do not fit the first rule get the next one."""
    chosen: list[TitleSlot | None] = [None] * len(flats)
    left = list(range(len(flats)))
    for _ in range(4):
        if not left:
            break
        name, mean = _best_selector([flats[i] for i in _sample(left)])
        if not name:
            break
        least = 0.15 if mean >= 0.8 and name in _CONSTRUCTS else 0.55
        still: list[int] = []
        for i in left:
            slot, before = _scored(flats[i], name), chosen[i]
            if slot is not None and (before is None or slot.score > before.score):
                chosen[i] = slot
            if slot is None or slot.score < least:
                still.append(i)
        if len(still) == len(left):
            break
        left = still
    return chosen


_CONSTRUCTS = frozenset(("label", "quote", "link", "bold", "link and rest", "italic", "code"))
_SAMPLE = 40


def _sample(indices: Sequence[int]) -> Sequence[int]:
    """Some of the members, evenly spread."""
    return indices if len(indices) <= _SAMPLE else indices[:: len(indices) // _SAMPLE][:_SAMPLE]


def _best_selector(flats: Sequence[FlatText]) -> tuple[str, float]:
    """(the selector with the best titles, their mean likeness); an empty name if none is good."""
    best = ("", 0.0)
    top = 0.15
    for name, (_, bonus) in SELECTORS.items():
        present = [(s, f) for f in flats if (s := _scored(f, name)) is not None]
        if not present:
            continue
        keys = {title_key(f.text[s.start : s.end]) for s, f in present}
        distinct = len(keys) / len(present)
        mean = sum(s.score for s, _ in present) / len(flats)
        length = sum(min(word_count(f.text[s.start : s.end]), 12) for s, f in present) / len(flats)
        score = mean * min(1.0, distinct + 0.1) + bonus * len(present) / len(flats) + 0.01 * length
        if score > top:
            top, best = score, (name, mean)
    return best
