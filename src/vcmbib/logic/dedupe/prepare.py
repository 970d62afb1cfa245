"""Prepare works for comparison: each field is folded and divided once, so that comparing is cheap.

Records and papers give the same type. It is plain data, which other processes can read.
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
    """The values of a work that are compared. Missing values are empty strings, tuples or sets."""

    title: str  # folded words with a blank between them
    title_key: str  # the title without blanks
    plain: str  # the title without notes of catalogues: (panel), - book review
    main_titles: frozenset[str]  # the keys of the title before each subtitle
    is_cut_off: bool  # the title has no end: Mining association rules between …
    has_generic_word: bool  # a word of titles that many works have: A review of …
    is_generic: bool  # such words only: guest editorial, introduction to the special issue
    is_about_work: bool  # an erratum, a reply, a review of another work
    numbers: frozenset[str]  # in the title: part II, 3rd
    is_group: bool  # the only author is a group
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # of the first given name, one for each surname
    name_words: frozenset[str]  # of all names, as family and given names may change places
    year: int | None
    volume: str
    number: str
    pages: Pages
    is_in_supplement: bool  # by the words of volume, number and pages
    venue: ContainerName | None
    acronym: str
    is_preprint: bool
    identifiers: tuple[tuple[str, str], ...]  # (scheme, comparable value)
    publisher: str  # or the school or the institution; folded
    edition: str  # or the version of a program or of data
    isbns: frozenset[str]  # of a whole book
    form: str  # `book`, `part`, `thesis`, `master thesis`, `report`, or empty
    links: frozenset[str]  # to the work itself, as comparable URLs


_WORD = re.compile(r"[^\W_]+")
# Notes that databases add to titles. Collected by hand from the records of PubMed, Embase and other
# databases in the labelled sets (decision 0019).
_DATABASE_NOTE = re.compile(
    r"(?i)\[\s*(?:\d+ refs?|review|article in|in \w+\W|abstract|poster|proceedings|"
    r"(?:see )?comments?|letter|(?:published )?errat(?:um|a)|correct(?:ed|ion)|retract|"
    r"republished|update of|original)\b[^\[\]]{0,250}(?:\]|$)"
)
_WHOLLY_BRACKETED = re.compile(r"\[([^\[\]]+)\]?", re.DOTALL)  # a translated title
# Genres that catalogues add to a title. Collected by hand from DBLP and the ACM Digital Library in
# the labelled sets (decision 0019).
_GENRE_NOTE = re.compile(
    r"\b(?:extended abstract|abstract|panel session|panel summary|panel|tutorial session|tutorial|"
    r"demonstration|demo session|demo|"
    r"experience paper|applications? paper|vision paper|invited talk|invited paper|"
    r"keynote address|keynote|poster|"
    r"short paper|industrial session|industrial paper|research note|book review)\b"
)
# Titles of errata, replies, comments and protocols. Collected by hand from titles such as those of
# the labelled sets, in English, German, French, Italian and Spanish.
_ABOUT = re.compile(
    r"(?i)\b(?:errat(?:um|a)|corrigend(?:um|a)|corrections?(?= (?:to|for)\b|:|$)|addend(?:um|a)|"
    r"retract(?:ion|ed)|reply(?: to|:|$)|authors?['’]? (?:reply|replies|response)|"
    r"(?:(?<=[:.]\s)|^)response to|"
    r"in reply|rejoinder|comments? on|expression of concern|withdrawn(?=:)|study protocol|"
    r"protocol (?:for|of)|commentary(?=:)|berichtigung|rectificatif|errata corrige|"
    r"fe de erratas)\b|: comment(?:ary)?\W*$|\(protocol\)|\(continued\)"
)
# Words of titles that recur. Collected by hand from columns, editorials and reviews in journals of
# medicine and computer science.
_GENERIC_TITLE_WORDS = frozenset(
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
# Other words of such titles. Collected by hand from the same journals.
_FILLER_WORDS = frozenset(
    """a an and by for from in of on or the to our with zum zur der die das aux du de del la le
    special section theme themed new year annual book papers paper selected best welcome
    volume supplement part subject author authors table masthead cover front back matter chairs
    chief president presidents treasurer treasurers secretary secretarys director directors
    reviewers thanks thank you corrections correction errata abstract session sessions opening
    closing remarks poster posters panel tutorial keynote invited talk s""".split()
)
_COLUMN_WORDS = _GENERIC_TITLE_WORDS | _FILLER_WORDS
_SUBTITLE = re.compile(r"\s*(?::|\?|\.(?=\s)|\s[-–—]+(?=\s))\s*")
# An ellipsis at the end, as in records that were copied from a list of search results.
_CUT = re.compile(r"(?:…|\.{3})\s*$")
# What catalogues write if they know no author, folded.
_NO_AUTHOR = frozenset(("", *"anonymous anon noauthorslisted noauthor unknown na".split()))
# Entry types whose field `number` is that of a report, a standard or a patent.
_REPORT_TYPES = frozenset("techreport report manual standard patent".split())
# The forms of works by entry type of BibTeX and BibLaTeX.
_FORMS = {
    **dict.fromkeys(("book", "mvbook", "proceedings", "collection", "mvcollection"), "book"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "suppbook"), "part"),
    **dict.fromkeys(("phdthesis", "thesis"), "thesis"),
    "mastersthesis": "master thesis",
    **dict.fromkeys(("techreport", "report"), "report"),
}
# Words of names of groups. Collected by hand from authors in medical databases.
_GROUP_WORDS = frozenset(
    """group groups consortium investigators collaboration committee team network society study
    association organization organisation ministry institute academy council federation board
    commission panel party workgroup researchers trialists centers agency department""".split()
)
# Links that lead to the work, and not to its code or project.
_OWN_LINKS = frozenset({LinkKind.PAPER, LinkKind.PDF, LinkKind.DATASET})
# Words that names of publishers have in common. Collected by hand.
_PUBLISHER_WORDS = frozenset(
    "press verlag publishing publishers publications inc ltd co the".split()
)
_COUNTER = re.compile(r"i{1,3}|iv|vi{0,3}|ix|x|[a-h]")
ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(),
        strict=True,
    )
)
_CARDINALS = dict(zip("one two three four five six seven".split(), "1234567", strict=True))
_PART_WORDS = frozenset("part paper vol volume".split())


def prepare(work: Record | Paper) -> PreparedWork:
    """Return the values of a record or a paper that are compared."""
    text = _title(work.title)
    title = _words(text)
    people = [n for n in work.authors or work.editors if _surname(n) not in _NO_AUTHOR]
    people = fix_trailing_initials(people)
    venue = work.venue
    extra = dict(work.extra)
    number = _report_number if work.entry_type in _REPORT_TYPES else _issue
    return PreparedWork(
        title=" ".join(title),
        title_key="".join(title),
        plain=" ".join(_GENRE_NOTE.sub(" ", " ".join(title)).split()),
        main_titles=frozenset("".join(_words(text[: m.start()])) for m in _SUBTITLE.finditer(text)),
        is_cut_off=_CUT.search(text) is not None,
        has_generic_word=not _GENERIC_TITLE_WORDS.isdisjoint(title),
        is_generic=all(w in _COLUMN_WORDS or w.isdecimal() for w in title),
        is_about_work=_ABOUT.search(text) is not None,
        numbers=_numbers(text),
        is_group=len(people) == 1 and _is_group_name(people[0]),
        surnames=tuple(_surname(n) for n in people),
        initials=tuple(_initial(n) for n in people),
        name_words=frozenset(w for n in people for w in _name_words(n)),
        year=work.year,
        volume=_number(work.volume),
        number=number(work.number),
        pages=_pages(work, extra),
        is_in_supplement="suppl" in fold(f"{work.volume} {work.number} {work.pages}"),
        venue=None if venue is None else container_name(venue.name),
        acronym=fold(venue.acronym) if venue is not None and venue.acronym else "",
        is_preprint=_is_preprint(work),
        identifiers=tuple(
            i.comparison_key for i in work.identifiers if i.scheme is not Scheme.ISBN
        ),
        publisher=_publisher(work, extra),
        edition=_edition(extra),
        isbns=_isbns(work) if _FORMS.get(work.entry_type) == "book" else frozenset(),
        form=_form(work, extra),
        links=frozenset(
            _comparable_url(link.url) for link in work.links if link.kind in _OWN_LINKS
        ),
    )


def _pages(work: Record | Paper, extra: Mapping[str, str]) -> Pages:
    """The pages, else the number of the article, which is compared with such numbers only."""
    if work.pages:
        return read_pages(work.pages)
    number = read_pages(extra.get("eid") or extra.get("articleno") or "").first
    return Pages(first=number, locator=number)


def _form(work: Record | Paper, extra: Mapping[str, str]) -> str:
    """The form of a work by its entry type, and by the field `type` of a thesis."""
    form = _FORMS.get(work.entry_type, "")
    master = form == "thesis" and fold(extra.get("type", "")).startswith("ma")
    return "master thesis" if master else form


def _edition(extra: Mapping[str, str]) -> str:
    """The number of the edition, else its words, else the words of the version.

    `2`, `2nd` and `Second, revised` are one edition.
    """
    words = _words(extra.get("edition") or "")
    for word in words:
        number = re.match(r"\d+", ORDINALS.get(word, word))
        if number:
            return number[0]
    return " ".join(words or _words(extra.get("version") or ""))


def _is_group_name(name: Name) -> bool:
    """Whether a name is that of a group, by its words.

    Catalogues read a part of such a name as given names: `Group, ASCUS Study`.
    """
    return name.literal or not _GROUP_WORDS.isdisjoint(_words(f"{name.given} {name.last}"))


def _is_preprint(work: Record | Paper) -> bool:
    """Whether a work is a preprint: by its venue, or without a venue by an arXiv identifier."""
    if work.venue is None:
        return any(i.scheme is Scheme.ARXIV for i in work.identifiers)
    return work.venue.kind is VenueKind.PREPRINT


def _publisher(work: Record | Paper, extra: Mapping[str, str]) -> str:
    """The publisher, else the institution, else the school: folded, without common words."""
    text = work.publisher or extra.get("institution") or extra.get("school") or ""
    return " ".join(w for w in _words(text) if w not in _PUBLISHER_WORDS)


def _isbns(work: Record | Paper) -> frozenset[str]:
    return frozenset(i.comparison_key[1] for i in work.identifiers if i.scheme is Scheme.ISBN)


def _comparable_url(url: str) -> str:
    """The comparable form of a URL: without scheme, `www.`, fragment and final slash."""
    return re.sub(r"^[a-z]+://(?:www\.)?|#.*$|/+$", "", url.strip(), flags=re.IGNORECASE)


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


_GREEK = re.compile("(?<![\u0370-\u03ff])[\u03b1-\u03c9\u0391-\u03a9\u00b5](?![\u0370-\u03ff])")


@lru_cache(maxsize=128)
def _greek(letter: str) -> str:
    """The name of a Greek letter, as databases write it for a single letter: `alpha`."""
    text = unicodedata.name(letter.lower(), "").rpartition(" ")[2]
    return {"sign": "mu", "lamda": "lambda"}.get(text.lower(), text.lower())


_MARKUP = re.compile(r"(?i)</?(?:su[bp]|i|b|em|scp?)>")


def _title(text: str) -> str:
    """The title in Unicode, without markup, notes of databases and brackets around it."""
    text = unescape(text) if "&" in text else text
    text = to_unicode(text, maths=True) if "$" in text else text
    text = _GREEK.sub(lambda m: _greek(m[0]), text) if not text.isascii() else text
    text = _MARKUP.sub("", text) if "<" in text else text
    text = _DATABASE_NOTE.sub(" ", text).strip()
    whole = _WHOLLY_BRACKETED.fullmatch(text)
    return text if whole is None else whole[1]


def _numbers(title: str) -> frozenset[str]:
    """The numbers in a title. A Roman number or a letter counts at the end of a part of the title.

    Examples: `Part II`, `Coding. I. Images`, `Association A: background`.
    """
    found = set(re.findall(r"\d+", fold(title)))
    for number, part in enumerate(_SUBTITLE.split(title)):
        words = _words(part)
        if words and (len(words) > 1 or number) and _COUNTER.fullmatch(words[-1]):
            found.add(words[-1])
        found.update(w for v, w in pairwise(words) if v in _PART_WORDS and _COUNTER.fullmatch(w))
        found.update(
            _CARDINALS[w] for v, w in pairwise(words) if v in _PART_WORDS and w in _CARDINALS
        )
        found.update(ORDINALS[w][:-2] for w in words if w in ORDINALS)
    return frozenset(found)


@lru_cache(maxsize=65536)
def _surname(name: Name) -> str:
    """The folded family name without blanks."""
    return "".join(_words(name.family))


_CJK_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=65536)
def _name_words(name: Name) -> tuple[str, ...]:
    """The words of a name. Of a Chinese, Japanese or Korean name: each sign."""
    text = f"{name.given} {name.last}"
    words = tuple(w for w in _words(text) if len(w) >= NAME_WORD)
    return words if text.isascii() else (*words, *_CJK_SIGN.findall(fold(text)))


@lru_cache(maxsize=65536)
def _initial(name: Name) -> str:
    """The first letter of the given names; empty if there is none."""
    given = _words(name.given)
    return given[0][0] if given else ""


def _number(text: str | None) -> str:
    """The first number of a volume or an issue, without leading zeros; else the folded text.

    `61 (Supplement 1)` is volume 61, `SUPPL. 1` is number 1, `Suppl A` is `a`, and `CLXI` is 161.
    `0` means that the number is not known yet: the result is empty.
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
    """The value of a Roman number. A digit before a greater one is subtracted."""
    digits = [_DIGITS[letter] for letter in roman]
    return sum(-n if n < after else n for n, after in zip(digits, [*digits[1:], 0], strict=True))


def _issue(text: str | None) -> str:
    """The number of an issue; empty for the number of an article, which has more digits."""
    number = _number(text)
    return number if len(number) <= ISSUE_NUMBER else ""


def _report_number(text: str | None) -> str:
    """The digits of a report's number: `CMU-CS-90-100` is `90100`."""
    return re.sub(r"\D", "", text or "")
