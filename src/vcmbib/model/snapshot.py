"""The part of the library that an import compares its records with.

It is a value, so that the planning of an import needs no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vcmbib.model.paper import Category, Paper, Record

TITLE_START_LENGTH = 24  # letters of a title key; papers that share them are compared


@dataclass(frozen=True, slots=True)
class LibrarySnapshot:
    """The papers by id, and the indexes that find them.

    `records` are the stored records of each paper. `by_identifier` maps (scheme, compared form) to
    papers. `by_title` maps title keys to papers: the keys that begin like the title of a record,
    old titles included. `by_similar_title` maps the title key of a record to papers with a similar
    title, if it was asked for. `by_key` maps citation keys to papers. `taken_keys` are case-folded
    citation keys, old ones included. `last_positions` gives the last used position of each
    category, by slug.
    """

    papers: Mapping[int, Paper] = field(default_factory=dict)
    records: Mapping[int, tuple[Record, ...]] = field(default_factory=dict)
    by_identifier: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    by_title: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_similar_title: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_key: Mapping[str, int] = field(default_factory=dict)
    taken_keys: frozenset[str] = frozenset()
    categories: tuple[Category, ...] = ()
    last_positions: Mapping[str, int] = field(default_factory=dict)
