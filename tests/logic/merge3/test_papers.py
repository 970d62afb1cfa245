"""One paper on two sides of a merge, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dumps import TREE, line
from tests.logic.merge3.three_libraries import A, conflicts_of, library, only_paper
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.dump.values import Dump
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind


@pytest.mark.parametrize(
    ("field", "old", "mine", "its"),
    [
        ("title", "On A", "On a", "Upon A"),
        ("year", 2020, 2021, 2022),
        ("year", 2020, None, 2022),
        ("venue", ICIP, TIP, ARXIV),
        ("authors", names("A B"), names("A C"), names("A D")),
        ("abstract", None, "one", "two"),
        ("pages", "1-2", "1-3", None),
    ],
)
def test_a_field_that_both_changed_is_a_conflict_and_ours_stands(
    field: str, old: object, mine: object, its: object
) -> None:
    """Two different values: ours stays, theirs is in the list, nothing else is listed."""
    base, ours, theirs = (replace(A, **{field: v}) for v in (old, mine, its))  # type: ignore[arg-type]
    merged = merge_libraries(library(base), library(ours), library(theirs))
    assert getattr(only_paper(merged).paper, field) == mine
    assert conflicts_of(merged) == [("a", field)]
    assert merged.conflicts[0].theirs != merged.conflicts[0].ours


def test_fields_that_one_side_changed_are_taken_from_it() -> None:
    """A field each side, tags, notes and links of both: all are there, and no conflict."""
    ours = replace(A, year=2022, tags=("x", "mine"), notes=("n1",), venue=ICIP)
    theirs = replace(
        A, title="On A, Revised", tags=("its",), notes=("n2",), month=3,
        links=(Link(LinkKind.CODE, "https://example.org/code"),),
        identifiers=(arxiv("2101.00001"), doi("10.1/A")),
    )  # fmt: skip
    merged = merge_libraries(library(A), library(ours), library(theirs))
    found = only_paper(merged).paper
    assert merged.conflicts == ()
    assert (found.title, found.year, found.month, found.venue) == ("On A, Revised", 2022, 3, ICIP)
    assert found.tags == ("mine", "its")
    assert found.notes == ("n1", "n2")
    assert len(found.identifiers) == 2
    assert len(found.links) == 1


def test_a_field_of_bibtex_that_both_set_is_a_conflict_of_its_own() -> None:
    """Fields without a column are merged by name."""
    base = replace(A, extra=(("keywords", "k"), ("note", "n")))
    ours = replace(A, extra=(("keywords", "k1"), ("note", "n"), ("x", "1")))
    theirs = replace(A, extra=(("keywords", "k2"), ("y", "2")))
    merged = merge_libraries(library(base), library(ours), library(theirs))
    assert only_paper(merged).paper.extra == (("keywords", "k1"), ("x", "1"), ("y", "2"))
    assert conflicts_of(merged) == [("a", "extra.keywords")]


def test_files_and_records_of_both_sides_stay() -> None:
    """The parts of a paper are united."""
    one, two = (
        Dump(TREE, (), (line(A, files=(f,)),)) for f in ("one.pdf", "two.pdf")
    )  # fmt: skip
    assert only_paper(merge_libraries(library(A), one, two)).files == ("one.pdf", "two.pdf")


def test_the_longer_of_two_incomplete_lists_of_authors_is_taken() -> None:
    """`Doe and others` against all authors is no conflict."""
    ours = replace(A, authors=(Name("Doe", "J."),))
    theirs = replace(A, authors=(Name("Doe", "J."), Name("Roe", "R.")), authors_complete=True)
    merged = merge_libraries(library(A), library(ours), library(theirs))
    assert len(only_paper(merged).paper.authors) == 2
    assert merged.conflicts == ()
