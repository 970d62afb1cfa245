"""From what was read to what will be done: every record becomes one line of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import TypeVar

from vcmbib.logic import telling
from vcmbib.logic.matching import Match, Verdict, compare
from vcmbib.logic.merging import Filled, fill, from_record, shown
from vcmbib.logic.placing import Places
from vcmbib.logic.repeating import said_before
from vcmbib.model.citekeys import KeyMaker, base_key, valid_key
from vcmbib.model.known import Known
from vcmbib.model.paper import Paper, Problem, Reading, Record, Skipped, Standing
from vcmbib.model.plan import (
    Action,
    Add,
    AddCategory,
    Change,
    Conflict,
    Entry,
    FieldChange,
    Ledger,
    Outcome,
    Plan,
)
from vcmbib.model.text import title_key

K = TypeVar("K")


# What stands on more papers than these names what contains them, such as a volume: there the title
# decides, and a thousand papers of one volume are not compared with each other.
_MANY = 10


class OnDuplicate(StrEnum):
    """What happens to a record of a work that is there already."""

    FILL = "fill"
    ASK = "ask"
    ADD = "add"
    SKIP = "skip"


Agreed = Callable[[Record, Paper, Match], bool]
"""Whether a person says that a record speaks of a paper."""

_ASKED = (Verdict.SAME, Verdict.ASK, Verdict.VERSION)


@dataclass(slots=True)
class _Pending:
    """A paper under way: as it is in the library (None for a new one) and as it shall be."""

    number: int
    before: Paper | None
    after: Paper
    sources: tuple[Record, ...]
    fresh: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    pending: _Pending
    match: Match


@dataclass(frozen=True, slots=True)
class _Met:
    """A record under decision, with what is asked of it more than once."""

    record: Record
    title: str  # as titles are compared
    names: tuple[tuple[str, str], ...]  # its identifiers, as they are compared
    url: str | None


class _Planner:
    """Takes the records one by one; papers that earlier ones made are known to later ones."""

    def __init__(self, known: Known, on_duplicate: OnDuplicate, agreed: Agreed) -> None:
        self.known = known
        self.agreed = agreed
        self.on_duplicate = on_duplicate
        self.origin = ""  # the name of the file that the records come from
        self.of_file: set[int] = set()  # the papers that this file has added
        self.keys = KeyMaker(set(known.taken_keys))
        self.places = Places(known.categories, known.places)
        self.pending: dict[int, _Pending] = {}  # library papers by id, new ones by -1, -2, …
        self.by_identifier: dict[tuple[str, str], list[int]] = {
            k: list(v) for k, v in known.by_identifier.items()
        }
        self.by_title: dict[str, list[int]] = {k: list(v) for k, v in known.by_title.items()}
        self.by_url: dict[str, int] = {}
        self.added = 0

    def take(self, record: Record) -> Entry:
        """Decide on one record."""
        met = _met(record)
        found, near = None, list[str]()
        if self.on_duplicate is not OnDuplicate.ADD:
            found, near = self._find(met)
        if found is None:
            return self._add(met, near)
        if self.on_duplicate is OnDuplicate.SKIP:
            return self._skip(met.record, found)
        return self._fill(met, found)

    # --- finding -----------------------------------------------------------------------------

    def _paper(self, number: int) -> _Pending:
        if number not in self.pending:
            paper = self.known.papers[number]
            sources = self.known.sources.get(number, ())
            self.pending[number] = _Pending(number, paper, paper, sources)
        return self.pending[number]

    def _candidates(self, met: _Met) -> list[_Pending]:
        numbers: dict[int, None] = {}
        if met.record.key in self.known.by_key:
            numbers[self.known.by_key[met.record.key]] = None
        for name in met.names:
            there = self.by_identifier.get(name, ())
            if len(there) <= _MANY:
                numbers.update(dict.fromkeys(there))
        if met.title in self.by_title:
            numbers.update(dict.fromkeys(self.by_title[met.title]))
        return [self._paper(n) for n in numbers]

    def _find(self, met: _Met) -> tuple[_Found | None, list[str]]:
        """The paper that the record speaks of; else what comes near it, in words."""
        record, candidates = met.record, self._candidates(met)
        for pending in candidates:
            if said_before(record, pending.sources):
                return _Found(pending, Match(Verdict.SAME, (_before(record, pending),))), []
        best: _Found | None = None
        near: dict[str, str] = {}
        for pending in candidates:
            match = _compared(record, pending)
            if self.on_duplicate is OnDuplicate.ASK and match.verdict in _ASKED:
                if self.agreed(record, pending.after, match):
                    return _Found(pending, match), []
                near[pending.after.key] = telling.near(match, pending.after)
            elif match.verdict is not Verdict.SAME:
                near[pending.after.key] = telling.near(match, pending.after)
            elif self._another_entry(pending, record):
                near[pending.after.key] = telling.twice(match, pending.after)
            elif pending.after.key == record.key:
                return _Found(pending, match), []
            elif best is None or pending.after.title == record.title:
                best = _Found(pending, match)
        if best is not None:
            return best, []
        if met.url is not None and met.url in self.by_url:
            # One address on two titles: one of the links is wrong, or leads to something larger.
            other = self.pending[self.by_url[met.url]].after.key
            near.setdefault(other, f"the link also stands on {other}, another title: is it right?")
        return None, [text for text in near.values() if text]

    def _another_entry(self, pending: _Pending, record: Record) -> bool:
        """Whether the paper is another entry of the same file, with a key of its own.

        An author may cite either key, so both stay until somebody merges them.
        """
        if pending.number not in self.of_file or not record.key:
            return False
        return pending.sources[0].key not in ("", record.key)

    # --- deciding ----------------------------------------------------------------------------

    def _add(self, met: _Met, near: list[str]) -> Entry:
        record = met.record
        warnings = [*record.remarks, *near]
        if record.key and valid_key(record.key):
            key = self.keys.make(record.key)
            if key != record.key:
                warnings.append(f"the key {record.key} is taken: {key} instead")
        else:
            key = self.keys.make(base_key(record.authors, record.year, record.title))
            if record.key:
                warnings.append(f"{record.key!r} cannot be a citation key: {key} instead")
        paper = from_record(record, key, self._standings(record))
        if record.former_keys:
            paper = self._alias(replace(paper, former_keys=()), record.former_keys, [], warnings)
        self.added += 1
        number = -self.added
        self.of_file.add(number)
        self.pending[number] = _Pending(number, None, paper, (record,), [record])
        self._register(number, met)
        reason, told = telling.reason(warnings), tuple(warnings)
        return Entry(record.line, Outcome.ADDED, key, reason, record, told, origin=self.origin)

    def _register(self, number: int, met: _Met) -> None:
        for name in met.names:
            _note(self.by_identifier, name, number)
        if met.title:
            _note(self.by_title, met.title, number)
        if met.url is not None:
            self.by_url.setdefault(met.url, number)

    def _standings(self, record: Record) -> tuple[Standing, ...]:
        if not record.places:
            return ()
        standings: dict[str, Standing] = {}
        for place in record.places:
            if place.path:
                slug = self.places.slug_of(place.path)
                if slug not in standings:
                    standings[slug] = Standing(slug, self.places.next(slug))
        return tuple(standings.values())

    def _skip(self, record: Record, found: _Found) -> Entry:
        key = found.pending.after.key
        reason = f"there already as {key}: {', '.join(found.match.evidence)}"
        told, origin = record.remarks, self.origin
        return Entry(record.line, Outcome.SKIPPED, key, reason, record, told, origin=origin)

    def _fill(self, met: _Met, found: _Found) -> Entry:
        """What the record adds; one that was read before adds nothing that was taken away since."""
        record, pending = met.record, found.pending
        before = said_before(record, pending.sources)
        filled = Filled(pending.after) if before else fill(pending.after, record, pending.sources)
        warnings, changes = list(record.remarks), list(filled.changes)
        paper = filled.paper
        if not any(_paths(record) == _paths(s) for s in before):
            paper = self._stand(paper, record, changes)
        if not before:
            paper = self._alias(paper, (record.key, *record.former_keys), changes, warnings)
        self._register(pending.number, met)
        if changes or filled.conflicts:
            pending.sources = (*pending.sources, record)
            pending.fresh.append(record)
        pending.after = paper
        outcome = Outcome.FILLED if changes else Outcome.SAME
        told = [f"{', '.join(found.match.evidence)}: {telling.what(changes, filled.conflicts)}"]
        return Entry(
            record.line,
            outcome,
            paper.key,
            telling.reason([*told, *warnings]),
            record,
            tuple(warnings),
            tuple(changes),
            filled.conflicts,
            origin=self.origin,
        )

    def _stand(self, paper: Paper, record: Record, changes: list[FieldChange]) -> Paper:
        """The paper in the record's places too."""
        have = {s.slug for s in paper.categories}
        for place in record.places:
            slug = self.places.slug_of(place.path) if place.path else ""
            if slug and slug not in have:
                have.add(slug)
                standing = Standing(slug, self.places.next(slug))
                paper = replace(paper, categories=(*paper.categories, standing))
                changes.append(FieldChange("category", None, slug, "listed there"))
        return paper

    def _alias(
        self, paper: Paper, keys: Iterable[str], changes: list[FieldChange], warnings: list[str]
    ) -> Paper:
        """The keys that the record's file uses resolve to the paper too, where they are free."""
        fresh = (k for k in keys if valid_key(k) and k not in (paper.key, *paper.former_keys))
        for key in fresh:
            if self.keys.free(key):
                self.keys.make(key)
                changes.append(FieldChange("former_keys", None, key, "the file's own key"))
                paper = replace(paper, former_keys=(*paper.former_keys, key))
            else:
                warnings.append(f"the key {key} belongs to another paper")
        return paper

    # --- the plan ----------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        """Categories, then papers, in the order in which they were met."""
        done: list[Action] = [AddCategory(c) for c in self.places.fresh]
        for pending in self.pending.values():
            if pending.before is None:
                done.append(Add(pending.after, tuple(pending.fresh)))
            elif pending.after != pending.before or pending.fresh:
                done.append(Change(pending.before, pending.after, tuple(pending.fresh)))
        return done


def _met(record: Record) -> _Met:
    """The record with its identifiers, one of each kind of sameness."""
    identifiers = record.identifiers
    if len(identifiers) > 1:
        distinct = {i.same: i for i in reversed(identifiers)}
        if len(distinct) < len(identifiers):
            identifiers = tuple(distinct.values())[::-1]
            record = replace(record, identifiers=identifiers)
    names = tuple(i.same for i in identifiers)
    return _Met(record, title_key(record.title), names, record.url)


def _note(numbers: dict[K, list[int]], name: K, number: int) -> None:
    """Let `number` be found by `name`."""
    there = numbers.get(name)
    if there is None:
        numbers[name] = [number]
    elif number not in there:
        there.append(number)


def _compared(record: Record, pending: _Pending) -> Match:
    """The verdict by the paper's title, or by one that a source gave it before it was edited."""
    match = compare(record, pending.after)
    titles = {s.title for s in pending.sources} - {pending.after.title, ""}
    for title in sorted(titles):
        if match.verdict is Verdict.SAME:
            break
        other = compare(record, replace(pending.after, title=title))
        match = other if other.verdict is Verdict.SAME else match
    return match


def _before(record: Record, pending: _Pending) -> str:
    """Where this very claim was read: earlier in the same file, or at another time."""
    for source in pending.fresh:
        if source.line and source.origin == record.origin and source.title == record.title:
            return f"listed before, on line {source.line}"
    return "read before"


def _paths(record: Record) -> tuple[tuple[str, ...], ...]:
    return tuple(place.path for place in record.places)


def plan_import(
    readings: Sequence[tuple[str, Reading]],
    known: Known,
    on_duplicate: OnDuplicate = OnDuplicate.FILL,
    tick: Callable[[int], None] | None = None,
    agreed: Agreed = lambda *_: False,
) -> Plan:
    """What importing these readings, each with its file's name, does.

    The ledger has every item read, file by file and line by line. `tick` is told how many more
    records are done, some hundreds at a time; `agreed` says, with `OnDuplicate.ASK`, whether a
    record speaks of a paper.
    """
    planner = _Planner(known, on_duplicate, agreed)
    ledger: list[Entry] = []
    for origin, reading in readings:
        planner.origin, planner.of_file = origin, set()
        entries = [planner.take(r) for r in _counted(reading.records, tick)]
        entries += [_failed(p, origin) for p in reading.problems]
        entries += [_skipped(s, origin) for s in reading.skipped]
        entries.sort(key=attrgetter("line"))
        ledger += entries
    return Plan(tuple(planner.actions()), Ledger(tuple(ledger)))


_STEP = 500


def _counted(records: Sequence[Record], tick: Callable[[int], None] | None) -> Iterator[Record]:
    """The records; after each few hundred `tick` is told."""
    for start in range(0, len(records), _STEP):
        few = records[start : start + _STEP]
        yield from few
        if tick is not None:
            tick(len(few))


def _failed(problem: Problem, origin: str) -> Entry:
    reason, text = problem.reason, problem.text
    return Entry(problem.line, Outcome.FAILED, None, reason, text=text, origin=origin)


def _skipped(skipped: Skipped, origin: str) -> Entry:
    reason, text = skipped.reason, skipped.text
    return Entry(skipped.line, Outcome.SKIPPED, None, reason, text=text, origin=origin)


def conflicts_of(paper: Paper, sources: Sequence[Record]) -> tuple[Conflict, ...]:
    """Where the sources of a paper disagree with what stands."""
    found: list[Conflict] = []
    for record in sources:
        found.extend(fill(paper, record, tuple(sources)).conflicts)
    return tuple(dict.fromkeys(found))


__all__ = ["OnDuplicate", "conflicts_of", "plan_import", "shown"]
