"""From pairs to groups that hold together: none joins two works that something speaks against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vcmbib.logic.deciding import Match, Verdict, vetoed


@dataclass(frozen=True, slots=True)
class Pair:
    """Two works by index, the lower first, and what was decided on them."""

    a: int
    b: int
    match: Match


@dataclass(frozen=True, slots=True)
class Group:
    """Works that are one (`same`), perhaps one (`ask`), or versions; with the pairs that say so."""

    verdict: Verdict
    members: tuple[int, ...]
    pairs: tuple[Pair, ...]

    @property
    def score(self) -> int:
        """Of the weakest pair that holds the group together."""
        return min(p.match.score for p in self.pairs)


_ORDER = (Verdict.SAME, Verdict.VERSION, Verdict.ASK, Verdict.SHARED)


def group(
    pairs: Iterable[Pair], compare: Callable[[int, int], Match], apart: frozenset[tuple[int, int]]
) -> list[Group]:
    """Groups of works, those that are the same first; `apart` are pairs that a person told apart.

    Pairs that are the same join groups, the strongest first; a pair that would bring together two
    works with a veto between them is not followed but becomes a group to ask about, with the pair
    that speaks against it. All other pairs are groups of the (joined) works that they connect.
    """
    told = sorted(
        (p for p in pairs if (p.a, p.b) not in apart and p.match.verdict in _ORDER),
        key=lambda p: (-p.match.score, p.a, p.b),
    )
    joined = _Joined()
    doubts: list[Pair] = []
    conflicts: list[tuple[Pair, Pair]] = []
    for pair in told:
        if pair.match.verdict is not Verdict.SAME:
            doubts.append(pair)
            continue
        against = _against(joined, pair, compare, apart)
        if against is None:
            joined.join(pair)
        else:
            conflicts.append((pair, against))
    groups = [
        Group(Verdict.SAME, tuple(sorted(members)), tuple(joined.pairs[root]))
        for root, members in joined.groups()
    ]
    groups += [
        Group(Verdict.ASK, tuple(sorted({pair.a, pair.b, veto.a, veto.b})), (pair, veto))
        for pair, veto in conflicts
    ]
    shown = {_edge(joined, pair) for pair, _ in conflicts}
    groups += [
        Group(p.match.verdict, (p.a, p.b), (p,))
        for edge, p in _doubtful(doubts, joined).items()
        if edge not in shown
    ]
    return groups


def _against(
    joined: _Joined,
    pair: Pair,
    compare: Callable[[int, int], Match],
    apart: frozenset[tuple[int, int]],
) -> Pair | None:
    """The first veto between the two groups that a pair would join."""
    left, right = joined.members(pair.a), joined.members(pair.b)
    if left is right:
        return None
    for x in left:
        for y in right:
            a, b = min(x, y), max(x, y)
            if (a, b) == (pair.a, pair.b):
                continue
            match = compare(a, b)
            if (a, b) in apart or vetoed(match):
                return Pair(a, b, match)
    return None


def _edge(joined: _Joined, pair: Pair) -> tuple[int, int]:
    """The two groups that a pair connects, by the works that stand for them."""
    left, right = joined.root(pair.a), joined.root(pair.b)
    return min(left, right), max(left, right)


def _doubtful(doubts: Sequence[Pair], joined: _Joined) -> dict[tuple[int, int], Pair]:
    """For each two groups that are in doubt their strongest pair."""
    best: dict[tuple[int, int], Pair] = {}
    for pair in doubts:
        edge = _edge(joined, pair)
        if edge[0] != edge[1]:
            best.setdefault(edge, pair)
    return best


class _Joined:
    """Disjoint sets of works, each with the pairs that joined it."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self.pairs: defaultdict[int, list[Pair]] = defaultdict(list)

    def root(self, work: int) -> int:
        """The work that stands for the set of `work`."""
        at = work
        while self._parent.get(at, at) != at:
            at = self._parent[at]
        while self._parent.get(work, work) != at:
            self._parent[work], work = at, self._parent[work]
        return at

    def members(self, work: int) -> list[int]:
        """The set of `work`; the same list object for all of its members."""
        return self._members.setdefault(self.root(work), [work])

    def join(self, pair: Pair) -> None:
        """Make the sets of a pair one."""
        left, right = self.root(pair.a), self.root(pair.b)
        if left == right:
            self.pairs[left].append(pair)
            return
        if len(self.members(left)) < len(self.members(right)):
            left, right = right, left
        self._parent[right] = left
        self.members(left).extend(self._members.pop(right))
        self.pairs[left] += [*self.pairs.pop(right, []), pair]

    def groups(self) -> list[tuple[int, list[int]]]:
        """(root, members) of the sets with more than one."""
        return [(root, members) for root, members in self._members.items() if len(members) > 1]
