"""What the entries of one file mean for each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.roundtrip import differences, papers_of, parsed
from vcmbib.formats import bibtex


def out(text: str, dialect: bibtex.Dialect = bibtex.Dialect.BIBTEX) -> str:
    """A file after import and export."""
    return bibtex.write(papers_of(text), bibtex.Style(dialect))


def test_former_keys() -> None:
    """`ids` are old keys; they are written again, and one that another paper has is not lost."""
    text = "@misc{a, title={T}, ids={b, old}}\n@misc{b, title={U}}\n"
    first, second = papers_of(text)
    assert (first.key, first.former_keys, second.key) == ("a", ("old",), "b")
    assert "ids = {b, old}" in bibtex.write([first])
    assert "ids" not in bibtex.write([first], bibtex.Style(ids=False))


@pytest.mark.parametrize("ids", ["a b", "k", "x\\_y", "one, two"])
def test_former_keys_that_are_none(ids: str) -> None:
    """What cannot be a former key is not lost either."""
    text = f"@misc{{k, title={{T}}, ids={{{ids}}}}}"
    assert list(differences(parsed(text), parsed(out(text)))) == []


def test_one_venue_in_two_spellings() -> None:
    """A library has one name for a venue; each entry still comes out with its own."""
    text = (
        "@article{a, title={T}, journal={Memory \\& Cognition}}\n"
        "@article{b, title={U}, journal={Memory \\& cognition}}\n"
    )
    papers = papers_of(text)
    one_name = [replace(p, venue=papers[0].venue) for p in papers]
    assert list(differences(parsed(text), parsed(bibtex.write(one_name)))) == []
