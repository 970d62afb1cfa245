"""The tree of a query. `vcmbib.model.query.parser.parse_query` makes it, the store answers it.

The nodes are named tuples because every search loads this module, and a frozen dataclass takes ten
times as long to define.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class All(NamedTuple):
    """All parts are true. Without parts it is true for every paper."""

    parts: tuple[Query, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, All) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(("All", self.parts))


class Either(NamedTuple):
    """At least one part is true."""

    parts: tuple[Query, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Either) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(("Either", self.parts))


class Not(NamedTuple):
    """The part is not true."""

    part: Query


class Words(NamedTuple):
    """The text of a paper contains the words of `text` one after the other.

    With `prefix` the last word may be the beginning of a word. `phrase` is true for a quoted text.
    """

    text: str
    prefix: bool = False
    phrase: bool = False


class Field(NamedTuple):
    """The field `name`, one of FIELDS, contains `value`. `prefix` and `phrase` are as in Words.

    The `value` of an identifier is that of `Identifier.comparison_key`.
    """

    name: str
    value: str
    prefix: bool = False
    phrase: bool = False


class Range(NamedTuple):
    """The number in `field` is from `low` to `high`, both included. None means no bound."""

    field: str
    low: int | None
    high: int | None


class Has(NamedTuple):
    """The paper has at least one value of `name`, which is in HAS."""

    name: str


Query: TypeAlias = All | Either | Not | Words | Field | Range | Has


def free_words(query: Query) -> tuple[Words, ...]:
    """The Words that are not negated, in their order and each once. A result can contain them."""
    return tuple(dict.fromkeys(_free_words(query, True)))


def _free_words(query: Query, positive: bool) -> Iterator[Words]:
    match query:
        case Words():
            if positive:
                yield query
        case Not(part):
            yield from _free_words(part, not positive)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _free_words(part, positive)
        case _:
            return
