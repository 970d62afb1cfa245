"""Fields of a .bib that are kept as written."""

from __future__ import annotations

from tests.papers import ICIP, paper, record
from vcmbib.model import raw_fields
from vcmbib.model.fields import VENUE, YEAR

EXTRA = (("title", "{T}"), ("booktitle", "Proc."), ("@names", "x"), ("address", "Here"))


def test_a_field_without_a_column_is_never_a_kept_form() -> None:
    """It is the only place of its content."""
    assert not raw_fields.is_raw("address", paper())
    assert "address" not in raw_fields.REPEATED


def test_a_kept_form_needs_the_value_of_its_column() -> None:
    """Where the column is empty, the field is the only place of its content."""
    assert raw_fields.is_raw("booktitle", paper(venue=ICIP))
    assert not raw_fields.is_raw("booktitle", paper())
    assert raw_fields.is_raw("note", record(note="n"))
    assert raw_fields.is_raw("note", paper(note="n"))


def test_kept_forms_and_marks_are_not_visible() -> None:
    """A name with the mark is for the writer alone."""
    with_venue, without_venue = paper(venue=ICIP, extra=EXTRA), paper(extra=EXTRA)
    assert raw_fields.visible(with_venue) == (("address", "Here"),)
    assert raw_fields.visible(without_venue) == (("booktitle", "Proc."), ("address", "Here"))


def test_the_kept_forms_of_a_changed_column_go() -> None:
    """All spellings of a column go together."""
    left = raw_fields.without_repeated(EXTRA, {VENUE, YEAR})
    assert left == (("title", "{T}"), ("@names", "x"), ("address", "Here"))
