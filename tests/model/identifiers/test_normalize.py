"""Values of identifiers in their normal form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.model.identifiers import isbn13, parse_identifier, trimmed_doi


def test_letter_case_of_a_doi_does_not_count() -> None:
    """A DOI keeps its spelling and is compared without case."""
    upper, lower = parse_identifier("10.1109/TIP.2021.1"), parse_identifier("10.1109/tip.2021.1")
    assert upper is not None
    assert lower is not None
    assert upper.value == "10.1109/TIP.2021.1"
    assert upper.comparison_key == lower.comparison_key


def test_check_digits_of_isbn() -> None:
    """An ISBN of ten digits is that of thirteen; a wrong check digit makes it none."""
    assert isbn13("0-306-40615-2") == isbn13("978 0 306 40615 7") == "9780306406157"
    assert isbn13("0-8044-2957-X") == "9780804429573"
    assert isbn13("0-306-40615-3") is None
    assert isbn13("978030640615") is None


@given(st.text("10./().,;:>]}\"'x "))
def test_trimming_a_doi_twice_changes_nothing(text: str) -> None:
    """A trimmed DOI is trimmed."""
    assert trimmed_doi(trimmed_doi(text)) == trimmed_doi(text)
