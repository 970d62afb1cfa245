"""Dates in the forms of people and programs: what is certain is read, nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.date_text import DateText, kept_date_remark, month_of, read_date_text

WHOLE = [
    ("2019", "2019"),
    ("2019-05", "2019-05"),
    ("2019/5/3", "2019-05-03"),
    ("2019.05.03", "2019-05-03"),
    ("2019/05/03/", "2019-05-03"),
    ("2019///", "2019"),
    ("2019/05//", "2019-05"),
    ("20190503", "2019-05-03"),
    ("2019-05-03T00:00:00Z", "2019-05-03"),
    ("2019-05-03 00:00", "2019-05-03"),
    ("3.5.2019", "2019-05-03"),
    ("31/12/2019", "2019-12-31"),
    ("12/31/2019", "2019-12-31"),
    ("5/5/2019", "2019-05-05"),
    ("05/2019", "2019-05"),
    ("May 2019", "2019-05"),
    ("2019 May", "2019-05"),
    ("2019 May 3", "2019-05-03"),
    ("2019-May-03", "2019-05-03"),
    ("May 3rd, 2019", "2019-05-03"),
    ("3 de mayo de 2019", "2019-05-03"),
    ("3. März 2019", "2019-03-03"),
    ("Sept. 2019", "2019-09"),
    ("2019年5月3日", "2019-05-03"),
    ("2019년 5월", "2019-05"),
    ("２０１９", "2019"),
    ("2020-02-29", "2020-02-29"),
]
PARTLY = [  # the year and month that are certain; the text states more
    ("2012/00/00", "2012"),
    ("2012-00-00", "2012"),
    ("2020/31/12", "2020"),
    ("2020-13-01", "2020"),
    ("2020-99-99", "2020"),
    ("2020-05-00", "2020-05"),
    ("2019-02-29", "2019-02"),
    ("2019-05-32", "2019-05"),
    ("05/06/2020", "2020"),
    ("13/2019", "2019"),
    ("2019-20", "2019"),
    ("2019–2021", "2019"),
    ("2019/2020", "2019"),
    ("2019-05/2020-06", "2019-05"),
    ("2019 Dec-2020 Jan", "2019-12"),
    ("2012-", "2012"),
    ("2019 Mar-Apr", "2019-03"),
    ("12-15 May 2019", "2019-05"),
    ("Spring 2020", "2020"),
    ("2019 Winter", "2019"),
    ("2019//Spring", "2019"),
    ("circa 1999", "1999"),
    ("c. 1999", "1999"),
    ("1999?", "1999"),
    ("[1999]", "1999"),
    ("in press 2021", "2021"),
    ("2020-05-03T10:11:12+02:00", "2020-05-03"),
]
NOTHING = [
    "", "in press", "n.d.", "forthcoming", "NaN", "1e400", "true", "0", "00", "-1", "-2019", "²",
    "0000-00-00", "0000", "9999", "99999", "20201399", "2019 2020", "2019 to 2018", "3 May", "XX",
    "2101-01-01", "0999", "1" * 5000, "[]", "{}", "\ud800", "\u202e2019",
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), WHOLE)
def test_a_date_is_read_whole(text: str, iso: str) -> None:
    """The date states only what is read."""
    found = read_date_text(text)
    assert (found.iso, found.is_whole) == (iso, True)


@pytest.mark.parametrize(("text", "iso"), PARTLY)
def test_what_is_certain_is_read(text: str, iso: str) -> None:
    """The year is read where it is certain, a month only where it exists."""
    found = read_date_text(text)
    assert (found.iso, found.is_whole) == (iso, False)


@pytest.mark.parametrize("text", NOTHING, ids=lambda t: ascii(t)[:30])
def test_no_year_is_invented(text: str) -> None:
    """Other text gives no part of a date."""
    found = read_date_text(text)
    assert found.year in (None, 2019 if text == "\u202e2019" else None)
    assert not found.is_whole


@given(st.text(alphabet="0123456789-/.: TZMayJun年月,\n²٣", max_size=14) | st.text(max_size=20))
def test_any_text_is_read(text: str) -> None:
    """The parts of any text are parts of a real date."""
    found = read_date_text(text)
    assert found.year is None or 1000 <= found.year <= 2100
    assert found.month is None or (1 <= found.month <= 12 and found.year is not None)
    if found.is_whole:
        assert read_date_text(found.iso) == found
    else:
        assert found.day is None or found.iso[:4] in text or not text.isascii()


def test_months() -> None:
    """A number or a name is a month; a text of several words is none."""
    assert [month_of(t) for t in ("5", "05", "May", "mai", "Sept.", "März")] == [5, 5, 5, 5, 9, 3]
    for text in ("", "0", "13", "000005", "Spring", "May/June", "1-3", "²"):
        assert month_of(text) is None


def test_a_remark_is_short() -> None:
    """The remark shows the name, the text on one line, and the year that is used."""
    assert kept_date_remark("ris-PY", "2012/00/00", 2012) == (
        "ris-PY: '2012/00/00' is not a whole date and is kept as written; the year is 2012"
    )
    assert kept_date_remark("x", "a\n b").startswith("x: 'a b' is not")
    assert len(kept_date_remark("x", "a" * 10**6)) < 200
    assert DateText().iso == ""
