"""`year`, `month` and `date` as one statement: when a work appeared."""

from __future__ import annotations

from collections.abc import Mapping

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.months import MONTHS
from vcmbib.formats.bibtex.style import Dialect

NAMES = ("year", "month", "date")

When = tuple[int | None, int | None]


def read_when(written: Mapping[str, str]) -> When:
    """(year, month) of the three fields; what they do not say for certain is None."""
    year_text, month_text, date = (written.get(name, "").strip() for name in NAMES)
    if len(year_text) == 4 and year_text.isdecimal():
        year = field_parsing.year_in(year_text)
    else:
        year = field_parsing.year_in(field_parsing.plain(year_text)) if year_text else None
    month = None
    if month_text:
        month = _MONTHS.get(month_text) or field_parsing.month_in(field_parsing.plain(month_text))
    if date:
        date_year, date_month, _ = field_parsing.date_parts(date)
        if year is None:
            year = date_year
        if month is None and date_year == year:
            month = date_month
    return year, month


_MONTHS = {name: at for at, name in enumerate(MONTHS, 1)}


def canonical(when: When, dialect: Dialect) -> dict[str, str]:
    """The fields that a dialect says it with; a month is in words, to be written as its macro."""
    year, month = when
    if dialect is Dialect.BIBLATEX and year is not None:
        return {"date": f"{year:04}" if month is None else f"{year:04}-{month:02}"}
    said = {} if year is None else {"year": str(year)}
    if month is not None:
        said["month"] = MONTHS[month - 1]
    return said


def is_canonical(written: Mapping[str, str], when: When, dialect: Dialect) -> bool:
    """Whether the fields are those that the dialect would be written with."""
    return {n: written[n] for n in NAMES if written.get(n)} == canonical(when, dialect)
