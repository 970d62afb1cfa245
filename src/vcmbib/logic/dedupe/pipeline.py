"""Find all duplicates among works: choose pairs, compare, decide, group.

The functions do not use the store, so that other programs can run them on batches of rows.
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
    """The title keys that occur in several years of one venue: columns, editorials, reports."""
    years: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for work in works:
        if work.year is not None and not work.is_preprint:
            years[work.title_key, venue_of(work)][work.year] += 1
    return frozenset(title for (title, _), y in years.items() if recurs(title, list(y.values())))


def venue_of(work: PreparedWork) -> str:
    """The venue in which a title may recur: its acronym, or the topic words of its name."""
    return work.acronym or container_key(work.venue)


def recurs(key: str, records: Sequence[int]) -> bool:
    """Whether a title recurs, as that of a column. `records` are the numbers of records by year."""
    years = YEARS_OF_SHORT_TITLE if len(key) < SHORT_RECURRING_TITLE else YEARS_OF_TITLE
    return len(records) >= years and max(records) <= MOST_RECORDS * sum(records)


def compare(a: PreparedWork, b: PreparedWork, recurring: frozenset[str] = frozenset()) -> Match:
    """Return the match of two works. `recurring` are the title keys that recur."""
    in_recurring = a.title_key in recurring or b.title_key in recurring
    return decide(collect_evidence(a, b, recurring=in_recurring))


def matched_pairs(
    works: Sequence[PreparedWork],
    recurring: frozenset[str],
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[WorkPair]:
    """Yield the pairs that may be one work, or versions of one.

    `on_progress(n)`: number of works processed since the last call.
    """
    for a, b in candidate_pairs(works, on_progress):
        match = compare(works[a], works[b], recurring)
        if match.verdict not in (Verdict.DIFFERENT, Verdict.SHARED):
            yield WorkPair(a, b, match)


def find_duplicates(
    works: Sequence[PreparedWork],
    different: frozenset[tuple[int, int]] = frozenset(),
    on_progress: Callable[[int], None] | None = None,
) -> list[DuplicateGroup]:
    """Return the groups of duplicates, by index; see `cluster.group_duplicates`.

    `different` are the pairs that a person marked as different, the lower index first.
    `on_progress(n)`: number of works whose candidates were compared since the last call.
    """
    recurring = recurring_titles(works)
    copies = copies_of(works, frozenset(i for pair in different for i in pair))
    # Sort by value, so that the groups do not depend on the order of `works`.
    first = sorted(copies, key=lambda i: sort_key(works[i]))
    at = {index: number for number, index in enumerate(first)}
    distinct = [works[i] for i in first]
    groups = group_duplicates(
        matched_pairs(distinct, recurring, on_progress),
        lambda a, b: compare(distinct[a], distinct[b], recurring),
        frozenset(_ordered(at[a], at[b]) for a, b in different),
    )
    return add_copies(
        (_with_indices(g, first) for g in groups),
        copies,
        lambda i: compare(works[i], works[i], recurring),
    )


def sort_key(work: PreparedWork) -> tuple[object, ...]:
    """A key to sort works by all their values."""
    pages, venue = work.pages, work.venue
    return (
        *(work.title, work.surnames, work.initials, str(work.year), work.volume, work.number),
        *(pages.first, pages.last, pages.tail, pages.locator, work.acronym, work.identifiers),
        [] if venue is None else [form.words for form in venue.forms],
        *(work.publisher, work.edition, sorted(work.name_words), sorted(work.links)),
    )


def _ordered(a: int, b: int) -> tuple[int, int]:
    """The two indices, the lower first."""
    return (a, b) if a < b else (b, a)


def _with_indices(found: DuplicateGroup, indices: Sequence[int]) -> DuplicateGroup:
    """The group with other indices: `indices` maps each index to the new one."""
    pairs = tuple(WorkPair(*_ordered(indices[p.a], indices[p.b]), p.match) for p in found.pairs)
    return DuplicateGroup(found.verdict, tuple(sorted(indices[i] for i in found.members)), pairs)


def copies_of(works: Sequence[PreparedWork], alone: frozenset[int]) -> dict[int, list[int]]:
    """The first of equal works, each with its copies. A work in `alone` has no copies.

    So fifty thousand equal works are compared as one.
    """
    first: dict[PreparedWork, int] = {}
    copies: dict[int, list[int]] = {}
    for index, work in enumerate(works):
        original = index if index in alone else first.setdefault(work, index)
        copies.setdefault(original, [])
        if original != index:
            copies[original].append(index)
    return copies


def add_copies(
    groups: Iterable[DuplicateGroup],
    copies: Mapping[int, Sequence[int]],
    match_of_copy: Callable[[int], Match],
) -> list[DuplicateGroup]:
    """Add the copies of each work to the groups.

    Copies are one work if their values are enough for that verdict; else they give a group to ask
    about. `match_of_copy` gives the match of a work and its copy.
    """
    same: list[DuplicateGroup] = []
    others: list[DuplicateGroup] = []
    pending = {i for i, c in copies.items() if c}
    for each in groups:
        if each.verdict is not Verdict.SAME:
            others.append(each)
            continue
        pairs, members = each.pairs, list(each.members)
        for index in members:
            match = match_of_copy(index) if index in pending else None
            if match is not None and match.verdict is Verdict.SAME:
                pending.discard(index)
                members += copies[index]
                pairs += tuple(WorkPair(index, copy, match) for copy in copies[index])
        same.append(DuplicateGroup(Verdict.SAME, tuple(sorted(members)), pairs))
    for index in sorted(pending):
        match = match_of_copy(index)
        if match.verdict is not Verdict.DIFFERENT:
            pairs = tuple(WorkPair(index, copy, match) for copy in copies[index])
            found = DuplicateGroup(match.verdict, (index, *copies[index]), pairs)
            (same if match.verdict is Verdict.SAME else others).append(found)
    return same + others


def wrong_links(works: Sequence[PreparedWork]) -> list[tuple[str, tuple[int, ...]]]:
    """Identifiers and links that works with different titles have: they are right on one at most.

    The result has each with the indices of its works. A DOI counts only if the works are in
    different places: the papers of a supplement share one. What more than `WORKS_OF_ONE_LINK`
    works have is a link to a volume or a list.
    """
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for index, work in enumerate(works):
        for name in {*(f"{scheme}:{value}" for scheme, value in work.identifiers), *work.links}:
            by_name[name].append(index)
    found: dict[tuple[int, ...], str] = {}
    for name, indices in by_name.items():
        if 2 <= len(indices) <= WORKS_OF_ONE_LINK and _is_wrong(name, [works[i] for i in indices]):
            known = found.get(tuple(indices))
            # Keep the identifier, and not the link that contains it.
            if known is None or (":" in name) > (":" in known):
                found[tuple(indices)] = name
    return [(name, indices) for indices, name in sorted(found.items())]


def _is_wrong(name: str, works: Sequence[PreparedWork]) -> bool:
    """Whether two of the works are different. A DOI in one volume of one venue does not count."""
    for a, b in combinations(works, 2):
        if compare(a, b).verdict is not Verdict.SHARED:
            continue
        if not name.startswith("doi:") or not (a.volume == b.volume and same_container(a, b)):
            return True
    return False
