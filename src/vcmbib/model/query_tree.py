"""A query as a tree: what `vcmbib.model.query.parse` makes and the store answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts: every paper."""

    parts: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text` one after the other, anywhere in a paper's text.

    With `prefix` the last one need only begin so. `phrase` tells that it was quoted.
    """

    text: str
    prefix: bool = False
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One of FIELDS holds `value`; `prefix` and `phrase` as in Words.

    An identifier's `value` is in the form in which identifiers are compared.
    """

    name: str
    value: str
    prefix: bool = False
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A number between `low` and `high`, both included; None is no bound."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Has:
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
