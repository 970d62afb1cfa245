"""All duplicates among works: prepare, block, compare, decide, group. Free of the store, so that
the same functions run over batches of rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from vcmbib.logic.dedupe.block import candidate_pairs
from vcmbib.logic.dedupe.cluster import DuplicateGroup, WorkPair, group_duplicates
from vcmbib.logic.dedupe.compare import collect_evidence
from vcmbib.logic.dedupe.compare_venues import same_container
from vcmbib.logic.dedupe.decide import Match, Verdict, decide
from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.venue_names import container_key
from vcmbib.logic.dedupe.weights import (
    MOST_RECORDS,
    SHORT_RECURRING_TITLE,
    WORKS_OF_ONE_LINK,
    YEARS_OF_SHORT_TITLE,
    YEARS_OF_TITLE,
)


def recurring_titles(works: Iterable[PreparedWork]) -> frozenset[str]:
    """The title keys that stand in several years of one venue: columns, editorials, reports."""
    years: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for work in works:
        if work.year is not None and not work.is_preprint:
            years[work.title_key, venue_of(work)][work.year] += 1
    return frozenset(title for (title, _), y in years.items() if recurs(title, list(y.values())))


def venue_of(work: PreparedWork) -> str:
    """Where a title recurs: the acronym of a venue, or what its name tells."""
    return work.acronym or container_key(work.venue)


def recurs(key: str, records: Sequence[int]) -> bool:
    """Whether a title is a column's; `records` are the numbers of its records, year by year."""
    years = YEARS_OF_SHORT_TITLE if len(key) < SHORT_RECURRING_TITLE else YEARS_OF_TITLE
    return len(records) >= years and max(records) <= MOST_RECORDS * sum(records)


def compare(a: PreparedWork, b: PreparedWork, recurring: frozenset[str] = frozenset()) -> Match:
    """The verdict on two works, with its evidence."""
    return decide(
        collect_evidence(a, b, recurring=a.title_key in recurring or b.title_key in recurring)
    )


def matched_pairs(
    works: Sequence[PreparedWork],
    recurring: frozenset[str],
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[WorkPair]:
    """Every pair of candidates that may be one work, or versions of one."""
    for a, b in candidate_pairs(works, on_progress):
        match = compare(works[a], works[b], recurring)
        if match.verdict not in (Verdict.DIFFERENT, Verdict.SHARED):
            yield WorkPair(a, b, match)


def find_duplicates(
    works: Sequence[PreparedWork],
    apart: frozenset[tuple[int, int]] = frozenset(),
    on_progress: Callable[[int], None] | None = None,
) -> list[DuplicateGroup]:
    """Groups of works by index, those that are the same first; see `cluster.group_duplicates`.

    `on_progress(n)`: number of works whose candidates were compared since the last call.
    """
    recurring = recurring_titles(works)
    copies = copies_of(works, frozenset(i for pair in apart for i in pair))
    # By what they say, so that groups do not depend on the order in which works came.
    first = sorted(copies, key=lambda i: sort_key(works[i]))
    at = {index: number for number, index in enumerate(first)}
    few = [works[i] for i in first]
    groups = group_duplicates(
        matched_pairs(few, recurring, on_progress),
        lambda a, b: compare(few[a], few[b], recurring),
        frozenset(_two(at[a], at[b]) for a, b in apart),
    )
    return with_copies(
        (_named(g, first) for g in groups),
        copies,
        lambda i: compare(works[i], works[i], recurring),
    )


def sort_key(work: PreparedWork) -> tuple[object, ...]:
    """A key to sort works by that all they say goes into."""
    pages, venue = work.pages, work.venue
    return (
        *(work.title, work.surnames, work.initials, str(work.year), work.volume, work.number),
        *(pages.first, pages.last, pages.tail, pages.locator, work.acronym, work.identifiers),
        [] if venue is None else [form.words for form in venue.forms],
        *(work.publisher, work.edition, sorted(work.name_words), sorted(work.links)),
    )


def _two(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _named(found: DuplicateGroup, names: Sequence[int]) -> DuplicateGroup:
    """The group with its works called otherwise."""
    pairs = tuple(WorkPair(*_two(names[p.a], names[p.b]), p.match) for p in found.pairs)
    return DuplicateGroup(found.verdict, tuple(sorted(names[i] for i in found.members)), pairs)


def copies_of(works: Sequence[PreparedWork], alone: frozenset[int]) -> dict[int, list[int]]:
    """The first of each works that say exactly the same, and its copies; `alone` has none.

    Fifty thousand copies are compared as one work.
    """
    first: dict[PreparedWork, int] = {}
    copies: dict[int, list[int]] = {}
    for index, work in enumerate(works):
        there = index if index in alone else first.setdefault(work, index)
        copies.setdefault(there, [])
        if there != index:
            copies[there].append(index)
    return copies


def with_copies(
    groups: Iterable[DuplicateGroup],
    copies: Mapping[int, Sequence[int]],
    itself: Callable[[int], Match],
) -> list[DuplicateGroup]:
    """Groups of works that are the first of their kind, with the copies of each.

    Copies are one work if what they say is enough for that; else they are asked about together.
    `itself` compares a work with its copy.
    """
    same: list[DuplicateGroup] = []
    others: list[DuplicateGroup] = []
    lone = {i for i, c in copies.items() if c}
    for each in groups:
        if each.verdict is not Verdict.SAME:
            others.append(each)
            continue
        pairs, members = each.pairs, list(each.members)
        for index in members:
            match = itself(index) if index in lone else None
            if match is not None and match.verdict is Verdict.SAME:
                lone.discard(index)
                members += copies[index]
                pairs += tuple(WorkPair(index, copy, match) for copy in copies[index])
        same.append(DuplicateGroup(Verdict.SAME, tuple(sorted(members)), pairs))
    for index in sorted(lone):
        match = itself(index)
        if match.verdict is not Verdict.DIFFERENT:
            pairs = tuple(WorkPair(index, copy, match) for copy in copies[index])
            found = DuplicateGroup(match.verdict, (index, *copies[index]), pairs)
            (same if match.verdict is Verdict.SAME else others).append(found)
    return same + others


def wrong_links(works: Sequence[PreparedWork]) -> list[tuple[str, tuple[int, ...]]]:
    """Names and addresses that stand on works of different titles: on all but one they are wrong.

    A DOI counts where the works stand in different places: the papers of a supplement share one.
    What stands on more than `WORKS_OF_ONE_LINK` works leads to what holds them all.
    """
    at: defaultdict[str, list[int]] = defaultdict(list)
    for index, work in enumerate(works):
        for name in {*(f"{scheme}:{value}" for scheme, value in work.identifiers), *work.links}:
            at[name].append(index)
    found: dict[tuple[int, ...], str] = {}
    for name, there in at.items():
        if 2 <= len(there) <= WORKS_OF_ONE_LINK and _differ(name, [works[i] for i in there]):
            known = found.get(tuple(there))
            if known is None or (":" in name) > (
                ":" in known
            ):  # the identifier, not the address that has it
                found[tuple(there)] = name
    return [(name, there) for there, name in sorted(found.items())]


def _differ(name: str, works: Sequence[PreparedWork]) -> bool:
    for a, b in combinations(works, 2):
        if compare(a, b).verdict is not Verdict.SHARED:
            continue
        if not name.startswith("doi:") or not (a.volume == b.volume and same_container(a, b)):
            return True
    return False
