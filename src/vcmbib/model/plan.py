"""The plan of a command: its actions, as a value, and the ledger that explains them.

A plan changes nothing. `--dry-run` shows it, and only `Library.apply` carries it out.
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
    """A field of a paper that a plan sets: the old value, the new value and the reason."""

    field: str
    old: str | None
    new: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """Two values for one field: `kept` stays in the paper, `other` is stored only in `records`."""

    field: str
    kept: str
    other: str
    source: str


@dataclass(frozen=True, slots=True)
class Add:
    """Add a paper and the records that it comes from."""

    paper: Paper
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Change a paper from `before` to `after`. `records` are the reason and are stored with it."""

    before: Paper
    after: Paper
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a paper together with its records, files and links."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class MoveAttachments:
    """Move the records, files and pairs marked as different from `other` to `kept`.

    A merge does this before it removes `other`.
    """

    kept: Paper
    other: Paper


@dataclass(frozen=True, slots=True)
class AddCategory:
    """Add a category. Its parent exists, or an earlier action of the plan adds it."""

    category: Category


@dataclass(frozen=True, slots=True)
class ChangeCategory:
    """Give the category `slug` another slug, title, parent or position. Its papers stay in it."""

    slug: str
    after: Category


@dataclass(frozen=True, slots=True)
class RemoveCategory:
    """Remove a category. Its papers stay in the library."""

    slug: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo the change of the log with the number `change`."""

    change: int


@dataclass(frozen=True, slots=True)
class Restore:
    """Add a paper exactly as a dump contains it, with its times, files and records."""

    line: DumpedPaper


@dataclass(frozen=True, slots=True)
class SetAttachments:
    """Set the files, records and times of a paper of the library to exactly these.

    `key` is the citation key of the paper after the plan. An empty time leaves the old time.
    """

    key: str
    files: tuple[str, ...]
    records: tuple[KeptRecord, ...]
    added: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class MarkDifferent:
    """Mark two papers as different works. With `different=False`, remove such a mark.

    `one` and `other` are the citation keys after the plan.
    """

    one: str
    other: str
    different: bool = True


@dataclass(frozen=True, slots=True)
class ChangeVenue:
    """Set the spellings, the acronym and the publisher of a stored venue to exactly these."""

    venue: Venue


Action = (
    Add
    | Change
    | Remove
    | MoveAttachments
    | AddCategory
    | ChangeCategory
    | RemoveCategory
    | Undo
    | Restore
    | SetAttachments
    | MarkDifferent
    | ChangeVenue
)


def paper_key(action: Action) -> str | None:
    """The citation key of the paper that the action adds or changes; None for other actions."""
    match action:
        case Add(paper=paper) | Change(after=paper):
            return paper.key
        case _:
            return None


class Outcome(StrEnum):
    """The result of reading one item of a file."""

    ADDED = "added"
    FILLED = "filled"
    SAME = "same"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: an item that was read, and its outcome."""

    line: int
    outcome: Outcome
    key: str | None = None
    reason: str | None = None
    record: Record | None = None
    warnings: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    text: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The result of an import: it lists every item that was read exactly once."""

    entries: tuple[LedgerEntry, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """The number of items with this outcome."""
        return sum(1 for e in self.entries if e.outcome is outcome)

    @property
    def read(self) -> int:
        """The number of items that were read."""
        return len(self.entries)

    @property
    def failed(self) -> int:
        """The number of items that could not be understood."""
        return self.count(Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions, in their order, and the ledger that explains them."""

    actions: tuple[Action, ...] = ()
    ledger: Ledger = Ledger()

    @classmethod
    def of(cls, actions: Iterable[Action]) -> Plan:
        """Return a plan without a ledger, for a command that reads no file."""
        return cls(tuple(actions))

    def __bool__(self) -> bool:
        return bool(self.actions)
