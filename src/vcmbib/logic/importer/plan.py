"""Plan an import: every record that was read becomes one entry of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter

from vcmbib.logic.categories import CategoryPaths
from vcmbib.logic.dedupe.decide import Match, Verdict
from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.dedupe.weights import READ_BEFORE
from vcmbib.logic.importer.certainty import is_certain
from vcmbib.logic.importer.match import (
    SAME_KEY_AND_VALUES,
    LookupKeys,
    PaperIndex,
    identical_sources,
    lookup_keys,
    match_record,
    restates,
    title_recurs,
)
from vcmbib.logic.merge.fill import FillResult, fill, paper_from_record
from vcmbib.logic.merge.restated import restates_key
from vcmbib.model.attempt import Failure, attempt
from vcmbib.model.keys.citekey import KeyMaker, default_key, is_valid_key, is_valid_old_key
from vcmbib.model.paper import Paper, Problem, Reading, Record, Skipped, SourceKind, Standing
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
from vcmbib.model.text import fold_key, title_key


class OnDuplicate(StrEnum):
    """What an import does with a record of a work that the library has."""

    FILL = "fill"
    ASK = "ask"
    ADD = "add"
    SKIP = "skip"


ConfirmMatch = Callable[[Record, Paper, Match], bool]
"""Ask a person whether a record and a paper are one work."""

_ASK_VERDICTS = (Verdict.SAME, Verdict.ASK, Verdict.VERSION)


@dataclass(slots=True)
class _PendingPaper:
    """A paper of the plan: `before` as in the library (None for a new paper), `after` as planned.

    `sources` are all its records, `new_records` those of this import.
    """

    number: int
    before: Paper | None
    after: Paper
    sources: tuple[Record, ...]
    new_records: list[Record] = field(default_factory=list)
    prepared_after: PreparedWork | None = None  # `after`, prepared

    def prepared(self) -> PreparedWork:
        """The planned paper, prepared for comparison."""
        if self.prepared_after is None:
            self.prepared_after = prepare(self.after)
        return self.prepared_after


@dataclass(frozen=True, slots=True)
class _MatchedPaper:
    """A paper of the plan and its match with a record."""

    pending: _PendingPaper
    match: Match


class _ImportPlanner:
    """Plans the records one by one. A later record may belong to a paper of an earlier one."""

    def __init__(
        self, known: LibrarySnapshot, on_duplicate: OnDuplicate, confirm: ConfirmMatch
    ) -> None:
        self.known = known
        self.confirm = confirm
        self.on_duplicate = on_duplicate
        self.origin = ""  # the name of the file of the records
        self.file_papers: set[int] = set()  # the papers that this file added
        self.titles = Counter[str]()  # of the records of this file
        self.file_keys: frozenset[str] = frozenset()  # of its records, casefolded
        self.keys = KeyMaker(set(known.taken_keys))
        self.places = CategoryPaths(known.categories, known.last_positions)
        self.pending: dict[int, _PendingPaper] = {}  # library papers by id, new ones by -1, -2, …
        self.index = PaperIndex(known)
        self.added = 0
        self.refusal: Exception | None = None  # what `confirm` raised

    def take(self, record: Record) -> LedgerEntry:
        """Plan one record and return its entry of the ledger: `failed` if that is not possible."""
        added = self.added
        entry = attempt(self._plan, record)
        if not isinstance(entry, Failure):
            return entry
        if entry.error is self.refusal:
            raise entry.error
        for number in range(added, self.added):
            self.pending.pop(-number - 1, None)
        return _failed(Problem(record.line, f"it was not imported: {entry.reason}"), self.origin)

    def _confirmed(self, record: Record, paper: Paper, match: Match) -> bool:
        """Ask whether the record and the paper are one work. An exception ends the import."""
        answer = attempt(self.confirm, record, paper, match)
        if isinstance(answer, Failure):
            self.refusal = answer.error
            raise answer.error
        return answer

    def _plan(self, record: Record) -> LedgerEntry:
        keys = lookup_keys(record)
        found, similar = None, list[str]()
        if self.on_duplicate is not OnDuplicate.ADD:
            found, similar = self._find_paper(keys)
        if found is None:
            return self._add(keys, similar)
        if self.on_duplicate is OnDuplicate.SKIP:
            return self._skip(keys.record, found)
        return self._fill(keys, found)

    # --- matching -----------------------------------------------------------------------------

    def _exists(self, number: int) -> bool:
        """Whether there is a paper with this number: a record that failed made none."""
        return number in self.pending or number in self.known.papers

    def _paper(self, number: int) -> _PendingPaper:
        """The planned paper with this number."""
        if number not in self.pending:
            paper = self.known.papers[number]
            sources = self.known.records.get(number, ())
            self.pending[number] = _PendingPaper(number, paper, paper, sources)
        return self.pending[number]

    def _find_paper(self, keys: LookupKeys) -> tuple[_MatchedPaper | None, list[str]]:
        """The paper that the record belongs to; else None and messages on similar papers."""
        record = keys.record
        candidates = [self._paper(n) for n in self.index.candidates(keys) if self._exists(n)]
        again = _repeated(record, candidates)
        if again is not None:
            return again, []
        best: _MatchedPaper | None = None
        similar: dict[str, str] = {}
        matches = [*self._matches(record, candidates)]
        is_only = sum(m.match.verdict is Verdict.SAME for m in matches) == 1
        for found in matches:
            match, paper = found.match, found.pending.after
            if self.on_duplicate is OnDuplicate.ASK and match.verdict in _ASK_VERDICTS:
                if self._confirmed(record, paper, match):
                    return found, []
                similar[paper.key] = possible_duplicate_message(match, paper)
                continue
            message = self._reason_to_add(record, found, is_only=is_only)
            if message is not None:
                similar[paper.key] = message
            elif paper.key == record.key:
                return found, []
            elif best is None or (paper.title == record.title, match.score) > (
                best.pending.after.title == record.title,
                best.match.score,
            ):
                best = found
        if best is not None:
            return best, []
        linked = self.index.paper_with_link(keys.url)
        if linked is not None and self._exists(linked):
            # One link on two titles: one is wrong, or the link is that of a volume or a list.
            other = self.pending[linked].after.key
            message = f"{other} has the same link but another title: is the link right?"
            similar.setdefault(other, message)
        return None, first_messages([text for text in similar.values() if text])

    def _matches(
        self, record: Record, candidates: Sequence[_PendingPaper]
    ) -> Iterator[_MatchedPaper]:
        """Yield each candidate with its match."""
        comparable = [p for p in candidates if not isinstance(attempt(p.prepared), Failure)]
        if not comparable:
            return
        prepared = prepare(record)
        recurring = title_recurs(prepared, [p.prepared() for p in comparable])
        for pending in comparable:
            match = match_record(
                record,
                prepared,
                pending.after,
                pending.prepared(),
                pending.sources,
                recurring=recurring,
            )
            yield _MatchedPaper(pending, match)

    def _reason_to_add(self, record: Record, found: _MatchedPaper, *, is_only: bool) -> str | None:
        """Why the record is added next to a similar paper, as text; None if it belongs to it."""
        match, paper = found.match, found.pending.after
        if match.verdict is not Verdict.SAME:
            return possible_duplicate_message(match, paper)
        if self._is_other_entry(found.pending, record):
            return same_work_message(match, paper, record.key)
        if not self._is_certain(record, found, is_only=is_only):
            return f"perhaps the same as {paper.key} ({match})"
        return None

    def _is_certain(self, record: Record, found: _MatchedPaper, *, is_only: bool) -> bool:
        """Whether the record certainly belongs to the paper, so that no other work is filled."""
        pending = found.pending
        if record.source is not SourceKind.LIST:  # a list may have a paper in several places
            is_only = is_only and pending.number not in self.file_papers
            is_only = is_only and self.titles[title_key(record.title)] <= 1
        return is_certain(
            found.match,
            record,
            prepare(record),
            pending.after,
            pending.prepared(),
            pending.sources,
            is_only=is_only,
        )

    def _is_other_entry(self, pending: _PendingPaper, record: Record) -> bool:
        """Whether the paper is another entry of the same file, with another key.

        An author may cite either key, so both papers stay until a person merges them.
        """
        if pending.number not in self.file_papers or not record.key:
            return False
        return pending.sources[0].key not in ("", record.key)

    # --- entries ----------------------------------------------------------------------------

    def _add(self, keys: LookupKeys, similar: list[str]) -> LedgerEntry:
        """Add a new paper. `similar` are messages on similar papers."""
        record = keys.record
        warnings = [*record.remarks, *similar]
        old_keys = self._old_keys(record)
        if record.key and is_valid_key(record.key):
            key = self.keys.make(record.key)
            if key != record.key:
                warnings.append(f"another paper has the key {record.key}; the new paper has {key}")
        else:
            key = self.keys.make(default_key(record.authors, record.year, record.title))
            if record.key:
                warnings.append(f"{record.key!r} is not a valid citation key; the paper has {key}")
                old_keys = (record.key, *old_keys)
        paper = paper_from_record(record, key, self._new_standings(record))
        if old_keys:
            others = tuple(field for field in paper.extra if field[0] != _LISTED_KEYS)
            bare = replace(paper, former_keys=(), extra=others)
            bare = self._add_former_keys(bare, old_keys, [], warnings)
            paper = replace(paper, former_keys=bare.former_keys)
            paper = replace(paper, extra=_without_listed(paper))
        self.added += 1
        number = -self.added
        self.file_papers.add(number)
        self.pending[number] = _PendingPaper(number, None, paper, (record,), [record])
        self.index.register(number, keys)
        reason = joined_warnings(warnings)
        return LedgerEntry(
            record.line, Outcome.ADDED, key, reason, record, tuple(warnings), origin=self.origin
        )

    def _new_standings(self, record: Record) -> tuple[Standing, ...]:
        """The categories of a new paper, each with the next position in it."""
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
        """Skip the record, as the library has its paper."""
        key = found.pending.after.key
        reason = f"already in the library as {key}: {found.match}"
        return LedgerEntry(
            record.line, Outcome.SKIPPED, key, reason, record, record.remarks, origin=self.origin
        )

    def _fill(self, keys: LookupKeys, found: _MatchedPaper) -> LedgerEntry:
        """Fill the paper from the record. A record that was read before restores nothing."""
        record, pending = keys.record, found.pending
        before = identical_sources(record, pending.sources)
        filled = (
            FillResult(pending.after) if before else fill(pending.after, record, pending.sources)
        )
        warnings, changes = list(record.remarks), list(filled.changes)
        paper = filled.paper
        if not any(_paths(record) == _paths(s) for s in before):
            paper = self._add_standings(paper, record, changes)
        if not before:
            paper = self._add_former_keys(
                paper, (record.key, *self._old_keys(record)), changes, warnings
            )
        self.index.register(pending.number, keys)
        if changes or filled.conflicts:
            pending.sources = (*pending.sources, record)
            pending.new_records.append(record)
        pending.after, pending.prepared_after = paper, None
        outcome = Outcome.FILLED if changes else Outcome.SAME
        message = f"{found.match}: {changes_message(changes, filled.conflicts)}"
        return LedgerEntry(
            record.line,
            outcome,
            paper.key,
            joined_warnings([message, *warnings]),
            record,
            tuple(warnings),
            tuple(changes),
            filled.conflicts,
            origin=self.origin,
        )

    def _add_standings(self, paper: Paper, record: Record, changes: list[FieldChange]) -> Paper:
        """The paper, added to the record's categories."""
        slugs = {s.slug for s in paper.categories}
        for place in record.places:
            slug = self.places.slug_of(place.path) if place.path else ""
            if slug and slug not in slugs:
                slugs.add(slug)
                standing = Standing(slug, self.places.next(slug))
                paper = replace(paper, categories=(*paper.categories, standing))
                changes.append(FieldChange("category", None, slug, "the file lists it there"))
        return paper

    def _old_keys(self, record: Record) -> tuple[str, ...]:
        """The old keys of the record. Formats without a place for them have the field `ids`.

        A key in `ids` that is the key of an entry of the same file is not an old key.
        """
        listed = (k.strip() for k in dict(record.extra).get(_LISTED_KEYS, "").split(","))
        others = (k for k in listed if k and fold_key(k) not in self.file_keys)
        return tuple(dict.fromkeys((*record.former_keys, *others)))

    def _add_former_keys(
        self, paper: Paper, keys: Iterable[str], changes: list[FieldChange], warnings: list[str]
    ) -> Paper:
        """The paper with the keys of the record's file as former keys, if they are free."""
        own_keys = {fold_key(k) for k in (paper.key, *paper.former_keys)}
        for key in filter(is_valid_old_key, dict.fromkeys(keys)):
            if fold_key(key) in own_keys or restates_key(paper, key):
                continue
            if self.keys.is_free(key):
                self.keys.make(key)
                changes.append(FieldChange("former_keys", None, key, "the key in the file"))
                paper = replace(paper, former_keys=(*paper.former_keys, key))
            else:
                warnings.append(f"the key {key} belongs to another paper")
        return paper

    # --- the plan ----------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        """New categories, then added and changed papers, in the order of their first records."""
        done: list[Action] = [AddCategory(c) for c in self.places.fresh]
        for pending in self.pending.values():
            if pending.before is None:
                done.append(Add(pending.after, tuple(pending.new_records)))
            elif pending.after != pending.before or pending.new_records:
                done.append(Change(pending.before, pending.after, tuple(pending.new_records)))
        return done


_LISTED_KEYS = "ids"
"""The extra field with old keys (manual of biblatex, 2.2.3 Special Fields)."""


def _without_listed(paper: Paper) -> tuple[tuple[str, str], ...]:
    """The extra fields without `ids`, if it has only keys that find the paper anyway."""
    found = (paper.key, *paper.former_keys)
    return tuple(
        (name, value)
        for name, value in paper.extra
        if name != _LISTED_KEYS or any(key not in found for key in value.split(", "))
    )


def _repeated(record: Record, candidates: Sequence[_PendingPaper]) -> _MatchedPaper | None:
    """The paper that has these values already: from the same source, or exported and read again."""
    for pending in candidates:
        if identical_sources(record, pending.sources):
            match = Match(Verdict.SAME, (_read_before(record, pending),))
            return _MatchedPaper(pending, match)
    for pending in candidates:
        if restates(record, pending.after):
            return _MatchedPaper(pending, SAME_KEY_AND_VALUES)
    return None


def _read_before(record: Record, pending: _PendingPaper) -> Evidence:
    """The evidence for a record with the same values: in the same file, or in an earlier import."""
    for source in pending.new_records:
        if source.line and source.origin == record.origin and source.title == record.title:
            return Evidence("read", f"listed before, on line {source.line}", READ_BEFORE)
    return Evidence("read", "the same record was read before", READ_BEFORE)


def _paths(record: Record) -> tuple[tuple[str, ...], ...]:
    return tuple(place.path for place in record.places)


def plan_import(
    readings: Sequence[tuple[str, Reading]],
    known: LibrarySnapshot,
    on_duplicate: OnDuplicate = OnDuplicate.FILL,
    on_progress: Callable[[int], None] | None = None,
    confirm: ConfirmMatch = lambda *_: False,
) -> Plan:
    """Return the plan to import these readings, each with the name of its file.

    The ledger has every item that was read, by file and line. With `OnDuplicate.ASK`, `confirm`
    decides whether a record and a paper are one work. `on_progress(n)`: number of records
    processed since the last call.
    """
    planner = _ImportPlanner(known, on_duplicate, confirm)
    ledger: list[LedgerEntry] = []
    for origin, reading in readings:
        planner.origin, planner.file_papers = origin, set()
        planner.titles = Counter(title_key(r.title) for r in reading.records)
        planner.file_keys = frozenset(fold_key(r.key) for r in reading.records)
        entries = [planner.take(r) for r in _with_progress(reading.records, on_progress)]
        entries += [_failed(p, origin) for p in reading.problems]
        entries += [_skipped(s, origin) for s in reading.skipped]
        entries.sort(key=attrgetter("line"))
        ledger += entries
    return Plan(tuple(planner.actions()), Ledger(tuple(ledger)))


_STEP = 500  # records from one call of `on_progress` to the next


def _with_progress(
    records: Sequence[Record], on_progress: Callable[[int], None] | None
) -> Iterator[Record]:
    """Yield the records. Call `on_progress` after every `_STEP` of them."""
    for start in range(0, len(records), _STEP):
        batch = records[start : start + _STEP]
        yield from batch
        if on_progress is not None:
            on_progress(len(batch))


def _failed(problem: Problem, origin: str) -> LedgerEntry:
    reason, text = problem.reason, problem.text
    return LedgerEntry(problem.line, Outcome.FAILED, None, reason, text=text, origin=origin)


def _skipped(skipped: Skipped, origin: str) -> LedgerEntry:
    reason, text = skipped.reason, skipped.text
    return LedgerEntry(skipped.line, Outcome.SKIPPED, None, reason, text=text, origin=origin)


def conflicts_of(paper: Paper, sources: Sequence[Record]) -> tuple[FieldConflict, ...]:
    """The fields in which the sources of a paper differ from it."""
    found: list[FieldConflict] = []
    for record in sources:
        found.extend(fill(paper, record, tuple(sources)).conflicts)
    return tuple(dict.fromkeys(found))


def possible_duplicate_message(match: Match, paper: Paper) -> str:
    """The message on a paper that is similar to a record; empty for a verdict without a message."""
    evidence = str(match)
    match match.verdict:
        case Verdict.SHARED:
            return (
                f"{paper.key} has the same link but another title ({evidence}): one link is wrong"
            )
        case Verdict.VERSION:
            return f"perhaps a different version of {paper.key} ({evidence})"
        case Verdict.ASK:
            return f"perhaps the same as {paper.key} ({evidence})"
        case _:
            return ""


def same_work_message(match: Match, paper: Paper, key: str) -> str:
    """The message on two entries of one file that are one work."""
    merge = f"vcmbib merge {paper.key} {key}"
    return f"the same paper as {paper.key} ({match}); both are kept; to merge them: {merge}"


_MOST_MESSAGES = 5  # on similar papers of one record


def first_messages(messages: list[str]) -> list[str]:
    """The first messages, and the number of the others."""
    others = len(messages) - _MOST_MESSAGES
    return messages if others <= 0 else [*messages[:_MOST_MESSAGES], f"and {others} more"]


def changes_message(changes: Sequence[FieldChange], conflicts: Sequence[FieldConflict]) -> str:
    """The message on the changes and conflicts from a record of a paper in the library."""
    parts = [", ".join(dict.fromkeys(c.field for c in changes)) or "nothing new"]
    parts += [f"{c.field} differs, {c.kept!r} was kept" for c in conflicts]
    return "; ".join(parts)


def joined_warnings(warnings: Sequence[str]) -> str | None:
    """All warnings as one text; None without any."""
    return "; ".join(warnings) or None
