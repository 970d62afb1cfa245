"""Which works are worth comparing: those that share a rare piece of what they say.

Every work stands in a few blocks; two works are candidates if they share one. A block that grows
too large is cut by more specific keys, never dropped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from vcmbib.logic.preparing import Prepared

LARGEST = 64  # works in a block whose pairs are all compared
_RARE = 4  # words of a title, the rarest of the library, of which each two make a key


def candidates(works: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """Pairs of indices, the lower first, each once."""
    frequency = Counter(word for work in works for word in set(work.title.split()))
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, work in enumerate(works):
        for key in keys(work, frequency):
            blocks[key].append(index)
    seen: set[int] = set()
    size = len(works)
    for block in blocks.values():
        if len(block) < 2:
            continue
        for members in _cut(block, works):
            for a, b in combinations(members, 2):
                code = a * size + b if a < b else b * size + a
                if code not in seen:
                    seen.add(code)
                    yield (a, b) if a < b else (b, a)


def keys(work: Prepared, frequency: Mapping[str, int]) -> Iterable[tuple[str, ...]]:
    """The blocks that a work stands in; `frequency`: in how many titles each of its words is."""
    if work.key:
        yield ("title", work.key[:24])
    words = {w for w in work.title.split() if len(w) > 2}
    rare = sorted(words, key=lambda w: (frequency[w], w))[:_RARE]
    for pair in combinations(sorted(rare), 2):
        yield ("rare", *pair)
    if len(words) > 2:
        yield ("long", *sorted(sorted(words, key=lambda w: (-len(w), w))[:3]))
    yield from work.identifiers
    if work.volume and work.pages.first:
        yield ("place", work.volume, work.pages.first, str(work.year))


def _cut(block: list[int], works: Sequence[Prepared]) -> Iterator[list[int]]:
    """The block itself, or smaller ones by ever more of what the works say.

    Each cut keeps together what can still be one work: those that share an author, then a year
    (or the next), then all the rest of the title, then place.
    """
    if len(block) <= LARGEST:
        yield block
        return
    pending = [(block, 0)]
    while pending:
        members, depth = pending.pop()
        if len(members) <= LARGEST:
            yield members
            continue
        if depth == len(CUTS):  # alike in everything that is compared: neighbours stand for all
            for start in range(0, len(members) - 1, LARGEST // 2):
                yield members[start : start + LARGEST]
            continue
        parts: defaultdict[str, list[int]] = defaultdict(list)
        for index in members:
            for key in CUTS[depth](works[index]):
                parts[key].append(index)
        pending.extend((part, depth + 1) for part in parts.values() if len(part) > 1)


def _by_people(work: Prepared) -> Iterable[str]:
    return dict.fromkeys(name[:5] for name in work.surnames) or ("",)


def _by_year(work: Prepared) -> Iterable[str]:
    return (str(work.year), str(work.year + 1)) if work.year else ("",)


def _by_title(work: Prepared) -> Iterable[str]:
    return (work.key[:40],)


def _by_place(work: Prepared) -> Iterable[str]:
    return (work.volume or work.pages.first or "",)


CUTS = (_by_title, _by_people, _by_year, _by_place)
