"""What single BibTeX fields mean: containers, dates, pages, keywords.

Reader and writer share it, so that the writer can tell whether a value that was kept as written
still says what the paper says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vcmbib.formats.bibtex.months import MONTH_OF, MONTHS
from vcmbib.formats.bibtex.names import split_outside_braces
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.text import tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

JOURNAL_TYPES = frozenset("article periodical suppperiodical review".split())
CHAPTER_TYPES = frozenset("incollection inbook suppbook bookinbook suppcollection".split())
MEETING_TYPES = frozenset("inproceedings conference proceedings mvproceedings inreference".split())
PREPRINT_TYPES = frozenset("article online misc unpublished electronic www".split())

# BibLaTeX's name of a field -> BibTeX's, which is the one the library keeps.
BIBTEX_NAMES = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}

# Fields in which LaTeX reads text, so that a bare & or % would stop it. All other fields that have
# no column are addresses, file names and programs' own notes, and come out as they came in.
TEXT_FIELDS = frozenset(
    """abstract address addendum annotation annote booksubtitle booktitle booktitleaddon
    chapter edition eventtitle howpublished institution issuetitle journal journalsubtitle
    journaltitle keywords language location maintitle note organization origpublisher part
    publisher school series shorttitle subtitle titleaddon type venue version""".split()
)


def plain(value: str) -> str:
    """A text field on one line, LaTeX read."""
    return tidy(to_unicode(value, typography=True))


def paragraphs(value: str, *, keep_lines: bool) -> str:
    """A text of several paragraphs, LaTeX read; lines are joined unless they are to be kept."""
    blocks = re.split(r"\n[ \t]*\n", value.strip())
    if keep_lines:
        read = ["\n".join(filter(None, (plain(x) for x in b.split("\n")))) for b in blocks]
    else:
        read = [plain(b) for b in blocks]
    return "\n\n".join(b for b in read if b)


# --- container --------------------------------------------------------------------------------


def venue_kind(entry_type: str, field: str) -> VenueKind:
    """What an unknown container is, by the entry's type and the field that names it."""
    if field == "journal" or (entry_type in JOURNAL_TYPES and field != "booktitle"):
        return VenueKind.JOURNAL
    if entry_type in MEETING_TYPES:
        return VenueKind.CONFERENCE
    return VenueKind.BOOK if entry_type in CHAPTER_TYPES else VenueKind.OTHER


@lru_cache(maxsize=65536)
def venue_of(written: str, kind: VenueKind) -> Venue | None:
    """The venue that a container field names; one that is not known is as written."""
    name = plain(written)
    if not name:
        return None
    return find_venue(name) or Venue(None, name, kind)


# --- dates ------------------------------------------------------------------------------------


def year_in(text: str) -> int | None:
    """The year that `text` names, if it names one only, from 1000 to 2100."""
    found = {int(y) for y in re.findall(r"(?<!\d)\d{4}(?!\d)", text)}
    found = {y for y in found if 1000 <= y <= 2100}
    return found.pop() if len(found) == 1 else None


_ONE_WORD = re.compile(r"[\W\d]*([^\W\d_]{3,})[\W\d]*")
_ABBREVIATED = {m[:3].lower(): n for n, m in enumerate(MONTHS, 1)}


def month_in(text: str) -> int | None:
    """The first month that `text` names, in English or as a number from 1 to 12; a word that
    stands alone may be of another language that styles are made for.
    """
    if re.fullmatch(r"\s*0?\d{1,2}\s*", text):
        number = int(text)
        return number if 1 <= number <= 12 else None
    for word in re.findall(r"[A-Za-z]{3,}", text):
        number = _ABBREVIATED.get(word[:3].lower(), 0)
        if number and (word.lower() == word[:3].lower() or _prefixes(word, number)):
            return number
    alone = _ONE_WORD.fullmatch(text)
    name = MONTH_OF.get(alone[1].lower()) if alone is not None else None
    return None if name is None else MONTHS.index(name) + 1


def _prefixes(word: str, number: int) -> bool:
    return MONTHS[number - 1].lower().startswith(word.lower())


def is_plain_month(text: str) -> bool:
    """Whether `text` says nothing but one month."""
    return (
        month_in(text) is not None and re.fullmatch(r"[A-Za-z]+\.?|\d+", text.strip()) is not None
    )


_DATE = re.compile(r"^(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def date_parts(text: str) -> tuple[int | None, int | None, bool]:
    """(year, month, exact) of a BibLaTeX date (ISO 8601-2); `exact` if it says no more."""
    match = _DATE.match(text.strip())
    if match is None:
        return year_in(text), None, False
    year, month = int(match[1]), int(match[2] or 0)
    exact = match.end() == len(text.strip()) and match[3] is None and month <= 12
    in_range = 1000 <= year <= 2100
    return (year if in_range else None), (month if 1 <= month <= 12 else None), exact and in_range


# --- pages, keywords ---------------------------------------------------------------------------

_DASH = re.compile(r"\s*(?:-{2,}|[‐‑‒–—−])\s*")


def read_pages(value: str) -> str:
    """Pages as the library keeps them: a range has one hyphen, `1204-1213`.

    Where single hyphens are a part of the numbers (`S-1--S-9`) the double ones stay.
    """
    text = tidy(to_unicode(value))
    double = _DASH.sub("--", text)
    if "-" in double.replace("--", "") and "--" in double:
        return double
    return re.sub(r"\s*-\s*", "-", double.replace("--", "-"))


def write_pages(pages: str) -> str:
    """Pages as BibTeX writes them: a range has two hyphens."""
    return pages if "--" in pages else pages.replace("-", "--")


_TAG_SEPARATOR = re.compile(r"[,;]")


def read_tags(value: str) -> tuple[str, ...]:
    """The words of a `keywords` field, each once."""
    words = (plain(w) for w in split_outside_braces(value, _TAG_SEPARATOR))
    return tuple(dict.fromkeys(w for w in words if w))


def repeated(name: str, there: Iterable[str]) -> list[str]:
    """The names, of those that are `there`, of a field and its repetitions: `keywords_2`."""
    return [
        n for n in there if n == name or (n.startswith(name) and _REPEATED.fullmatch(n, len(name)))
    ]


_REPEATED = re.compile(r"_\d+")


def read_keys(value: str) -> tuple[str, ...]:
    """The keys of an `ids` field, each once."""
    return tuple(dict.fromkeys(k for k in map(read_verbatim, value.split(",")) if k))
