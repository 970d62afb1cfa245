"""Where rows stand: headings to categories, and the next free place in each."""

from __future__ import annotations

from collections.abc import Mapping

from vcmbib.model.paper import Category
from vcmbib.model.text import fold, slug


class Places:
    """The category tree, growing as paths are met; `fresh` holds what has to be added."""

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
        """The category at the end of a path of headings; what is not there is made."""
        if path not in self._paths:
            parent = self.slug_of(path[:-1]) if len(path) > 1 else None
            title = path[-1]
            known = self._by_title.get((parent, fold(title)))
            if known is None and parent is None and title in self._slugs:
                known = title  # as the program's own JSON and CSV name a category
            self._paths[path] = known if known is not None else self._make(parent, title)
        return self._paths[path]

    def _make(self, parent: str | None, title: str) -> str:
        name = slug(title) or "category"
        if name in self._slugs and parent is not None:
            name = f"{parent}-{name}"
        wanted, n = name, 2
        while name in self._slugs:
            name, n = f"{wanted}-{n}", n + 1
        position = self._children.get(parent, 0) + 1
        self._children[parent] = position
        self._slugs.add(name)
        self._by_title[parent, fold(title)] = name
        self.fresh.append(Category(name, title, parent, position))
        return name

    def next(self, name: str) -> int:
        """The next place in a category, from 1."""
        self._last[name] = self._last.get(name, 0) + 1
        return self._last[name]
