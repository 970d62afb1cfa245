"""Choose the pairs of works to compare.

Every work is in a few blocks, one for each of its block keys. Two works are compared if they share
a block. A block that is too large is cut by more specific keys, and not dropped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from vcmbib.logic.dedupe.prepare import PreparedWork
from vcmbib.logic.dedupe.weights import (
    BLOCK_WORD,
    CUT_AUTHORS,
    CUT_SURNAME,
    CUT_TITLE,
    LARGEST_BLOCK,
    LONG_WORDS,
    NEIGHBOURS,
    RARE_WORDS,
    TITLE_BEGINNING,
)

Cut = Callable[[PreparedWork], Iterable[str]]


def candidate_pairs(
    works: Sequence[PreparedWork], on_progress: Callable[[int], None] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of works to compare, as indices: the lower first, each pair once.

    `on_progress` gets the number of works since its last call.
    """
    frequency = Counter(word for work in works for word in set(work.title.split()))
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, work in enumerate(works):
        for key in block_keys(work, frequency):
            blocks[key].append(index)
    seen: set[int] = set()
    size = len(works)
    reported = 0
    for number, block in enumerate(blocks.values(), 1):
        if on_progress is not None and (done := number * size // len(blocks)) > reported:
            on_progress(done - reported)
            reported = done
        if len(block) < 2:
            continue
        for members in cut_block(block, works):
            for a, b in combinations(members, 2):
                code = a * size + b if a < b else b * size + a
                if code not in seen:
                    seen.add(code)
                    yield (a, b) if a < b else (b, a)


def block_keys(work: PreparedWork, frequency: Mapping[str, int]) -> Iterable[tuple[str, ...]]:
    """The keys of the blocks of a work. `frequency` is the number of titles with each word."""
    if work.title_key:
        yield ("title", work.title_key[:TITLE_BEGINNING])
    words = {w for w in work.title.split() if len(w) >= BLOCK_WORD}
    rare = sorted(words, key=lambda w: (frequency[w], w))[:RARE_WORDS]
    for pair in combinations(sorted(rare), 2):
        yield ("rare", *pair)
    if len(words) >= LONG_WORDS:
        yield ("long", *sorted(sorted(words, key=lambda w: (-len(w), w))[:LONG_WORDS]))
    yield from work.identifiers
    if work.volume and work.pages.first:
        yield ("place", work.volume, work.pages.first)


def cut_block(block: list[int], works: Sequence[PreparedWork]) -> Iterator[list[int]]:
    """Yield the block, or smaller parts of it if it is too large.

    The block is cut by the beginning of the title, then by author, by year (a work is also in the
    part of the next year) and by place. The works with a place are also cut by place first. A work
    without the value is in every part, if the parts do not grow much by it.

    A typing error or a missing field may separate two records of one work. So each work is also
    compared with its neighbours in two orders of the block.
    """
    if len(block) <= LARGEST_BLOCK:
        yield block
        return
    for order in ORDERS:
        line = sorted(block, key=lambda index: (order(works[index]), index))
        for start in range(0, len(line) - 1, NEIGHBOURS // 2):
            yield line[start : start + NEIGHBOURS]
    placed = [i for i in block if works[i].volume or works[i].pages.first]
    pending = [(block, CUTS), (placed, CUTS_BY_PLACE)]
    while pending:
        members, cuts = pending.pop()
        if len(members) <= LARGEST_BLOCK:
            yield members
        elif cuts:
            pending += ((part, cuts[1:]) for part in _parts(members, cuts[0], works))


def _parts(members: list[int], by: Cut, works: Sequence[PreparedWork]) -> Iterator[list[int]]:
    """Yield the members with each key, two and more; equal parts once."""
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for index in members:
        for key in by(works[index]):
            parts[key].append(index)
    without_value = parts.pop("", [])
    if parts and len(parts) * len(without_value) <= len(members):
        for part in parts.values():
            part.extend(without_value)
    elif without_value:
        parts[""] = without_value
    seen: set[tuple[int, ...]] = set()  # the authors of a series give equal parts
    for part in parts.values():
        same = tuple(part)
        if len(part) > 1 and same not in seen:
            seen.add(same)
            yield part


def _by_people(work: PreparedWork) -> Iterable[str]:
    return dict.fromkeys(name[:CUT_SURNAME] for name in work.surnames) or ("",)


def _by_year(work: PreparedWork) -> Iterable[str]:
    return (str(work.year), str(work.year + 1)) if work.year else ("",)


def _by_title(work: PreparedWork) -> Iterable[str]:
    return (work.title_key[:CUT_TITLE],)


def _by_place(work: PreparedWork) -> Iterable[str]:
    values = (work.volume and f"v{work.volume}", work.pages.first and f"p{work.pages.first}")
    return [s for s in values if s] or ("",)


def _by_title_first(work: PreparedWork) -> tuple[str, ...]:
    """The values of a work, the most reliable first."""
    return work.title_key, _people(work), work.pages.first, work.volume, str(work.year)


def _by_people_first(work: PreparedWork) -> tuple[str, ...]:
    """The values of a work, with the title last."""
    return _people(work), str(work.year), work.volume, work.pages.first, work.title_key


def _people(work: PreparedWork) -> str:
    return " ".join(sorted(name[:CUT_SURNAME] for name in work.surnames[:CUT_AUTHORS]))


CUTS: tuple[Cut, ...] = (_by_title, _by_people, _by_year, _by_place)
CUTS_BY_PLACE: tuple[Cut, ...] = (_by_place, _by_people, _by_year, _by_title)
ORDERS: tuple[Callable[[PreparedWork], tuple[str, ...]], ...] = (_by_title_first, _by_people_first)
