"""`year`, `month` and `date` as a year and a month."""

from __future__ import annotations

import pytest

from tests.formats.bibtex.read_entry import read_fields


@pytest.mark.parametrize(
    ("text", "year", "month", "kept"),
    [
        ("year=2003", 2003, None, {}),
        ("year={2003 or 2004}", None, None, {"year": "2003 or 2004"}),
        ("year={2003a}", 2003, None, {"year": "2003a"}),
        ("year={c. 1990}", 1990, None, {"year": "c. 1990"}),
        ("year={in press}", None, None, {"year": "in press"}),
        ("date={2023-05}", 2023, 5, {}),
        ("date={2023-05-01}", 2023, 5, {"date": "2023-05-01"}),
        ("date={2019/2020}", 2019, None, {"date": "2019/2020"}),
        ("date={26-31}", None, None, {"date": "26-31"}),
        ("year=2001, date={2023}", 2001, None, {"year": "2001", "date": "2023"}),
        ("date={1999?}", 1999, None, {"date": "1999?"}),
        ("date={19XX}", None, None, {"date": "19XX"}),
        ("date={../1990}", 1990, None, {"date": "../1990"}),
        ("date={2004-06-01/}", 2004, 6, {"date": "2004-06-01/"}),
        ("date={2001-21}", 2001, None, {"date": "2001-21"}),
        ("date={-0044}", None, None, {"date": "-0044"}),
    ],
)
def test_dates(text: str, year: int | None, month: int | None, kept: dict[str, str]) -> None:
    """Year and month are taken where they are certain, and nothing is lost where they are not."""
    record = read_fields(text)
    extra = {n: v for n, v in record.extra if n != "@names"}
    assert (record.year, record.month, extra) == (year, month, kept)
