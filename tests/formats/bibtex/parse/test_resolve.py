"""Fields of entries: names in any case, repeated fields, values without delimiters."""

from __future__ import annotations

from tests.formats.bibtex.parse.read_entries import entries


def test_fields_in_any_case_and_given_twice() -> None:
    """Names are compared without case; another value has a name of its own, the same one is one."""
    (entry,) = entries("@misc{k, Title={A}, TITLE={B}, title={A}, title_2={C}, year=1, Year={1}}")
    assert entry.fields == (
        ("title", "A"),
        ("title_2", "B"),
        ("title_2_2", "C"),
        ("year", "1"),
    )
    assert entry.remarks[0] == "title occurs twice; the second is kept as title_2"


def test_a_range_without_delimiters_is_remarked() -> None:
    """BibTeX would cut it; here it is kept."""
    (entry,) = entries("@misc{k, pages = 12--34}")
    assert entry.get("pages") == "12--34"
    assert entry.remarks == ("the value of pages has no braces or quotes",)
    assert entry.undefined == ()
