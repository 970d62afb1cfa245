"""From pairs to groups that hold together: none joins two works that something speaks against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from vcmbib.logic.dedupe.decide import Match, Verdict, mark_different, vetoed
from vcmbib.logic.dedupe.weights import CLEARLY_NEARER, LARGEST_GROUP
from vcmbib.logic.union_find import UnionFind


@dataclass(frozen=True, slots=True)
class WorkPair:
    """Two works by index, the lower first, and what was decided on them."""

    a: int
    b: int
    match: Match


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Works that are one (`same`), perhaps one (`ask`), or versions; with the pairs that say so."""

    verdict: Verdict
    members: tuple[int, ...]
    pairs: tuple[WorkPair, ...]

    @property
    def score(self) -> int:
        """Of the weakest pair that holds the group together."""
        return min(p.match.score for p in self.pairs)


Compare = Callable[[int, int], Match]
_SHOWN = (Verdict.SAME, Verdict.VERSION, Verdict.ASK)


def group_duplicates(
    pairs: Iterable[WorkPair], compare: Compare, apart: frozenset[tuple[int, int]]
) -> list[DuplicateGroup]:
    """Groups of works, those that are the same first; `apart` are pairs that a person told apart.

    Works that certain pairs connect are one group if nothing speaks against any two of them. Where
    something does, they are parted so that no group holds such a pair, and a work that stands
    between two groups, about as near to the one as to the other, joins neither. Every certain pair
    that was not followed is a group to ask about, with the pair that objects. Of all other pairs
    those are groups of two that connect what is not connected yet.
    """
    told = sorted(
        (p for p in pairs if (p.a, p.b) not in apart and p.match.verdict in _SHOWN),
        key=lambda p: (-p.match.score, p.a, p.b),
    )
    certain = [p for p in told if p.match.verdict is Verdict.SAME]
    groups: list[DuplicateGroup] = []
    asked: list[DuplicateGroup] = []
    sets = UnionFind[int]()
    for component in _components(certain):
        works = {w for pair in component for w in (pair.a, pair.b)}
        if len(works) > LARGEST_GROUP:
            asked.append(DuplicateGroup(Verdict.ASK, tuple(sorted(works)), _spanning(component)))
            continue
        parting = _Parting(component, compare, apart)
        for members in parting.groups():
            inside = frozenset(members)
            held = tuple(p for p in component if p.a in inside and p.b in inside)
            groups.append(DuplicateGroup(Verdict.SAME, members, _spanning(held)))
        asked += parting.conflicts()
    for each in (*groups, *asked):
        for work in each.members[1:]:
            sets.union(each.members[0], work)
    groups += asked
    # Of all other pairs the strongest that connect what nothing has connected: a hundred papers of
    # one title are ninety-nine questions, not five thousand.
    doubts = (p for p in told if p.match.verdict is not Verdict.SAME)
    return groups + [
        DuplicateGroup(p.match.verdict, (p.a, p.b), (p,)) for p in doubts if sets.union(p.a, p.b)
    ]


def _components(pairs: Sequence[WorkPair]) -> list[list[WorkPair]]:
    """The pairs, sorted into those that hang together."""
    sets = UnionFind[int]()
    for pair in pairs:
        sets.union(pair.a, pair.b)
    found: defaultdict[int, list[WorkPair]] = defaultdict(list)
    for pair in pairs:
        found[sets.find(pair.a)].append(pair)
    return list(found.values())


def _spanning(pairs: Sequence[WorkPair]) -> tuple[WorkPair, ...]:
    """The strongest pairs that are enough to hold all together, one fewer than works."""
    sets = UnionFind[int]()
    return tuple(p for p in pairs if sets.union(p.a, p.b))


class _Parting:
    """Works that certain pairs connect, and how they are parted."""

    def __init__(
        self, pairs: Sequence[WorkPair], compare: Compare, apart: frozenset[tuple[int, int]]
    ) -> None:
        self.pairs = pairs
        self.near: defaultdict[int, dict[int, int]] = defaultdict(dict)  # work, work: score
        for pair in pairs:
            self.near[pair.a][pair.b] = self.near[pair.b][pair.a] = pair.match.score
        self.works = sorted(self.near)
        self.against: defaultdict[int, dict[int, Match]] = defaultdict(dict)
        for a, b in combinations(self.works, 2) if len(self.works) > 2 else ():
            if b in self.near[a] and (a, b) not in apart:
                continue
            match = compare(a, b)
            if (a, b) in apart:
                match = mark_different(match)
            if vetoed(match):
                self.against[a][b] = self.against[b][a] = match
        self.parts: list[set[int]] = [set(self.works)]
        if self.against:
            self.parts = self._parted()

    def groups(self) -> list[tuple[int, ...]]:
        """The works that stay together, two and more."""
        return [tuple(sorted(part)) for part in self.parts if len(part) > 1]

    def conflicts(self) -> list[DuplicateGroup]:
        """For each two parts that a certain pair connects, that pair and what objects to it."""
        if not self.against:
            return []
        at = {work: number for number, part in enumerate(self.parts) for work in part}
        seen: set[tuple[int, int]] = set()
        found = []
        for pair in self.pairs:
            edge = min(at[pair.a], at[pair.b]), max(at[pair.a], at[pair.b])
            if edge[0] != edge[1] and edge not in seen:
                seen.add(edge)
                objecting = self._objection(pair, at)
                members = {w for p in objecting for w in (p.a, p.b)}
                found.append(DuplicateGroup(Verdict.ASK, tuple(sorted(members)), objecting))
        return found

    def _objection(self, pair: WorkPair, at: dict[int, int]) -> tuple[WorkPair, ...]:
        """The pair itself, what speaks against, and the pair that leads there if none is direct."""
        left, right = self.parts[at[pair.a]], self.parts[at[pair.b]]
        direct = self._veto(left, right)
        if direct is not None:
            return pair, direct
        for there, here in ((left, right), (right, left)):
            for other in self.pairs:  # a work between two: the other one that it is near to
                for near, far in ((other.a, other.b), (other.b, other.a)):
                    if near in here and far not in here and far not in there:
                        veto = self._veto(there, self.parts[at[far]])
                        if veto is not None:
                            return pair, other, veto
        return (pair,)

    def _veto(self, left: Iterable[int], right: set[int]) -> WorkPair | None:
        for x in sorted(left):
            for y in sorted(right & self.against[x].keys()):
                return WorkPair(min(x, y), max(x, y), self.against[x][y])
        return None

    # --- parting -----------------------------------------------------------------------------

    def _parted(self) -> list[set[int]]:
        parts = self._joined(self._placed())
        kept = [self._without_torn(part, parts) for part in parts]
        whole = [piece for part in kept for piece in self._pieces(part)]
        alone = set(self.works).difference(*whole)
        return [*whole, *({work} for work in sorted(alone))]

    def _placed(self) -> list[set[int]]:
        """Each work beside those that it is nearest to, the best connected ones first."""
        parts: list[set[int]] = []
        for work in sorted(self.works, key=self._standing):
            open_to = [p for p in parts if self.against[work].keys().isdisjoint(p)]
            best = max(open_to, key=lambda p: self._bond(work, p), default=None)
            if best is not None and self._bond(work, best) > 0:
                best.add(work)
            else:
                parts.append({work})
        return parts

    def _standing(self, work: int) -> tuple[int, int, int]:
        near = self.near[work]
        return len(self.against[work]) - len(near), -sum(near.values()), work

    def _bond(self, work: int, part: set[int]) -> int:
        near = self.near[work]
        return sum(near[other] for other in part & near.keys())

    def _joined(self, parts: list[set[int]]) -> list[set[int]]:
        """The parts, those made one that a pair connects and nothing keeps apart."""
        for pair in self.pairs:
            left = next(p for p in parts if pair.a in p)
            right = next(p for p in parts if pair.b in p)
            if left is not right and self._veto(left, right) is None:
                left |= right
                parts = [p for p in parts if p is not right]
        return parts

    def _without_torn(self, part: set[int], parts: Sequence[set[int]]) -> set[int]:
        """The part without the works that are as near to a part that it objects to."""
        if len(part) == 1:
            return part
        torn = set()
        for work in part:
            rivals = (
                self._bond(work, other)
                for other in parts
                if other is not part and self.against[work].keys().isdisjoint(other)
            )
            if self._bond(work, part) < CLEARLY_NEARER * max(rivals, default=0):
                torn.add(work)
        return part - torn

    def _pieces(self, part: set[int]) -> list[set[int]]:
        """What still hangs together."""
        left = set(part)
        pieces = []
        while left:
            piece, edge = set(), [left.pop()]
            while edge:
                work = edge.pop()
                piece.add(work)
                reached = self.near[work].keys() & left
                left -= reached
                edge += reached
            pieces.append(piece)
        return pieces
