"""A table as rows: delimiters, quotes, broken rows."""

from __future__ import annotations

import pytest

from tests.formats.papercsv.tables import one
from vcmbib.formats import papercsv
from vcmbib.model.names import Name


def test_a_broken_row_spoils_no_other() -> None:
    """A quote that nothing closes, and too many cells, are problems with line and words."""
    text = 'title,year\n"One,2019\nTwo,2020\nThree,2021,x\n"Four ""4""",2022\n'
    reading = papercsv.read(text, "a.csv")
    assert [(r.title, r.line) for r in reading.records] == [("Two", 3), ('Four "4"', 5)]
    assert [(p.line, p.text, p.reason) for p in reading.problems] == [
        (2, '"One,2019', "a quote that opens a cell is never closed"),
        (4, "Three,2021,x", "3 cells, but 2 columns"),
    ]
    failed = papercsv.write_failed(reading.problems)
    assert failed.startswith("title,year\n# line 2: ")
    again = papercsv.read(failed, "f.csv")
    assert [p.text for p in again.problems] == [p.text for p in reading.problems]
    mended = papercsv.read(failed.replace('"One', "One").replace(",x", ""), "f.csv")
    assert [(r.title, r.year) for r in mended.records] == [("One", 2019), ("Three", 2021)]
    assert mended.problems == ()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(sign: str) -> None:
    """The delimiter is the sign that makes columns, whatever the cells contain."""
    found = one(sign.join(["Title", "Year", "Authors"]) + "\n" + sign.join(["T", "2020", "A B"]))
    assert (found.title, found.year, found.authors) == ("T", 2020, (Name("B", "A"),))


def test_what_stands_around_the_table() -> None:
    """A byte order mark, Excel's line on the delimiter, a heading and cells of many lines."""
    text = '\ufeffsep=;\r\nMy list\r\nTitle;Abstract\r\n"A;B";"one\r\n\r\ntwo"\r\n'
    reading = papercsv.read(text, "a.csv")
    assert [s.text for s in reading.skipped] == ["sep=;", "My list"]
    assert [(r.title, r.abstract, r.line) for r in reading.records] == [("A;B", "one\n\ntwo", 4)]
