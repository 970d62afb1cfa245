"""Read and write `year`, `month` and `date` together: when a work appeared.

BibTeX's styles use `year` and `month` (btxdoc, section 3.2). BibLaTeX uses `date` in the form of
ISO 8601-2, and reads the other two (biblatex manual, "Data Fields").
"""

from __future__ import annotations

from collections.abc import Mapping

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.months import MONTHS
from vcmbib.formats.bibtex.style import Dialect

FIELDS = ("year", "month", "date")
"""The fields of a date."""

YearMonth = tuple[int | None, int | None]
"""(year, month); a part that is not certain is None."""


def read_year_month(written: Mapping[str, str]) -> YearMonth:
    """Return (year, month) of the three fields. A part that is not certain is None."""
    year_text, month_text, date = (written.get(name, "").strip() for name in FIELDS)
    if len(year_text) == 4 and year_text.isdecimal():
        year = parse_fields.year_in(year_text)
    else:
        year = parse_fields.year_in(parse_fields.plain(year_text)) if year_text else None
    month = None
    if month_text:
        month = _MONTHS.get(month_text) or parse_fields.month_in(parse_fields.plain(month_text))
    if date:
        date_year, date_month, _ = parse_fields.date_parts(date)
        if year is None:
            year = date_year
        if month is None and date_year == year:
            month = date_month
    return year, month


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
