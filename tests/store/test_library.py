"""The library: what is applied is there, what is undone is as it was, and the index is in step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.papers import arxiv, paper
from tests.store.tables import add_papers, check_index
from vcmbib import errors
from vcmbib.model.paper import Category, Standing
from vcmbib.model.plan import Add, AddCategory, Change, ChangeCategory, Plan, Undo
from vcmbib.model.query.parser import parse_query
from vcmbib.store.library import Library


def test_renaming_a_key_and_back(library: Library) -> None:
    """The former key resolves, and one can return to it."""
    add_papers(library, paper("old2020key"))
    one = library.paper("old2020key")
    library.apply(
        Plan.of([Change(one, replace(one, key="new2020key", former_keys=("old2020key",)))]), "key"
    )
    two = library.paper("old2020key")
    assert two.key == "new2020key"
    library.apply(
        Plan.of([Change(two, replace(two, key="old2020key", former_keys=("new2020key",)))]), "key"
    )

    assert library.paper("new2020key").key == "old2020key"
    library.apply(Plan.of([Undo(3)]), "undo")
    library.apply(Plan.of([Undo(2)]), "undo")
    assert library.paper("old2020key").former_keys == ()


def test_an_identifier_on_two_papers_is_ambiguous(library: Library) -> None:
    """A shared identifier names both papers rather than one at random."""
    add_papers(library, paper("a", identifiers=(arxiv("2101.00001"),)))
    add_papers(library, paper("b", identifiers=(arxiv("2101.00001"),)))

    with pytest.raises(errors.AmbiguousKey, match="a, b"):
        library.paper("arxiv:2101.00001")


def test_a_key_in_another_letter_case_is_found(library: Library) -> None:
    """Keys are found in any case; an unknown one proposes the nearest."""
    add_papers(library, paper("Doe2020Coding"))

    assert library.paper("doe2020coding").key == "Doe2020Coding"
    with pytest.raises(errors.NoSuchPaper) as caught:
        library.paper("Doe2020Codin")
    assert "Doe2020Coding" in caught.value.hint


def test_categories_are_searched_by_their_parents(library: Library) -> None:
    """Renaming a parent changes what its papers are found by, and undo brings it back."""
    library.apply(
        Plan.of(
            [
                AddCategory(Category("coding", "Coding")),
                AddCategory(Category("features", "Features", "coding", 1)),
                Add(paper(title="Something else", categories=(Standing("features", 1),))),
            ]
        ),
        "import",
    )
    assert library.search(parse_query("coding")) == [1]
    library.apply(Plan.of([ChangeCategory("coding", Category("zebra", "Zebra"))]), "category")
    assert library.search(parse_query("coding")) == []
    assert library.search(parse_query("zebra")) == [1]

    library.apply(Plan.of([Undo(2)]), "undo")

    assert library.search(parse_query("coding")) == [1]
    check_index(library.db)
