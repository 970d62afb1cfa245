"""The tree of categories: what a change of it does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vcmbib.errors import BadValue, Usage, VcmbibError
from vcmbib.logic import categories
from vcmbib.model.paper import Category
from vcmbib.model.plan import Action, AddCategory, ChangeCategory, RemoveCategory

CODING = Category("coding", "Coding", None, 1)
LEARNED = Category("learned", "Learned", "coding", 1)
SCALABLE = Category("scalable", "Scalable", "coding", 2)
TREE = (CODING, LEARNED, SCALABLE)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda: categories.add(TREE, " ", None), BadValue),
        (lambda: categories.add(TREE, "X", None, "X Y"), BadValue),
        (lambda: categories.add(TREE, "X", None, "learned"), BadValue),
        (lambda: categories.add(TREE, "LEARNED", "coding", "other"), BadValue),
        (lambda: categories.rename(TREE, "learned", "Scalable"), BadValue),
        (lambda: categories.rename(TREE, "learned", "X", "scalable"), BadValue),
        (lambda: categories.move(TREE, "coding", "learned", None), Usage),
        (lambda: categories.move(TREE, "coding", "coding", None), Usage),
        (lambda: categories.move(TREE, "learned", "coding", 3), BadValue),
        (lambda: categories.delete(TREE, "coding"), Usage),
    ],
)
def test_a_change_that_breaks_the_tree_is_refused(
    change: Callable[[], list[Action]], error: type[VcmbibError]
) -> None:
    """Empty titles, slugs twice, siblings of one title, circles, places that do not exist."""
    with pytest.raises(error):
        change()


@pytest.mark.parametrize(
    "actions",
    [
        categories.add(TREE, "coding", None),
        categories.rename(TREE, "learned", "Learned"),
        categories.move(TREE, "scalable", "coding", None),
        categories.move(TREE, "learned", "coding", 1),
    ],
)
def test_a_change_to_what_is_so_already_is_none(actions: list[Action]) -> None:
    """A plan without actions leaves no entry in the log."""
    assert actions == []


def test_a_new_category_is_last_and_has_a_free_slug() -> None:
    """A slug that is taken gets the parent before it, then a number behind it."""
    assert categories.add(TREE, "New Things", "coding") == [
        AddCategory(Category("new-things", "New Things", "coding", 3))
    ]
    twice = (*TREE, Category("coding-learned", "X", None, 2))
    assert categories.add(twice, "Learned", None) == [
        AddCategory(Category("learned-2", "Learned", None, 3))
    ]
    assert categories.add(TREE, "目标检测", None)[0] == AddCategory(
        Category("目标检测", "目标检测", None, 2)
    )


def test_a_moved_category_takes_a_place_among_its_siblings() -> None:
    """Those after it move on."""
    assert categories.move(TREE, "scalable", "coding", 1) == [
        ChangeCategory("scalable", Category("scalable", "Scalable", "coding", 1)),
        ChangeCategory("learned", Category("learned", "Learned", "coding", 2)),
    ]
    assert categories.delete(TREE, "learned") == [RemoveCategory("learned")]


def test_paths_of_headings_become_categories_once() -> None:
    """A heading in another case is the same one; under another parent it is another one."""
    paths = categories.CategoryPaths(TREE, {"learned": 4})
    assert paths.slug_of(("Coding", "LEARNED")) == "learned"
    new = paths.slug_of(("Theory", "Learned"))
    assert paths.slug_of(("Theory", "Learned")) == new == "theory-learned"
    assert [c.slug for c in paths.fresh] == ["theory", "theory-learned"]
    assert (paths.next("learned"), paths.next("learned"), paths.next(new)) == (5, 6, 1)


def test_a_slug_alone_is_its_category() -> None:
    """JSON and CSV of the program name a category by its slug."""
    assert categories.CategoryPaths(TREE, {}).slug_of(("learned",)) == "learned"
