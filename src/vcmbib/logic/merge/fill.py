"""Filling a paper from a record: what is missing is taken, what differs is decided by its source.

Where and when a work was published is one statement: venue, year, volume, number, pages, publisher
and type come together, so that no paper ends up with the pages of one publication and the year of
another. A preprint never replaces a publication.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vcmbib.model.identifiers import find_identifiers
from vcmbib.model.names import expand_given_names, surname_key
from vcmbib.model.paper import Link, LinkKind, Paper, Record, SourceKind, Standing, with_field
from vcmbib.model.plan import FieldChange, FieldConflict
from vcmbib.model.raw_fields import MARK, column_of, is_kept, visible, visible_only, without
from vcmbib.model.text import fold, title_key
from vcmbib.model.venues.venue import Venue, VenueKind

FIELDS = (
    "title", "authors", "editors", "year", "month", "venue", "honour", "entry_type", "volume",
    "number", "pages", "publisher", "abstract", "model", "notes", "identifiers", "links", "tags",
    "topics", "extra",
)  # fmt: skip
"""The fields of a paper that sources speak of."""
_UNITED = ("identifiers", "links", "tags", "topics", "extra")
_DETAILS = ("month", "volume", "number", "pages", "publisher")


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper after a record was taken in, what changed, and where the two disagree."""

    paper: Paper
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(slots=True)
class _Fill:
    """The paper under way."""

    paper: Paper
    record: Record
    sources: tuple[Record, ...]
    changes: list[FieldChange] = field(default_factory=list)
    conflicts: list[FieldConflict] = field(default_factory=list)

    def outranks(self, name: str) -> bool:
        """Whether the record's source is better than the one that the standing value came from."""
        return self.record.source.rank > standing_rank(self.paper, name, self.sources)

    def take(self, name: str, value: object, why: str) -> None:
        before, self.paper = self.paper, with_field(self.paper, name, value)
        old, new = stated(before, name), stated(self.paper, name)
        self.changes.append(FieldChange(name, old, new, why))

    def keep(self, name: str, other: object) -> None:
        kept = shown(getattr(self.paper, name)) or ""
        self.conflicts.append(FieldConflict(name, kept, shown(other) or "", self.record.origin))


def shown(value: object) -> str | None:
    """A field's value as a plan shows it."""
    if value in (None, "", ()):
        return None
    if isinstance(value, Venue):
        return value.acronym or value.name
    if isinstance(value, tuple):
        return "; ".join(" = ".join(v) if isinstance(v, tuple) else shown(v) or "" for v in value)
    if isinstance(value, Link):
        return value.url
    natural = getattr(value, "natural", None)
    return natural if isinstance(natural, str) else str(value)


def stated(paper: Paper, name: str) -> str | None:
    """What a paper says of a field, as it is shown; of its extra fields only those to be seen."""
    return shown(visible(paper) if name == "extra" else getattr(paper, name))


def claim(record: Record, name: str) -> object:
    """What a record says of a paper's field; None if it says nothing."""
    if name == "extra":
        return visible(record) or None
    value: object = getattr(record, "note" if name == "notes" else name, None)
    return None if value in ("", ()) else value


def same_venue(a: Venue | None, b: Venue | None) -> bool:
    """Whether two statements of a venue are one, by acronym or by name."""
    if a is None or b is None:
        return False
    if a.acronym and b.acronym and fold(a.acronym) == fold(b.acronym):
        return True
    return fold(a.name) == fold(b.name)


def agrees(paper: Paper, name: str, record: Record) -> bool:
    """Whether the paper's value of a field is the one that the record claims."""
    said = claim(record, name)
    if said is None:
        return False
    have = getattr(paper, name)
    if isinstance(said, Venue):
        return isinstance(have, Venue) and same_venue(said, have)
    if name == "notes":
        return said in paper.notes
    if name in _UNITED and isinstance(said, tuple):
        return set(said) <= set(have)
    return bool(said == have)


def standing_rank(paper: Paper, name: str, sources: tuple[Record, ...]) -> int:
    """The rank of the best source that claims the value which stands; -1 if none does."""
    return max((r.source.rank for r in sources if agrees(paper, name, r)), default=-1)


def fill(paper: Paper, record: Record, sources: tuple[Record, ...] = ()) -> Filled:
    """`paper` with what `record` adds. `sources` are the records that the paper was made from.

    Categories, tags, topics, links and identifiers are united; single values are filled where
    missing and replaced only by a better source; what a person set is never touched.
    """
    state = _Fill(paper, record, sources)
    _fill_title(state)
    _fill_people(state)
    _fill_publication(state)
    for name in ("model", "abstract", "honour"):
        _fill_single(state, name)
    if record.note and record.note not in state.paper.notes:
        state.take("notes", (*state.paper.notes, record.note), "added")
    _unite_identifiers(state)
    _unite_links(state)
    for name in ("tags", "topics"):
        _unite_words(state, name)
    _fill_extra(state)
    return Filled(state.paper, tuple(state.changes), tuple(state.conflicts))


def _fill_extra(state: _Fill) -> None:
    """Fields without a column where they are missing. A value that was kept as written belongs to
    its column: it comes along if the column was taken from the record, and then an older one goes.
    """
    record, before = state.record, state.paper.extra
    changed = {change.field for change in state.changes}
    taken = {name for name in changed if _is_records(state, name)}
    extra = without(before, changed - {"identifiers", "links"}) if changed else before
    have = {name for name, _ in extra}
    fresh: list[tuple[str, str]] = []
    for name, value in record.extra:
        if name in have or name.startswith(MARK):
            continue
        if not is_kept(name, record) or column_of(name) in taken:
            fresh.append((name, value))
    after = (*extra, *fresh)
    if visible_only(after, state.paper) != visible_only(before, state.paper):
        state.take("extra", after, "was missing")
    elif after != before:
        state.paper = replace(state.paper, extra=after)


def _is_records(state: _Fill, name: str) -> bool:
    """Whether a column of the paper is now the record's."""
    said = claim(state.record, name)
    have: object = getattr(state.paper, name)
    return bool(have == ((said,) if name == "notes" else said))


def _fill_single(state: _Fill, name: str) -> None:
    said = claim(state.record, name)
    have = getattr(state.paper, name)
    if said is None or said == have:
        return
    if have is None:
        state.take(name, said, "was missing")
    elif fold(str(have)) != fold(str(said)):
        if state.outranks(name):
            _replace(state, name, said)
        else:
            state.keep(name, said)


def _replace(state: _Fill, name: str, said: object) -> None:
    state.take(name, said, f"{state.record.source.value} over a lesser source")


def _fill_title(state: _Fill) -> None:
    said, have = state.record.title, state.paper.title
    if not said or said == have:
        return
    if state.outranks("title"):
        _replace(state, "title", said)
    elif title_key(said) != title_key(have):
        state.keep("title", said)


def _fill_people(state: _Fill) -> None:
    record, paper = state.record, state.paper
    if record.editors and not paper.editors:
        state.take("editors", record.editors, "was missing")
    if not record.authors:
        return
    if not paper.authors:
        state.take("authors", record.authors, "was missing")
        state.paper = replace(state.paper, authors_complete=record.authors_complete)
        return
    ours = [surname_key(n) for n in paper.authors]
    theirs = [surname_key(n) for n in record.authors]
    fuller = record.authors_complete and not paper.authors_complete
    if fuller and (set(ours) <= set(theirs) or state.outranks("authors")):
        if paper.authors != record.authors:
            state.take("authors", record.authors, "the whole list")
        state.paper = replace(state.paper, authors_complete=True)
    elif record.authors_complete == paper.authors_complete and state.outranks("authors"):
        if record.authors != paper.authors:
            _replace(state, "authors", record.authors)
    elif not paper.authors_complete and not record.authors_complete:
        new = tuple(n for n in record.authors if surname_key(n) not in ours)
        if new:
            state.take("authors", (*paper.authors, *new), "more authors")
    elif record.authors_complete and ours != theirs:
        state.keep("authors", record.authors)
    _spell_out(state, paper)


def _spell_out(state: _Fill, before: Paper) -> None:
    """Given names in full where only initials stood, unless a person wrote them so."""
    if standing_rank(before, "authors", state.sources) >= SourceKind.PERSON.rank:
        return
    have = state.paper.authors
    spelt = expand_given_names(expand_given_names(have, state.record.authors), before.authors)
    if spelt != have:
        state.take("authors", spelt, "given names in full")


def _preprint(venue: Venue | None) -> bool:
    return venue is None or venue.kind is VenueKind.PREPRINT


def _fill_publication(state: _Fill) -> None:
    record, paper = state.record, state.paper
    if record.venue is None:
        # A year without a venue says when the text was written, which may be the preprint.
        if paper.year is None and record.year is not None:
            state.take("year", record.year, "was missing")
        if paper.venue is None:
            _fill_details(state)
        return
    if _preprint(record.venue) and not _preprint(paper.venue):
        return
    person = SourceKind.PERSON.rank
    if _preprint(paper.venue) and not _preprint(record.venue):
        if standing_rank(paper, "venue", state.sources) < person:
            _take_publication(state, "published" if paper.venue else "was missing")
        else:
            state.keep("venue", record.venue)
        return
    if paper.venue is None or same_venue(paper.venue, record.venue):
        if paper.venue is None:
            state.take("venue", record.venue, "was missing")
            _take_type(state)
        _fill_details(state)
        _fill_single(state, "year")
        return
    if state.outranks("venue"):
        _take_publication(state, f"{record.source.value} over a lesser source")
    else:
        state.keep("venue", record.venue)


def _take_publication(state: _Fill, why: str) -> None:
    """Venue, year and all that belongs to them, from the record, but for what a person set."""
    person = SourceKind.PERSON.rank
    for name in ("venue", "year", *_DETAILS):
        said = claim(state.record, name)
        have = getattr(state.paper, name)
        if said == have or (said is None and (name in ("year", "venue") or have is None)):
            continue
        if standing_rank(state.paper, name, state.sources) >= person:
            if said is not None:
                state.keep(name, said)
            continue
        state.take(name, said, why)
    _take_type(state)


def _take_type(state: _Fill) -> None:
    said = state.record.entry_type or type_of(state.paper.venue)
    person = SourceKind.PERSON.rank
    standing = standing_rank(state.paper, "entry_type", state.sources)
    if said != state.paper.entry_type and standing < person:
        state.take("entry_type", said, "follows the venue")


def _fill_details(state: _Fill) -> None:
    for name in _DETAILS:
        _fill_single(state, name)


def _unite_identifiers(state: _Fill) -> None:
    """Identifiers of new schemes are added; another one of a scheme that is there is a conflict."""
    paper = state.paper
    same = {i.comparison_key for i in paper.identifiers}
    schemes = {i.scheme: i for i in reversed(paper.identifiers)}
    fresh = []
    for identifier in state.record.identifiers:
        if identifier.comparison_key in same:
            continue
        kept = schemes.get(identifier.scheme)
        if kept is None:
            fresh.append(identifier)
        else:
            origin = state.record.origin
            scheme = identifier.scheme.value
            state.conflicts.append(FieldConflict(scheme, kept.value, identifier.value, origin))
    if fresh:
        state.take("identifiers", (*paper.identifiers, *fresh), "added")


def _unite_links(state: _Fill) -> None:
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
        state.take("links", (*state.paper.links, *fresh), "added")


def _unite_words(state: _Fill, name: str) -> None:
    have: tuple[str, ...] = getattr(state.paper, name)
    said: tuple[str, ...] = getattr(state.record, name)
    folded = {w.casefold() for w in have}
    fresh = tuple(w for w in said if w.casefold() not in folded)
    if fresh:
        state.take(name, (*have, *fresh), "added")


_TYPES: dict[VenueKind, str] = {
    VenueKind.JOURNAL: "article",
    VenueKind.CONFERENCE: "inproceedings",
    VenueKind.WORKSHOP: "inproceedings",
    VenueKind.BOOK: "incollection",
}


def type_of(venue: Venue | None) -> str:
    """The entry type that a venue implies; `misc` for a preprint or where nothing is known."""
    return "misc" if venue is None else _TYPES.get(venue.kind, "misc")


def from_record(record: Record, key: str, categories: tuple[Standing, ...] = ()) -> Paper:
    """A new paper that is all that a record says, in these categories."""
    return Paper(
        key=key,
        title=record.title,
        entry_type=record.entry_type or type_of(record.venue),
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
        notes=(record.note,) if record.note else (),
        model=record.model,
        identifiers=record.identifiers,
        links=record.links,
        tags=record.tags,
        topics=record.topics,
        categories=categories,
        extra=record.extra,
        former_keys=tuple(k for k in record.former_keys if k != key),
    )
