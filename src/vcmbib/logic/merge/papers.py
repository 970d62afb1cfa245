"""Two papers of one work become one: the fuller and better-sourced value stands, all is united.

What each paper says of a field carries the rank of the best source that says so; where and when a
work was published is one statement and keeps together, as in `merging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vcmbib.logic.merge.fill import FIELDS, display, fill, standing_rank
from vcmbib.model.field_types import FieldUse, MergeRule, PaperField
from vcmbib.model.fields import AUTHORS, EXTRA, KEY, NOTES, VENUE, fields_at
from vcmbib.model.paper import Paper, Record, SourceKind, Standing
from vcmbib.model.raw_fields import visible
from vcmbib.model.venues.venue import VenueKind

_ROWS = fields_at(FieldUse.MERGE, KEY, *FIELDS)
"""The fields of the table of a merge, in its order."""


@dataclass(frozen=True, slots=True)
class PaperWithRecords:
    """A paper and the records that speak of it."""

    paper: Paper
    sources: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One field of a merge: what each paper says, the one that is kept first, and the result."""

    field: str
    said: tuple[str | None, ...]
    result: str | None

    @property
    def differs(self) -> bool:
        """Whether the papers say different things."""
        return len(set(self.said) - {None}) > 1


def unite(kept: PaperWithRecords, others: Sequence[PaperWithRecords]) -> Paper:
    """`kept.paper` with all that the others add; their keys become former keys of it."""
    paper, sources = kept.paper, kept.sources
    for other in others:
        paper = _with(paper, sources, other)
        sources = (*sources, *other.sources)
    return paper


def _with(paper: Paper, sources: tuple[Record, ...], other: PaperWithRecords) -> Paper:
    before = paper
    for record in _claims(other):
        paper = fill(paper, record, sources).paper
    said = other.paper
    have = {i.comparison_key for i in paper.identifiers}
    theirs = tuple(i for i in said.identifiers if i.comparison_key not in have)
    published = paper.venue == said.venue != before.venue
    identifiers = (*theirs, *paper.identifiers) if published else (*paper.identifiers, *theirs)
    keys = dict.fromkeys((*paper.former_keys, said.key, *said.former_keys))
    return replace(
        paper,
        identifiers=identifiers,
        notes=tuple(dict.fromkeys((*paper.notes, *said.notes))),
        categories=_categories(paper.categories, said.categories),
        former_keys=tuple(k for k in keys if k != paper.key),
    )


def _categories(ours: tuple[Standing, ...], theirs: Iterable[Standing]) -> tuple[Standing, ...]:
    have = {s.slug for s in ours}
    return (*ours, *(s for s in theirs if s.slug not in have))


def _claims(other: PaperWithRecords) -> list[Record]:
    """What a paper says as records, one for each rank of source, the least trusted first."""
    fields: dict[SourceKind, list[PaperField]] = {kind: [] for kind in SourceKind}
    published = _kind(other, VENUE)
    for field in FIELDS:
        match field.merging:
            case MergeRule.OWN:
                fields[_kind(other, field)].append(field)
            case MergeRule.PUBLICATION:
                fields[published].append(field)
            case MergeRule.UNITED if field is not NOTES:
                fields[SourceKind.LIST].append(field)
            case _:
                pass
    return [_record(other.paper, kind, stated) for kind, stated in fields.items() if stated]


def _kind(work: PaperWithRecords, field: PaperField) -> SourceKind:
    """The best kind of source that says what stands; the least where none does."""
    return list(SourceKind)[max(0, standing_rank(work.paper, field, work.sources))]


def _record(paper: Paper, kind: SourceKind, fields: Sequence[PaperField]) -> Record:
    """A record of these fields only."""
    record = Record(source=kind, origin=paper.key, ref=paper.key)
    values = {field.record_name: field.value(paper) for field in fields}
    if AUTHORS in fields:
        values["authors_complete"] = paper.authors_complete
    return replace(record, **values)  # type: ignore[arg-type]


def rows(kept: Paper, others: Sequence[Paper], result: Paper) -> list[MergeRow]:
    """The table of a merge: the fields of which anything is said."""
    found = []
    for field in _ROWS:
        said = tuple(_shown(p, field) for p in (kept, *others))
        outcome = _shown(result, field)
        if outcome is not None or any(said):
            found.append(MergeRow(field.name, said, outcome))
    return found


def _shown(paper: Paper, field: PaperField) -> str | None:
    return _text(visible(paper) if field is EXTRA else field.value(paper))


def _text(value: object) -> str | None:
    if isinstance(value, tuple) and value and isinstance(value[0], Standing):
        return "; ".join(s.slug for s in value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "; ".join(f"{name} = {text}" for name, text in value)
    return display(value)


def fullness(paper: Paper) -> tuple[int, int]:
    """How much a paper says, for choosing the one that is kept: (published, fields stated)."""
    venue = paper.venue
    published = venue is not None and venue.kind is not VenueKind.PREPRINT
    stated = sum(1 for field in FIELDS if field.value(paper) not in (None, "", ()))
    spelt = any(len(name.given.rstrip(".")) > 2 for name in paper.authors)
    return int(published), stated + len(paper.authors) + len(paper.identifiers) + 2 * spelt
