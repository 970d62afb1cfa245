"""What a command is about to do. A plan is a value: making one changes nothing, showing it is a dry
run, and `Library.apply` is the only thing that carries it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vcmbib.model.dump.values import DumpedPaper, KeptRecord
from vcmbib.model.paper import Category, Paper, Record
from vcmbib.model.venues.venue import Venue


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a paper that a plan sets: what it was, what it becomes, and why."""

    field: str
    old: str | None
    new: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that differ: the one that stands and the one that is only kept in `records`."""

    field: str
    kept: str
    other: str
    source: str


@dataclass(frozen=True, slots=True)
class Add:
    """A new paper, with the records that speak of it."""

    paper: Paper
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A paper as it is and as it shall be, with the records that are the reason."""

    before: Paper
    after: Paper
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """A paper that goes, with all that hangs on it."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Records, files and told-apart pairs of `other` go over to `kept`, before it is removed."""

    kept: Paper
    other: Paper


@dataclass(frozen=True, slots=True)
class AddCategory:
    """A new category; its parent exists or is added earlier in the plan."""

    category: Category


@dataclass(frozen=True, slots=True)
class ChangeCategory:
    """A category with another slug, title, parent or position; its papers stay in it."""

    slug: str
    after: Category


@dataclass(frozen=True, slots=True)
class RemoveCategory:
    """A category that goes; its papers stay in the library."""

    slug: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back a change of the log."""

    change: int


@dataclass(frozen=True, slots=True)
class Restore:
    """A new paper exactly as a dump has it: with its times, files and records."""

    line: DumpedPaper


@dataclass(frozen=True, slots=True)
class Keep:
    """What a paper that is there has beside what `Paper` shows: exactly these files, records and
    times. `key` is its key after the plan; a time left empty stays.
    """

    key: str
    files: tuple[str, ...]
    records: tuple[KeptRecord, ...]
    added: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class TellApart:
    """Two papers, by their keys after the plan, are two works; or, again, may be one."""

    one: str
    other: str
    apart: bool = True


@dataclass(frozen=True, slots=True)
class NameVenue:
    """A venue that papers have gets exactly these spellings, this acronym and this publisher."""

    venue: Venue


Action = (
    Add
    | Change
    | Remove
    | TakeOver
    | AddCategory
    | ChangeCategory
    | RemoveCategory
    | Undo
    | Restore
    | Keep
    | TellApart
    | NameVenue
)


class Outcome(StrEnum):
    """How a record read ends."""

    ADDED = "added"
    FILLED = "filled"
    SAME = "same"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what was read, and how it ended."""

    line: int
    outcome: Outcome
    key: str | None = None
    reason: str | None = None
    record: Record | None = None
    warnings: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    text: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of an import: every item read stands in it exactly once."""

    entries: tuple[Entry, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many items ended so."""
        return sum(1 for e in self.entries if e.outcome is outcome)

    @property
    def read(self) -> int:
        """How many items were read."""
        return len(self.entries)

    @property
    def failed(self) -> int:
        """How many items could not be understood."""
        return self.count(Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions, in order, and the ledger that explains them."""

    actions: tuple[Action, ...] = ()
    ledger: Ledger = Ledger()

    @classmethod
    def of(cls, actions: Iterable[Action]) -> Plan:
        """A plan without a ledger, as the curating commands make it."""
        return cls(tuple(actions))

    def __bool__(self) -> bool:
        return bool(self.actions)
