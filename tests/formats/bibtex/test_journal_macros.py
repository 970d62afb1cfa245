"""The macros of AASTeX name journals; an export has the macro again."""

from __future__ import annotations

import pytest

from tests.papers import paper
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.journal_macros import journal_name
from vcmbib.logic.merge.fill import paper_from_record


@pytest.mark.parametrize("written", ["\\apj", "{\\apj}", " \\apj{} ", "{\\apj{}}"])
def test_a_macro_is_the_name_of_its_journal(written: str) -> None:
    """With braces and blanks too."""
    assert journal_name(written) == "The Astrophysical Journal"


@pytest.mark.parametrize("written", ["apj", "\\unknown", "\\apj Letters", "", "\\'a"])
def test_other_values_are_no_macro(written: str) -> None:
    """A value with more than the macro stays as it is."""
    assert journal_name(written) is None


def test_the_macro_of_an_entry_is_exported_again() -> None:
    """The paper has the name of the journal, the `.bib` its macro."""
    text = "@article{doe2020,\n  title = {A title},\n  journal = {\\mnras},\n  year = {2020}\n}\n"
    (record,) = bibtex.read(text, "f").records
    assert record.venue is not None
    assert record.venue.name == "Monthly Notices of the Royal Astronomical Society"
    assert "journal = {\\mnras}" in bibtex.write([paper_from_record(record, "doe2020")])
    assert "\\mnras" not in bibtex.write([paper(venue=record.venue, entry_type="article")])
