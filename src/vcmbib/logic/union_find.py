"""Disjoint sets of items, which grow by union."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class UnionFind(Generic[Item]):
    """Disjoint sets of items; an item that was never named is a set of its own.

    Union by size with path halving: R. E. Tarjan and J. van Leeuwen, "Worst-case analysis of set
    union algorithms", Journal of the ACM 31 (1984).
    """

    def __init__(self) -> None:
        self._parent: dict[Item, Item] = {}
        self._size: dict[Item, int] = {}  # of the sets of two and more, by root

    def find(self, item: Item) -> Item:
        """The root of an item's set: the same for all its members."""
        parent = self._parent
        while (above := parent.get(item, item)) != item:
            parent[item] = above = parent.get(above, above)
            item = above
        return item

    def union(self, one: Item, other: Item) -> bool:
        """Join the sets of two items; False if they are one set already."""
        large, small = self.find(one), self.find(other)
        if large == small:
            return False
        size, more = self._size.get(large, 1), self._size.get(small, 1)
        if size < more:
            large, small = small, large
        self._parent[small] = large
        self._size[large] = size + more
        return True

    def is_alone(self, item: Item) -> bool:
        """Whether the item's set has no other member."""
        return self.find(item) not in self._size
