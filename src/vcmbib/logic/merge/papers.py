"""Merge papers of one work: the value of the better source is kept, and lists are united.

Each value has the rank of the best source that states it. Venue, year, volume, number and pages
are one statement and are taken together, as in `fill`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vcmbib.logic.merge.fill import FIELDS, display, fill, standing_rank
from vcmbib.logic.merge.identifiers_of_versions import unite_identifiers
from vcmbib.logic.merge.written_forms import (
    BARE_PREFIX,
    printed,
    with_first_identifiers,
    without,
    written,
    written_differently,
)
from vcmbib.model.field_types import FieldUse, MergeRule, PaperField
from vcmbib.model.fields import AUTHORS, EXTRA, KEY, NOTES, VENUE, fields_at
from vcmbib.model.paper import Paper, Record, SourceKind, Standing
from vcmbib.model.raw_fields import REPEATED, is_raw, visible
from vcmbib.model.venues.venue import VenueKind

_ROWS = fields_at(FieldUse.MERGE, KEY, *FIELDS)
"""The fields of the table of a merge, in its order."""


@dataclass(frozen=True, slots=True)
class PaperWithRecords:
    """A paper and its records."""

    paper: Paper
    sources: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One field of a merge: the value of each paper (the kept paper first), and the result."""

    field: str
    said: tuple[str | None, ...]
    result: str | None

    @property
    def differs(self) -> bool:
        """Whether the papers have different values."""
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
    published = paper.venue == said.venue != before.venue
    identifiers = unite_identifiers(before.identifiers, said.identifiers, theirs_first=published)
    paper = _with_one_list(paper, before, said)
    paper = with_first_identifiers(replace(paper, identifiers=identifiers), paper, said)
    keys = dict.fromkeys((*paper.former_keys, said.key, *said.former_keys))
    return replace(
        paper,
        notes=tuple(dict.fromkeys((*paper.notes, *said.notes))),
        categories=_categories(paper.categories, said.categories),
        former_keys=tuple(k for k in keys if k != paper.key),
    )


def _with_one_list(paper: Paper, ours: Paper, theirs: Paper) -> Paper:
    """The paper with the authors of one of the two papers, as that one writes them.

    A list of authors is one statement. If the two were mixed, the fuller list is taken.
    """
    people = (paper.authors, paper.authors_complete)
    owners = [p for p in (ours, theirs) if (p.authors, p.authors_complete) == people]
    owner = max(owners or (ours, theirs), key=_list_of_authors)
    raw = written(owner, AUTHORS)
    if (owners and written(paper, AUTHORS)) or not (raw or not owners):
        return paper
    names = [n for n, _ in written(paper, AUTHORS)]
    return replace(
        paper,
        authors=owner.authors,
        authors_complete=owner.authors_complete,
        extra=(*without(paper.extra, names), *raw),
    )


def _list_of_authors(paper: Paper) -> tuple[bool, int, int]:
    """How full a list of authors is: whether it is complete, its people, their given names."""
    people = paper.authors
    return paper.authors_complete, len(people), sum(len(n.given) for n in people)


def _categories(ours: tuple[Standing, ...], theirs: Iterable[Standing]) -> tuple[Standing, ...]:
    have = {s.slug for s in ours}
    return (*ours, *(s for s in theirs if s.slug not in have))


def _claims(other: PaperWithRecords) -> list[Record]:
    """The values of a paper as records, one for each kind of source, the least trusted first."""
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
    """The best kind of source that states the paper's value; without a source the worst kind."""
    return list(SourceKind)[max(0, standing_rank(work.paper, field, work.sources))]


def _record(paper: Paper, kind: SourceKind, fields: Sequence[PaperField]) -> Record:
    """A record of these fields only."""
    record = Record(source=kind, origin=paper.key, ref=paper.key)
    values = {field.record_name: field.value(paper) for field in fields}
    raw = tuple((n, v) for n, v in paper.extra if is_raw(n, paper) and _is_of(n, fields))
    values["extra"] = (*(visible(paper) if EXTRA in fields else ()), *raw)
    if AUTHORS in fields:
        values["authors_complete"] = paper.authors_complete
    return replace(record, **values)  # type: ignore[arg-type]


def _is_of(name: str, fields: Sequence[PaperField]) -> bool:
    """Whether a raw field repeats one of the fields, or the writer's note is on such a raw field.

    What repeats a field that no record states goes with the extra fields.
    """
    field = REPEATED.get(name.removeprefix(BARE_PREFIX))
    return (EXTRA if field not in FIELDS else field) in fields


def rows(kept: Paper, others: Sequence[Paper], result: Paper) -> list[MergeRow]:
    """The table of a merge: the fields for which a paper has a value."""
    found = []
    for field in _ROWS:
        said = tuple(_shown(p, field) for p in (kept, *others))
        outcome = _shown(result, field)
        if outcome is not None or any(said):
            found.append(MergeRow(field.name, said, outcome))
    papers = (kept, *others, result)
    for name in written_differently(papers):
        texts = [" ".join(t.split()) or None for t in printed(name, papers)]
        found.append(MergeRow(f"{name} as written", tuple(texts[:-1]), texts[-1]))
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
    """How complete a paper is, for the choice of the kept one: (published, number of values)."""
    venue = paper.venue
    published = venue is not None and venue.kind is not VenueKind.PREPRINT
    stated = sum(1 for field in FIELDS if field.value(paper) not in (None, "", ()))
    spelt = any(len(name.given.rstrip(".")) > 2 for name in paper.authors)
    return int(published), stated + len(paper.authors) + len(paper.identifiers) + 2 * spelt
