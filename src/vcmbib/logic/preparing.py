"""Works made ready to be compared: each field once, folded and taken apart, so that comparing two
is cheap. Records and papers are prepared alike, and the result is plain data for other processes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record
from vcmbib.model.text import fold
from vcmbib.model.venues import VenueKind


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a work stands: `first` with its letters, `last` written out in full.

    `tail` holds the last digits where only the end of a range was written (`Suppl-87`), and
    `locator` an electronic one (`e0143396`), which says nothing about printed pages.
    """

    first: str = ""
    last: str = ""
    tail: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A work as it is compared; empty strings and tuples where nothing is said."""

    title: str  # words, folded, a blank between them
    key: str  # the same without blanks
    plain: str  # the title without what catalogues add: (panel), - book review
    generic: bool  # a title that many works have: guest editorial, book review column
    about: bool  # an erratum, a reply, a review: not the work itself
    numbers: frozenset[str]  # that the title holds: part II, 3rd
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # of the first given name, as many as surnames
    words: frozenset[str]  # of all names: family and given names may have changed places
    year: int | None
    volume: str
    number: str
    pages: Pages
    venue: tuple[str, ...]  # the ways to write it, each words with blanks
    acronym: str
    preprint: bool
    identifiers: tuple[tuple[str, str], ...]  # (scheme, value as compared)


_WORD = re.compile(r"[^\W_]+")
# What databases put into titles that authors did not.
_ADDED = re.compile(
    r"(?i)\[\s*(?:\d+ refs?|review|article in|in \w+\W|abstract|poster|proceedings|"
    r"(?:see )?comments?|letter|(?:published )?errat(?:um|a)|correct(?:ed|ion)|retract|"
    r"republished|update of|original)\b[^\[\]]{0,250}(?:\]|$)"
)
_WHOLLY_BRACKETED = re.compile(r"\[([^\[\]]+)\]?", re.DOTALL)  # a translated title
_GENRE = re.compile(
    r"\b(?:extended abstract|abstract|panel session|panel summary|panel|tutorial session|tutorial|"
    r"demonstration|demo session|demo|"
    r"experience paper|applications? paper|vision paper|invited talk|invited paper|"
    r"keynote address|keynote|poster|"
    r"short paper|industrial session|industrial paper|research note|book review)\b"
)
_ABOUT = re.compile(
    r"(?i)\b(?:errat(?:um|a)|corrigend(?:um|a)|corrections?(?= (?:to|for)\b|:|$)|addend(?:um|a)|"
    r"retract(?:ion|ed)|reply(?: to|:|$)|(?:authors?'? )?response to|rejoinder|comments? on|"
    r"expression of concern)\b"
)
_GENERIC = frozenset(
    """editorial editor editors introduction preface foreword guest column report news letter
    letters review reviews index message interview obituary announcement announcements abstracts
    issue response reply standards contents calendar conference workshop proceedings notes
    commentary comment perspective viewpoint erratum corrigendum summary conclusion
    conclusions discussion acknowledgement acknowledgements contributors program programme
    awards books chair
    highlights update""".split()
)
_ROMAN = re.compile(r"i{1,3}|iv|vi{0,3}|ix|x")


def prepare(work: Record | Paper) -> Prepared:
    """What is compared of a record or a paper."""
    title = _words(_title(work.title))
    people = work.authors or work.editors
    venue = work.venue
    return Prepared(
        title=" ".join(title),
        key="".join(title),
        plain=" ".join(_GENRE.sub(" ", " ".join(title)).split()),
        generic=not _GENERIC.isdisjoint(title),
        about=_ABOUT.search(_title(work.title)) is not None,
        numbers=_numbers(title),
        surnames=tuple(_surname(n) for n in people),
        initials=tuple(_initial(n) for n in people),
        words=frozenset(w for n in people for w in _words(f"{n.given} {n.last}") if len(w) > 2),
        year=work.year,
        volume=_number(work.volume),
        number=_issue(work.number),
        pages=read_pages(work.pages or ""),
        venue=() if venue is None else venue_forms(venue.name),
        acronym=fold(venue.acronym) if venue is not None and venue.acronym else "",
        preprint=venue is not None and venue.kind is VenueKind.PREPRINT,
        identifiers=tuple(
            i.same for i in work.identifiers if i.scheme is not Scheme.ISBN
        ),  # an ISBN is a book's, the same for all that is in it
    )


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def _title(text: str) -> str:
    text = _ADDED.sub(" ", text).strip(" .")
    whole = _WHOLLY_BRACKETED.fullmatch(text)
    return text if whole is None else whole[1]


def _numbers(title: Sequence[str]) -> frozenset[str]:
    """The numbers in a title; a Roman one counts at its end and after `part`."""
    found = set(re.findall(r"\d+", "".join(title)))
    for at, word in enumerate(title):
        near_end = at >= len(title) - 1 or (at > 0 and title[at - 1] in ("part", "paper", "vol"))
        if at > 0 and near_end and _ROMAN.fullmatch(word):
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=65536)
def _surname(name: Name) -> str:
    return "".join(_words(name.family))


@lru_cache(maxsize=65536)
def _initial(name: Name) -> str:
    given = _words(name.given)
    return given[0][0] if given else ""


def _number(text: str | None) -> str:
    """Volume or issue: its first number without zeros before it; else the text, folded.

    `61 (Supplement 1)` is volume 61, `SUPPL. 1` the number 1.
    """
    if not text:
        return ""
    match = re.search(r"\d+", text)
    return (match[0].lstrip("0") or "0") if match else " ".join(_words(text))


def _issue(text: str | None) -> str:
    """The issue; five digits and more are an article's number, which stands elsewhere too."""
    number = _number(text)
    return number if len(number) < 5 else ""


_PAGES = re.compile(r"([a-z]*)\.?\s*(\d+)([a-z]*)(?:\s*[-–—]+\s*([a-z]*)\.?\s*(\d+)([a-z]*))?")
_ONLY_TAIL = re.compile(r"([a-z]+)\.?\s*[-–—]\s*(\d{1,4})")
_PREFIXES = {"suppl": "s", "supp": "s", "sup": "s", "pp": "", "p": "", "pages": "", "page": ""}


@lru_cache(maxsize=65536)
def read_pages(text: str) -> Pages:
    """Pages in any writing: `435-51`, `S376--S387`, `Suppl-87`, `e0143396`, `A161`."""
    text = fold(text).strip()
    tail = _ONLY_TAIL.fullmatch(text)
    if tail is not None and tail[1] not in ("pp", "p", "e"):
        return Pages(tail=tail[2])
    match = _PAGES.match(text)
    if match is None:
        return Pages()
    prefix = _PREFIXES.get(match[1], match[1])
    first = match[2].lstrip("0") or "0"
    last = (match[5] or "").lstrip("0")
    if last and len(last) < len(first):  # 435-51
        last = first[: len(first) - len(last)] + last
    if prefix and not last and prefix != "s" and len(first) > 2:
        return Pages(first=prefix + first, locator=prefix + first)
    return Pages(prefix + first + match[3], last)


_APART = re.compile(r"\s*(?:[:/;=(\[]|\.\s+conference\b|\s-\s|,?\s+the official\b).*", re.DOTALL)
_INSIDE = re.compile(r"\(([^()]{2,})\)")
_IDLE = frozenset(
    """a an and de der des di du el et for fur in la las le les los of on the und y
    proceedings proc conference conf annual symposium symp""".split()
)


@lru_cache(maxsize=16384)
def venue_forms(name: str) -> tuple[str, ...]:
    """The ways in which a container's name may be compared, the longest first.

    With and without what stands behind a colon, a slash or in brackets; never empty for a name
    that has a letter.
    """
    pieces = [name, _APART.sub("", name, count=1), *name.split("/"), *name.split("=")]
    pieces += _INSIDE.findall(name)
    forms: dict[str, None] = {}
    for piece in pieces:
        words = _words(piece)
        kept = [w for w in words if w not in _IDLE and not re.fullmatch(r"\d+(?:st|nd|rd|th)?", w)]
        form = " ".join(kept or words)
        if form:
            forms[form] = None
    return tuple(sorted(forms, key=len, reverse=True))
