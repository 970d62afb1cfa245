"""Files that are read together define macros and parents for each other."""

from __future__ import annotations

import pytest

from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse.resolve import file_set

STRINGS = '@string{tse = "Transactions on Cows"}'


PARENTS = "@proceedings{prt, title={Proc of Cows}, year={2003}, publisher=pub} @string{pub={Barn}}"


CHILDREN = (
    "@article{a, title={T}, journal=tse} @inproceedings{b, title={U}, crossref={prt}}"
    "@article{c, title={V}, journal=nowhere}"
)


@pytest.mark.parametrize("texts", [(STRINGS, PARENTS, CHILDREN), (CHILDREN, PARENTS, STRINGS)])
def test_files_that_are_read_together(texts: tuple[str, ...]) -> None:
    """Macros and parents of one file serve in the others, whatever their order."""
    reading = bibtex.read(CHILDREN, "refs.bib", files=file_set(texts))
    first, second, third = reading.records
    assert first.venue is not None
    assert first.venue.name == "Transactions on Cows"
    assert second.venue is not None
    assert (second.venue.name, second.year, second.publisher) == ("Proc of Cows", 2003, "Barn")
    assert third.remarks == ("journal: the macro nowhere is not defined here",)
    assert first.remarks == second.remarks == ()


def test_a_file_s_own_definitions_come_first() -> None:
    """Another file's macro or parent of the same name changes nothing."""
    own = '@string{j = "Own"} @article{a, title={T}, journal=j}'
    reading = bibtex.read(own, "a.bib", files=file_set(['@string{j = "Other"}', own]))
    venue = reading.records[0].venue
    assert venue is not None
    assert venue.name == "Own"
