"""The plan that turns one library into another, for `load` and `git merge`.

The plan has actions for the differences only, so the log lists them and `undo` reverts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vcmbib.model.dump.values import Dump, DumpedPaper, parents_first, settled
from vcmbib.model.fields import CATEGORIES, LIST_FIELDS
from vcmbib.model.paper import Paper
from vcmbib.model.plan import (
    Action,
    AddCategory,
    Change,
    ChangeCategory,
    ChangeVenue,
    MarkDifferent,
    Plan,
    Remove,
    RemoveCategory,
    Restore,
    SetAttachments,
)
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue

_ORDERED = tuple(field for field in LIST_FIELDS if field is not CATEGORIES)
"""Lists whose order is stored by the order of their rows."""


@dataclass(frozen=True, slots=True)
class _PaperChange:
    """A paper of the library, and what it becomes."""

    now: DumpedPaper
    wanted: DumpedPaper


def plan_changes(now: Dump, wanted: Dump) -> Plan:
    """The plan that turns the library `now` into `wanted`.

    The papers of `now` have their ids. A paper of `wanted` is matched by its key, else by one of
    its
    old keys, else by an old key of the paper in `now`.
    """
    pairs, fresh, gone = _paired(now, wanted)
    removed = {c.slug for c in now.categories} - {c.slug for c in wanted.categories}
    spelled = _venues(wanted)
    changed = [p for p in pairs if settled(p.now) != settled(p.wanted)]
    actions: list[Action] = list(_categories(now, wanted))
    actions += [Remove(p.paper) for p in gone]
    actions += _changes(changed, removed, spelled)
    actions += [Restore(_with_names(line, spelled)) for line in fresh]
    actions += [
        SetAttachments(p.wanted.key, p.wanted.files, p.wanted.records, p.wanted.paper.added,
             p.wanted.paper.updated)
        for p in changed
    ]  # fmt: skip
    actions += _apart(now, wanted, pairs)
    actions += _renamed_venues(now, wanted)
    return Plan.of(actions)


# --- papers ----------------------------------------------------------------------------------


def _paired(
    now: Dump, wanted: Dump
) -> tuple[list[_PaperChange], list[DumpedPaper], list[DumpedPaper]]:
    """(papers that stay, new ones, those that go)"""
    left = {p.key: p for p in now.papers}
    found: dict[str, DumpedPaper] = {}
    for line in wanted.papers:
        if line.key in left:
            found[line.key] = left.pop(line.key)
    for line in wanted.papers:
        if line.key not in found:
            former = next((k for k in reversed(line.paper.former_keys) if k in left), None)
            if former is not None:
                found[line.key] = left.pop(former)
    once = {key: p.key for p in left.values() for key in p.paper.former_keys}
    for line in wanted.papers:
        if line.key not in found and once.get(line.key) in left:
            found[line.key] = left.pop(once[line.key])
    pairs = [_PaperChange(found[line.key], line) for line in wanted.papers if line.key in found]
    fresh = [line for line in wanted.papers if line.key not in found]
    return pairs, fresh, list(left.values())


def _changes(
    pairs: Sequence[_PaperChange], removed: set[str], spelled: dict[Venue, Venue]
) -> Iterator[Change]:
    """Changes in an order in which no two papers have one key at any moment."""
    owner = {key: p.now.paper.id for p in pairs for key in p.now.keys}
    taken = {
        key
        for p in pairs
        for key in p.wanted.keys
        if owner.get(key, p.now.paper.id) != p.now.paper.id
    }
    later: list[Change] = []
    for pair in pairs:
        before = _standing(pair.now.paper, removed)
        after = replace(_with_names(pair.wanted, spelled).paper, id=before.id)
        middle = _middle(before, after, taken)
        if middle != before:
            yield Change(before, middle)
        if settled(replace(pair.now, paper=middle)).paper != settled(pair.wanted).paper:
            later.append(Change(middle, after))
        elif middle == before:
            later.append(Change(before, after))
    yield from later


def _standing(paper: Paper, removed: set[str]) -> Paper:
    """The paper without its categories that the plan removes before."""
    stays = tuple(s for s in paper.categories if s.slug not in removed)
    return replace(paper, categories=stays)


def _middle(before: Paper, after: Paper, taken: set[str]) -> Paper:
    """A step between: keys that another paper gets are free, and lists whose order a change cannot
    reach are empty.
    """
    middle = before
    for field in _ORDERED:
        old, new = field.identities(before), field.identities(after)
        stays = [v for v in old if v in set(new)]
        if stays != new[: len(stays)]:
            middle = field.cleared(middle)
    lost = set(before.former_keys) & taken
    if lost:
        kept = tuple(k for k in middle.former_keys if k not in lost)
        middle = replace(middle, former_keys=kept)
    if before.key in taken:
        middle = replace(middle, key=f"{before.key}~{before.id}")
    return middle


# --- venues ----------------------------------------------------------------------------------


def _venues(dump: Dump) -> dict[Venue, Venue]:
    """From a venue without its spellings to the venue with them."""
    return {replace(v, names=()): v for v in dump.venues}


def _with_names(line: DumpedPaper, spelled: dict[Venue, Venue]) -> DumpedPaper:
    venue = line.paper.venue
    if venue is None or replace(venue, names=()) not in spelled:
        return line
    named = spelled[replace(venue, names=())]
    return replace(line, paper=replace(line.paper, venue=named))


def _renamed_venues(now: Dump, wanted: Dump) -> Iterator[ChangeVenue]:
    """Venues that are there already, and shall be spelled or named otherwise."""
    before, after = _all_venues(now), _all_venues(wanted)
    for place, venue in after.items():
        old = before.get(place)
        if old is not None and replace(old, names=tuple(sorted(old.names))) != replace(
            venue, names=tuple(sorted(venue.names))
        ):
            yield ChangeVenue(venue)


def _all_venues(dump: Dump) -> dict[tuple[str, str], Venue]:
    spelled = _venues(dump)
    found: dict[tuple[str, str], Venue] = {}
    for line in dump.papers:
        if line.paper.venue is not None:
            venue = replace(line.paper.venue, names=())
            found.setdefault((fold(venue.name), venue.kind.value), spelled.get(venue, venue))
    return found


# --- the rest --------------------------------------------------------------------------------


def _categories(now: Dump, wanted: Dump) -> Iterator[Action]:
    """New ones, parents first; changed ones; then those that go."""
    have = {c.slug: c for c in now.categories}
    ordered = list(parents_first(wanted.categories))
    yield from (AddCategory(c) for c in ordered if c.slug not in have)
    yield from (ChangeCategory(c.slug, c) for c in ordered if c.slug in have and have[c.slug] != c)
    keep = {c.slug for c in ordered}
    below = reversed(list(parents_first(now.categories)))
    yield from (RemoveCategory(c.slug) for c in below if c.slug not in keep)


def _apart(now: Dump, wanted: Dump, pairs: Sequence[_PaperChange]) -> Iterator[MarkDifferent]:
    renamed = {p.now.key: p.wanted.key for p in pairs}
    have = {
        (min(a, b), max(a, b))
        for one, other in now.apart
        if one in renamed and other in renamed
        for a, b in ((renamed[one], renamed[other]),)
    }
    want = {(min(pair), max(pair)) for pair in wanted.apart}
    yield from (MarkDifferent(one, other) for one, other in sorted(want - have))
    yield from (MarkDifferent(one, other, different=False) for one, other in sorted(have - want))
