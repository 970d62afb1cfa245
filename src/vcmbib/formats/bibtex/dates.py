"""Read and write `year`, `month` and `date` together: when a work appeared.

BibTeX's styles use `year` and `month` (btxdoc, section 3.2). BibLaTeX uses `date` in the form of
ISO 8601-2, and reads the other two (biblatex manual, "Data Fields").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.style import Dialect
from vcmbib.formats.date_text import (
    FIRST_YEAR,
    LAST_YEAR,
    kept_date_remark,
    month_in,
    read_date_text,
    year_in,
)
from vcmbib.formats.months import MONTHS

FIELDS = ("year", "month", "date")
"""The fields of a date."""

YearMonth = tuple[int | None, int | None]
"""(year, month); a part that is not certain is None."""


def read_year_month(written: Mapping[str, str]) -> YearMonth:
    """Return (year, month) of the three fields. A part that is not certain is None."""
    year_text, month_text, date = (written.get(name, "").strip() for name in FIELDS)
    if len(year_text) == 4 and year_text.isdecimal():
        year = year_in(year_text)
    else:
        year = year_in(parse_fields.plain(year_text)) if year_text else None
    month = None
    if month_text:
        month = _MONTHS.get(month_text) or month_in(parse_fields.plain(month_text))
    if date:
        date_year, date_month, _ = parse_fields.date_parts(date)
        if year is None:
            year = date_year
        if month is None and date_year == year:
            month = date_month
    return year, month


def not_understood(written: Mapping[str, str], when: YearMonth) -> tuple[str, ...]:
    """Return a remark for each field that states a date which the result does not contain."""
    year_text, month_text, date = (written.get(name, "").strip() for name in FIELDS)
    year, month = when
    remarks: list[str] = []
    shown = parse_fields.plain(year_text)
    if shown and not _is_year(shown, year):
        remarks.append(kept_date_remark("year", shown, year))
    if month_text and month is None:
        remarks.append(kept_date_remark("month", parse_fields.plain(month_text)))
    if date and not is_edtf(date):
        remarks.append(kept_date_remark("date", date, year))
    return tuple(remarks)


def _is_year(text: str, year: int | None) -> bool:
    """Whether a text is the year, also with the letter or bracket of a style: `1999a`, `[1999]`."""
    return year is not None and re.fullmatch(rf"[(\[]?{year}[a-z]?[)\]]?", text) is not None


_EDTF = re.compile(r"-?([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?(?:T[\d:.+Z-]+)?")
_SEASONS = range(21, 42)


def is_edtf(text: str) -> bool:
    """Whether a text is a date of ISO 8601-2 that exists, or a range of two."""
    parts = text.split("/")
    return len(parts) <= 2 and any(parts) and all(p in ("", "..") or _is_edtf(p) for p in parts)


def _is_edtf(part: str) -> bool:
    match = _EDTF.fullmatch(re.sub("[~?%]", "", part))  # the marks of doubt
    if match is None:
        return False
    year, month, day = match.groups()
    if "X" in part or month is None or (day is None and int(month) in _SEASONS):
        return True
    year = year if FIRST_YEAR <= int(year) <= LAST_YEAR else "2000"
    return read_date_text("-".join(filter(None, (year, month, day)))).is_whole


_MONTHS = {name: at for at, name in enumerate(MONTHS, 1)}


def canonical(when: YearMonth, dialect: Dialect) -> dict[str, str]:
    """Return the fields that a dialect uses for a date. A month is its English name."""
    year, month = when
    if dialect is Dialect.BIBLATEX and year is not None:
        return {"date": f"{year:04}" if month is None else f"{year:04}-{month:02}"}
    fields = {} if year is None else {"year": str(year)}
    if month is not None:
        fields["month"] = MONTHS[month - 1]
    return fields


def is_canonical(written: Mapping[str, str], when: YearMonth, dialect: Dialect) -> bool:
    """Whether the fields are exactly those that `canonical` returns."""
    return {n: written[n] for n in FIELDS if written.get(n)} == canonical(when, dialect)
