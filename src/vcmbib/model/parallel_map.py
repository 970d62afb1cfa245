"""The type of `map` and of what can replace it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class ParallelMap(Protocol):
    """`map`, or the same on several cores."""

    def __call__(self, work: Callable[[T], R], items: Sequence[T], /) -> Iterable[R]:
        """The results of `work` for each item, in the order of the items."""
        ...
