"""All duplicates among works: prepare, block, compare, decide, group. Free of the store, so that
the same functions run over batches of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from vcmbib.logic.blocking import candidates
from vcmbib.logic.deciding import Match, Verdict, decide
from vcmbib.logic.evidence import gather
from vcmbib.logic.grouping import Group, Pair, group
from vcmbib.logic.preparing import Prepared

_SHORT = 20  # letters: such a title is a column's if it stands in two years, a longer one in three


def recurring_titles(works: Iterable[Prepared]) -> frozenset[str]:
    """The title keys that stand in several years: columns, editorials, yearly reports."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for work in works:
        if work.year is not None:
            years[work.key].add(work.year)
    return frozenset(k for k, y in years.items() if recurs(k, len(y)))


def recurs(key: str, years: int) -> bool:
    """Whether a title that stands in so many years is a column's."""
    return years > (1 if len(key) < _SHORT else 2)


def compare(a: Prepared, b: Prepared, recurring: frozenset[str] = frozenset()) -> Match:
    """The verdict on two works, with its evidence."""
    return decide(gather(a, b, recurring=a.key in recurring or b.key in recurring))


def judged(
    works: Sequence[Prepared],
    recurring: frozenset[str],
    tick: Callable[[int], None] | None = None,
) -> Iterator[Pair]:
    """Every pair of candidates that is not simply different."""
    for number, (a, b) in enumerate(candidates(works)):
        match = compare(works[a], works[b], recurring)
        if match.verdict is not Verdict.DIFFERENT:
            yield Pair(a, b, match)
        if tick is not None and number % 1000 == 0:
            tick(number)


def find_duplicates(
    works: Sequence[Prepared],
    apart: frozenset[tuple[int, int]] = frozenset(),
    tick: Callable[[int], None] | None = None,
) -> list[Group]:
    """Groups of works by index, those that are the same first; see `grouping.group`."""
    recurring = recurring_titles(works)
    return group(
        judged(works, recurring, tick),
        lambda a, b: compare(works[a], works[b], recurring),
        apart,
    )
