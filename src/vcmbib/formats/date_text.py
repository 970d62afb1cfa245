"""Read a date of any format: the year, month and day that are certain, and whether they are all.

A text that is no whole date is kept as written, in the field's own name. Nothing is guessed: a
month that does not exist is no month, and `05/06/2020` is May or June.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from vcmbib.formats.months import MONTH_OF, MONTHS
from vcmbib.model.text import tidy

FIRST_YEAR, LAST_YEAR = 1000, 2100
"""The years that a work of a library may have."""


@dataclass(frozen=True, slots=True)
class DateText:
    """The certain parts of a date. `is_whole`: the text states nothing else."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    is_whole: bool = False

    @property
    def iso(self) -> str:
        """The date in the form of ISO 8601, as exact as it is; empty without a year."""
        if self.year is None:
            return ""
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n is not None)]
        return "-".join(parts)


_MIDNIGHT = r"(?:[T ]00:00(?::00(?:[.,]0+)?)?(?: ?(?:Z|UTC|GMT|[+-]00(?::?00)?))?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?)?{_MIDNIGHT}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.] ?(\d{4})")
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_BETWEEN = re.compile(r"[\s.,/'’-]*")
_ARTICLES = frozenset(("of", "de", "del", "le", "the", "den"))
_BEGINS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_TIME = re.compile(r"[T ]\d\d:?\d\d")
_TO = re.compile(r"[-–—/]|\bto\b|\bbis\b")
_EAST_ASIAN = re.compile(r"(?<=\d) ?[年月日년월일] ?")


def read_date_text(text: str) -> DateText:
    """Return the certain parts of a date in any form that people and programs write.

    A range across years has the year in which it begins. A time of day is no part of the date.
    """
    text = tidy(text).strip("/ ")
    text, count = _EAST_ASIAN.subn("-", text)
    text = text.rstrip("-") if count else text
    if match := _YEAR_FIRST.fullmatch(text):
        return _checked(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        date = _checked(*match.groups())
        return date if date.is_whole else DateText()
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _checked(match[2], match[1], None)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match[1], match[3], match[4], by_day=match[2] == ".")
    return _named(text) or _partly(text)


def _checked(year: str, month: str | None, day: str | None) -> DateText:
    """The date of these numbers, as far as they exist in the calendar."""
    numbers = int(year), int(month or 1), int(day or 1)
    if not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
        return DateText()
    if not 1 <= numbers[1] <= 12:
        return DateText(numbers[0])
    found_month = None if month is None else numbers[1]
    if day is None:
        return DateText(numbers[0], found_month, None, True)
    if not 1 <= numbers[2] <= monthrange(numbers[0], numbers[1])[1]:
        return DateText(numbers[0], found_month)
    return DateText(numbers[0], found_month, numbers[2], True)


def _year_last(first: str, second: str, year: str, *, by_day: bool) -> DateText:
    """The date of `31.12.2020` or `12/31/2020`; only its year if two months are possible."""
    if by_day or int(first) > 12 or int(first) == int(second):
        return _checked(year, second, first)
    if int(second) > 12:
        return _checked(year, first, second)
    return DateText(_checked(year, None, None).year)


def _named(text: str) -> DateText | None:
    """The date of `3 May 2019`, `May 2019` or `2019 May 3`, in the languages of `months`."""
    text = _ORDINAL.sub("", text)
    words = [w for w in _WORD_OR_NUMBER.findall(text) if w.lower() not in _ARTICLES]
    if _BETWEEN.fullmatch(_WORD_OR_NUMBER.sub("", text)) is None:
        return None
    years = [w for w in words if re.fullmatch(r"\d{4}", w)]
    days = [w for w in words if re.fullmatch(r"\d{1,2}", w)]
    names = [w for w in words if not w[0].isdecimal()]
    if len(years) != 1 or len(names) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        return None
    month = month_in(names[0])
    return None if month is None else _checked(years[0], str(month), days[0] if days else None)


def _is_range(year: int, rest: str, others: Sequence[int]) -> bool:
    """Whether `rest` names the end of a range that begins in `year`."""
    return _TO.search(rest) is not None and all(other >= year for other in others)


def _partly(text: str) -> DateText:
    """The year of a text that states more than a date, and the month that it begins with."""
    begins = _BEGINS.match(text)
    if begins is not None:
        date, rest = _checked(*begins.groups()), text[begins.end() :]
        others = [int(y) for y in _YEARS.findall(rest)]
        if date.year is None or (others and not _is_range(date.year, rest, others)):
            return DateText()
        month = date.month or (None if begins[2] else month_in(re.sub(r"\d+", " ", rest)))
        return DateText(date.year, month, date.day if _TIME.match(rest) else None)
    year = None if re.match(r"[-‐‑−]\d", text) else year_in(text)
    return DateText(year, None if year is None else month_in(re.sub(r"\d+", " ", text)))


def kept_date_remark(name: str, text: str, year: int | None = None) -> str:
    """The remark on a text that is no whole date. `year`: the year that it gives."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
    used = "" if year is None else f"; the year is {year}"
    return f"{name}: {shown!r} is not a whole date and is kept as written{used}"


def month_of(text: str) -> int | None:
    """The month that a text of one number or name gives; None for other text."""
    return month_in(text) if re.fullmatch(r"[^\W\d_]+\.?|\d{1,2}", text) else None


# --- years and months in text ---------------------------------------------------------------------


def year_in(text: str) -> int | None:
    """Return the year in `text` if there is exactly one, from 1000 to 2100; else None."""
    found = {int(y) for y in re.findall(r"(?<!\d)\d{4}(?!\d)", text)}
    found = {y for y in found if 1000 <= y <= 2100}
    return found.pop() if len(found) == 1 else None


_ONE_WORD = re.compile(r"[\W\d]*([^\W\d_]{3,})[\W\d]*")
_ABBREVIATED = {m[:3].lower(): n for n, m in enumerate(MONTHS, 1)}


def month_in(text: str) -> int | None:
    """Return the first month in `text`: an English name, or a number from 1 to 12; else None.

    A text of one word may be a month's name in another language too (see `months`).
    """
    if re.fullmatch(r"\s*0?\d{1,2}\s*", text):
        number = int(text)
        return number if 1 <= number <= 12 else None
    for word in re.findall(r"[A-Za-z]{3,}", text):
        number = _ABBREVIATED.get(word[:3].lower(), 0)
        if number and (word.lower() == word[:3].lower() or _prefixes(word, number)):
            return number
    single = _ONE_WORD.fullmatch(text)
    name = MONTH_OF.get(single[1].lower()) if single is not None else None
    return None if name is None else MONTHS.index(name) + 1


def _prefixes(word: str, number: int) -> bool:
    """Whether `word` is an abbreviation of the month with this number."""
    return MONTHS[number - 1].lower().startswith(word.lower())


def is_plain_month(text: str) -> bool:
    """Whether `text` is one month and nothing else."""
    return (
        month_in(text) is not None and re.fullmatch(r"[A-Za-z]+\.?|\d+", text.strip()) is not None
    )
