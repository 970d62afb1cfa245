"""Which papers of three libraries are one: by key, by former key, by what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from vcmbib.logic.union_find import UnionFind
from vcmbib.model.dump.values import Dump, DumpedPaper
from vcmbib.model.identifiers import Scheme
from vcmbib.model.text import title_key

_WEAK = {Scheme.ISBN}  # names a volume that many papers stand in


@dataclass(slots=True)
class PaperVersions:
    """The papers of base, ours and theirs that end as one; several where a side merged them."""

    base: list[DumpedPaper] = field(default_factory=list)
    ours: list[DumpedPaper] = field(default_factory=list)
    theirs: list[DumpedPaper] = field(default_factory=list)


def same_work(one: DumpedPaper, other: DumpedPaper) -> bool:
    """Whether two newcomers under one key are one work: an identifier or the title says so.

    Two identifiers of one scheme that differ say that they are two.
    """
    mine, its = _strong(one), _strong(other)
    if mine & its or one.paper == other.paper:
        return True
    contradict = {scheme for scheme, _ in mine} & {scheme for scheme, _ in its}
    title = title_key(one.paper.title)
    return bool(title) and title == title_key(other.paper.title) and not contradict


def _strong(line: DumpedPaper) -> set[tuple[str, str]]:
    return {i.comparison_key for i in line.paper.identifiers if i.scheme not in _WEAK}


def _still(base: DumpedPaper, now: DumpedPaper) -> bool:
    """Whether a paper is the one that had this key, and not another that took the key later."""
    if now.key != base.key or now.paper.added == base.paper.added:
        return True
    return same_work(base, now) or title_key(base.paper.title) == title_key(now.paper.title)


def match_papers(base: Dump, ours: Dump, theirs: Dump) -> list[PaperVersions]:
    """The groups, those that our side has first, in its order."""
    sets = UnionFind[tuple[str, str]]()
    for name, side in (("ours", ours), ("theirs", theirs)):
        here = side.by_key()
        for line in base.papers:
            now = here.get(line.key)
            if now is not None and _still(line, now):
                sets.union((name, now.key), ("base", line.key))
    _newcomers(sets, base, ours, theirs)
    groups: dict[tuple[str, str], PaperVersions] = {}
    for line in ours.papers:
        groups.setdefault(sets.find(("ours", line.key)), PaperVersions()).ours.append(line)
    for line in theirs.papers:
        groups.setdefault(sets.find(("theirs", line.key)), PaperVersions()).theirs.append(line)
    for line in base.papers:
        groups.setdefault(sets.find(("base", line.key)), PaperVersions()).base.append(line)
    return list(groups.values())


def _newcomers(sets: UnionFind[tuple[str, str]], base: Dump, ours: Dump, theirs: Dump) -> None:
    """Papers that are in one library and not in the base, and are in the other one all the same.

    A key that led to another paper in the base, and is a paper's own now, was parted from it: that
    side took a merge back.
    """
    known = base.by_key()
    mine, its = ours.by_key(), theirs.by_key()
    fresh = [p for p in ours.papers if sets.is_alone(("ours", p.key))]
    theirs_fresh = [p for p in theirs.papers if sets.is_alone(("theirs", p.key))]
    paired: set[str] = set()
    for line, there, across in (
        *((p, mine, "ours") for p in theirs_fresh),
        *((p, its, "theirs") for p in fresh),
    ):
        for key, twin in ((k, there[k]) for k in line.keys if k in there):
            if key in known and not sets.is_alone((across, twin.key)):
                continue
            if same_work(twin, line):
                own, other = (twin, line) if across == "ours" else (line, twin)
                sets.union(("ours", own.key), ("theirs", other.key))
                paired.add(own.key)
    alone = [p for p in theirs_fresh if not any(k in mine for k in p.keys)]
    _by_identifier(sets, [p for p in fresh if p.key not in paired], alone)


def _by_identifier(
    sets: UnionFind[tuple[str, str]], fresh: list[DumpedPaper], theirs_fresh: list[DumpedPaper]
) -> None:
    """Newcomers under different keys: one, if an identifier and the title are the same in both."""
    waiting: dict[tuple[str, str], list[DumpedPaper]] = {}
    for line in fresh:
        for name in _strong(line):
            waiting.setdefault(name, []).append(line)
    paired: set[str] = set()
    for line in theirs_fresh:
        title = title_key(line.paper.title)
        found = {w.key: w for name in _strong(line) for w in waiting.get(name, ())}
        same = [w for w in found.values() if title and title_key(w.paper.title) == title]
        if len(same) == 1 and same[0].key not in paired:
            paired.add(same[0].key)
            sets.union(("ours", same[0].key), ("theirs", line.key))
