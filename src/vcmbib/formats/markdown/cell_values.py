"""Parsers of cell values: years, dates, lists of words, names and venues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.formats.date_text import read_date_text
from vcmbib.formats.markdown.inline import Inline, inline_text, plain
from vcmbib.formats.markdown.titles import is_empty
from vcmbib.model.names import Name, parse_authors
from vcmbib.model.venues.lookup import read_venue_cell
from vcmbib.model.venues.venue import VenueCell

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"^['’]?(\d\d)$")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s*[,;、，；|\n]\s*")
_SLASH = re.compile(r"(?<=[^\W\d_]{2})\s*/\s*(?=[^\W\d_]{2})")
_SENTENCE = re.compile(r"[.!?。！？](?:\s|$)")


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A year and a month; None for one that is not certain."""

    year: int | None = None
    month: int | None = None


@lru_cache(maxsize=4096)
def read_date(text: str) -> YearMonth:
    """The year and month in a date cell. Two different years are no date."""
    text = plain(text)
    years = {int(y) for y in _YEAR.findall(text)}
    if len(years) != 1:
        short = _SHORT_YEAR.match(text.strip())
        return YearMonth(2000 + int(short.group(1))) if short and not years else YearMonth()
    year = years.pop()
    iso = _ISO.search(text)
    if iso is not None:
        return YearMonth(year, int(iso.group(2)))
    named = {m.lower() for m in _NAMED.findall(text)}
    return YearMonth(year, _MONTHS.index(named.pop()) + 1) if len(named) == 1 else YearMonth(year)


def is_whole_date(text: str) -> bool:
    """Whether a text is a date and states nothing else: `2024`, `'24`, `2024.05`, `May 2024`."""
    return read_date_text(text).is_whole or _SHORT_YEAR.match(text.strip()) is not None


def split_words(text: str) -> tuple[str, ...]:
    """The words of a cell, each once.

    Commas, semicolons and line breaks divide words, and a slash between two words does
    (`w/ prompt` is one word).
    """
    parts = (q.strip(" .·•") for p in _DIVIDERS.split(text) for q in _SLASH.split(p))
    return tuple(dict.fromkeys(p for p in parts if not is_empty(p)))


def is_sentence(text: str) -> bool:
    """Whether a note is a sentence, not a list of a few words."""
    return (
        len(text) > 80
        or len(_SENTENCE.findall(text)) > 1
        or any(len(p.split()) > 7 for p in _DIVIDERS.split(text))
    )


def read_names(pieces: tuple[Inline, ...]) -> tuple[Name, ...]:
    """The people in an author cell."""
    text = inline_text(pieces)
    return () if is_empty(text) else parse_authors(text).names


@lru_cache(maxsize=8192)
def _venue(text: str, server: str | None) -> VenueCell:
    return read_venue_cell(text, preprint_server=server)


def read_venue(text: str, has_arxiv: bool) -> VenueCell | None:
    """The venue in a cell; None if it is empty. `PrePrint` with an arXiv link means arXiv."""
    if is_empty(text) or len(text) > 1000:
        return None
    return _venue(text, "arXiv" if has_arxiv else None)
