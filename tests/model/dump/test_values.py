"""A library as values."""

from __future__ import annotations

from dataclasses import replace

from tests.papers import ICIP, paper
from vcmbib.model.dump.values import Dump, DumpedPaper, parents_first, settled
from vcmbib.model.paper import Category, Standing


def test_categories_in_a_circle_are_left_out() -> None:
    """A category below a circle has no place in a tree."""
    circle = (Category("a", "A", "b"), Category("b", "B", "a"), Category("c", "C", "a"))
    assert list(parents_first(circle)) == []


def test_a_category_comes_after_its_parent() -> None:
    """Siblings are in the order of their positions, then of their slugs."""
    tree = (
        Category("x", "X", "b", 1), Category("b", "B", None, 2), Category("a", "A", None, 2),
        Category("z", "Z", "a", 1), Category("c", "C", None, 1),
    )  # fmt: skip
    assert [c.slug for c in parents_first(tree)] == ["c", "a", "z", "b", "x"]


def test_a_key_in_use_goes_before_an_old_key() -> None:
    """Both papers are found by the other keys that they have."""
    one = DumpedPaper(paper("a", "One", former_keys=("b", "x")))
    two = DumpedPaper(paper("b", "Two"))
    found = Dump(papers=(one, two)).by_key()
    assert {k: p.paper.title for k, p in found.items()} == {"a": "One", "b": "Two", "x": "One"}
    assert one.keys == ("a", "b", "x")


def test_equal_content_is_equal_in_its_one_form() -> None:
    """Row numbers, the order of categories and the spellings of a venue do not count."""
    places = (Standing("b", 1), Standing("a", 2))
    one = DumpedPaper(paper("k", "T", id=7, venue=replace(ICIP, names=("x",)), categories=places))
    two = DumpedPaper(paper("k", "T", venue=replace(ICIP, names=()), categories=places[::-1]))
    assert settled(one) == settled(two)
    assert settled(settled(one)) is settled(one) or settled(settled(one)) == settled(one)
