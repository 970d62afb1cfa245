"""Groups of items: title words."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.title_words import is_date, title_likeness


def test_what_looks_like_a_title() -> None:
    """A date, names and a journal look less like a title than a title does."""
    assert is_date("2023/07")
    assert title_likeness("2024") == 0
    title = title_likeness("Effects of Aspirin on Older Adults")
    assert title > title_likeness("Journal of Chemical Education 2010")
    assert title > title_likeness("Kai Xu, Wei Li")
