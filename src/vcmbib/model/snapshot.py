"""What the library already holds, as far as a batch of records may speak of it: a value, so that
planning stays pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vcmbib.model.paper import Category, Paper, Record

START = 24  # letters of a title's key by which alike ones are found


@dataclass(frozen=True, slots=True)
class Known:
    """Papers by id, and the ways to find them.

    `by_title` has the titles that begin as a record's does, by their keys, former ones among them;
    `taken_keys` are folded keys, former ones among them; `places` the last position taken in each
    category, by slug.
    """

    papers: Mapping[int, Paper] = field(default_factory=dict)
    sources: Mapping[int, tuple[Record, ...]] = field(default_factory=dict)
    by_identifier: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    by_title: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_key: Mapping[str, int] = field(default_factory=dict)
    taken_keys: frozenset[str] = frozenset()
    categories: tuple[Category, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
