# ruff: noqa: E501
"""The reader of groups: it finds the form that most members share, and reads all by it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vcmbib.formats.markdown.cell_values import read_date, read_venue
from vcmbib.formats.markdown.document import MarkdownDocument
from vcmbib.formats.markdown.groups.entry_values import (
    EntryValues,
    ValuePart,
    parts_of,
    read_values,
    vote,
)
from vcmbib.formats.markdown.groups.field_labels import split_label
from vcmbib.formats.markdown.groups.flat_text import FlatText, flatten
from vcmbib.formats.markdown.groups.members import Member, find_members
from vcmbib.formats.markdown.groups.name_lists import looks_like_names
from vcmbib.formats.markdown.groups.title_slots import TitleSlot, choose_slots
from vcmbib.formats.markdown.groups.title_words import is_date, looks_like_venue, title_likeness
from vcmbib.formats.markdown.inline import Inline, InlineKind
from vcmbib.formats.markdown.links import (
    PAPER_HOST,
    host_of,
    is_external,
    is_whole_proceedings,
    label_kind,
    links_in,
    paper_first,
    paper_identifiers,
)
from vcmbib.formats.markdown.titles import clean_title
from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import Link, LinkKind, Place, Record, SourceKind
from vcmbib.model.text import fold, has_ligature, title_key
from vcmbib.model.venues.venue import VenueCell

_ABOUT = re.compile(
    r"^\W*(?:news|latest news|updates?|what'?s new|change ?log|citations?|citing\b.*|cite\b.*|bibtex|table of contents?|contents?|toc|"
    r"contribut(?:e|ing|ors?)\b.*|acknowledge?ments?|licen[sc]e|star history|how to .*|maintainers?|contact|"
    r"related (?:lists|repositories|projects|resources)|other (?:lists|awesome lists)|awesome lists|"
    r"(?:open[- ]source )?(?:tools?|software|libraries|datasets?|courses?|tutorials?|blogs?|videos?|talks|books?|resources?)|"
    r"índice|contenido|inhalt|sommaire|目录|目錄|目次|목차|更新|更新日志|新闻|最新动态|引用|致谢|相关仓库|工具|数据集|课程)\W*$"
)
_BULLET = re.compile(r"[\s>]*(?:[-*+•]|\d{1,4}[.)])\s")


@dataclass(frozen=True, slots=True)
class GroupedEntry:
    """A member as a record, how sure it is a paper, and how much its title looks like one."""

    member: Member
    record: Record
    evident: bool
    score: float


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The entries of one group of siblings."""

    path: tuple[str, ...]
    kind: str
    entries: tuple[GroupedEntry, ...]
    size: int

    @property
    def evidence(self) -> float:
        """The share of members that show that they are papers."""
        return sum(e.evident for e in self.entries) / max(1, self.size)

    @property
    def likeness(self) -> float:
        """The mean likeness of the titles."""
        return sum(e.score for e in self.entries) / max(1, self.size)


def read_groups(
    document: MarkdownDocument,
    taken: frozenset[int],
    origin: str,
    present: Mapping[int, str],
) -> tuple[list[EntryGroup], dict[int, frozenset[int]]]:
    """(groups of siblings, each member read in the form of its group; lines below categories)."""
    everything, categories = find_members(document, taken)
    bullets = {line.number for line in document.lines if _BULLET.match(line.raw)}
    details = {  # paragraphs below an entry that is read: its authors or a note
        id(below)
        for m in everything
        if m.line in present
        for below in m.walk()
        if below is not m and below.line not in bullets and below.kind in ("paragraph", "item")
    }
    members = [m for m in everything if id(m) not in details and not _is_about(m)]
    labels = _labels(members)
    pools: dict[tuple[object, ...], list[Member]] = defaultdict(list)
    for member in members:
        pools[member.kind, member.depth, member.level, member.path, bool(member.parents)].append(
            member
        )
    small: dict[tuple[object, ...], list[list[Member]]] = defaultdict(list)
    found: list[EntryGroup] = []
    for (kind, depth, level, _, parented), pool in pools.items():
        if _is_read(pool, present):
            continue
        if len(pool) < 5:
            small[kind, depth, level, parented].append(pool)
        else:
            found.extend(_safely_read([pool], document.references, labels, origin))
    for group in small.values():
        found.extend(_safely_read(group, document.references, labels, origin))
    return found, categories


def _safely_read(
    sections: Sequence[Sequence[Member]],
    references: Mapping[str, str],
    labels: frozenset[str],
    origin: str,
) -> list[EntryGroup]:
    """The groups; none if the form cannot be read. The reader of items reports what failed."""
    found = attempt(_read, sections, references, labels, origin)
    return [] if isinstance(found, Failure) else found


def _is_read(pool: Sequence[Member], present: Mapping[int, str]) -> bool:
    """Whether the titles of 90% of the members are read already, and look like titles."""
    titles = [present[m.line] for m in pool if m.line in present]
    if not titles or len(titles) < 0.9 * len(pool):
        return False
    return sum(map(title_likeness, titles)) >= 0.7 * len(titles)


def _is_about(member: Member) -> bool:
    return any(_ABOUT.search(fold(title)) for title in (*member.path, *member.parents))


def _labels(members: Sequence[Member]) -> frozenset[str]:
    found = Counter(
        label[0].casefold()
        for m in members
        for line in m.details
        if (label := split_label(line)) is not None
    )
    return frozenset(label for label, times in found.items() if times >= 3)


def _read(
    sections: Sequence[Sequence[Member]],
    references: Mapping[str, str],
    labels: frozenset[str],
    origin: str,
) -> list[EntryGroup]:
    """The groups of these sections, which are read in one form."""
    members = [m for section in sections for m in section]
    flats = [flatten(m.text, m.details[:40], references) for m in members]
    slots = choose_slots(flats)
    parts = [
        parts_of(flat, slot, labels) if slot is not None else []
        for flat, slot in zip(flats, slots, strict=True)
    ]
    votes = vote(parts)
    entries: dict[int, GroupedEntry] = {}
    for member, flat, slot, own in zip(members, flats, slots, parts, strict=True):
        if slot is None or slot.score < 0.3:
            continue
        links = _links(flat, slot)
        has_arxiv = any(i.scheme is Scheme.ARXIV for i in paper_identifiers(links, ()))
        values = read_values(own, votes, has_arxiv=has_arxiv)
        entry = attempt(_entry, member, flat, slot, links, values, own, origin)
        if entry is not None and not isinstance(entry, Failure):
            entries[id(member)] = entry
    return [
        EntryGroup(
            section[0].path,
            section[0].kind,
            tuple(entries[id(m)] for m in section if id(m) in entries),
            len(section),
        )
        for section in sections
    ]


def _links(flat: FlatText, slot: TitleSlot) -> tuple[Link, ...]:
    """The links of an entry, that on the title first; home pages of people do not count."""
    found: list[Link] = []
    for span in flat.of("link"):
        text = flat.text[span.start : span.end]
        if not is_external(span.url):
            continue
        inside = slot.start <= span.start < slot.end or span.start <= slot.start < span.end
        near = span.end <= slot.start and len(text) < 40 and not looks_like_names(text)
        if inside or looks_like_venue(text) or is_date(text):
            found.insert(0 if inside else len(found), Link(LinkKind.PAPER, span.url))
        elif near and links_in([Inline(InlineKind.LINK, text, span.url)], LinkKind.PAPER):
            found.append(Link(LinkKind.PAPER, span.url))
    labelled = links_in(flat.links, LinkKind.OTHER)
    words = {s.url for s in flat.of("link")}
    for link in labelled:
        if link.url in words and all(link.url != k.url for k in found):
            continue
        found.append(link)
    if not any(k.kind in (LinkKind.PAPER, LinkKind.PDF) for k in found):
        found = _first_is_paper(found)
    return paper_first(found)


def _first_is_paper(links: Sequence[Link]) -> list[Link]:
    """The links, the first one without a kind of its own as that to the paper."""
    for at, link in enumerate(links):
        if link.kind is LinkKind.OTHER and (not link.label or label_kind(link.label) is None):
            return [*links[:at], Link(LinkKind.PAPER, link.url, link.label), *links[at + 1 :]]
    return list(links)


def _entry(
    member: Member,
    flat: FlatText,
    slot: TitleSlot,
    links: tuple[Link, ...],
    values: EntryValues,
    parts: Sequence[ValuePart],
    origin: str,
) -> GroupedEntry | None:
    raw = flat.text[slot.start : slot.end]
    title = clean_title(re.sub(r"\s*\n\s*", " ", raw).replace("]:", ":"))
    if not any(c.isalpha() for c in title):
        return None
    path = (
        *member.path[: -1 if member.kind == "heading" else None],
        *(p for p in member.parents if len(p) < 80),
    )
    identifiers = paper_identifiers(links, (flat.text,) if not links else ())
    claim, year = _inherited(values, path)
    remarks: list[str] = []
    if any(k.kind is LinkKind.PAPER and is_whole_proceedings(k.url) for k in links[:1]):
        remarks.append("the link leads to whole proceedings, not to the paper")
    if has_ligature(raw):
        remarks.append("a ligature in the title was undone")
    if claim is not None and claim.venue is not None and not claim.known:
        remarks.append(f"the venue {claim.venue.name!r} is not known: kept as written")
    record = Record(
        source=SourceKind.LIST,
        origin=origin,
        ref=f"line {member.line}",
        line=member.line,
        title=title,
        authors=values.authors,
        year=year,
        month=values.month if year == values.year else None,
        venue=claim.venue if claim else None,
        honour=claim.honour if claim else None,
        note="\n\n".join(dict.fromkeys(values.notes)) or None,
        model=_model(flat, slot),
        identifiers=identifiers,
        links=links,
        places=(Place(path, member.line),),
        extra=tuple(
            (f"list-{fold(k).strip().replace(' ', '-')}", v) for k, v in dict(values.extra).items()
        ),
        remarks=tuple(remarks),
    )
    return GroupedEntry(member, record, _is_evident(flat, record, values, parts), slot.score)


def _is_evident(
    flat: FlatText, record: Record, values: EntryValues, parts: Sequence[ValuePart]
) -> bool:
    """Whether an entry shows that it is a paper: an identifier, a link named so, or a citation."""
    if record.identifiers:
        return True
    for piece in flat.links:
        if label_kind(piece.text or piece.alt) is LinkKind.PAPER and is_external(piece.url):
            return True
    if any(k.kind is LinkKind.PAPER and PAPER_HOST.search(host_of(k.url)) for k in record.links):
        return True
    stated = any(p.state == "venue" for p in parts) or values.claim is not None
    return (
        (bool(values.authors) and (stated or values.year is not None))
        or (stated and values.year is not None)
        or (values.claim is not None and values.claim.known)
    )


def _inherited(values: EntryValues, path: Sequence[str]) -> tuple[VenueCell | None, int | None]:
    """The venue and year of an entry, or those of the headings and parents above it."""
    claim, year = values.claim, values.year
    for title in reversed(path):
        if claim is not None and year is not None:
            break
        if is_date(title):
            year = year or read_date(title).year
            continue
        above = read_venue(title, has_arxiv=False) if len(title) < 100 else None
        if above is not None and above.known and (above.year is not None or title.isupper()):
            if claim is None:
                claim, year = above, year or above.year
            elif claim.venue == above.venue:
                year = year or above.year
    return claim, year


def _model(flat: FlatText, slot: TitleSlot) -> str | None:
    """The name of the work in front of its title."""
    if slot.selector in ("link and rest", "bold and rest"):
        span = flat.of(slot.selector.split()[0])[0]
        name = flat.text[span.start : span.end]
    elif (
        slot.selector.startswith("after") and slot.selector != "after names"
    ) or slot.selector == "quote":
        name = flat.text[: slot.start]
    else:
        return None
    name = clean_title(name).strip(' :："“()[]*')
    plain = 0 < len(name.split()) <= 4 and len(name) <= 40 and not looks_like_names(name)
    if (
        not plain
        or is_date(name)
        or looks_like_venue(name)
        or label_kind(name) is not None
        or not any(map(str.isalpha, name))
    ):
        return None
    return name


def is_better(group: EntryGroup, present: Sequence[Record]) -> bool:
    """Whether the reading of a group is to replace the present reading of its members."""
    lines = {e.member.line: e for e in group.entries}
    same = [r for r in present if r.line in lines]
    if len(same) < 0.9 * len(group.entries):
        return True
    mean = sum(title_likeness(r.title) for r in same) / max(1, len(same))
    theirs = {r.line: title_key(r.title) for r in same}
    differ = [
        e
        for e in group.entries
        if e.member.line in theirs and theirs[e.member.line] != title_key(e.record.title)
    ]
    return bool(differ) and group.likeness > mean + 0.12
