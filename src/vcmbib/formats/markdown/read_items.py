"""The reader of lists without tables: items and paragraphs that cite papers.

An entry is certainly a paper if it has an identifier, a link named `paper` or a known venue. An
entry without these is read in two cases. Most entries of its form under the same heading are papers
(or have a year, in a document that cites papers), or the heading names a venue and a year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vcmbib.formats.item_net import read_each
from vcmbib.formats.markdown.blocks import ListEntry, TitleForm, find_list_entries
from vcmbib.formats.markdown.cell_values import read_date, read_venue
from vcmbib.formats.markdown.document import MarkdownDocument
from vcmbib.formats.markdown.inline import Inline, InlineKind, inline_text, without_shortcodes
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
from vcmbib.formats.markdown.read_rows import ListReading
from vcmbib.formats.markdown.titles import clean_title, is_label
from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name, parse_authors
from vcmbib.model.paper import Link, LinkKind, Place, Problem, Reading, Record, SourceKind
from vcmbib.model.text import fold, has_ligature, tidy
from vcmbib.model.venues.venue import VenueCell

_SHARE = 0.6  # share of certain papers in a group, for its other entries to be read
_SOME, _MOST = 0.2, 0.8  # or share of certain papers in the document, and of years in the group
_ABOUT_LIST = re.compile(
    r"^\W*(?:news|latest news|updates?|change ?log|citations?|citing\b.*|cite\b.*|bibtex|"
    r"contribut(?:e|ing|ors?)\b.*|acknowledge?ments?|licen[sc]e|star history|"
    r"related (?:lists|repositories|projects|resources)|other (?:lists|awesome lists)|"
    r"awesome lists|更新|更新日志|新闻|最新动态|引用|致谢|相关仓库)\W*$"
)
_END_REMARK = re.compile(r"\s*[(\[（]([^()\[\]（）]{2,60})[)\]）]\s*$")
_YEAR_ONLY = re.compile(r"\W*(?:19|20)\d\d(?:[./-](?:0?[1-9]|1[0-2]))?\W*$")
_SENTENCES = re.compile(r"(?<=[^\W\d_]{2})\.\s+|[|\n]+|\s[-–—]\s")
_MARKS = " \t\n.,;:|-–—·•/()[]（）【】，。；："
_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+")
_ET_AL = re.compile(r",?\s*(?:et\.?\s*al\.?|and others)\s*\.?$", re.IGNORECASE)
_WORD_OF_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[.'’-])*[*†]?")
_ONE_NAME = re.compile(r"(?:[^\W\d_]\.[ -]?){1,3} ?[^\W\d_][\w'’-]+$")


@dataclass(frozen=True, slots=True)
class _CitedWork:
    """The parts of an entry. `certain` means that it is a paper, `possible` that it may be one."""

    entry: ListEntry
    title: str
    model: str | None
    links: tuple[Link, ...]
    identifiers: tuple[Identifier, ...]
    authors: tuple[Name, ...]
    claim: VenueCell | None
    year: int | None
    note: str | None
    remarks: tuple[str, ...]
    certain: bool
    possible: bool


def read_items(
    document: MarkdownDocument, taken: frozenset[int], origin: str, found: ListReading
) -> None:
    """Add the papers that items and paragraphs cite to `found`.

    `taken` are the lines of tables. In a document with tables of papers, items count only under
    headings with three or more papers. The authors of a list may mention their own paper.
    """
    has_tables = bool(found.records)
    groups: dict[tuple[tuple[str, ...], TitleForm], list[_CitedWork]] = defaultdict(list)
    for entry in find_list_entries(document, taken):
        if entry.form is not TitleForm.NONE:
            cited = attempt(_cited, entry, document.references)
            if isinstance(cited, Failure):
                found.problems.append(_problem(entry, cited.reason))
            elif cited is not None:
                groups[entry.path, entry.form].append(cited)
    everything = [c for group in groups.values() for c in group]
    certain = sum(c.certain for c in everything)
    listing = certain >= 2 and certain >= _SOME * len(everything)
    for (path, _), group in groups.items():
        sure = sum(c.certain for c in group) >= _SHARE * len(group)
        if _is_about_list(path) or (has_tables and not (sure and len(group) >= 3)):
            continue
        if certain < 2 and not (_dated(path) and len(group) >= 3):
            continue  # one link to a paper among other links is no list
        if listing and not has_tables:
            dated = sum(c.certain or c.year is not None for c in group)
            sure = sure or dated >= _MOST * len(group)
        papers = [c for c in group if c.certain or (c.possible and (sure or _dated(path)))]
        found.add(_read_papers(papers, origin))


def _read_papers(papers: Sequence[_CitedWork], origin: str) -> Reading:
    """The records of entries that are papers."""
    return read_each(
        "",
        lambda _: papers,
        lambda cited: _record(cited, origin, cited.entry.path),
        lambda cited, reason: _problem(cited.entry, reason),
    )


def _problem(entry: ListEntry, reason: str) -> Problem:
    """The problem of an entry that cannot be read."""
    return Problem(entry.line, reason, entry.text, entry.path)


def _is_about_list(path: Sequence[str]) -> bool:
    """Whether a section is about the list itself, such as news or license."""
    return any(_ABOUT_LIST.search(fold(title)) is not None for title in path)


def _dated(path: Sequence[str]) -> bool:
    """Whether the innermost heading names a known venue and a year."""
    claim = read_venue(path[-1], has_arxiv=False) if path else None
    return claim is not None and claim.known and claim.year is not None


def _cited(entry: ListEntry, references: Mapping[str, str]) -> _CitedWork | None:
    pieces = entry.pieces(references)
    at = _title_at(pieces, entry.form)
    end = at + 1
    if entry.form is not TitleForm.LINK:
        while end < len(pieces) and pieces[end].bold and pieces[end].kind is not InlineKind.BREAK:
            end += 1
    raw = inline_text(pieces[at:end])
    title, claim = _split_title(raw)
    if len(re.findall(r"[^\W_]+", title)) < 2:
        return None
    remarks: list[str] = []
    links = _links(pieces, at, entry.form, remarks)
    identifiers = paper_identifiers(links, ())
    rest = pieces[end:]
    authors, claim, year, note = _after_title(rest, claim, identifiers)
    if claim is not None and claim.year is not None:
        year = claim.year
    labelled = any(
        p.kind is InlineKind.LINK
        and label_kind(p.text or p.alt) is LinkKind.PAPER
        and is_external(p.url)
        for p in rest
    )
    hosted = any(k.kind is LinkKind.PAPER and PAPER_HOST.search(host_of(k.url)) for k in links)
    known = claim is not None and claim.known
    certain = bool(identifiers) or labelled or hosted or known
    first = pieces[at]
    kinds = {k.kind for k in links[:1]} if entry.form is TitleForm.LINK and first.url else set()
    if any("�" in p.text for p in pieces[at:end]) or has_ligature(entry.text):
        remarks.append("a ligature in the title was replaced by letters")
    model = clean_title(inline_text(pieces[:at])).strip(' :："“()[]') or None
    if model is not None and (label_kind(model) is not None or model.isdigit()):
        model = None
    possible = len(title.split()) >= 3 and kinds.isdisjoint({LinkKind.VIDEO, LinkKind.OTHER})
    return _CitedWork(entry, title, model, links, identifiers, authors, claim, year, note,
                  tuple(remarks), certain, possible)  # fmt: skip


def _title_at(pieces: Sequence[Inline], form: TitleForm) -> int:
    for at, piece in enumerate(pieces):
        if form is TitleForm.LINK and piece.kind is InlineKind.LINK and not is_label(piece):
            return at
        if form is not TitleForm.LINK and piece.bold and len(piece.text.split()) >= 2:
            return at
    return 0


def _split_title(raw: str) -> tuple[str, VenueCell | None]:
    """(title, venue) in a text such as `Title. CVPR 2024.` or `Title (ICLR 2020)`."""
    remark = _END_REMARK.search(raw)
    if remark is not None:
        claim = read_venue(remark.group(1), has_arxiv=False)
        if claim is not None and claim.known and claim.year is not None:
            return clean_title(raw[: remark.start()]), claim
    body = raw.rstrip(" .")
    for mark in re.finditer(r"[.?!。]\s+", body):
        tail = body[mark.end() :]
        if (
            len(tail) <= 80
            and (claim := read_venue(tail, has_arxiv=False)) is not None
            and claim.known
        ):
            return clean_title(body[: mark.start() + 1]), claim
    return clean_title(raw), None


def _links(
    pieces: Sequence[Inline], at: int, form: TitleForm, remarks: list[str]
) -> tuple[Link, ...]:
    found: list[Link] = []
    if form is TitleForm.LINK:
        url = pieces[at].url
        if is_external(url):
            title_links = links_in([pieces[at]], LinkKind.PAPER)
            # The link on a title is the link to the paper, for any host.
            found.extend(Link(LinkKind.PAPER, k.url) for k in title_links)
        else:
            remarks.append("the title's link is empty")
    before = ""
    for piece in (*pieces[:at], *pieces[at + 1 :]):
        if piece.kind is InlineKind.TEXT:
            before = piece.text
        elif piece.kind is InlineKind.LINK and piece.auto and is_external(piece.url):
            label = re.search(r"([^:：\n]{1,40})[:：]\s*$", before)
            named = Inline(
                InlineKind.LINK, label.group(1).strip(" -*•\t") if label else "", piece.url
            )
            found.extend(links_in([named], LinkKind.OTHER))
        else:
            found.extend(links_in([piece], LinkKind.OTHER) if _is_reference(piece) else ())
    if any(k.kind is LinkKind.PAPER and is_whole_proceedings(k.url) for k in found[:1]):
        remarks.append("the link leads to whole proceedings, not to the paper")
    return paper_first(found)


def _is_reference(piece: Inline) -> bool:
    """Whether a link is one of the paper, not the home page of an author."""
    return piece.kind is InlineKind.LINK and not piece.italic and is_label(piece)


def _after_title(
    pieces: Sequence[Inline], claim: VenueCell | None, identifiers: Sequence[Identifier]
) -> tuple[tuple[Name, ...], VenueCell | None, int | None, str | None]:
    """(authors, venue, year, note) in the pieces after the title."""
    has_arxiv = any(i.scheme is Scheme.ARXIV for i in identifiers)
    italic = inline_text(p for p in pieces if p.italic).strip(_MARKS)
    authors = parse_authors(italic).names if _are_names(italic) else ()
    year: int | None = None
    left: list[str] = []
    for part in _parts(pieces, skip_italic=bool(authors)):
        if _YEAR_ONLY.match(part):
            year = year or read_date(part).year
        elif claim is None and (read := _known(part, has_arxiv)) is not None:
            claim = read
        elif label_kind(part) is not None or part.lower() in ("et al", "et. al"):
            continue
        elif not authors and _looks_like_names(part):
            authors = parse_authors(part).names
        else:
            left.append(part)
    text = tidy(" ".join(left))
    return authors, claim, year, text if len(re.findall(r"\w", text)) > 3 else None


def _known(part: str, has_arxiv: bool) -> VenueCell | None:
    claim = read_venue(part, has_arxiv) if len(part) <= 100 else None
    return claim if claim is not None and claim.known else None


def _are_names(text: str) -> bool:
    """Whether `text` has the form of names with commas or `and` between them."""
    names = _BETWEEN_NAMES.split(_ET_AL.sub("", text[:4000]).strip(_MARKS))
    return bool(names[0]) and all(
        1 <= len(words := name.split()) <= 5 and all(map(_WORD_OF_NAME.fullmatch, words))
        for name in names
    )


def _looks_like_names(part: str) -> bool:
    """Whether a part looks like several names with capitals, or like names with `et al.`"""
    if _ONE_NAME.match(part):
        return True
    several = _ET_AL.search(part) is not None or _BETWEEN_NAMES.search(part) is not None
    if not several or not _are_names(part):
        return False
    names = _BETWEEN_NAMES.split(_ET_AL.sub("", part))
    return all(name[:1].isupper() for name in names)


def _parts(pieces: Sequence[Inline], *, skip_italic: bool) -> list[str]:
    """The parts after the title: lines, then sentences. The last comma divides off the venue."""
    lines: list[str] = [""]
    for piece in pieces:
        if piece.kind is InlineKind.BREAK:
            lines.append("")
        elif piece.kind is InlineKind.CODE:
            lines.extend((piece.text, ""))
        elif piece.kind is InlineKind.LINK and _is_reference(piece):
            lines.append("")
        elif piece.kind is not InlineKind.IMAGE and not (skip_italic and piece.italic):
            lines[-1] += piece.text
    parts: list[str] = []
    for line in lines:
        for sentence in _SENTENCES.split(without_shortcodes(line)):
            text = tidy(sentence).strip(_MARKS)
            dated = re.match(r"((?:19|20)\d\d)(?:\)[,:.]?|\s*,)\s*(.+)$", text)
            if dated is not None:
                parts.append(dated.group(1))
                text = dated.group(2)
            head, comma, tail = text.rpartition(",")
            if comma and (_YEAR_ONLY.match(tail) and "," in head):
                head, comma, rest = head.rpartition(",")
                tail = f"{rest},{tail}"
            if comma and (_known(tail.strip(), has_arxiv=False) or _YEAR_ONLY.match(tail)):
                parts.extend((head.strip(_MARKS), tail.strip(_MARKS)))
            else:
                parts.append(text)
    return [p for p in parts if p]


def _record(cited: _CitedWork, origin: str, path: tuple[str, ...]) -> Record:
    claim = cited.claim
    year = cited.year
    if claim is None and _dated(path):
        claim = read_venue(path[-1], has_arxiv=False)
        year = year or (claim.year if claim else None)
    return Record(
        source=SourceKind.LIST,
        origin=origin,
        ref=f"line {cited.entry.line}",
        line=cited.entry.line,
        title=cited.title,
        authors=cited.authors,
        year=year,
        venue=claim.venue if claim else None,
        honour=claim.honour if claim else None,
        note=cited.note,
        model=cited.model,
        identifiers=cited.identifiers,
        links=cited.links,
        places=(Place(path, cited.entry.line),),
        remarks=cited.remarks,
    )
