"""The three-way merge of one paper: both sides field by field, compared with their base."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from vcmbib.model.dump.jsonl import Object, link_object, paper_object
from vcmbib.model.dump.values import DumpedPaper
from vcmbib.model.field_types import FieldUse, PaperField, ValueKind
from vcmbib.model.fields import (
    ALL_FIELDS,
    AUTHORS,
    EXTRA,
    FORMER_KEYS,
    LINKS,
    LIST_FIELDS,
)
from vcmbib.model.merge_conflicts import MergeConflict
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, Paper

K = TypeVar("K")
V = TypeVar("V")
E = TypeVar("E")

EMPTY = DumpedPaper(Paper("", ""))
"""The base of a paper that is new on both sides."""

Group = tuple[PaperField, ...]


def _groups() -> dict[str, Group]:
    """The fields of one value by the name that `edit` knows; `authors` are two fields."""
    groups: dict[str, Group] = {}
    for one in ALL_FIELDS:
        single = one not in LIST_FIELDS and one.kind not in (ValueKind.KEY, ValueKind.TIME)
        if single and FieldUse.THREE_WAY in one.uses:
            (name,) = one.uses[FieldUse.THREE_WAY]
            groups[name] = (*groups.get(name, ()), one)
    return groups


_GROUPS = _groups()
_LISTS = tuple(one for one in LIST_FIELDS if one is not FORMER_KEYS)
_UNITED = tuple(one for one in _LISTS if one not in (LINKS, EXTRA))
"""Lists whose values do not conflict: a value is there or is not."""


@dataclass(slots=True)
class PaperConflicts:
    """The conflicts of one paper: (field, ours, theirs, reason)."""

    found: list[tuple[str, Object, Object, str]] = field(default_factory=list)

    def add(
        self, name: str, ours: Object, theirs: Object, why: str = "both sides changed it"
    ) -> None:
        """Add a field that both sides changed differently."""
        self.found.append((name, ours, theirs, why))

    def under_key(self, key: str) -> list[MergeConflict]:
        """Return the conflicts of the paper under its final citation key."""
        return [MergeConflict(key, *one) for one in self.found]


def merge_paper(
    base: DumpedPaper | None,
    ours: DumpedPaper,
    theirs: DumpedPaper,
    conflicts: PaperConflicts,
) -> DumpedPaper:
    """Return the paper with the changes of both sides; where they conflict, with our value.

    Keys are merged, but not compared with the keys of other papers. A category has the same slug
    in all three papers.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    old = base or EMPTY
    paper = ours.paper
    for name, group in _GROUPS.items():
        source = _chosen(name, group, old, ours, theirs, conflicts)
        if source is not ours.paper:
            paper = _copied(group, source, paper)
    paper = replace(
        _merge_keys(base, ours, theirs, paper, conflicts),
        added=_time(old.paper.added, ours.paper.added, theirs.paper.added, newest=False),
        updated=_time(old.paper.updated, ours.paper.updated, theirs.paper.updated, newest=True),
    )
    paper = _merge_lists(old.paper, ours.paper, theirs.paper, paper, conflicts)
    return replace(
        ours,
        paper=paper,
        files=_union(old.files, ours.files, theirs.files),
        records=_union(old.records, ours.records, theirs.records),
    )


def merge_into(
    result: DumpedPaper,
    base: DumpedPaper | None,
    other: DumpedPaper,
    conflicts: PaperConflicts,
    own: DumpedPaper,
    *,
    ours: bool,
) -> DumpedPaper:
    """Return `result` with the changes that one side made to a paper which the other side merged.

    The other side merged `base` into `result`; this side changed `base` to `other`. What `own`
    (the paper that remained) had itself is not removed. With `ours`, `other` is of our side and
    its values win.
    """
    old = base or EMPTY
    paper = result.paper
    for name, group in _GROUPS.items():
        before, current, new = (_values(p, group) for p in (old.paper, paper, other.paper))
        if new in (before, current) or not any(new):
            continue
        if current != before and any(current) and current != _values(EMPTY.paper, group):
            our_side, their_side = (other, result) if ours else (result, other)
            conflicts.add(name, _part(our_side, group), _part(their_side, group))
            if not ours:
                continue
        paper = _copied(group, other.paper, paper)
    shared, changed = old.paper, paper
    for one in _LISTS:
        shared = one.combined(_without, shared, shared, own.paper)
        changed = one.combined(_with_changes, changed, paper, old.paper, other.paper)
    merged = _merge_lists(shared, paper, changed, paper, conflicts)
    former = dict.fromkeys((*merged.former_keys, *other.keys))
    former.pop(merged.key, None)
    return replace(
        result,
        paper=replace(merged, former_keys=tuple(former)),
        files=_union(old.files, result.files, (*result.files, *other.files)),
        records=_union(old.records, result.records, (*result.records, *other.records)),
    )


# --- fields of one value -----------------------------------------------------------------------


def _values(paper: Paper, group: Group) -> tuple[object, ...]:
    return tuple(one.value(paper) for one in group)


def _copied(group: Group, source: Paper, target: Paper) -> Paper:
    for one in group:
        target = one.copied(source, target)
    return target


def _part(line: DumpedPaper, group: Group) -> Object:
    """The part of a line of a dump that contains these fields."""
    names = [name for one in group for name in one.uses[FieldUse.DUMP]]
    written = paper_object(line)
    return {name: written.get(name) for name in names}


def _chosen(
    name: str,
    group: Group,
    base: DumpedPaper,
    ours: DumpedPaper,
    theirs: DumpedPaper,
    conflicts: PaperConflicts,
) -> Paper:
    """The paper whose values of these fields win: ours or theirs."""
    old, our, their = (_values(p.paper, group) for p in (base, ours, theirs))
    if their in (our, old):
        return ours.paper
    if our == old:
        return theirs.paper
    if AUTHORS in group and (longer := _longer(ours.paper, theirs.paper)) is not None:
        return longer
    conflicts.add(name, _part(ours, group), _part(theirs, group))
    return ours.paper


def _longer(ours: Paper, theirs: Paper) -> Paper | None:
    """The paper whose author list continues the incomplete list of the other one."""
    for short, long in ((ours, theirs), (theirs, ours)):
        names: tuple[Name, ...] = short.authors
        if not short.authors_complete and long.authors[: len(names)] == names:
            return long
    return None


def _time(base: str, ours: str, theirs: str, *, newest: bool) -> str:
    if ours in (theirs, base):
        return theirs
    if theirs == base:
        return ours
    times = [t for t in (ours, theirs) if t]
    return max(times) if newest else min(times)


def _merge_keys(
    base: DumpedPaper | None,
    ours: DumpedPaper,
    theirs: DumpedPaper,
    paper: Paper,
    conflicts: PaperConflicts,
) -> Paper:
    """The key that one side gave. If both sides gave one, ours; theirs becomes an old key."""
    if base is None:
        both = tuple(dict.fromkeys((*ours.paper.former_keys, *theirs.keys)))
        return replace(paper, former_keys=tuple(k for k in both if k != ours.key))
    key = theirs.key if ours.key == base.key else ours.key
    if theirs.key not in (base.key, ours.key) and ours.key != base.key:
        conflicts.add("key", {"key": ours.key}, {"key": theirs.key})
    if ours.keys == base.keys:
        former = theirs.paper.former_keys
    elif theirs.keys == base.keys:
        former = ours.paper.former_keys
    else:
        former = _union(base.keys, ours.keys, theirs.keys)
        former = tuple(dict.fromkeys((*former, ours.key, theirs.key)))
    return replace(paper, key=key, former_keys=tuple(k for k in former if k != key))


# --- lists -------------------------------------------------------------------------------------


def _merge_lists(
    base: Paper, ours: Paper, theirs: Paper, paper: Paper, conflicts: PaperConflicts
) -> Paper:
    """`paper` with the merged lists of both sides."""

    def link_part(link: Link | None) -> Object:
        return {"links": [] if link is None else [link_object(link)]}

    def extra_part(name: str, value: str | None) -> Object:
        return {"fields": [] if value is None else [[name, value]]}

    links, conflicting = join(_links(base), _links(ours), _links(theirs), strict=True)
    for url, (our_link, their_link) in conflicting.items():
        conflicts.add(f"link {url}", link_part(our_link), link_part(their_link))
    fields, differing = join(dict(base.extra), dict(ours.extra), dict(theirs.extra), strict=True)
    for name, (our_value, their_value) in differing.items():
        conflicts.add(f"extra.{name}", extra_part(name, our_value), extra_part(name, their_value))
    for one in _UNITED:
        paper = one.combined(_joined, paper, base, ours, theirs)
    return replace(paper, links=tuple(links.values()), extra=tuple(fields.items()))


def _links(paper: Paper) -> dict[str, Link]:
    return {k.url: k for k in paper.links}


def _joined(identity: Callable[[E], Hashable], *sides: tuple[E, ...]) -> Iterable[E]:
    """The values of base, ours and theirs, merged by their identity."""
    base, ours, theirs = ({identity(v): v for v in side} for side in sides)
    return join(base, ours, theirs)[0].values()


def _without(identity: Callable[[E], Hashable], *lists: tuple[E, ...]) -> Iterable[E]:
    """The values of the first list that the second one does not have."""
    values, others = lists
    return (value for value in values if value not in others)


def _with_changes(identity: Callable[[E], Hashable], *lists: tuple[E, ...]) -> Iterable[E]:
    """The current values with the changes from old to new: what was added and what was removed."""
    current, old, new = lists
    removed = [v for v in old if v not in new]
    changed = (
        *(v for v in current if v not in removed),
        *(v for v in new if v not in (*old, *current)),
    )
    last = {identity(v): v for v in reversed(changed)}
    return tuple(last.values())[::-1]


def _union(base: Sequence[V], ours: Sequence[V], theirs: Sequence[V]) -> tuple[V, ...]:
    """What both sides have or one of them added, without what one of them removed."""
    if tuple(ours) in (tuple(base), tuple(theirs)):
        return tuple(theirs)
    if tuple(theirs) == tuple(base):
        return tuple(ours)
    sides = [dict.fromkeys(side, True) for side in (base, ours, theirs)]
    return tuple(join(*sides)[0])


def join(
    base: Mapping[K, V], ours: Mapping[K, V], theirs: Mapping[K, V], *, strict: bool = False
) -> tuple[dict[K, V], dict[K, tuple[V | None, V | None]]]:
    """Return the merged values by key, and the conflicts: (our value, their value) by key.

    Our values come first, then those that their side added. If one side removed a value and the
    other side changed it, then with `strict` it is kept and is a conflict, else it is removed.
    """
    if list(ours.items()) in (list(base.items()), list(theirs.items())):
        return dict(theirs), {}
    if list(theirs.items()) == list(base.items()):
        return dict(ours), {}
    found: dict[K, V] = {}
    conflicts: dict[K, tuple[V | None, V | None]] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        old, our, their = base.get(key), ours.get(key), theirs.get(key)
        if their in (our, old):
            value = our
        elif our == old:
            value = their
        elif our is not None and their is not None:
            value = our
            conflicts[key] = (our, their)
        elif strict:
            value = our if our is not None else their
            conflicts[key] = (our, their)
        else:
            value = None
        if value is not None:
            found[key] = value
    return found, conflicts
