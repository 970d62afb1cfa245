"""Which papers a record may speak of, and what is decided on each: the same evidence as between two
papers, and the citation key that both were given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TypeVar

from vcmbib.logic.dedupe.decide import Match, Verdict, vetoed
from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.pipeline import compare, recurring_titles
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.dedupe.weights import PAPERS_OF_ONE_TITLE, SAME_KEY, WORKS_OF_ONE_IDENTIFIER
from vcmbib.model.paper import Paper, Record
from vcmbib.model.snapshot import TITLE_START_LENGTH, LibrarySnapshot
from vcmbib.model.text import title_key
from vcmbib.model.venues.venue import Venue

K = TypeVar("K")

_SAME_KEY = Evidence("key", "same citation key", SAME_KEY)


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """A record under decision, with what is asked of it more than once."""

    record: Record
    title: str  # as titles are looked up
    names: tuple[tuple[str, str], ...]  # its identifiers, as they are compared
    url: str | None


def lookup_keys(record: Record) -> LookupKeys:
    """The record with its identifiers, one of each kind of sameness."""
    identifiers = record.identifiers
    if len(identifiers) > 1:
        distinct = {i.comparison_key: i for i in reversed(identifiers)}
        if len(distinct) < len(identifiers):
            identifiers = tuple(distinct.values())[::-1]
            record = replace(record, identifiers=identifiers)
    names = tuple(i.comparison_key for i in identifiers)
    return LookupKeys(record, title_key(record.title), names, record.url)


class PaperIndex:
    """Papers, by number, under all that a record may find them by; it grows with an import."""

    def __init__(self, known: LibrarySnapshot) -> None:
        self._by_key = known.by_key
        self._by_identifier = {k: list(v) for k, v in known.by_identifier.items()}
        self._by_title = {k: list(v) for k, v in known.by_title.items()}
        self._by_start: dict[str, list[int]] = {}
        for title, numbers in known.by_title.items():
            for number in numbers:
                _note(self._by_start, title[:TITLE_START_LENGTH], number)
        self._by_url: dict[str, int] = {}
        self._place = {n: _place(p) for n, p in known.papers.items()}

    def candidates(self, each: LookupKeys) -> list[int]:
        """The papers that share a key, an identifier, a title or the beginning of one."""
        numbers: dict[int, None] = {}
        if each.record.key in self._by_key:
            numbers[self._by_key[each.record.key]] = None
        for name in each.names:
            there = self._by_identifier.get(name, ())
            if len(there) <= WORKS_OF_ONE_IDENTIFIER:
                numbers.update(dict.fromkeys(there))
        if each.title:
            there = self._by_title.get(each.title, ())
            place = _place(each.record)
            if len(there) > PAPERS_OF_ONE_TITLE:  # a column: keep those that may be in one place
                there = [n for n in there if _may_be(place, self._place.get(n, _NOWHERE))]
            numbers.update(dict.fromkeys(there[:PAPERS_OF_ONE_TITLE]))
            if len(each.title) >= TITLE_START_LENGTH:
                there = self._by_start.get(each.title[:TITLE_START_LENGTH], ())
                numbers.update(dict.fromkeys(there[:PAPERS_OF_ONE_TITLE]))
        return list(numbers)

    def register(self, number: int, each: LookupKeys) -> None:
        """Let a paper be found by all that a record of it says."""
        for name in each.names:
            _note(self._by_identifier, name, number)
        if each.title:
            _note(self._by_title, each.title, number)
            _note(self._by_start, each.title[:TITLE_START_LENGTH], number)
        self._place.setdefault(number, _place(each.record))
        if each.url is not None:
            self._by_url.setdefault(each.url, number)

    def paper_with_link(self, url: str | None) -> int | None:
        """The paper of this import that has the link too."""
        return None if url is None else self._by_url.get(url)


_Place = tuple[object, ...]
_NOWHERE: _Place = (None, None, None, None)


def _place(work: Record | Paper) -> _Place:
    return work.year, work.volume, work.number, work.pages


def _may_be(one: _Place, other: _Place) -> bool:
    """Whether nothing is said otherwise."""
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _note(numbers: dict[K, list[int]], name: K, number: int) -> None:
    """Let `number` be found by `name`."""
    there = numbers.get(name)
    if there is None:
        numbers[name] = [number]
    elif number not in there:
        there.append(number)


def title_recurs(shape: PreparedWork, near: Sequence[PreparedWork]) -> bool:
    """Whether the record's title is one that comes again in the papers near it."""
    return bool(recurring_titles([shape, *(w for w in near if w.title_key == shape.title_key)]))


def match_record(
    record: Record,
    shape: PreparedWork,
    paper: Paper,
    known: PreparedWork,
    sources: Sequence[Record],
    *,
    recurring: bool,
) -> Match:
    """The verdict by the paper's title, or by one that a source gave it before it was edited.

    `shape` and `known` are the record and the paper, prepared.
    """
    again = frozenset({shape.title_key}) if recurring else frozenset()
    match = compare(shape, known, again)
    for title in sorted({s.title for s in sources} - {paper.title, ""}):
        if match.verdict is Verdict.SAME:
            break
        other = compare(shape, prepare(replace(paper, title=title)), again)
        match = other if other.verdict is Verdict.SAME else match
    keyed = record.key and record.key in (paper.key, *paper.former_keys)
    if keyed and match.verdict is Verdict.ASK and not vetoed(match):
        return Match(Verdict.SAME, (*match.evidence, _SAME_KEY))
    return match


_ELSEWHERE = frozenset("origin ref line places remarks venue".split())


_CLAIM = attrgetter(*(f.name for f in fields(Record) if f.name not in _ELSEWHERE))


_VENUE = attrgetter("acronym", "name", "kind", "publisher")  # spellings are not stored


def identical_sources(record: Record, sources: tuple[Record, ...]) -> tuple[Record, ...]:
    """The sources that made this very claim, wherever in their files they stood."""
    alike = [s for s in sources if s.title == record.title]
    if not alike:
        return ()
    wanted = _CLAIM(record)
    return tuple(s for s in alike if _CLAIM(s) == wanted and _same_claim(record.venue, s.venue))


def _same_claim(a: Venue | None, b: Venue | None) -> bool:
    if a is None or b is None:
        return a is b
    return bool(_VENUE(a) == _VENUE(b))
