"""The tree of categories on two sides of a merge."""

from __future__ import annotations

from dataclasses import replace

from tests.dumps import TREE
from tests.logic.merge3.three_libraries import A, B, conflicts_of, library, only_paper, tree
from vcmbib.logic.merge3.libraries import merge_libraries
from vcmbib.model.paper import Category, Paper, Standing


def placed(*slugs: str) -> Paper:
    """A, in these categories."""
    return replace(A, categories=tuple(Standing(s, 1) for s in slugs))


CODING, LEARNED, THEORY = TREE


def test_a_category_renamed_here_and_moved_there_is_both() -> None:
    """Title and parent are fields of their own."""
    ours = tree(CODING, replace(LEARNED, title="Neural Codecs"), THEORY)
    theirs = tree(CODING, replace(LEARNED, parent="theory"), THEORY)
    merged = merge_libraries(library(A), ours, theirs)
    found = {c.slug: c for c in merged.dump.categories}["learned"]
    assert (found.title, found.parent) == ("Neural Codecs", "theory")
    assert merged.conflicts == ()


def test_a_category_with_another_slug_keeps_the_papers_of_the_other_side() -> None:
    """It is known again by its papers, its title or its place."""
    ours = tree(CODING, replace(LEARNED, slug="neural"), THEORY, paper=placed("neural"))
    theirs = library(placed("learned"), replace(B, categories=(Standing("learned", 2),)))
    merged = merge_libraries(library(placed("learned")), ours, theirs)
    assert [c.slug for c in merged.dump.categories] == ["coding", "neural", "theory"]
    assert [[s.slug for s in p.paper.categories] for p in merged.dump.papers] == [
        ["neural"], ["neural"],
    ]  # fmt: skip


def test_a_category_removed_here_and_used_there_stays() -> None:
    """Nothing that a person filed is lost."""
    ours = tree(CODING, LEARNED)
    theirs = library(placed("theory"))
    merged = merge_libraries(library(A), ours, theirs)
    assert conflicts_of(merged) == [("category:theory", "category")]
    assert only_paper(merged).paper.categories == (Standing("theory", 1),)
    gone = merge_libraries(library(A), ours, library(A))
    assert [c.slug for c in gone.dump.categories] == ["coding", "learned"]


def test_moves_that_would_make_a_circle_are_not_both_done() -> None:
    """Our value stays."""
    base = tree(CODING, THEORY)
    ours = tree(replace(CODING, parent="theory"), THEORY)
    theirs = tree(CODING, replace(THEORY, parent="coding"))
    merged = merge_libraries(base, ours, theirs)
    assert {c.slug: c.parent for c in merged.dump.categories} == {"coding": "theory",
                                                                  "theory": None}  # fmt: skip
    assert conflicts_of(merged) == [("category:theory", "parent")]


def test_the_same_slug_added_twice_is_one_category() -> None:
    """A heading that both sides made is one; two titles are a conflict."""
    new = Category("new", "New", None, 3)
    merged = merge_libraries(library(A), tree(*TREE, new), tree(*TREE, replace(new, title="Newer")))
    assert [c.title for c in merged.dump.categories if c.slug == "new"] == ["New"]
    assert conflicts_of(merged) == [("category:new", "title")]
