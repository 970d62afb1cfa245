"""Plans become rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.examples import WHOLE_PAPERS
from tests.papers import paper, papers_with
from tests.store.tables import add_papers, bare_paper, check_index
from vcmbib import errors
from vcmbib.model.paper import Paper
from vcmbib.model.plan import Add, Change, Plan
from vcmbib.store.library import Library


def test_a_bad_row_is_refused_and_nothing_is_written(library: Library) -> None:
    """The schema is the last reader of every rule."""
    with pytest.raises(errors.LibraryRefused):
        library.apply(Plan.of([Add(paper()), Add(paper("other", year=9999))]), "add")

    assert library.count() == 0
    assert library.log() == []


@WHOLE_PAPERS
@given(papers_with(["k"]), papers_with(["k"]))
def test_a_changed_paper_is_the_one_that_was_asked_for(before: Paper, after: Paper) -> None:
    """A change writes all of the new paper and nothing of the old one, in any order of parts."""
    library = Library.empty()
    add_papers(library, before)
    library.apply(Plan.of([Change(library.paper("k"), after)]), "edit")

    def unordered(p: Paper) -> Paper:
        return replace(
            bare_paper(p),
            tags=tuple(sorted(p.tags)),
            topics=tuple(sorted(p.topics)),
            notes=tuple(sorted(p.notes)),
            links=tuple(sorted(p.links, key=lambda k: k.url)),
            identifiers=tuple(sorted(p.identifiers)),
            extra=tuple(sorted(p.extra)),
        )

    assert unordered(library.paper("k")) == unordered(after)
    check_index(library.db)
