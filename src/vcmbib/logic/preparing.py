"""Works made ready to be compared: each field once, folded and taken apart, so that comparing two
is cheap. Records and papers are prepared alike, and the result is plain data for other processes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vcmbib.logic.containers import Container, container
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Record
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
    main: str  # the key of what stands before a subtitle; empty without one
    cut: bool  # the end of the title is left out: Mining association rules between …
    generic: bool  # with a word of titles that many works have: A review of …
    column: bool  # of nothing but such words: guest editorial, introduction to the special issue
    about: bool  # an erratum, a reply, a review: not the work itself
    numbers: frozenset[str]  # that the title holds: part II, 3rd
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # of the first given name, as many as surnames
    words: frozenset[str]  # of all names: family and given names may have changed places
    year: int | None
    volume: str
    number: str
    pages: Pages
    venue: Container | None
    acronym: str
    preprint: bool
    identifiers: tuple[tuple[str, str], ...]  # (scheme, value as compared)
    publisher: str  # or the school, the institution; folded
    edition: str  # or the version of a program, of data
    isbns: frozenset[str]  # of a whole book
    sort: str  # `book`, `part` of one, `thesis`, `report`; empty for all others
    links: frozenset[str]  # to the work itself, as compared


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
    highlights update editorials columns vorwort geleitwort einleitung rezension rezensionen
    buchbesprechung buchbesprechungen preambule avant propos editoriale editoriales introduccion
    prologo introduzione recenzija""".split()
)
# What else such titles are made of.
_FILLING = frozenset(
    """a an and by for from in of on or the to our with zum zur der die das aux du de del la le
    special section theme themed new year annual book papers paper selected best welcome
    volume supplement part subject author authors table masthead cover front back matter chairs
    chief president presidents treasurer treasurers secretary secretarys director directors
    reviewers thanks thank you corrections correction errata abstract session sessions opening
    closing remarks poster posters panel tutorial keynote invited talk s""".split()
)
_SUBTITLE = re.compile(r"\s*(?::|\?|\.(?=\s)|\s[-–—]+(?=\s))\s*")
_CUT = re.compile(r"(?:…|\.{3})\s*$")
_NOBODY = frozenset("anonymous anon noauthorslisted noauthor unknown na".split())
_REPORTS = frozenset("techreport report manual standard patent".split())
_SORTS = {
    **dict.fromkeys(("book", "mvbook", "proceedings", "collection", "mvcollection"), "book"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "suppbook"), "part"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
}
_OF_ITSELF = frozenset({LinkKind.PAPER, LinkKind.PDF, LinkKind.DATASET})
_OF_HOUSES = frozenset("press verlag publishing publishers publications inc ltd co the".split())
_COUNTED = re.compile(r"i{1,3}|iv|vi{0,3}|ix|x|[a-h]")
ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(),
        strict=True,
    )
)
_PARTS = frozenset("part paper vol volume".split())


def prepare(work: Record | Paper) -> Prepared:
    """What is compared of a record or a paper."""
    said = _title(work.title)
    title = _words(said)
    main = _SUBTITLE.split(said, maxsplit=1)
    people = [n for n in work.authors or work.editors if _surname(n) not in _NOBODY]
    venue = work.venue
    extra = dict(work.extra)
    return Prepared(
        title=" ".join(title),
        key="".join(title),
        plain=" ".join(_GENRE.sub(" ", " ".join(title)).split()),
        main="".join(_words(main[0])) if len(main) > 1 else "",
        cut=_CUT.search(said) is not None,
        generic=not _GENERIC.isdisjoint(title),
        column=all(w in _GENERIC or w in _FILLING or w.isdecimal() for w in title),
        about=_ABOUT.search(said) is not None,
        numbers=_numbers(said),
        surnames=tuple(_surname(n) for n in people),
        initials=tuple(_initial(n) for n in people),
        words=frozenset(w for n in people for w in _name_words(n)),
        year=work.year,
        volume=_number(work.volume),
        number=_report(work.number) if work.entry_type in _REPORTS else _issue(work.number),
        pages=read_pages(work.pages or ""),
        venue=None if venue is None else container(venue.name),
        acronym=fold(venue.acronym) if venue is not None and venue.acronym else "",
        preprint=_is_preprint(work),
        identifiers=tuple(i.same for i in work.identifiers if i.scheme is not Scheme.ISBN),
        publisher=_house(work, extra),
        edition=" ".join(_words(extra.get("edition") or extra.get("version") or "")),
        isbns=_isbns(work) if _SORTS.get(work.entry_type) == "book" else frozenset(),
        sort=_SORTS.get(work.entry_type, ""),
        links=frozenset(_address(link.url) for link in work.links if link.kind in _OF_ITSELF),
    )


def _is_preprint(work: Record | Paper) -> bool:
    """On a preprint server, or known by nothing but its number there."""
    if work.venue is None:
        return any(i.scheme is Scheme.ARXIV for i in work.identifiers)
    return work.venue.kind is VenueKind.PREPRINT


def _house(work: Record | Paper, extra: Mapping[str, str]) -> str:
    said = work.publisher or extra.get("institution") or extra.get("school") or ""
    return " ".join(w for w in _words(said) if w not in _OF_HOUSES)


def _isbns(work: Record | Paper) -> frozenset[str]:
    return frozenset(i.same[1] for i in work.identifiers if i.scheme is Scheme.ISBN)


def _address(url: str) -> str:
    """A URL as two are compared: without scheme, `www.`, fragment and closing slash."""
    return re.sub(r"^[a-z]+://(?:www\.)?|#.*$|/+$", "", url.strip(), flags=re.IGNORECASE)


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title as they are compared."""
    return _words(_title(title))


_MARKUP = re.compile(r"(?i)</?(?:su[bp]|i|b|em|scp?)>")


def _title(text: str) -> str:
    text = _MARKUP.sub("", text) if "<" in text else text
    text = _ADDED.sub(" ", text).strip()
    whole = _WHOLLY_BRACKETED.fullmatch(text)
    return text if whole is None else whole[1]


def _numbers(title: str) -> frozenset[str]:
    """The numbers in a title; a Roman one or a letter counts where a part of the title ends.

    `Part II`, `Coding. I. Images`, `Association A: background`.
    """
    found = set(re.findall(r"\d+", fold(title)))
    for number, part in enumerate(_SUBTITLE.split(title)):
        words = _words(part)
        if words and (len(words) > 1 or number) and _COUNTED.fullmatch(words[-1]):
            found.add(words[-1])
        found.update(w for v, w in pairwise(words) if v in _PARTS and _COUNTED.fullmatch(w))
        found.update(ORDINALS[w][:-2] for w in words if w in ORDINALS)
    return frozenset(found)


@lru_cache(maxsize=65536)
def _surname(name: Name) -> str:
    return "".join(_words(name.family))


_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=65536)
def _name_words(name: Name) -> tuple[str, ...]:
    """The words of a name; of Chinese, Japanese and Korean ones each sign, however divided."""
    text = f"{name.given} {name.last}"
    words = tuple(w for w in _words(text) if len(w) > 2)
    return words if text.isascii() else (*words, *_SIGN.findall(fold(text)))


@lru_cache(maxsize=65536)
def _initial(name: Name) -> str:
    given = _words(name.given)
    return given[0][0] if given else ""


def _number(text: str | None) -> str:
    """Volume or issue: its first number without zeros before it; else the text, folded.

    `61 (Supplement 1)` is volume 61, `SUPPL. 1` the number 1, `Suppl A` is `a`, and `0` is not
    known yet.
    """
    if not text:
        return ""
    match = re.search(r"\d+", text)
    if match:
        return match[0].lstrip("0")
    words = _words(text)
    return " ".join(words[words[0] in _SUPPLEMENTS and len(words) > 1 :]) if words else ""


_SUPPLEMENTS = frozenset("suppl supplement supp sup".split())


def _issue(text: str | None) -> str:
    """The issue; five digits and more are an article's number, which stands elsewhere too."""
    number = _number(text)
    return number if len(number) < 5 else ""


def _report(text: str | None) -> str:
    """The digits of a report's number: `CMU-CS-90-100` is `90100`."""
    return re.sub(r"\D", "", text or "")


_PAGES = re.compile(r"([a-z]*)\.?\s*(\d+)([a-z]*)(?:\s*[-–—]+\s*([a-z]*)\.?\s*(\d+)([a-z]*))?")
_IN_SUPPLEMENT = re.compile(r"s\w*\.?\s*\d{1,2}\s*/\s*s?(?=\d)")  # S3/78-89: page 78 of Suppl. 3
_ONLY_TAIL = re.compile(r"([a-z]+)\.?\s*[-–—]\s*(\d{1,4})")
_PREFIXES = {"suppl": "s", "supp": "s", "sup": "s", "pp": "", "p": "", "pages": "", "page": ""}


@lru_cache(maxsize=65536)
def read_pages(text: str) -> Pages:
    """Pages in any writing: `435-51`, `S376--S387`, `S3/78-89`, `Suppl-87`, `e0143396`, `A161`."""
    text = _IN_SUPPLEMENT.sub("s", fold(text).strip(), count=1)
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
    if prefix == "s" and not match[4] and len(first) == 1 and int(last or 0) > int(first) + 40:
        return Pages(tail=last)  # S3-89: the end, and the number of the supplement
    if prefix and not last and prefix != "s" and len(first) > 2:
        return Pages(first=prefix + first, locator=prefix + first)
    return Pages(prefix + first + match[3], last)
