"""Plan changes of the category tree: add, rename, move and delete a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vcmbib.errors import BadValue, Usage
from vcmbib.model.paper import Category
from vcmbib.model.plan import (
    Action,
    AddCategory,
    ChangeCategory,
    RemoveCategory,
)
from vcmbib.model.text import fold, slug, tidy

Tree = Sequence[Category]


def add(tree: Tree, title: str, parent: str | None, name: str | None = None) -> list[Action]:
    """Add a category as the last one below `parent`; no action if it exists already.

    `name` is the slug; by default it is made from the title. Raises BadValue for an empty or
    repeated title and for a bad slug.
    """
    title = _title(title)
    siblings = _children(tree, parent)
    if any(fold(c.title) == fold(title) for c in siblings) and name is None:
        return []
    taken = {c.slug for c in tree}
    if name is not None:
        _check_slug(name)
        if name in taken:
            raise BadValue("slug", name, "a short name that no category has")
        _check_title(tree, title, parent, None)
    else:
        name = _free_slug(slug(title) or "category", parent, taken)
    position = max((c.position for c in siblings), default=0) + 1
    return [AddCategory(Category(name, title, parent, position))]


def _free_slug(wanted: str, parent: str | None, taken: set[str]) -> str:
    """The wanted slug; if it is taken, with the parent's slug before it or a number after it."""
    if wanted in taken and parent is not None:
        wanted = f"{parent}-{wanted}"
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def rename(tree: Tree, old: str, title: str, name: str | None = None) -> list[Action]:
    """Change the title of a category, and its slug if `name` is given.

    Raises BadValue for an empty or repeated title and for a bad slug.
    """
    before = _named(tree, old)
    title = _title(title)
    _check_title(tree, title, before.parent, old)
    if name is not None and name != old:
        _check_slug(name)
        if any(c.slug == name for c in tree):
            raise BadValue("slug", name, "a short name that no category has")
    after = replace(before, title=title, slug=name or old)
    return [ChangeCategory(old, after)] if after != before else []


def move(tree: Tree, name: str, parent: str | None, position: int | None) -> list[Action]:
    """Move a category with its subtree below `parent`. `position` counts from 1; None is the last.

    Raises Usage if `parent` is the category itself or below it, and BadValue for a position out of
    range or a title that a sibling has.
    """
    before = _named(tree, name)
    above = parent
    while above is not None:
        if above == name:
            raise Usage(f"{name} cannot be below itself", f"{parent} is in it or the same")
        above = _named(tree, above).parent
    _check_title(tree, before.title, parent, name)
    siblings = [c for c in _children(tree, parent) if c.slug != name]
    if position is not None and not 1 <= position <= len(siblings) + 1:
        raise BadValue("position", str(position), f"1 to {len(siblings) + 1}")
    if position is None:
        if before.parent == parent and all(c.position < before.position for c in siblings):
            return []
        last = max((c.position for c in siblings), default=0)
        return [ChangeCategory(name, replace(before, parent=parent, position=last + 1))]
    siblings.insert(position - 1, replace(before, parent=parent))
    was = {c.slug: c for c in tree}
    placed = [replace(c, position=n) for n, c in enumerate(siblings, 1)]
    return [ChangeCategory(c.slug, c) for c in placed if c != was[c.slug]]


def delete(tree: Tree, name: str) -> list[Action]:
    """Delete a category; its papers stay in the library. Raises Usage if it has subcategories."""
    below = [c.slug for c in _children(tree, name)]
    if below:
        raise Usage(
            f"{name} has categories below it: {', '.join(below)}",
            "move or delete those categories first",
        )
    return [RemoveCategory(_named(tree, name).slug)]


def _named(tree: Tree, name: str) -> Category:
    """The category with a slug that exists."""
    return next(c for c in tree if c.slug == name)


def _children(tree: Tree, parent: str | None) -> list[Category]:
    return [c for c in tree if c.parent == parent]


def _title(text: str) -> str:
    """The title without surplus blanks. Raises BadValue if it is empty."""
    title = tidy(text)
    if not title:
        raise BadValue("title", title, "some text")
    return title


def _check_slug(name: str) -> None:
    """Raise BadValue if `name` is no slug."""
    if not name or slug(name) != name:
        raise BadValue("slug", name, f"small letters, digits and hyphens: {slug(name) or 'a-name'}")


def _check_title(tree: Tree, title: str, parent: str | None, own: str | None) -> None:
    """Raise BadValue if a sibling has the title: both would be one heading in a list."""
    for other in _children(tree, parent):
        if other.slug != own and fold(other.title) == fold(title):
            raise BadValue(
                "title",
                title,
                f"a title that differs from the one of {other.slug}, on the same level",
            )


class CategoryPaths:
    """The category tree of an import: paths of headings become slugs. `fresh` are new categories.

    `last` is the last position in each category, by slug.
    """

    def __init__(self, categories: tuple[Category, ...], last: Mapping[str, int]) -> None:
        self.fresh: list[Category] = []
        self._slugs = {c.slug for c in categories}
        self._by_title = {(c.parent, fold(c.title)): c.slug for c in categories}
        self._children: dict[str | None, int] = {}
        for category in categories:
            count = self._children.get(category.parent, 0)
            self._children[category.parent] = max(count, category.position)
        self._last = dict(last)
        self._paths: dict[tuple[str, ...], str] = {}

    def slug_of(self, path: tuple[str, ...]) -> str:
        """Return the slug of a path of headings. Missing categories are added to `fresh`."""
        if path not in self._paths:
            parent = self.slug_of(path[:-1]) if len(path) > 1 else None
            title = path[-1]
            known = self._by_title.get((parent, fold(title)))
            if known is None and parent is None and title in self._slugs:
                known = title  # the slug, as in JSON and CSV of this program
            self._paths[path] = known if known is not None else self._make(parent, title)
        return self._paths[path]

    def _make(self, parent: str | None, title: str) -> str:
        name = _free_slug(slug(title) or "category", parent, self._slugs)
        position = self._children.get(parent, 0) + 1
        self._children[parent] = position
        self._slugs.add(name)
        self._by_title[parent, fold(title)] = name
        self.fresh.append(Category(name, title, parent, position))
        return name

    def next(self, name: str) -> int:
        """Return the next position in a category, from 1, and count it."""
        self._last[name] = self._last.get(name, 0) + 1
        return self._last[name]
