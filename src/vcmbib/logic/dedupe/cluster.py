"""Join pairs to groups of duplicates. No group contains two works with a veto between them."""

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
    """Two works by index, the lower first, and their match."""

    a: int
    b: int
    match: Match


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Works that are one (`same`), perhaps one (`ask`) or versions, and the pairs that show it."""

    verdict: Verdict
    members: tuple[int, ...]
    pairs: tuple[WorkPair, ...]

    @property
    def score(self) -> int:
        """The score of the weakest pair."""
        return min(p.match.score for p in self.pairs)


Compare = Callable[[int, int], Match]
_SHOWN = (Verdict.SAME, Verdict.VERSION, Verdict.ASK)


def group_duplicates(
    pairs: Iterable[WorkPair], compare: Compare, different: frozenset[tuple[int, int]]
) -> list[DuplicateGroup]:
    """Return the groups of duplicates, those with the verdict `same` first.

    `compare` gives the match of two works by index. `different` are the pairs that a person marked
    as different, the lower index first.

    Works that certain pairs connect are one group if no two of them have a veto. Else they are
    split, so that no group contains a veto; a work that is about as near to two groups joins
    neither. Each certain pair between two groups gives a group to ask about, with its veto.
    Of all other pairs those give groups of two that connect works which are not connected yet.
    """
    shown = sorted(
        (p for p in pairs if (p.a, p.b) not in different and p.match.verdict in _SHOWN),
        key=lambda p: (-p.match.score, p.a, p.b),
    )
    certain = [p for p in shown if p.match.verdict is Verdict.SAME]
    groups: list[DuplicateGroup] = []
    to_ask: list[DuplicateGroup] = []
    linked = UnionFind[int]()
    for component in _components(certain):
        works = {w for pair in component for w in (pair.a, pair.b)}
        if len(works) > LARGEST_GROUP:
            members = tuple(sorted(works))
            to_ask.append(DuplicateGroup(Verdict.ASK, members, _spanning_pairs(component)))
            continue
        split = _ConflictSplit(component, compare, different)
        for members in split.groups():
            inside = frozenset(members)
            inner = tuple(p for p in component if p.a in inside and p.b in inside)
            groups.append(DuplicateGroup(Verdict.SAME, members, _spanning_pairs(inner)))
        to_ask += split.conflicts()
    for group in (*groups, *to_ask):
        for work in group.members[1:]:
            linked.union(group.members[0], work)
    groups += to_ask
    # Of all other pairs take the strongest that connect two groups: a hundred papers of one title
    # are ninety-nine questions, not five thousand.
    doubts = (p for p in shown if p.match.verdict is not Verdict.SAME)
    return groups + [
        DuplicateGroup(p.match.verdict, (p.a, p.b), (p,)) for p in doubts if linked.union(p.a, p.b)
    ]


def _components(pairs: Sequence[WorkPair]) -> list[list[WorkPair]]:
    """The pairs of each connected component, in the order of the components' first pairs."""
    linked = UnionFind[int]()
    for pair in pairs:
        linked.union(pair.a, pair.b)
    found: defaultdict[int, list[WorkPair]] = defaultdict(list)
    for pair in pairs:
        found[linked.find(pair.a)].append(pair)
    return list(found.values())


def _spanning_pairs(pairs: Sequence[WorkPair]) -> tuple[WorkPair, ...]:
    """The first pairs that connect all works, one pair less than works."""
    linked = UnionFind[int]()
    return tuple(p for p in pairs if linked.union(p.a, p.b))


class _ConflictSplit:
    """Works that certain pairs connect, split so that no part contains a veto.

    `scores` are the scores of the certain pairs by work and work, `vetoes` the matches of the pairs
    with a veto. `parts` is the result: disjoint sets of works that contain no veto.
    """

    def __init__(
        self, pairs: Sequence[WorkPair], compare: Compare, different: frozenset[tuple[int, int]]
    ) -> None:
        self.pairs = pairs
        self.scores: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for pair in pairs:
            self.scores[pair.a][pair.b] = self.scores[pair.b][pair.a] = pair.match.score
        self.works = sorted(self.scores)
        self.vetoes: defaultdict[int, dict[int, Match]] = defaultdict(dict)
        for a, b in combinations(self.works, 2) if len(self.works) > 2 else ():
            if b in self.scores[a] and (a, b) not in different:
                continue
            match = compare(a, b)
            if (a, b) in different:
                match = mark_different(match)
            if vetoed(match):
                self.vetoes[a][b] = self.vetoes[b][a] = match
        self.parts: list[set[int]] = [set(self.works)]
        if self.vetoes:
            self.parts = self._split()

    def groups(self) -> list[tuple[int, ...]]:
        """The parts of two works and more, sorted."""
        return [tuple(sorted(part)) for part in self.parts if len(part) > 1]

    def conflicts(self) -> list[DuplicateGroup]:
        """For each two parts that certain pairs connect: the first such pair, and its veto."""
        if not self.vetoes:
            return []
        part_of = {work: number for number, part in enumerate(self.parts) for work in part}
        seen: set[tuple[int, int]] = set()
        found = []
        for pair in self.pairs:
            edge = min(part_of[pair.a], part_of[pair.b]), max(part_of[pair.a], part_of[pair.b])
            if edge[0] != edge[1] and edge not in seen:
                seen.add(edge)
                objecting = self._objecting_pairs(pair, part_of)
                members = {w for p in objecting for w in (p.a, p.b)}
                found.append(DuplicateGroup(Verdict.ASK, tuple(sorted(members)), objecting))
        return found

    def _objecting_pairs(self, pair: WorkPair, part_of: dict[int, int]) -> tuple[WorkPair, ...]:
        """The pair, and a veto between its two parts.

        If there is none, a third part has a veto against one of them and a pair with the other. The
        result is then the pair, the pair that leads to the third part, and the veto.
        """
        left, right = self.parts[part_of[pair.a]], self.parts[part_of[pair.b]]
        direct = self._find_veto(left, right)
        if direct is not None:
            return pair, direct
        for one, other in ((left, right), (right, left)):
            for link in self.pairs:
                for near, far in ((link.a, link.b), (link.b, link.a)):
                    if near in other and far not in other and far not in one:
                        veto = self._find_veto(one, self.parts[part_of[far]])
                        if veto is not None:
                            return pair, link, veto
        return (pair,)

    def _find_veto(self, left: Iterable[int], right: set[int]) -> WorkPair | None:
        """The first veto between two parts, by index; None if there is none."""
        for x in sorted(left):
            for y in sorted(right & self.vetoes[x].keys()):
                return WorkPair(min(x, y), max(x, y), self.vetoes[x][y])
        return None

    # --- splitting -----------------------------------------------------------------------------

    def _split(self) -> list[set[int]]:
        """Return disjoint sets of works, without a veto in any of them."""
        parts = self._merge_parts(self._initial_parts())
        kept = [self._without_undecided(part, parts) for part in parts]
        whole = [piece for part in kept for piece in self._connected_pieces(part)]
        alone = set(self.works).difference(*whole)
        return [*whole, *({work} for work in sorted(alone))]

    def _initial_parts(self) -> list[set[int]]:
        """Put each work into the nearest part without a veto, the best connected works first."""
        parts: list[set[int]] = []
        for work in sorted(self.works, key=self._placing_order):
            open_to = [p for p in parts if self.vetoes[work].keys().isdisjoint(p)]
            best = max(open_to, key=lambda p: self._bond(work, p), default=None)
            if best is not None and self._bond(work, best) > 0:
                best.add(work)
            else:
                parts.append({work})
        return parts

    def _placing_order(self, work: int) -> tuple[int, int, int]:
        """A sort key: first the works with more pairs than vetoes, and with high scores."""
        scores = self.scores[work]
        return len(self.vetoes[work]) - len(scores), -sum(scores.values()), work

    def _bond(self, work: int, part: set[int]) -> int:
        """The sum of the scores of a work's certain pairs with a part."""
        scores = self.scores[work]
        return sum(scores[other] for other in part & scores.keys())

    def _merge_parts(self, parts: list[set[int]]) -> list[set[int]]:
        """Merge the parts that a pair connects, if there is no veto between them."""
        for pair in self.pairs:
            left = next(p for p in parts if pair.a in p)
            right = next(p for p in parts if pair.b in p)
            if left is not right and self._find_veto(left, right) is None:
                left |= right
                parts = [p for p in parts if p is not right]
        return parts

    def _without_undecided(self, part: set[int], parts: Sequence[set[int]]) -> set[int]:
        """The part without the works that are about as near to another part.

        `CLEARLY_NEARER` is the limit. Only parts without a veto against the work are rivals.
        """
        if len(part) == 1:
            return part
        undecided = set()
        for work in part:
            rivals = (
                self._bond(work, other)
                for other in parts
                if other is not part and self.vetoes[work].keys().isdisjoint(other)
            )
            if self._bond(work, part) < CLEARLY_NEARER * max(rivals, default=0):
                undecided.add(work)
        return part - undecided

    def _connected_pieces(self, part: set[int]) -> list[set[int]]:
        """The connected pieces of a part."""
        left = set(part)
        pieces = []
        while left:
            piece, edge = set(), [left.pop()]
            while edge:
                work = edge.pop()
                piece.add(work)
                reached = self.scores[work].keys() & left
                left -= reached
                edge += reached
            pieces.append(piece)
        return pieces
