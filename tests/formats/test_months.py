"""Names of months, as macros and in braces."""

from __future__ import annotations

import pytest

from tests.formats.bibtex.parse.read_entries import entries
from tests.formats.bibtex.read_entry import as_paper, read_fields
from vcmbib.formats import bibtex


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("jan", "January"),
        ("DEC", "December"),
        ("sept", "September"),
        ("july", "July"),
        ("mär", "March"),
        ("märz", "March"),
        ("mai", "May"),
        ("okt", "October"),
        ("dez", "December"),
        ("févr", "February"),
        ("août", "August"),
        ("ene", "January"),
        ("luglio", "July"),
        ("mrt", "March"),
        ("desember", "December"),
        ("kwiecień", "April"),
        ("10 # {~} # jan", "10~January"),
        ('jun # "/" # jul', "June/July"),
        ("4", "4"),
    ],
)
def test_months(written: str, month: str) -> None:
    """Months are macros of every style, in the languages that people write them in."""
    (entry,) = entries(f"@misc{{k, month = {written}}}")
    assert (entry.get("month"), entry.undefined) == (month, ())


def test_months_of_other_languages_are_macros_in_the_field_month_alone() -> None:
    """Elsewhere such a word may be anything; a file's own definition always counts."""
    assert entries("@misc{k, series = out}")[0].undefined == (("series", "out"),)
    assert entries('@string{out="O"}@misc{k, month = out}')[0].get("month") == "O"
    assert entries('@string{jan="Janvier"}@misc{k, month = jan}')[0].get("month") == "Janvier"


@pytest.mark.parametrize(
    ("month", "number"),
    [("Dezember", 12), ("janv.", 1), ('M{\\"a}rz', 3), ("3. Dezember", 12), ("jun", 6)],
)
def test_months_of_other_languages(month: str, number: int) -> None:
    """A braced month is one in every language of the styles."""
    assert read_fields(f"title={{T}}, month={{{month}}}").month == number


def test_a_macro_in_braces_is_the_month() -> None:
    """It is read as the month; BibTeX gets it as it came in, biber a macro."""
    record = read_fields("title={T}, year={2018}, month={jun}, day={3}")
    assert record.month == 6
    assert "month = {jun}," in bibtex.write([as_paper(record)])
    biblatex = bibtex.Style(dialect=bibtex.Dialect.BIBLATEX)
    assert "month = jun," in bibtex.write([as_paper(record)], biblatex)
