"""Two papers of one work become one: the fuller and better-sourced value stands, all is united.

What each paper says of a field carries the rank of the best source that says so; where and when a
work was published is one statement and keeps together, as in `merging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vcmbib.logic.merge.fill import FIELDS, fill, shown, standing_rank
from vcmbib.model.paper import Paper, Record, SourceKind, Standing
from vcmbib.model.raw_fields import visible
from vcmbib.model.venues.venue import VenueKind

_PUBLICATION = ("venue year month volume number pages publisher honour entry_type editors").split()
_UNITED = ("notes", "identifiers", "links", "tags", "topics", "extra")
_SINGLE = ("title", "authors", "abstract", "model")


@dataclass(frozen=True, slots=True)
class Work:
    """A paper and the records that speak of it."""

    paper: Paper
    sources: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a merge: what each paper says, the one that is kept first, and the result."""

    field: str
    said: tuple[str | None, ...]
    result: str | None

    @property
    def differs(self) -> bool:
        """Whether the papers say different things."""
        return len(set(self.said) - {None}) > 1


def unite(kept: Work, others: Sequence[Work]) -> Paper:
    """`kept.paper` with all that the others add; their keys become former keys of it."""
    paper, sources = kept.paper, kept.sources
    for other in others:
        paper = _with(paper, sources, other)
        sources = (*sources, *other.sources)
    return paper


def _with(paper: Paper, sources: tuple[Record, ...], other: Work) -> Paper:
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


def _claims(other: Work) -> list[Record]:
    """What a paper says as records, one for each rank of source, the least trusted first."""
    fields: dict[SourceKind, list[str]] = {kind: [] for kind in SourceKind}
    for name in _SINGLE:
        fields[_kind(other, name)].append(name)
    fields[_kind(other, "venue")] += _PUBLICATION
    fields[SourceKind.LIST] += [n for n in _UNITED if n != "notes"]
    return [_record(other.paper, kind, names) for kind, names in fields.items() if names]


def _kind(work: Work, name: str) -> SourceKind:
    """The best kind of source that says what stands; the least where none does."""
    return list(SourceKind)[max(0, standing_rank(work.paper, name, work.sources))]


def _record(paper: Paper, kind: SourceKind, names: Iterable[str]) -> Record:
    """A record of these fields only."""
    record = Record(source=kind, origin=paper.key, ref=paper.key)
    said = {name: getattr(paper, name) for name in names}
    if "authors" in said:
        said["authors_complete"] = paper.authors_complete
    return replace(record, **said)


def rows(kept: Paper, others: Sequence[Paper], result: Paper) -> list[Row]:
    """The table of a merge: the fields of which anything is said."""
    found = []
    for name in ("key", *FIELDS, "categories", "former_keys"):
        said = tuple(_shown(p, name) for p in (kept, *others))
        outcome = _shown(result, name)
        if outcome is not None or any(said):
            found.append(Row(name, said, outcome))
    return found


def _shown(paper: Paper, name: str) -> str | None:
    return _text(visible(paper) if name == "extra" else getattr(paper, name))


def _text(value: object) -> str | None:
    if isinstance(value, tuple) and value and isinstance(value[0], Standing):
        return "; ".join(s.slug for s in value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "; ".join(f"{name} = {text}" for name, text in value)
    return shown(value)


def fullness(paper: Paper) -> tuple[int, int]:
    """How much a paper says, for choosing the one that is kept: (published, fields stated)."""
    venue = paper.venue
    published = venue is not None and venue.kind is not VenueKind.PREPRINT
    stated = sum(1 for name in FIELDS if getattr(paper, name) not in (None, "", ()))
    spelt = any(len(name.given.rstrip(".")) > 2 for name in paper.authors)
    return int(published), stated + len(paper.authors) + len(paper.identifiers) + 2 * spelt
