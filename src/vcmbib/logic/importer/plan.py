"""From what was read to what will be done: every record becomes one line of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter

from vcmbib.logic.categories import CategoryPaths
from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.dedupe.weights import READ_BEFORE
from vcmbib.logic.importer.match import (
    LookupKeys,
    PaperIndex,
    identical_sources,
    lookup_keys,
    match_record,
    title_recurs,
)
from vcmbib.logic.merge.fill import Filled, fill, from_record
from vcmbib.model.keys.citekey import KeyMaker, default_key, is_valid_key
from vcmbib.model.paper import Paper, Problem, Reading, Record, Skipped, Standing
from vcmbib.model.plan import (
    Action,
    Add,
    AddCategory,
    Change,
    FieldChange,
    FieldConflict,
    Ledger,
    LedgerEntry,
    Outcome,
    Plan,
)
from vcmbib.model.snapshot import LibrarySnapshot


class OnDuplicate(StrEnum):
    """What happens to a record of a work that is there already."""

    FILL = "fill"
    ASK = "ask"
    ADD = "add"
    SKIP = "skip"


ConfirmMatch = Callable[[Record, Paper, Match], bool]
"""Whether a person says that a record speaks of a paper."""

_ASKED = (Verdict.SAME, Verdict.ASK, Verdict.VERSION)


@dataclass(slots=True)
class _PendingPaper:
    """A paper under way: as it is in the library (None for a new one) and as it shall be."""

    number: int
    before: Paper | None
    after: Paper
    sources: tuple[Record, ...]
    fresh: list[Record] = field(default_factory=list)
    shape: PreparedWork | None = None  # of `after`, as it is compared

    def prepared(self) -> PreparedWork:
        """The paper as it is now, ready to be compared."""
        if self.shape is None:
            self.shape = prepare(self.after)
        return self.shape


@dataclass(frozen=True, slots=True)
class _MatchedPaper:
    pending: _PendingPaper
    match: Match


class _ImportPlanner:
    """Takes the records one by one; papers that earlier ones made are known to later ones."""

    def __init__(
        self, known: LibrarySnapshot, on_duplicate: OnDuplicate, confirm: ConfirmMatch
    ) -> None:
        self.known = known
        self.confirm = confirm
        self.on_duplicate = on_duplicate
        self.origin = ""  # the name of the file that the records come from
        self.of_file: set[int] = set()  # the papers that this file has added
        self.keys = KeyMaker(set(known.taken_keys))
        self.places = CategoryPaths(known.categories, known.last_positions)
        self.pending: dict[int, _PendingPaper] = {}  # library papers by id, new ones by -1, -2, …
        self.index = PaperIndex(known)
        self.added = 0

    def take(self, record: Record) -> LedgerEntry:
        """Decide on one record."""
        each = lookup_keys(record)
        found, near = None, list[str]()
        if self.on_duplicate is not OnDuplicate.ADD:
            found, near = self._find(each)
        if found is None:
            return self._add(each, near)
        if self.on_duplicate is OnDuplicate.SKIP:
            return self._skip(each.record, found)
        return self._fill(each, found)

    # --- finding -----------------------------------------------------------------------------

    def _paper(self, number: int) -> _PendingPaper:
        if number not in self.pending:
            paper = self.known.papers[number]
            sources = self.known.records.get(number, ())
            self.pending[number] = _PendingPaper(number, paper, paper, sources)
        return self.pending[number]

    def _find(self, each: LookupKeys) -> tuple[_MatchedPaper | None, list[str]]:
        """The paper that the record speaks of; else what comes near it, in words."""
        record = each.record
        candidates = [self._paper(n) for n in self.index.candidates(each)]
        for pending in candidates:
            if identical_sources(record, pending.sources):
                return _MatchedPaper(pending, Match(Verdict.SAME, (_before(record, pending),))), []
        best: _MatchedPaper | None = None
        near: dict[str, str] = {}
        for found in self._judged(record, candidates):
            match, paper = found.match, found.pending.after
            if self.on_duplicate is OnDuplicate.ASK and match.verdict in _ASKED:
                if self.confirm(record, paper, match):
                    return found, []
                near[paper.key] = possible_duplicate_message(match, paper)
            elif match.verdict is not Verdict.SAME:
                near[paper.key] = possible_duplicate_message(match, paper)
            elif self._another_entry(found.pending, record):
                near[paper.key] = same_work_message(match, paper, record.key)
            elif paper.key == record.key:
                return found, []
            elif best is None or (paper.title == record.title, match.score) > (
                best.pending.after.title == record.title,
                best.match.score,
            ):
                best = found
        if best is not None:
            return best, []
        linked = self.index.paper_with_link(each.url)
        if linked is not None:
            # One address on two titles: one of the links is wrong, or leads to something larger.
            other = self.pending[linked].after.key
            near.setdefault(other, f"the link also stands on {other}, another title: is it right?")
        return None, truncate([text for text in near.values() if text])

    def _judged(
        self, record: Record, candidates: Sequence[_PendingPaper]
    ) -> Iterator[_MatchedPaper]:
        if not candidates:
            return
        shape = prepare(record)
        again = title_recurs(shape, [p.prepared() for p in candidates])
        for each in candidates:
            match = match_record(
                record, shape, each.after, each.prepared(), each.sources, recurring=again
            )
            yield _MatchedPaper(each, match)

    def _another_entry(self, pending: _PendingPaper, record: Record) -> bool:
        """Whether the paper is another entry of the same file, with a key of its own.

        An author may cite either key, so both stay until somebody merges them.
        """
        if pending.number not in self.of_file or not record.key:
            return False
        return pending.sources[0].key not in ("", record.key)

    # --- deciding ----------------------------------------------------------------------------

    def _add(self, each: LookupKeys, near: list[str]) -> LedgerEntry:
        record = each.record
        warnings = [*record.remarks, *near]
        if record.key and is_valid_key(record.key):
            key = self.keys.make(record.key)
            if key != record.key:
                warnings.append(f"the key {record.key} is taken: {key} instead")
        else:
            key = self.keys.make(default_key(record.authors, record.year, record.title))
            if record.key:
                warnings.append(f"{record.key!r} cannot be a citation key: {key} instead")
        paper = from_record(record, key, self._standings(record))
        if record.former_keys:
            paper = self._alias(replace(paper, former_keys=()), record.former_keys, [], warnings)
        self.added += 1
        number = -self.added
        self.of_file.add(number)
        self.pending[number] = _PendingPaper(number, None, paper, (record,), [record])
        self.index.register(number, each)
        reason, told = joined_warnings(warnings), tuple(warnings)
        return LedgerEntry(
            record.line, Outcome.ADDED, key, reason, record, told, origin=self.origin
        )

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

    def _skip(self, record: Record, found: _MatchedPaper) -> LedgerEntry:
        key = found.pending.after.key
        reason = f"there already as {key}: {found.match}"
        told, origin = record.remarks, self.origin
        return LedgerEntry(record.line, Outcome.SKIPPED, key, reason, record, told, origin=origin)

    def _fill(self, each: LookupKeys, found: _MatchedPaper) -> LedgerEntry:
        """What the record adds; one that was read before adds nothing that was taken away since."""
        record, pending = each.record, found.pending
        before = identical_sources(record, pending.sources)
        filled = Filled(pending.after) if before else fill(pending.after, record, pending.sources)
        warnings, changes = list(record.remarks), list(filled.changes)
        paper = filled.paper
        if not any(_paths(record) == _paths(s) for s in before):
            paper = self._stand(paper, record, changes)
        if not before:
            paper = self._alias(paper, (record.key, *record.former_keys), changes, warnings)
        self.index.register(pending.number, each)
        if changes or filled.conflicts:
            pending.sources = (*pending.sources, record)
            pending.fresh.append(record)
        pending.after, pending.shape = paper, None
        outcome = Outcome.FILLED if changes else Outcome.SAME
        told = [f"{found.match}: {changes_message(changes, filled.conflicts)}"]
        return LedgerEntry(
            record.line,
            outcome,
            paper.key,
            joined_warnings([*told, *warnings]),
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
        fresh = (k for k in keys if is_valid_key(k) and k not in (paper.key, *paper.former_keys))
        for key in fresh:
            if self.keys.is_free(key):
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


def _before(record: Record, pending: _PendingPaper) -> Evidence:
    """Where this very claim was read: earlier in the same file, or at another time."""
    for source in pending.fresh:
        if source.line and source.origin == record.origin and source.title == record.title:
            return Evidence("read", f"listed before, on line {source.line}", READ_BEFORE)
    return Evidence("read", "read before", READ_BEFORE)


def _paths(record: Record) -> tuple[tuple[str, ...], ...]:
    return tuple(place.path for place in record.places)


def plan_import(
    readings: Sequence[tuple[str, Reading]],
    known: LibrarySnapshot,
    on_duplicate: OnDuplicate = OnDuplicate.FILL,
    on_progress: Callable[[int], None] | None = None,
    confirm: ConfirmMatch = lambda *_: False,
) -> Plan:
    """What importing these readings, each with its file's name, does.

    The ledger has every item read, file by file and line by line. `confirm` says, with
    `OnDuplicate.ASK`, whether a record speaks of a paper. `on_progress(n)`: number of records
    processed since the last call.
    """
    planner = _ImportPlanner(known, on_duplicate, confirm)
    ledger: list[LedgerEntry] = []
    for origin, reading in readings:
        planner.origin, planner.of_file = origin, set()
        entries = [planner.take(r) for r in _counted(reading.records, on_progress)]
        entries += [_failed(p, origin) for p in reading.problems]
        entries += [_skipped(s, origin) for s in reading.skipped]
        entries.sort(key=attrgetter("line"))
        ledger += entries
    return Plan(tuple(planner.actions()), Ledger(tuple(ledger)))


_STEP = 500


def _counted(
    records: Sequence[Record], on_progress: Callable[[int], None] | None
) -> Iterator[Record]:
    """The records; calls `on_progress` after every few hundred."""
    for start in range(0, len(records), _STEP):
        few = records[start : start + _STEP]
        yield from few
        if on_progress is not None:
            on_progress(len(few))


def _failed(problem: Problem, origin: str) -> LedgerEntry:
    reason, text = problem.reason, problem.text
    return LedgerEntry(problem.line, Outcome.FAILED, None, reason, text=text, origin=origin)


def _skipped(skipped: Skipped, origin: str) -> LedgerEntry:
    reason, text = skipped.reason, skipped.text
    return LedgerEntry(skipped.line, Outcome.SKIPPED, None, reason, text=text, origin=origin)


def conflicts_of(paper: Paper, sources: Sequence[Record]) -> tuple[FieldConflict, ...]:
    """Where the sources of a paper disagree with what stands."""
    found: list[FieldConflict] = []
    for record in sources:
        found.extend(fill(paper, record, tuple(sources)).conflicts)
    return tuple(dict.fromkeys(found))


def possible_duplicate_message(match: Match, paper: Paper) -> str:
    """What is said of a paper that a record comes near; empty where it does not."""
    said = str(match)
    match match.verdict:
        case Verdict.SHARED:
            return f"the link also stands on {paper.key}, another title ({said}): one is wrong"
        case Verdict.VERSION:
            return f"perhaps another version of {paper.key} ({said})"
        case Verdict.ASK:
            return f"perhaps the same as {paper.key} ({said})"
        case _:
            return ""


def same_work_message(match: Match, paper: Paper, key: str) -> str:
    """What is said of two entries of one file that are one work."""
    said = str(match)
    return f"the same as {paper.key} ({said}): both are kept until: vcmbib merge {paper.key} {key}"


_TOLD = 5  # papers that a record comes near to and that are named


def truncate(near: list[str]) -> list[str]:
    """The first of what is said of papers nearby."""
    return near if len(near) <= _TOLD else [*near[:_TOLD], f"and {len(near) - _TOLD} more"]


def changes_message(changes: Sequence[FieldChange], conflicts: Sequence[FieldConflict]) -> str:
    """What a record that was there already brought."""
    parts = [", ".join(dict.fromkeys(c.field for c in changes)) or "nothing new"]
    parts += [f"{c.field} differs, {c.kept!r} stands" for c in conflicts]
    return "; ".join(parts)


def joined_warnings(warnings: Sequence[str]) -> str | None:
    """All warnings as one text; None without any."""
    return "; ".join(warnings) or None
