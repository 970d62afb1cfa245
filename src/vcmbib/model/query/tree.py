"""A query as a tree: what `vcmbib.model.query.parser.parse` makes and the store answers.

The nodes are named tuples because every search loads them: a frozen dataclass takes ten times as
long to define.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class All(NamedTuple):
    """Every part holds; without parts: every paper."""

    parts: tuple[Query, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, All) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(("All", self.parts))


class Either(NamedTuple):
    """At least one part holds."""

    parts: tuple[Query, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Either) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(("Either", self.parts))


class Not(NamedTuple):
    """The part does not hold."""

    part: Query


class Words(NamedTuple):
    """The words of `text` one after the other, anywhere in a paper's text.

    With `prefix` the last one need only begin so. `phrase` tells that it was quoted.
    """

    text: str
    prefix: bool = False
    phrase: bool = False


class Field(NamedTuple):
    """One of FIELDS holds `value`; `prefix` and `phrase` as in Words.

    An identifier's `value` is in the form in which identifiers are compared.
    """

    name: str
    value: str
    prefix: bool = False
    phrase: bool = False


class Range(NamedTuple):
    """A number between `low` and `high`, both included; None is no bound."""

    field: str
    low: int | None
    high: int | None


class Has(NamedTuple):
    """The paper has one of HAS at all."""

    what: str


Query: TypeAlias = All | Either | Not | Words | Field | Range | Has


def free_words(query: Query) -> tuple[Words, ...]:
    """The words that a result may hold: those outside negations, in order, each once."""
    return tuple(dict.fromkeys(_free(query, True)))


def _free(query: Query, positive: bool) -> Iterator[Words]:
    match query:
        case Words():
            if positive:
                yield query
        case Not(part):
            yield from _free(part, not positive)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _free(part, positive)
        case _:
            return
