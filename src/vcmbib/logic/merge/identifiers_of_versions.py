"""The identifiers of a work and of its versions: united, ordered, and where they contradict."""

from __future__ import annotations

from collections.abc import Iterable

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.identifiers.preprints import is_of_preprint

_MANY = frozenset({Scheme.ISBN})
"""Schemes of which one work has several: a printed and an electronic book."""


def unite_identifiers(
    ours: Iterable[Identifier], theirs: Iterable[Identifier], *, theirs_first: bool = False
) -> tuple[Identifier, ...]:
    """All identifiers of both. Of each scheme the publication's is first, then ours, then theirs.

    The first of a scheme is exported in the scheme's own field. `theirs_first`: theirs are those
    of the publication.
    """
    have = {i.comparison_key: i for i in ours}
    fresh = [i for i in theirs if i.comparison_key not in have]
    united = [*have.values(), *{i.comparison_key: i for i in fresh}.values()]
    new = {i.comparison_key for i in fresh}
    by_scheme: dict[Scheme, list[Identifier]] = {}
    for identifier in united:
        by_scheme.setdefault(identifier.scheme, []).append(identifier)
    for scheme, several in by_scheme.items():
        if scheme is Scheme.DOI:
            several.sort(key=is_of_preprint)
        if theirs_first:
            several.sort(
                key=lambda i: (
                    scheme is Scheme.DOI and is_of_preprint(i),
                    i.comparison_key not in new,
                )
            )
    return tuple(by_scheme[i.scheme].pop(0) for i in united)


def contradicts(one: Identifier, other: Identifier) -> bool:
    """Whether a work cannot have both: another identifier of a scheme, and none of a version."""
    return (
        one.scheme is other.scheme
        and one.comparison_key != other.comparison_key
        and one.scheme not in _MANY
        and (one.scheme is not Scheme.DOI or not (is_of_preprint(one) or is_of_preprint(other)))
    )


def contradictions(identifiers: Iterable[Identifier]) -> list[tuple[Identifier, ...]]:
    """The identifiers of which one at most is right, by scheme."""
    by_scheme: dict[Scheme, list[Identifier]] = {}
    for identifier in identifiers:
        if identifier.scheme is not Scheme.DOI or not is_of_preprint(identifier):
            by_scheme.setdefault(identifier.scheme, []).append(identifier)
    return [tuple(s) for k, s in by_scheme.items() if k not in _MANY and len(s) > 1]
