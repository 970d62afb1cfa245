"""Filling a paper from a record: what is missing is taken, what differs is decided by its source.

Where and when a work was published is one statement: venue, year, volume, number, pages, publisher
and type come together, so that no paper ends up with the pages of one publication and the year of
another. A preprint never replaces a publication.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TypeVar

from vcmbib.logic.merge.identifiers_of_versions import contradicts, unite_identifiers
from vcmbib.logic.merge.restated import without_restated
from vcmbib.logic.merge.written_forms import (
    fuller_extra,
    is_shorter,
    is_written_shorter,
    with_first_identifiers,
    with_notes,
    without,
    written_text,
)
from vcmbib.model.field_types import FieldUse, ListField, PaperField, TypedField
from vcmbib.model.fields import (
    ABSTRACT,
    AUTHORS,
    EDITORS,
    ENTRY_TYPE,
    EXTRA,
    HONOUR,
    IDENTIFIERS,
    LINKS,
    MODEL,
    MONTH,
    NOTE,
    NOTES,
    NUMBER,
    PAGES,
    PUBLISHER,
    TITLE,
    VENUE,
    VOLUME,
    WORD_FIELDS,
    YEAR,
    fields_at,
    same_venue,
)
from vcmbib.model.identifiers import find_identifiers
from vcmbib.model.identifiers.preprints import is_of_preprint
from vcmbib.model.names import expand_given_names, surname_key
from vcmbib.model.paper import Link, LinkKind, Paper, Record, SourceKind, Standing
from vcmbib.model.plan import FieldChange, FieldConflict
from vcmbib.model.raw_fields import (
    REPEATED,
    WRITER_PREFIX,
    field_name,
    is_raw,
    visible,
    visible_among,
)
from vcmbib.model.text import fold, title_key
from vcmbib.model.venues.venue import Venue, VenueKind

T = TypeVar("T")

FIELDS = fields_at(FieldUse.FILL, TITLE, AUTHORS, EDITORS, YEAR, MONTH, VENUE, HONOUR, ENTRY_TYPE)
"""The fields that sources state, in the order in which `merge` and `show --sources` print them."""
_DETAILS: tuple[PaperField, ...] = (MONTH, VOLUME, NUMBER, PAGES, PUBLISHER)
"""The fields of a publication in addition to its venue and its year."""
_DATE: tuple[PaperField, ...] = (YEAR, MONTH)


@dataclass(frozen=True, slots=True)
class FillResult:
    """A paper after a record was taken in, what changed, and where the two disagree."""

    paper: Paper
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(slots=True)
class _FillState:
    """The paper under way."""

    paper: Paper
    record: Record
    sources: tuple[Record, ...]
    changes: list[FieldChange] = dataclasses.field(default_factory=list)
    conflicts: list[FieldConflict] = dataclasses.field(default_factory=list)
    changed: set[PaperField] = dataclasses.field(default_factory=set)

    def outranks(self, field: PaperField) -> bool:
        """Whether the record's source is better than the source of the paper's value."""
        return self.record.source.rank > standing_rank(self.paper, field, self.sources)

    def take(self, field: PaperField, why: str) -> None:
        """Set the record's value."""
        self._become(field, field.taken(self.record, self.paper), why)

    def put(self, field: TypedField[T], value: T, why: str) -> None:
        """Set a value."""
        self._become(field, field.put(self.paper, value), why)

    def _become(self, field: PaperField, paper: Paper, why: str) -> None:
        before, self.paper = self.paper, paper
        old, new = display_field(before, field), display_field(paper, field)
        self.changes.append(FieldChange(field.name, old, new, why))
        self.changed.add(field)

    def conflict(self, field: PaperField) -> None:
        """Keep the paper's value and report that the record has another one."""
        kept, other = display(field.value(self.paper)), display(field.claim(self.record))
        self.conflicts.append(
            FieldConflict(field.name, kept or "", other or "", self.record.origin)
        )


def display(value: object) -> str | None:
    """A field's value as a plan shows it."""
    if value in (None, "", ()):
        return None
    if isinstance(value, Venue):
        return value.acronym or value.name
    if isinstance(value, tuple):
        return "; ".join(" = ".join(v) if isinstance(v, tuple) else display(v) or "" for v in value)
    if isinstance(value, Link):
        return value.url
    natural = getattr(value, "natural", None)
    return natural if isinstance(natural, str) else str(value)


def display_field(paper: Paper, field: PaperField) -> str | None:
    """The value of a paper's field as text; of the extra fields only the visible ones."""
    return display(visible(paper) if field is EXTRA else field.value(paper))


def claim(record: Record, field: PaperField) -> object:
    """The value of a field in a record as text; None if it states none."""
    return visible(record) or None if field is EXTRA else field.claim(record)


def agrees(paper: Paper, field: PaperField, record: Record) -> bool:
    """Whether the paper's value of a field is the one that the record claims."""
    if field is EXTRA:
        said = visible(record)
        return bool(said) and EXTRA.agrees(paper.extra, said)
    return field.supported(paper, record)


def standing_rank(paper: Paper, field: PaperField, sources: tuple[Record, ...]) -> int:
    """The rank of the best source that claims the paper's value; -1 if no source does."""
    return max((r.source.rank for r in sources if agrees(paper, field, r)), default=-1)


def fill(paper: Paper, record: Record, sources: tuple[Record, ...] = ()) -> FillResult:
    """`paper` with what `record` adds. `sources` are the records that the paper was made from.

    Categories, tags, topics, links and identifiers are united; single values are filled where
    missing and replaced only by a better source; what a person set is never touched.
    """
    record = without_restated(paper, record)
    state = _FillState(paper, record, sources)
    _fill_title(state)
    _fill_people(state)
    _fill_publication(state)
    for single in (MODEL, ABSTRACT, HONOUR):
        _fill_single(state, single)
    _unite_notes(state)
    _unite_identifiers(state)
    _unite_links(state)
    for words in WORD_FIELDS:
        _unite_words(state, words)
    _fill_extra(state)
    filled = with_first_identifiers(state.paper, paper, record)
    return FillResult(filled, tuple(state.changes), tuple(state.conflicts))


def _unite_notes(state: _FillState) -> None:
    """Add a printed note as a paragraph, and private notes to the list."""
    record, printed = state.record, state.paper.note
    if record.note and not NOTE.agrees(printed, record.note):
        state.put(NOTE, "\n\n".join(filter(None, (printed, record.note))), "added")
    fresh = tuple(n for n in record.notes if n not in state.paper.notes)
    if fresh:
        state.put(NOTES, (*state.paper.notes, *fresh), "added")


def _fill_extra(state: _FillState) -> None:
    """Fields without a column where they are missing. A value that was kept as written belongs to
    its column: it comes along if the column was taken from the record, and then an older one goes.
    """
    record, before = state.record, state.paper.extra
    _write_in_full(state)
    changed = state.changed
    if changed & set(_DATE):
        changed |= set(_DATE)  # `date` has both
    taken = {field for field in changed if _is_records(state, field)}
    stale = changed - {IDENTIFIERS, LINKS}
    gone = [n for n, _ in before if REPEATED.get(n) in stale or _is_abbreviated(state, n)]
    extra = without(before, gone)
    have = {field_name(name) for name, _ in extra}
    fresh: list[tuple[str, str]] = []
    for name, value in record.extra:
        if field_name(name) in have or name.startswith(WRITER_PREFIX):
            continue
        if not is_raw(name, record) or REPEATED.get(name) in taken:
            fresh += with_notes(record, [name]) if name in gone else [(name, value)]
    after = (*extra, *fresh)
    if visible_among(after, state.paper) != visible_among(before, state.paper):
        state.put(EXTRA, after, "was missing")
    elif after != before:
        state.paper = replace(state.paper, extra=after)


def _write_in_full(state: _FillState) -> None:
    """What the record writes in full and the paper abbreviates, for one and the same value."""
    for field in (VENUE, PUBLISHER, PAGES):
        said, have = field.claim(state.record), field.value(state.paper)
        if not said or not have or field in state.changed or _is_persons(state, field):
            continue
        same = field.supported(state.paper, state.record)
        if is_shorter(field, have, said) or (
            same and is_written_shorter(state.paper, state.record, field)
        ):
            before = written_text(state.paper, field)
            state.paper = field.taken(state.record, state.paper)
            after = written_text(state.record, field)
            state.changes.append(FieldChange(field.name, before, after, "written in full"))
            state.changed.add(field)


def _is_abbreviated(state: _FillState, name: str) -> bool:
    """Whether the paper abbreviates a raw field that the record writes in full."""
    ours, theirs = dict(state.paper.extra).get(name), dict(state.record.extra).get(name)
    return ours is not None and theirs is not None and fuller_extra(ours, theirs, name)


def _is_persons(state: _FillState, field: PaperField) -> bool:
    """Whether a person set the paper's value."""
    return standing_rank(state.paper, field, state.sources) >= SourceKind.PERSON.rank


def _is_records(state: _FillState, field: PaperField) -> bool:
    """Whether a column of the paper is now the record's."""
    return bool(field.value(state.paper) == claim(state.record, field))


def _fill_single(state: _FillState, field: PaperField) -> None:
    said, have = field.claim(state.record), field.value(state.paper)
    if said is None or said == have:
        return
    if have is None:
        state.take(field, "was missing")
    elif fold(str(have)) != fold(str(said)):
        if is_shorter(field, have, said) and not _is_persons(state, field):
            state.take(field, "written in full")
        elif is_shorter(field, said, have):
            return
        elif state.outranks(field):
            _replace(state, field)
        else:
            state.conflict(field)


def _replace(state: _FillState, field: PaperField) -> None:
    state.take(field, f"{state.record.source.value} is the better source")


def _fill_title(state: _FillState) -> None:
    said, have = state.record.title, state.paper.title
    if not said or said == have:
        return
    if state.outranks(TITLE):
        _replace(state, TITLE)
    elif title_key(said) != title_key(have):
        state.conflict(TITLE)


def _fill_people(state: _FillState) -> None:
    record, paper = state.record, state.paper
    if record.editors and not paper.editors:
        state.take(EDITORS, "was missing")
    if not record.authors:
        return
    if not paper.authors:
        state.take(AUTHORS, "was missing")
        state.paper = replace(state.paper, authors_complete=record.authors_complete)
        return
    ours = [surname_key(n) for n in paper.authors]
    theirs = [surname_key(n) for n in record.authors]
    fuller = record.authors_complete and not paper.authors_complete
    if fuller and (set(ours) <= set(theirs) or state.outranks(AUTHORS)):
        if paper.authors != record.authors:
            state.take(AUTHORS, "the complete list")
        state.changed.add(AUTHORS)  # also where only the words `and others` go
        state.paper = replace(state.paper, authors_complete=True)
    elif record.authors_complete == paper.authors_complete and state.outranks(AUTHORS):
        if record.authors != paper.authors:
            _replace(state, AUTHORS)
    elif not paper.authors_complete and not record.authors_complete:
        new = tuple(n for n in record.authors if surname_key(n) not in ours)
        if new:
            state.put(AUTHORS, (*paper.authors, *new), "more authors")
    elif record.authors_complete and ours != theirs:
        state.conflict(AUTHORS)
    _spell_out(state, paper)


def _spell_out(state: _FillState, before: Paper) -> None:
    """Replace initials by given names in full, unless a person set the initials."""
    if standing_rank(before, AUTHORS, state.sources) >= SourceKind.PERSON.rank:
        return
    have = state.paper.authors
    spelt = expand_given_names(expand_given_names(have, state.record.authors), before.authors)
    if spelt != have:
        state.put(AUTHORS, spelt, "given names in full")


def _preprint(venue: Venue | None) -> bool:
    return venue is None or venue.kind is VenueKind.PREPRINT


def _names_preprint(work: Paper | Record) -> bool:
    """Whether an identifier of a work is that of a preprint."""
    return any(is_of_preprint(i) for i in work.identifiers)


def _fill_publication(state: _FillState) -> None:
    record, paper = state.record, state.paper
    if record.venue is None:
        # A year without a venue is the year of the text, which may be that of the preprint.
        preprints = paper.venue is not None and _names_preprint(record)
        if paper.year is None and record.year is not None and not preprints:
            state.take(YEAR, "was missing")
            if paper.venue is not None and paper.month is None and record.month is not None:
                state.take(MONTH, "was missing")
        if paper.venue is None:
            _fill_details(state)
        return
    if _preprint(record.venue) and not _preprint(paper.venue):
        return
    person = SourceKind.PERSON.rank
    if _preprint(paper.venue) and not _preprint(record.venue):
        if standing_rank(paper, VENUE, state.sources) < person:
            _take_publication(state, "published" if paper.venue else "was missing")
        else:
            state.conflict(VENUE)
        return
    if paper.venue is None or same_venue(paper.venue, record.venue):
        if paper.venue is None:
            state.take(VENUE, "was missing")
            _take_type(state)
        _fill_details(state)
        _fill_single(state, YEAR)
        return
    if is_shorter(VENUE, paper.venue, record.venue) or is_shorter(VENUE, record.venue, paper.venue):
        _fill_single(state, VENUE)
        _fill_details(state)
        _fill_single(state, YEAR)
        return
    if state.outranks(VENUE):
        _take_publication(state, f"{record.source.value} is the better source")
    else:
        state.conflict(VENUE)


def _take_publication(state: _FillState, why: str) -> None:
    """Venue, year and all that belongs to them, from the record, but for what a person set.

    They are one statement. So what the record does not state is not known any more, except for a
    paper without a venue that is no preprint: its year is that of the publication.
    """
    person = SourceKind.PERSON.rank
    fields: tuple[PaperField, ...] = (VENUE, YEAR, *_DETAILS)
    unplaced = state.paper.venue is None and not _names_preprint(state.paper)
    for field in fields:
        said, have = field.claim(state.record), field.value(state.paper)
        if said == have or (said is None and unplaced) or is_shorter(field, said, have):
            continue
        if standing_rank(state.paper, field, state.sources) >= person:
            if said is not None:
                state.conflict(field)
            continue
        state.take(field, why)
    _take_type(state)


def _take_type(state: _FillState) -> None:
    said = state.record.entry_type or entry_type_for(state.paper.venue)
    person = SourceKind.PERSON.rank
    standing = standing_rank(state.paper, ENTRY_TYPE, state.sources)
    if said != state.paper.entry_type and standing < person:
        state.put(ENTRY_TYPE, said, "follows the venue")


def _fill_details(state: _FillState) -> None:
    for field in _DETAILS:
        _fill_single(state, field)


def _unite_identifiers(state: _FillState) -> None:
    """All identifiers are kept. Another one of a scheme is a conflict, unless it is a version's."""
    paper, record = state.paper, state.record
    same = {i.comparison_key for i in paper.identifiers}
    fresh = [i for i in record.identifiers if i.comparison_key not in same]
    for identifier in fresh:
        for kept in (i for i in paper.identifiers if contradicts(i, identifier)):
            state.conflicts.append(
                FieldConflict(kept.scheme.value, kept.value, identifier.value, record.origin)
            )
            break
    if fresh:
        published = VENUE in state.changed and _is_records(state, VENUE)
        united = unite_identifiers(paper.identifiers, fresh, theirs_first=published)
        state.put(IDENTIFIERS, united, "added")


def _unite_links(state: _FillState) -> None:
    urls = {k.url for k in state.paper.links}
    named = {i.comparison_key for k in state.paper.links for i in find_identifiers(k.url)}
    fresh = []
    for link in state.record.links:
        same = {i.comparison_key for i in find_identifiers(link.url)}
        known = link.url in urls or (link.kind is LinkKind.PAPER and same and same <= named)
        if not known:
            fresh.append(link)
            urls.add(link.url)
    if fresh:
        state.put(LINKS, (*state.paper.links, *fresh), "added")


def _unite_words(state: _FillState, field: ListField[str]) -> None:
    have = field.of(state.paper)
    folded = {w.casefold() for w in have}
    fresh = tuple(w for w in field.claim(state.record) or () if w.casefold() not in folded)
    if fresh:
        state.put(field, (*have, *fresh), "added")


_TYPES: dict[VenueKind, str] = {
    VenueKind.JOURNAL: "article",
    VenueKind.CONFERENCE: "inproceedings",
    VenueKind.WORKSHOP: "inproceedings",
    VenueKind.BOOK: "incollection",
}


def entry_type_for(venue: Venue | None) -> str:
    """The entry type that a venue implies; `misc` for a preprint or where nothing is known."""
    return "misc" if venue is None else _TYPES.get(venue.kind, "misc")


def paper_from_record(record: Record, key: str, categories: tuple[Standing, ...] = ()) -> Paper:
    """A new paper with all values of a record, in these categories."""
    return Paper(
        key=key,
        title=record.title,
        entry_type=record.entry_type or entry_type_for(record.venue),
        authors=record.authors,
        authors_complete=record.authors_complete,
        editors=record.editors,
        year=record.year,
        month=record.month,
        venue=record.venue,
        honour=record.honour,
        volume=record.volume,
        number=record.number,
        pages=record.pages,
        publisher=record.publisher,
        abstract=record.abstract,
        note=record.note,
        notes=record.notes,
        model=record.model,
        identifiers=record.identifiers,
        links=record.links,
        tags=record.tags,
        topics=record.topics,
        categories=categories,
        extra=record.extra,
        former_keys=tuple(k for k in record.former_keys if k != key),
    )
