"""CSV as records."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from vcmbib.formats import papercsv
from vcmbib.model.paper import Paper


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    papercsv.read(text, "a.csv")
    papercsv.read(f"title,year\n{text}", "a.csv")


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, but for the labels of links."""

    def said(paper_: Paper) -> Paper:
        return roundtrips.unicode(roundtrips.unlabelled(paper_))

    roundtrips.same(papers, papercsv.read(papercsv.write(papers), "a.csv"), said=said)
