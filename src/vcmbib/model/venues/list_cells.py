"""Reads the venue cell of a list: `CVPR'24 (Oral)`, `ICME workshop2023`, `PrePrint'24`.

The steps remove, one after the other: markup, remarks on the state of the paper, arXiv identifiers,
honours and the date. The rest names the venue. docs/venues.md has the rules.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

from vcmbib.model.text import fold, tidy
from vcmbib.model.venues.search import find
from vcmbib.model.venues.table import tokens, venue_table
from vcmbib.model.venues.venue import Venue, VenueCell, VenueKind

_BADGE = re.compile(r"!\[[^\]]*\]\(\s*https?://img\.shields\.io/badge/([^\s)?]+)[^)]*\)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"\*+|`+|~~|(?<![^\W_])_+(?=\w)|(?<=\w)_+(?![^\W_])")
_EMOJI_CODE = re.compile(r":[a-z0-9_+-]{2,40}:(?![0-9])")

_NO_VENUE = frozenset(
    ("", "na", "none", "tbd", "tba", "null", "nan", "unknown", "unpublished", "manuscript")
)
_UNDER_REVIEW = re.compile(
    r"\b(?:(?:currently |now )?(?:in|under) (?:submission|review|preparation)|(?:to be )?submitted)"
    r"\b(?: as [\w ]{1,40}? (?=to|at))?(?:[ :]*\b(?:to|at|by|for|in|with)\b[^;()\]]*)?",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:conditionally )?(?:accepted|published|to appear|to be published|appeared|presented|"
    r"early access|early accept(?:ed)?|in press|forthcoming|camera[- ]ready|online first)"
    r"(?: (?:for (?:publication|presentation)|as (?:an? )?(?:regular|full|short|long) paper))?"
    r"(?: (?:by|to|at|in|for|on)\b)?",
    re.IGNORECASE,
)
_ARXIV_ID = re.compile(
    r"(?:\babs/|\bar[xX]iv[: ]\s*)?(?<![\d.])(?:(\d\d)(0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?(?!\d)"
    r"|\b[a-z-]{2,20}(?:\.[A-Z]{2})?/(\d\d)(?:0[1-9]|1[0-2])\d{3}(?:v\d+)?\b)(?:\s*\[[\w.-]+\])?"
)

_NAMES_ARXIV = re.compile(r"arxiv|\bcorr\b", re.IGNORECASE)

# An honour begins with one of these words and continues with the words of _HONOUR_REST.
_HONOUR_HEAD = (
    r"(?:best|outstanding|distinguished|oral|spotlight|highlight(?:s|ed)?|award(?:s|ed)?|posters?|"
    r"notable|top[- ]?\d+(?:\.\d+)? ?%|hono[u]?rable|runner|finalists?|nominee|nominated|"
    r"candidates?|winner|test[- ]of[- ]time|marr prize|invited|keynote|"
    r"highly cited|hot paper|editor'?s choice|early career)"
)
_HONOUR_REST = (
    r"(?:paper|papers|student|prize|presentation|mention|of|the|for|time|up|list|session|in|theme|"
    r"talk|long|short|full|\d+(?:\.\d+)? ?%)"
)
_HONOUR = re.compile(
    rf"(?:\b(?:long|short|student|won the|selected as|as an?) )*\b{_HONOUR_HEAD}(?![^\W\d_])"
    rf"(?:(?:[\s/&+,\-]|\band\b)*(?:\b{_HONOUR_HEAD}|\b{_HONOUR_REST})(?![^\W\d_]))*"
    r"(?:\s*\(\s*top[- ]?\d+(?:\.\d+)? ?%\s*\)|\s*\d+(?:\.\d+)? ?%)?",
    re.IGNORECASE,
)
_DANGLING = re.compile(r"(?:[\s,\-]+\b(?:of|the|for|in|and)\b)+$", re.IGNORECASE)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19\d\d|20\d\d|2100)"
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?: ?[-–] ?\d{1,2}(?:st|nd|rd|th)?)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)({_YEAR})[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?(?!\d)",
        rf"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.]({_YEAR})(?!\d)",
        rf"(?<!\d)(?:0?[1-9]|1[0-2])/({_YEAR})(?!\d)",
        rf"(?:\b{_DAYS} )?\b{_MONTH}\b\.?(?: {_DAYS})?,? ?'?({_YEAR})(?!\d)",
        rf"(?<!\d)({_YEAR}),? ?{_MONTH}\b\.?(?: {_DAYS})?",
        rf"(?<!\d)({_YEAR})(?!\d)",
    )
)
_SHORT_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        r"['’‘`´′]\s?(\d\d)(?!\d)",
        r"(?<=[A-Za-z])[\s:-]?(\d\d)\.(?:0[1-9]|1[0-2])(?!\d)",  # Arxiv23.05
    )
)
_BARE_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])[\s_-]?(\d\d)$")
_LOOKS_LIKE_ACRONYM = re.compile(r"[A-Z]{2,}[a-z]?(?:[ -]?[A-Z]{2,})*")
_ARXIV_MONTH = re.compile(r"(?<=[A-Za-z])[\s:-]?(\d\d)(?:0[1-9]|1[0-2])$")

_TRACK = re.compile(
    r"(?:^|[\s,(-]+)(?:D&B|datasets? (?:and|&) benchmarks?|main|system demonstrations?|"
    r"(?:demo|industry|industrial|applied|special|research|short papers?|long papers?) track|"
    r"(?:short|long|full|regular|main|demo) (?:conference|papers?))(?: track| paper)?\s*\)?$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_PARTS = re.compile(r"[/;,&+|()→]|->|\band\b")
_EMPTY_BRACKETS = re.compile(r"\(\s*[,;.:-]*\s*\)|\[\s*[,;.:-]*\s*\]")
_EDGES = " \t,;:.-–—/|+&@#!?\"'’‘`´=>→"
_PREPRINT = frozenset(("preprint", "preprints", "eprint", "eprints"))


def read_cell(text: str, preprint_server: str | None) -> VenueCell:
    """See `vcmbib.model.venues.lookup.read_venue_cell`."""
    as_written = text.strip()
    written = _plain(text)
    if "".join(tokens(written)) in _NO_VENUE and not any(c.isdigit() for c in written):
        return VenueCell(None, False, None, None, as_written)
    rest = _UNDER_REVIEW.sub(" ", written)
    under_review = rest != written
    rest = _trim(_STATE.sub(" ", rest))
    arxiv_year, rest = _arxiv_id(rest)
    honour, rest = _honour(rest)
    rest = _published_part(rest)
    year, rest = _year(rest)
    if year is None:
        year, rest = _bare_short_year(rest)
    if year is None:
        year = arxiv_year
    venue = _venue(rest, preprint_server)
    if venue is None and "".join(tokens(rest)) not in _NO_VENUE:
        venue = _unknown(rest)
    if venue and under_review and venue.kind is not VenueKind.PREPRINT:
        venue = None  # the venue has not accepted the paper
    if venue and venue.acronym == "arXiv" and year is not None and year < 1991:
        year = _from_month(year)
    return VenueCell(venue, _is_known(venue), year, honour, as_written)


def _published_part(text: str) -> str:
    """The part that names the published version: `CVPR 2023` of `CVPR 2023 (arXiv 2022)`.

    Return `text` if there is no such part.
    """
    parts = [p for part in _PARTS.split(text) if (p := _trim(part))]
    if len(parts) < 2 or find(text):
        return text
    named = [(p, find(_bare_short_year(_year(p)[1])[1])) for p in parts]
    published = [p for p, venue in named if not venue or venue.kind is not VenueKind.PREPRINT]
    if len(published) == 1 and len(parts) == 2 and all(venue for _, venue in named):
        return published[0]
    return text


def _plain(text: str) -> str:
    """Return `text` without Markdown, HTML and images. A badge gives its words."""
    text = _TAG.sub(" ", text)
    text = _BADGE.sub(_badge_words, text)
    text = _IMAGE.sub(r" \1 ", text)
    text = _LINK.sub(r" \1 ", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|&~$-])", r"\1", unescape(text))
    text = _EMPHASIS.sub("", _EMOJI_CODE.sub(" ", text))
    text = "".join(" " if unicodedata.category(c) in ("So", "Cs", "Co") else c for c in text)
    return _trim(tidy(text))


def _badge_words(badge: re.Match[str]) -> str:
    """The words of a badge of shields.io, such as `CVPR-2024-blue`: the last part is the colour."""
    words = unquote(badge.group(1)).replace("--", "\0").replace("_", " ")
    words = words.removesuffix(".svg").rpartition("-")[0] or words
    return " " + words.replace("-", " ").replace("\0", "-") + " "


def _trim(text: str) -> str:
    """Return `text` without punctuation at its ends, brackets around it, and empty brackets."""
    while True:
        before = text
        text = _EMPTY_BRACKETS.sub(" ", text)
        text = " ".join(text.split()).strip(_EDGES).replace(" )", ")").replace("( ", "(")
        for opening, closing in ("()", "[]", "{}"):
            if text.startswith(opening) and text.find(closing) == len(text) - 1:
                text = text[1:-1]
            elif text.startswith(opening) and closing not in text:
                text = text[1:]
            elif text.endswith(closing) and opening not in text:
                text = text[:-1]
        if text == before:
            return text


def _arxiv_id(text: str) -> tuple[int | None, str]:
    """The year of an arXiv identifier, and `text` without it; the word `arXiv` stays."""
    found = _ARXIV_ID.search(text)
    if found is None:
        return None, text
    rest = _trim(text[: found.start()] + " " + text[found.end() :])
    if not _NAMES_ARXIV.search(text):
        return None, text
    if not _NAMES_ARXIV.search(rest):
        rest = _trim(f"arXiv {rest}")
    return _century(int(found.group(1) or found.group(3))), rest


def _honour(text: str) -> tuple[str | None, str]:
    """The honours in `text` as written, and `text` without them.

    An honour is at the end, after a year or a mark, or next to a known venue. So a name with such a
    word in the middle ("Journal of Oral Pathology") stays whole.
    """
    matches = list(_HONOUR.finditer(text))
    if not matches or venue_table().by_title(tokens(text)):
        return None, text
    rest = text
    for match in reversed(matches):
        rest = rest[: match.start()] + "," + rest[match.end() :]
    rest = _trim(re.sub(r"(?:\s*,\s*)+", ", ", rest))
    rest = re.sub(r"^(?:of|at|in|from)\b\s*", "", rest, flags=re.IGNORECASE)
    last = matches[-1]
    at_end = re.match(rf"\W*(?:{_YEAR}|'\d\d)?\W*$", text[last.end() :]) and _can_precede_honour(
        text[: last.start()]
    )
    if not at_end and not find(_year(rest)[1]) and _year(rest)[1]:
        return None, text
    honours = (_DANGLING.sub("", _trim(match.group())) for match in matches)
    return "; ".join(h for h in honours if h) or None, _trim(re.sub(r"\(\s*,?\s*\)", " ", rest))


def _can_precede_honour(before: str) -> bool:
    """Whether `before` is empty or ends with a year, a mark, an acronym or a known venue."""
    before = before.rstrip()
    if not before or not before[-1].isalpha():
        return True
    last = before.split()[-1]
    return sum(c.isupper() for c in last) > 1 or find(_trim(before)) is not None


def _year(text: str) -> tuple[int | None, str]:
    """The year in `text`, and `text` without the date.

    With two different years the result is None and `text`: the cell names two venues or a period.
    """
    years: set[int] = set()
    rest = text
    for pattern in _DATES:
        years.update(int(y) for y in pattern.findall(rest))
        rest = pattern.sub(" ", rest)
    for pattern in _SHORT_YEARS if not years else ():
        years.update(_century(int(y)) for y in pattern.findall(rest))
        rest = pattern.sub(" ", rest)
    if len(years) != 1:
        return None, text
    return years.pop(), _trim(rest)


def _bare_short_year(text: str) -> tuple[int | None, str]:
    """The year of two digits after an acronym (`CVPR19`, `CVPR 19`, `arXiv 2305`), and the rest."""
    if month := _ARXIV_MONTH.search(text):
        rest = _trim(text[: month.start()])
        if fold(rest) == "arxiv":
            return _century(int(month.group(1))), rest
    short = _BARE_SHORT_YEAR.search(text)
    if short is None:
        return None, text
    rest = _trim(text[: short.start()])
    year = _century(int(short.group(1)))
    if 1985 <= year < 2040 and (find(rest) or _LOOKS_LIKE_ACRONYM.fullmatch(rest)):
        return year, rest
    return None, text


def _century(two_digits: int) -> int:
    """The year of two digits: 60 to 99 mean 1960 to 1999, the others 2000 to 2059."""
    return two_digits + (1900 if two_digits >= 60 else 2000)


def _from_month(year: int) -> int | None:
    """The year of `arXiv 1905`, which is 2019: arXiv began in 1991, so 1905 is a year and month."""
    return _century(year // 100) if 1 <= year % 100 <= 12 else None


def _venue(text: str, preprint_server: str | None) -> Venue | None:
    """The known venue or the preprint server that `text` names."""
    if not text:
        return None
    if "".join(tokens(text)) in _PREPRINT:
        if preprint_server:
            return find(preprint_server) or Venue(None, preprint_server, VenueKind.PREPRINT)
        return Venue(None, text, VenueKind.PREPRINT)
    if venue := find(text):
        return venue
    without_track = _trim(_TRACK.sub("", text))
    if without_track != text and (venue := find(without_track)):
        return venue
    # "CVPR (GOPRO)" is an acronym and a remark. After a name, brackets can contain its acronym.
    without_remark = _trim(_REMARK.sub("", text))
    return venue_table().by_acronym.get("".join(tokens(without_remark)))


def _unknown(text: str) -> Venue:
    """A venue that is not in the table: the name as written, and the kind if a word names it."""
    words = set(tokens(text))
    kind = VenueKind.OTHER
    if words & {"workshop", "workshops"}:
        kind = VenueKind.WORKSHOP
    elif words & {"journal", "transactions", "letters", "magazine", "trans", "annals"}:
        kind = VenueKind.JOURNAL
    elif words & {"conference", "symposium", "conf", "symp", "congress", "meeting"}:
        kind = VenueKind.CONFERENCE
    elif words & {"preprint", "preprints", "arxiv"}:
        kind = VenueKind.PREPRINT
    return Venue(None, text, kind)


def _is_known(venue: Venue | None) -> bool:
    # The workshops of a known conference are known too; they have an acronym.
    return venue is not None and (venue.acronym is not None or venue in venue_table().words)
