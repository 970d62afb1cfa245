"""Works made ready to be compared: each field once, folded and taken apart, so that comparing two
is cheap. Records and papers are prepared alike, and the result is plain data for other processes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise

from vcmbib.logic.dedupe.compare_pages import Pages, read_pages
from vcmbib.logic.dedupe.venue_names import ContainerName, container_name
from vcmbib.logic.dedupe.weights import ISSUE_NUMBER, NAME_WORD
from vcmbib.model.identifiers import Scheme
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.names import Name, fix_trailing_initials
from vcmbib.model.paper import LinkKind, Paper, Record
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import VenueKind


@dataclass(frozen=True, slots=True)
class PreparedWork:
    """A work as it is compared; empty strings and tuples where nothing is said."""

    title: str  # words, folded, a blank between them
    title_key: str  # the same without blanks
    plain: str  # the title without what catalogues add: (panel), - book review
    main_titles: frozenset[str]  # the keys of what stands before each subtitle
    is_cut_off: bool  # the end of the title is left out: Mining association rules between …
    has_generic_word: bool  # with a word of titles that many works have: A review of …
    is_generic: bool  # only such words: guest editorial, introduction to the special issue
    is_about_work: bool  # an erratum, a reply, a review: not the work itself
    numbers: frozenset[str]  # that the title holds: part II, 3rd
    is_group: bool  # its only author is a group
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # of the first given name, as many as surnames
    name_words: frozenset[str]  # of all names: family and given names may have changed places
    year: int | None
    volume: str
    number: str
    pages: Pages
    venue: ContainerName | None
    acronym: str
    is_preprint: bool
    identifiers: tuple[tuple[str, str], ...]  # (scheme, value as compared)
    publisher: str  # or the school, the institution; folded
    edition: str  # or the version of a program, of data
    isbns: frozenset[str]  # of a whole book
    form: str  # `book`, `part` of one, `thesis`, `master thesis`, `report`; empty for all others
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
    r"retract(?:ion|ed)|reply(?: to|:|$)|authors?['’]? (?:reply|replies|response)|response to|"
    r"in reply|rejoinder|comments? on|expression of concern|withdrawn(?=:)|study protocol|"
    r"protocol (?:for|of)|commentary(?=:)|berichtigung|rectificatif|errata corrige|"
    r"fe de erratas)\b|: comment(?:ary)?\W*$|\(protocol\)|\(continued\)"
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
    **dict.fromkeys(("phdthesis", "thesis"), "thesis"),
    "mastersthesis": "master thesis",
    **dict.fromkeys(("techreport", "report"), "report"),
}
_GROUPS = frozenset(
    """group groups consortium investigators collaboration committee team network society study
    association organization organisation ministry institute academy council federation board
    commission panel party workgroup researchers trialists centers agency department""".split()
)
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
_CARDINALS = dict(zip("one two three four five six seven".split(), "1234567", strict=True))
_PARTS = frozenset("part paper vol volume".split())


def prepare(work: Record | Paper) -> PreparedWork:
    """What is compared of a record or a paper."""
    said = _title(work.title)
    title = _words(said)
    people = [n for n in work.authors or work.editors if _surname(n) not in _NOBODY]
    people = fix_trailing_initials(people)
    venue = work.venue
    extra = dict(work.extra)
    return PreparedWork(
        title=" ".join(title),
        title_key="".join(title),
        plain=" ".join(_GENRE.sub(" ", " ".join(title)).split()),
        main_titles=frozenset("".join(_words(said[: m.start()])) for m in _SUBTITLE.finditer(said)),
        is_cut_off=_CUT.search(said) is not None,
        has_generic_word=not _GENERIC.isdisjoint(title),
        is_generic=all(w in _GENERIC or w in _FILLING or w.isdecimal() for w in title),
        is_about_work=_ABOUT.search(said) is not None,
        numbers=_numbers(said),
        is_group=len(people) == 1 and _is_group(people[0]),
        surnames=tuple(_surname(n) for n in people),
        initials=tuple(_initial(n) for n in people),
        name_words=frozenset(w for n in people for w in _name_words(n)),
        year=work.year,
        volume=_number(work.volume),
        number=_report(work.number) if work.entry_type in _REPORTS else _issue(work.number),
        pages=read_pages(work.pages or ""),
        venue=None if venue is None else container_name(venue.name),
        acronym=fold(venue.acronym) if venue is not None and venue.acronym else "",
        is_preprint=_is_preprint(work),
        identifiers=tuple(
            i.comparison_key for i in work.identifiers if i.scheme is not Scheme.ISBN
        ),
        publisher=_house(work, extra),
        edition=_edition(extra),
        isbns=_isbns(work) if _SORTS.get(work.entry_type) == "book" else frozenset(),
        form=_sort(work, extra),
        links=frozenset(_address(link.url) for link in work.links if link.kind in _OF_ITSELF),
    )


def _sort(work: Record | Paper, extra: Mapping[str, str]) -> str:
    sort = _SORTS.get(work.entry_type, "")
    master = sort == "thesis" and fold(extra.get("type", "")).startswith("ma")
    return "master thesis" if master else sort


def _edition(extra: Mapping[str, str]) -> str:
    """`2`, `2nd` and `Second, revised` are one edition; else the words of it, or of the version."""
    words = _words(extra.get("edition") or "")
    for word in words:
        number = re.match(r"\d+", ORDINALS.get(word, word))
        if number:
            return number[0]
    return " ".join(words or _words(extra.get("version") or ""))


def _is_group(name: Name) -> bool:
    """By its words; catalogues take a part of such a name for given names: `Group, ASCUS Study`."""
    return name.literal or not _GROUPS.isdisjoint(_words(f"{name.given} {name.last}"))


def _is_preprint(work: Record | Paper) -> bool:
    """On a preprint server, or known by nothing but its number there."""
    if work.venue is None:
        return any(i.scheme is Scheme.ARXIV for i in work.identifiers)
    return work.venue.kind is VenueKind.PREPRINT


def _house(work: Record | Paper, extra: Mapping[str, str]) -> str:
    said = work.publisher or extra.get("institution") or extra.get("school") or ""
    return " ".join(w for w in _words(said) if w not in _OF_HOUSES)


def _isbns(work: Record | Paper) -> frozenset[str]:
    return frozenset(i.comparison_key[1] for i in work.identifiers if i.scheme is Scheme.ISBN)


def _address(url: str) -> str:
    """A URL as two are compared: without scheme, `www.`, fragment and closing slash."""
    return re.sub(r"^[a-z]+://(?:www\.)?|#.*$|/+$", "", url.strip(), flags=re.IGNORECASE)


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


_GREEK = re.compile("(?<![\u0370-\u03ff])[\u03b1-\u03c9\u0391-\u03a9\u00b5](?![\u0370-\u03ff])")


@lru_cache(maxsize=128)
def _greek(letter: str) -> str:
    """`alpha` for a letter that stands alone, as databases write it out."""
    said = unicodedata.name(letter.lower(), "").rpartition(" ")[2]
    return {"sign": "mu", "lamda": "lambda"}.get(said.lower(), said.lower())


_MARKUP = re.compile(r"(?i)</?(?:su[bp]|i|b|em|scp?)>")


def _title(text: str) -> str:
    text = unescape(text) if "&" in text else text
    text = to_unicode(text, maths=True) if "$" in text else text
    text = _GREEK.sub(lambda m: _greek(m[0]), text) if not text.isascii() else text
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
        found.update(_CARDINALS[w] for v, w in pairwise(words) if v in _PARTS and w in _CARDINALS)
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
    words = tuple(w for w in _words(text) if len(w) >= NAME_WORD)
    return words if text.isascii() else (*words, *_SIGN.findall(fold(text)))


@lru_cache(maxsize=65536)
def _initial(name: Name) -> str:
    given = _words(name.given)
    return given[0][0] if given else ""


def _number(text: str | None) -> str:
    """Volume or issue: its first number without zeros before it; else the text, folded.

    `61 (Supplement 1)` is volume 61, `SUPPL. 1` the number 1, `Suppl A` is `a`, `CLXI` is 161,
    and `0` is not known yet.
    """
    if not text:
        return ""
    match = re.search(r"\d+", text)
    if match:
        return match[0].lstrip("0")
    words = _words(text)
    if len(words) == 1 and (len(words[0]) > 1 or words[0] in "ivx"):
        roman = _ROMAN.fullmatch(words[0])
        if roman is not None:
            return str(_arabic(words[0]))
    return " ".join(words[words[0] in _SUPPLEMENTS and len(words) > 1 :]) if words else ""


_SUPPLEMENTS = frozenset("suppl supplement supp sup".split())


_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def _arabic(roman: str) -> int:
    """What a Roman number is: a digit before a greater one is taken away."""
    worth = [_DIGITS[letter] for letter in roman]
    return sum(-n if n < after else n for n, after in zip(worth, [*worth[1:], 0], strict=True))


def _issue(text: str | None) -> str:
    """The issue; five digits and more are an article's number, which stands elsewhere too."""
    number = _number(text)
    return number if len(number) <= ISSUE_NUMBER else ""


def _report(text: str | None) -> str:
    """The digits of a report's number: `CMU-CS-90-100` is `90100`."""
    return re.sub(r"\D", "", text or "")
