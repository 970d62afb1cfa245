"""Rows become papers."""

from __future__ import annotations

from hypothesis import given

from tests.examples import WHOLE_PAPERS
from tests.papers import papers_with
from tests.store.tables import add_papers, bare_paper
from vcmbib.model.paper import Paper
from vcmbib.store.library import Library

_KEYS = ("a2020x", "b2021y", "c2022z")


@WHOLE_PAPERS
@given(papers_with(_KEYS))
def test_a_paper_comes_back_as_it_was_stored(one: Paper) -> None:
    """Storing and loading change nothing."""
    library = Library.empty()
    add_papers(library, one)

    assert bare_paper(library.paper(one.key)) == bare_paper(one)
