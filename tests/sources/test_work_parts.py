"""Parts of a record that several services state in one form."""

from __future__ import annotations

import pytest

from vcmbib.model.identifiers import Scheme
from vcmbib.sources.work_parts import date_of_text, doi_of, isbns_of, pages_of, web_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2016-03-27", (2016, 3, 27)),
        ("2016", (2016, None, None)),
        ("2009-10-01/2014-01-23", (2009, 10, 1)),
        ("2016-00-00", (2016, None, None)),
        ("20160327", (None, None, None)),
        ("soon", (None, None, None)),
    ],
)
def test_dates_are_read_up_to_the_first_invalid_part(
    text: str, parts: tuple[int | None, ...]
) -> None:
    """A date has a year, or a year and a month, or all three."""
    date = date_of_text(text)
    assert (date.year, date.month, date.day) == parts
    assert bool(date.iso) == (parts[2] is not None)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("10.1000/a", Scheme.DOI),
        ("https://doi.org/10.1000/a", Scheme.DOI),
        ("10.48550/arXiv.2405.03500", Scheme.ARXIV),
        ("https://example.org/", None),
        ("", None),
    ],
)
def test_a_doi_of_arxiv_is_an_arxiv_identifier(text: str, scheme: Scheme | None) -> None:
    """A DOI of arXiv is never a DOI of a publication."""
    found = doi_of(text)
    assert (found.scheme if found is not None else None) is scheme


def test_small_parts() -> None:
    """Pages, ISBNs and addresses."""
    assert pages_of("1", "9") == "1-9"
    assert pages_of("7", "7") == "7"
    assert pages_of("") is None
    assert [i.value for i in isbns_of(["http://id.crossref.org/isbn/9780306406157", "1"])] == [
        "9780306406157"
    ]
    assert web_address("javascript:alert(1)") == ""
    assert web_address("https://example.org/a b") == ""
