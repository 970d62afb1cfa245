"""The types of the table of fields: kinds of values, places that have fields, typed fields."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Generic, Protocol, TypeVar

from vcmbib.model.paper import Category, Paper, Record

T = TypeVar("T")
E = TypeVar("E")


class Combine(Protocol):
    """A rule that makes one list of several lists, for example those of two papers."""

    def __call__(self, identity: Callable[[E], Hashable], *lists: tuple[E, ...]) -> Iterable[E]:
        """Return the values; two values with the same `identity` are one."""
        ...


class ValueKind(Enum):
    """What sort of value a field has."""

    ROW_ID = auto()
    KEY = auto()
    ENTRY_TYPE = auto()
    TITLE = auto()
    LINE = auto()  # a text of one line, or None
    TEXT = auto()  # a text of several paragraphs, or None
    NUMBER = auto()
    FLAG = auto()
    NAMES = auto()
    VENUE = auto()
    NOTES = auto()
    IDENTIFIERS = auto()
    LINKS = auto()
    WORDS = auto()
    CATEGORIES = auto()
    RAW_FIELDS = auto()  # (name, value) of BibTeX fields
    OLD_KEYS = auto()
    TIME = auto()


class FieldUse(Enum):
    """A place that has some of the fields."""

    DUMP = auto()  # a line of a dump: model/dump/jsonl.py
    JSON = auto()  # a paper object: formats/paper_json.py
    SIDECAR = auto()  # what another format has no field for: formats/sidecar.py
    CSV = auto()  # the columns: formats/papercsv
    BIBTEX = auto()  # what can be read back from a file in this format
    CSL_JSON = auto()
    HAYAGRIVA = auto()
    MODS = auto()
    RIS = auto()
    NBIB = auto()
    CFF = auto()
    FORM = auto()  # the form in the editor: logic/edit/form.py
    SET = auto()  # `edit --set`: logic/edit/set_fields.py
    HISTORY = auto()  # what an edit reports: logic/edit/changes.py
    FILL = auto()  # what sources state: logic/merge/fill.py
    MERGE = auto()  # the table of a merge: logic/merge/papers.py
    THREE_WAY = auto()  # what `git merge` merges: logic/merge3/papers.py
    DIFF = auto()  # what `load` changes: logic/library_diff.py
    TEMPLATE = auto()  # `--format`: cli/paper_fields.py
    QUERY = auto()  # `name:value` in a query: model/query/fields.py
    HAS = auto()  # `has:name` in a query: model/query/fields.py
    INDEX = auto()  # the columns of the search index: store/search_index.py
    SORT = auto()  # `--sort`: store/search.py
    CARD = auto()  # the lines of `show`: cli/commands/show.py
    ADD = auto()  # the options of `add`: cli/commands/add.py
    REPORT = auto()  # a record in `import --json`: cli/commands/import_report.py
    MARKDOWN = auto()  # a row of an exported reading list: formats/markdown/write_list.py
    STORED_RECORD = auto()  # a record as it is stored: store/record_json.py
    TABLES = auto()  # columns of `papers`, and tables of their own: store/rows.py


class MergeRule(Enum):
    """How a field takes part when two papers of one work become one."""

    OWN = auto()  # the value of the better source
    PUBLICATION = auto()  # together with the venue: they are one statement
    UNITED = auto()  # the values of both


_BY_ATTRIBUTE = {FieldUse.FILL, FieldUse.MERGE, FieldUse.TABLES}
"""The places that call a field by its attribute of `Paper`; most call it by its label."""


def uses_of(
    name: str,
    record_name: str,
    label: str,
    places: Collection[FieldUse],
    names: Mapping[str, str],
) -> dict[FieldUse, tuple[str, ...]]:
    """Return the names of a field at each place.

    `names` leads from a place to the names there, where they are others than the attribute or
    the label: `{"csv": "venue venue_name"}`; an empty text: the field has no name there.
    """
    found: dict[FieldUse, tuple[str, ...]] = {}
    for use in FieldUse:
        if use in places:
            stored = record_name if use is FieldUse.STORED_RECORD else label
            found[use] = (name if use in _BY_ATTRIBUTE else stored,)
    return found | {FieldUse[use.upper()]: tuple(text.split()) for use, text in names.items()}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PaperField(ABC):
    """One field of a paper, of any type.

    `name` is the attribute of `Paper`, `record_name` the attribute of `Record` (empty where a
    record has none), `label` the name that people see. `uses` has the names at each place.
    """

    name: str
    label: str
    kind: ValueKind
    record_name: str
    merging: MergeRule | None
    uses: Mapping[FieldUse, tuple[str, ...]]

    @abstractmethod
    def value(self, paper: Paper) -> object:
        """Return the value of a paper."""

    @abstractmethod
    def claim(self, record: Record) -> object:
        """Return the value that a record states; None if it states none."""

    @abstractmethod
    def supported(self, paper: Paper, record: Record) -> bool:
        """Return whether the record states the value that the paper has."""

    @abstractmethod
    def copied(self, source: Paper, target: Paper) -> Paper:
        """Return `target` with the value of `source`."""

    @abstractmethod
    def taken(self, record: Record, paper: Paper) -> Paper:
        """Return `paper` with the value of `record`, which may be none."""

    @abstractmethod
    def state(self, paper: Paper, values: RecordValues) -> None:
        """Put the value of `paper` among the values of a record, if records have this field."""


class RecordValues:
    """Values of fields, collected for one record."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def put(self, field: TypedField[T], value: T) -> None:
        """Set the value of a field."""
        self._values[field.record_name] = value

    def put_into(self, record: Record) -> Record:
        """Return `record` with these values."""
        return replace(record, **self._values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RepeatableField(PaperField):
    """A field with several values, of any type, each of them once."""

    @abstractmethod
    def identities(self, paper: Paper) -> list[Hashable]:
        """Return the identities of the values of a paper, in their order."""

    @abstractmethod
    def cleared(self, paper: Paper) -> Paper:
        """Return `paper` without any value."""

    @abstractmethod
    def combined(self, combine: Combine, target: Paper, *sources: Paper) -> Paper:
        """Return `target` with the values that `combine` makes of those of the sources."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TypedField(PaperField, Generic[T]):
    """A field whose values are of type `T`.

    `of` reads a paper. `claimed` reads a record; it is None where a record has no such value.
    `agrees(standing, claimed)` compares the value of a paper with the value of a record.
    """

    of: Callable[[Paper], T]
    claimed: Callable[[Record], T] | None = None
    agrees: Callable[[T, T], bool] = operator.eq

    def put(self, paper: Paper, value: T) -> Paper:
        """Return `paper` with another value."""
        return replace(paper, **{self.name: value})  # type: ignore[arg-type]

    def value(self, paper: Paper) -> T:
        """Return the value of a paper."""
        return self.of(paper)

    def claim(self, record: Record) -> T | None:
        """Return the value that a record states; None if it states none."""
        value = None if self.claimed is None else self.claimed(record)
        return None if value in ("", ()) else value

    def supported(self, paper: Paper, record: Record) -> bool:
        """Return whether the record states the value that the paper has."""
        claim = self.claim(record)
        return claim is not None and self.agrees(self.of(paper), claim)

    def copied(self, source: Paper, target: Paper) -> Paper:
        """Return `target` with the value of `source`."""
        return self.put(target, self.of(source))

    def taken(self, record: Record, paper: Paper) -> Paper:
        """Return `paper` with the value of `record`, which may be none."""
        return paper if self.claimed is None else self.put(paper, self.claimed(record))

    def state(self, paper: Paper, values: RecordValues) -> None:
        """Put the value of `paper` among the values of a record, if records have this field."""
        if self.claimed is not None:
            values.put(self, self.of(paper))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NumberField(TypedField[int | None]):
    """A number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ListField(TypedField[tuple[E, ...]], RepeatableField, Generic[E]):
    """Several values of type `E`. Two values with the same `identity` are one."""

    identity: Callable[[E], Hashable]

    def identities(self, paper: Paper) -> list[Hashable]:
        """Return the identities of the values of a paper, in their order."""
        return [self.identity(value) for value in self.of(paper)]

    def cleared(self, paper: Paper) -> Paper:
        """Return `paper` without any value."""
        return self.put(paper, ())

    def combined(self, combine: Combine, target: Paper, *sources: Paper) -> Paper:
        """Return `target` with the values that `combine` makes of those of the sources."""
        return self.put(target, tuple(combine(self.identity, *map(self.of, sources))))


@dataclass(frozen=True, slots=True, eq=False)
class CategoryField:
    """A field of a category. `copied(source, target)` is `target` with the value of `source`."""

    name: str
    of: Callable[[Category], str | int | None]
    copied: Callable[[Category, Category], Category]
