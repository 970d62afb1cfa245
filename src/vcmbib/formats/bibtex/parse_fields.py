"""Read the values of single BibTeX fields: text, venues, dates, pages, keywords, old keys.

The reader and the writer share it: the writer checks whether a value that was kept as written
still means what the paper's column contains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vcmbib.formats.bibtex.journal_macros import journal_name
from vcmbib.formats.bibtex.names import split_outside_braces
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.formats.date_text import year_in
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.text import tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind

JOURNAL_TYPES = frozenset("article periodical suppperiodical review".split())
CHAPTER_TYPES = frozenset("incollection inbook suppbook bookinbook suppcollection".split())
MEETING_TYPES = frozenset("inproceedings conference proceedings mvproceedings inreference".split())
PREPRINT_TYPES = frozenset("article online misc unpublished electronic www".split())

# BibLaTeX's name of a field -> BibTeX's name, which the library uses. Source: biblatex manual,
# "Field Aliases".
BIBTEX_NAMES = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}

# Fields that LaTeX typesets as text: a bare & or % in them is an error. Other fields without a
# column contain URLs, file names or notes of programs, and are written as they were read.
TEXT_FIELDS = frozenset(
    """abstract address addendum annotation annote booksubtitle booktitle booktitleaddon
    chapter edition eventtitle howpublished institution issuetitle journal journalsubtitle
    journaltitle keywords language location maintitle note organization origpublisher part
    publisher school series shorttitle subtitle titleaddon type venue version""".split()
)


def plain(value: str) -> str:
    """Return a text field as Unicode on one line; LaTeX commands are decoded."""
    return tidy(to_unicode(value, typography=True))


def paragraphs(value: str, *, keep_lines: bool) -> str:
    """Return a text of several paragraphs as Unicode; lines are joined unless `keep_lines`."""
    blocks = re.split(r"\n[ \t]*\n", value.strip())
    if keep_lines:
        read = ["\n".join(filter(None, (plain(x) for x in b.split("\n")))) for b in blocks]
    else:
        read = [plain(b) for b in blocks]
    return "\n\n".join(b for b in read if b)


# --- venue --------------------------------------------------------------------------------


def venue_kind(entry_type: str, field: str) -> VenueKind:
    """Return the kind of an unknown venue: by the entry type and the field that names it."""
    if field == "journal" or (entry_type in JOURNAL_TYPES and field != "booktitle"):
        return VenueKind.JOURNAL
    if entry_type in MEETING_TYPES:
        return VenueKind.CONFERENCE
    return VenueKind.BOOK if entry_type in CHAPTER_TYPES else VenueKind.OTHER


@lru_cache(maxsize=65536)
def venue_of(written: str, kind: VenueKind) -> Venue | None:
    """Return the venue that a field names, as written if it is not in the table; None if empty."""
    name = journal_name(written) or plain(written)
    if not name:
        return None
    return find_venue(name) or Venue(None, name, kind)


# --- dates ------------------------------------------------------------------------------------


_DATE = re.compile(r"^(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def date_parts(text: str) -> tuple[int | None, int | None, bool]:
    """Return (year, month, exact) of a BibLaTeX date (ISO 8601-2).

    `exact` is True if the date has no day, no range, no season and no uncertainty.
    """
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
    """Return pages in the library's form: a range has one hyphen, `1204-1213`.

    If a page number contains a hyphen itself, the range keeps its two: `S-1--S-9`.
    """
    text = tidy(to_unicode(value))
    double = _DASH.sub("--", text)
    if "-" in double.replace("--", "") and "--" in double:
        return double
    return re.sub(r"\s*-\s*", "-", double.replace("--", "-"))


def write_pages(pages: str) -> str:
    """Return pages in BibTeX's form: a range has two hyphens (btxdoc, section 3.2, `pages`)."""
    return pages if "--" in pages else pages.replace("-", "--")


_TAG_SEPARATOR = re.compile(r"[,;]")


def read_tags(value: str) -> tuple[str, ...]:
    """Return the words of a `keywords` field, each once; commas or semicolons separate them."""
    words = (plain(w) for w in split_outside_braces(value, _TAG_SEPARATOR))
    return tuple(dict.fromkeys(w for w in words if w))


def repeated_names(name: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that are a field or its repetitions: `keywords`, `keywords_2`."""
    return [
        n for n in names if n == name or (n.startswith(name) and _REPEATED.fullmatch(n, len(name)))
    ]


_REPEATED = re.compile(r"_\d+")


def read_keys(value: str) -> tuple[str, ...]:
    """Return the keys of an `ids` field (biblatex manual, "Special Fields"), each once."""
    return tuple(dict.fromkeys(k for k in map(read_verbatim, value.split(",")) if k))
