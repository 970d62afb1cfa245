# ruff: noqa: E501
"""The values of an entry other than its title: people, venue, date, links, labelled values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from vcmbib.formats.markdown.cell_values import read_date, read_venue
from vcmbib.formats.markdown.groups.field_labels import LabelRole, label_role, split_label
from vcmbib.formats.markdown.groups.flat_text import LINK_MARK, ConstructSpan, FlatText
from vcmbib.formats.markdown.groups.name_lists import (
    leading_names,
    looks_like_names,
    may_be_one_name,
    people,
)
from vcmbib.formats.markdown.groups.title_slots import TitleSlot
from vcmbib.formats.markdown.groups.title_words import is_date, is_known_venue, looks_like_venue
from vcmbib.formats.markdown.links import label_kind
from vcmbib.model.names import Name
from vcmbib.model.venues.venue import VenueCell

_PARTS = re.compile(
    rf"[{LINK_MARK}\n|;]|(?<=[^\W\d_]{{2}})\.\s+|(?<=[\d)\]])\.\s+|(?<=\.)\s+(?=\d|[(])|[。]|\s[-–—]{{1,2}}\s|[()（）\[\]【】]"
)
_EDGES = ' \t\n.,;:|-–—·•*_"“”«»「」/，：。'
_VOLUME = re.compile(r"[,\s]*(?:vol\.?\s*)?\d{1,4}\s*(?:\(\d{1,4}\))?\s*(?:[:,]\s*(?:pp?\.\s*)?[\de]+\s*[-–]?\s*[\de]*)?\W*$", re.IGNORECASE)  # fmt: skip
_DATED_TAIL = re.compile(
    r"[,\s(]*\b((?:19|20)\d\d)\b\)?(?:\s*[,;:]?\s*\d{1,4}\s*(?:\(\d{1,4}\))?\s*[:,]?\s*[\d–-]*)?\W*$"
)


@dataclass(slots=True)
class ValuePart:
    """A piece of text around the title, its place relative to it, and what it states."""

    place: int
    text: str
    state: str  # names, venue, date, other
    span: str = ""


@dataclass(slots=True)
class EntryValues:
    """What an entry states other than its title."""

    authors: tuple[Name, ...] = ()
    claim: VenueCell | None = None
    year: int | None = None
    month: int | None = None
    notes: list[str] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)


def parts_of(flat: FlatText, slot: TitleSlot, labels: frozenset[str]) -> list[ValuePart]:
    """The pieces of a flat text without its title, in order."""
    found: list[ValuePart] = []
    before = _pieces(flat, 0, slot.start, labels)
    for place, part in enumerate(before):
        part.place = place - len(before)
        found.append(part)
    for place, part in enumerate(_pieces(flat, slot.end, len(flat.text), labels), 1):
        part.place = place
        found.append(part)
    return found


def _pieces(flat: FlatText, start: int, end: int, labels: frozenset[str]) -> list[ValuePart]:
    found: list[ValuePart] = []
    at = start
    for line in flat.text[start:end].split("\n"):
        label = split_label(line) if at > start or start == 0 else None
        if label is not None and (label_role(label[0]) or label[0].casefold() in labels):
            role = label_role(label[0]) or LabelRole.OTHER
            if role is LabelRole.TITLE:
                role = LabelRole.OTHER
            value = label[1].replace(LINK_MARK, " ").strip(_EDGES)
            if value:
                found.append(ValuePart(0, value, f"label {role}", label[0]))
        else:
            _add_parts(flat, at, at + len(line), found)
        at += len(line) + 1
    return found


def _add_parts(flat: FlatText, start: int, end: int, found: list[ValuePart]) -> None:
    """Add the parts of a line. A span in italics, or a linked one, is a part of its own."""
    cuts = sorted(
        (
            s
            for s in flat.spans
            if s.kind in ("italic", "link", "code", "bold") and start <= s.start and s.end <= end
        ),
        key=lambda s: (s.start, -s.end),
    )
    at = start
    for span in cuts:
        if span.start < at or looks_like_names(flat.text[at : span.end].strip(_EDGES)):
            continue
        _add_text(flat.text[at : span.start], found, None)
        _add_text(flat.text[span.start : span.end], found, span)
        at = span.end
    _add_text(flat.text[at:end], found, None)


def _add_text(text: str, found: list[ValuePart], span: ConstructSpan | None) -> None:
    kind = span.kind if span is not None else ""
    for piece in _joined_initials(_PARTS.split(text)):
        _add_piece(piece.strip(' \t,;:|-–—·•*_"“”«»「」/，：。'), found, kind)


def _joined_initials(pieces: Sequence[str]) -> list[str]:
    return [p for p in pieces if p and p.strip(_EDGES)]


def _add_piece(text: str, found: list[ValuePart], kind: str) -> None:
    bare = text.strip(_EDGES)
    if not bare or label_kind(bare) is not None or bare.casefold() in ("et al", "et. al", "等"):
        if bare and is_known_venue(bare):
            found.append(ValuePart(0, bare, "venue", kind))
        return
    if is_date(bare):
        found.append(ValuePart(0, bare, "date", kind))
    elif is_known_venue(bare):
        found.append(ValuePart(0, bare, "venue", kind))
    elif looks_like_names(text):
        _add_names(text, found, kind)
    elif (
        (length := leading_names(text))
        and looks_like_names(text[:length])
        and not text[length : length + 1].isalnum()
    ):
        _add_names(text[:length], found, kind)
        _add_piece(text[length:].strip(_EDGES), found, kind)
    elif looks_like_venue(bare) or _dated_venue(bare):
        found.append(ValuePart(0, bare, "venue", kind))
    elif length and text[length : length + 1] == "," and may_be_one_name(text[:length]):
        found.append(ValuePart(0, text[:length], "other", kind))
        _add_piece(text[length:].strip(_EDGES), found, kind)
    else:
        found.append(ValuePart(0, text, "other", kind))


def _add_names(text: str, found: list[ValuePart], kind: str) -> None:
    """Add a list of names. A known venue at its end is a part of its own."""
    head, comma, tail = text.rpartition(",")
    if comma and is_known_venue(tail.strip(_EDGES)) and head.strip():
        found.append(ValuePart(0, head, "names" if looks_like_names(head) else "other", kind))
        found.append(ValuePart(0, tail.strip(_EDGES), "venue", kind))
    else:
        found.append(ValuePart(0, text, "names", kind))


def _dated_venue(text: str) -> bool:
    """Whether a text is a few words with capitals and a year behind them."""
    dated = _DATED_TAIL.search(text)
    if dated is None or not dated.start():
        return False
    words = text[: dated.start()].split()
    return 1 <= len(words) <= 12 and words[0][:1].isalnum() and not words[0][:1].islower()


@dataclass(frozen=True, slots=True)
class PlaceVotes:
    """At which places around the title most members of a group have names, and where venues."""

    names: frozenset[tuple[int, str]]
    venues: frozenset[tuple[int, str]]


def vote(parts: Sequence[Sequence[ValuePart]]) -> PlaceVotes:
    """The places of names and venues in a group."""
    all_of: Counter[tuple[int, str]] = Counter()
    names: Counter[tuple[int, str]] = Counter()
    venues: Counter[tuple[int, str]] = Counter()
    for member in parts:
        for part in member:
            key = (part.place, part.span)
            all_of[key] += 1
            names[key] += part.state == "names"
            venues[key] += part.state == "venue"
    return PlaceVotes(
        frozenset(k for k, n in names.items() if n >= 0.3 * all_of[k] and n >= 2),
        frozenset(k for k, n in venues.items() if n >= 0.3 * all_of[k] and n >= 2),
    )


def read_values(parts: Sequence[ValuePart], votes: PlaceVotes, *, has_arxiv: bool) -> EntryValues:
    """The values of an entry, where the votes of its group decide what its own form leaves open."""
    found = EntryValues()
    pending: list[ValuePart] = []
    for part in parts:
        key = (part.place, part.span)
        if part.state.startswith("label "):
            _labelled(part, found, has_arxiv)
        elif part.state == "date":
            when = read_date(part.text)
            found.year = found.year or when.year
            found.month = found.month or when.month
        elif part.state == "names" and not found.authors:
            found.authors = people(part.text)
        elif part.state == "venue" and (found.claim is None or found.claim.venue is None):
            _claim(part.text, found, has_arxiv)
        elif (
            part.state == "other"
            and not found.authors
            and key in votes.names
            and may_be_one_name(part.text.strip(_EDGES))
        ):
            found.authors = people(part.text)
        elif part.state == "other":
            pending.append(part)
    for part in pending:
        text = part.text.strip(_EDGES)
        short = len(text.split()) <= 12 and any(map(str.isalpha, text))
        here = (part.place, part.span) in votes.venues
        if (
            found.claim is None
            and short
            and (here or (part.span == "italic" and (found.authors or found.year)))
        ):
            _claim(text, found, has_arxiv)
        elif len(re.findall(r"[^\W\d_]", text)) > 3:
            found.notes.append(text)
    return found


def _claim(text: str, found: EntryValues, has_arxiv: bool) -> None:
    text = re.sub(r"^(?:in|en|in:)\s+(?=\S)", "", text, flags=re.IGNORECASE)
    if not is_known_venue(text):
        dated = _DATED_TAIL.search(text)
        if dated is not None and dated.start():
            found.year = found.year or int(dated.group(1))
            text = text[: dated.start()]
        elif (volume := _VOLUME.search(text)) is not None and volume.start() > 3:
            text = text[: volume.start()]
    claim = read_venue(text.strip(" ,;:"), has_arxiv)
    if claim is not None:
        found.claim = claim
        found.year = claim.year or found.year


def _labelled(part: ValuePart, found: EntryValues, has_arxiv: bool) -> None:
    role = part.state.removeprefix("label ")
    if role == LabelRole.AUTHORS:
        found.authors = found.authors or people(part.text)
    elif role == LabelRole.VENUE:
        _claim(part.text, found, has_arxiv)
    elif role == LabelRole.DATE:
        when = read_date(part.text)
        found.year = when.year or found.year
        found.month = when.month or found.month
    elif role == LabelRole.OTHER:
        found.extra.append((part.span, part.text))
    elif label_kind(part.text) is None and looks_like_venue(part.text):
        _claim(part.text, found, has_arxiv)
