"""The table of the fields of a paper: each field once, with its type and the places that have it.

What reads or writes papers field by field takes the fields from here, so that a new field is one
entry of this table (and an attribute of `Paper`). `tests/model/test_fields.py` compares the table
with what each module really reads and writes. See docs/decisions/0020-fields.md.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TypeVar

from vcmbib.model.field_types import (
    CategoryField,
    FieldUse,
    ListField,
    MergeRule,
    NumberField,
    PaperField,
    RepeatableField,
    TypedField,
    ValueKind,
    uses_of,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Record, Standing
from vcmbib.model.text import ascii_lower, fold
from vcmbib.model.venues.venue import Venue

T = TypeVar("T")
E = TypeVar("E")

_SCHEMES = " ".join(scheme.value for scheme in Scheme)
_LINK_KINDS = " ".join(kind.value for kind in LinkKind)
_OWN, _PUBLICATION, _UNITED = MergeRule.OWN, MergeRule.PUBLICATION, MergeRule.UNITED

_STATED = frozenset(FieldUse) - {
    FieldUse.QUERY, FieldUse.HAS, FieldUse.INDEX, FieldUse.SORT,
    FieldUse.ADD, FieldUse.REPORT, FieldUse.MARKDOWN,
}  # fmt: skip
"""The uses of a field that sources state, people edit and every format can contain."""
_EDITED = {FieldUse.FORM, FieldUse.SET, FieldUse.HISTORY}
_NO_ROOM = {FieldUse.NBIB, FieldUse.CFF}
"""The formats with a fixed set of fields; the others have room for fields of their users."""
_OF_LIBRARY = frozenset(
    {FieldUse.DUMP, FieldUse.JSON, FieldUse.THREE_WAY, FieldUse.DIFF, FieldUse.TEMPLATE,
     FieldUse.CARD, FieldUse.TABLES}
)  # fmt: skip
"""The uses of a field that only the library sets."""


def same_venue(a: Venue | None, b: Venue | None) -> bool:
    """Whether two venues are one, by acronym or by name."""
    if a is None or b is None:
        return False
    if a.acronym and b.acronym and fold(a.acronym) == fold(b.acronym):
        return True
    return fold(a.name) == fold(b.name)


def _includes(standing: tuple[E, ...], claimed: tuple[E, ...]) -> bool:
    return set(claimed) <= set(standing)


def _contains_note(standing: str | None, claimed: str | None) -> bool:
    """Whether a printed note contains a claimed one as one of its paragraphs."""
    return standing is not None and claimed is not None and claimed in standing


def _itself(value: E) -> E:
    return value


def _field(
    name: str,
    kind: ValueKind,
    of: Callable[[Paper], T],
    claimed: Callable[[Record], T] | None,
    merging: MergeRule | None,
    places: frozenset[FieldUse],
    *,
    label: str = "",
    agrees: Callable[[T, T], bool] = operator.eq,
    **names: str,
) -> TypedField[T]:
    record_name = "" if claimed is None else name
    return TypedField(
        name=name,
        label=label or name,
        kind=kind,
        record_name=record_name,
        merging=merging,
        uses=uses_of(name, record_name, label or name, places, names),
        of=of,
        claimed=claimed,
        agrees=agrees,
    )


def _number(
    name: str,
    bounds: tuple[int, int],
    of: Callable[[Paper], int | None],
    claimed: Callable[[Record], int | None],
    **names: str,
) -> NumberField:
    return NumberField(
        name=name,
        label=name,
        kind=ValueKind.NUMBER,
        record_name=name,
        merging=_PUBLICATION,
        uses=uses_of(name, name, name, _STATED, names),
        of=of,
        claimed=claimed,
        low=bounds[0],
        high=bounds[1],
    )


def _list(
    name: str,
    kind: ValueKind,
    identity: Callable[[E], Hashable],
    of: Callable[[Paper], tuple[E, ...]],
    claimed: Callable[[Record], tuple[E, ...]] | None,
    places: frozenset[FieldUse],
    *,
    label: str = "",
    record_name: str = "",
    **names: str,
) -> ListField[E]:
    record_name = record_name or name
    return ListField(
        name=name,
        label=label or name,
        kind=kind,
        record_name=record_name,
        merging=_UNITED if FieldUse.FILL in places else None,
        uses=uses_of(name, record_name, label or name, places, names),
        of=of,
        claimed=claimed,
        agrees=_includes,
        identity=identity,
    )


# --- the table --------------------------------------------------------------------------------

# fmt: off
KEY = _field(
    "key", ValueKind.KEY, lambda p: p.key, lambda r: r.key, None,
    _STATED - {FieldUse.SIDECAR, FieldUse.FILL},
    bibtex="", query="key", sort="key", tables="citation_keys",
    add="key", report="key",
)
ENTRY_TYPE = _field(
    "entry_type", ValueKind.ENTRY_TYPE, lambda p: p.entry_type, lambda r: r.entry_type,
    _PUBLICATION, _STATED, label="type",
    bibtex="", query="type", sort="type",
    add="type", report="type",
)
TITLE = _field(
    "title", ValueKind.TITLE, lambda p: p.title, lambda r: r.title, _OWN, _STATED,
    query="title", index="title", sort="title", tables="title title_key",
    add="title", report="title", markdown="",
)
AUTHORS = _field(
    "authors", ValueKind.NAMES, lambda p: p.authors, lambda r: r.authors, _OWN, _STATED,
    bibtex="author", template="authors author first_author", query="author", has="authors",
    index="authors", sort="author", tables="paper_authors",
    add="author", report="authors", markdown="",
)
AUTHORS_COMPLETE = _field(
    "authors_complete", ValueKind.FLAG, lambda p: p.authors_complete,
    lambda r: r.authors_complete, None, _STATED - {FieldUse.FILL, FieldUse.MERGE},
    bibtex="", form="authors", set="authors", history="authors", three_way="authors",
    template="author", has="all-authors",
    card="authors", add="author", report="authors_complete", markdown="",
)
EDITORS = _field(
    "editors", ValueKind.NAMES, lambda p: p.editors, lambda r: r.editors, _PUBLICATION,
    _STATED - {FieldUse.TEMPLATE},
    bibtex="editor", query="author", has="editors", index="authors", sort="author",
    tables="paper_authors",
)
YEAR = _number(
    "year", (1000, 2100), lambda p: p.year, lambda r: r.year,
    bibtex="year date", query="year", has="year", sort="year",
    add="year", report="year", markdown="",
)
MONTH = _number(
    "month", (1, 12), lambda p: p.month, lambda r: r.month, has="month", sort="year",
    card="year", add="month",
)
VENUE = _field(
    "venue", ValueKind.VENUE, lambda p: p.venue, lambda r: r.venue, _PUBLICATION, _STATED,
    agrees=same_venue, bibtex="journal journaltitle booktitle", csv="venue venue_name",
    template="venue venue_name", query="venue", has="venue", index="venue", sort="venue",
    tables="venue_id",
    add="venue", report="venue venue_kind", markdown="",
)
HONOUR = _field(
    "honour", ValueKind.LINE, lambda p: p.honour, lambda r: r.honour, _PUBLICATION,
    _STATED - _NO_ROOM, has="honour",
    report="honour", markdown="",
)
VOLUME = _field(
    "volume", ValueKind.LINE, lambda p: p.volume, lambda r: r.volume, _PUBLICATION, _STATED,
    has="volume",
    card="in", add="volume", report="volume",
)
NUMBER = _field(
    "number", ValueKind.LINE, lambda p: p.number, lambda r: r.number, _PUBLICATION, _STATED,
    bibtex="number issue", has="number",
    card="in", add="number", report="number",
)
PAGES = _field(
    "pages", ValueKind.LINE, lambda p: p.pages, lambda r: r.pages, _PUBLICATION, _STATED,
    has="pages",
    card="in", add="pages", report="pages",
)
PUBLISHER = _field(
    "publisher", ValueKind.LINE, lambda p: p.publisher, lambda r: r.publisher, _PUBLICATION,
    _STATED, has="publisher",
    add="publisher",
)
ABSTRACT = _field(
    "abstract", ValueKind.TEXT, lambda p: p.abstract, lambda r: r.abstract, _OWN, _STATED,
    query="abstract", has="abstract", index="abstract",
    add="abstract",
)
MODEL = _field(
    "model", ValueKind.LINE, lambda p: p.model, lambda r: r.model, _OWN, _STATED - _NO_ROOM,
    query="model", has="model", index="model", sort="model",
    add="model", report="model", markdown="",
)
NOTE = _field(
    "note", ValueKind.TEXT, lambda p: p.note, lambda r: r.note, _OWN, _STATED,
    agrees=_contains_note, query="note", has="note", index="notes", tables="notes",
)
NOTES = _list(
    "notes", ValueKind.NOTES, _itself, lambda p: p.notes, lambda r: r.notes,
    _OF_LIBRARY | _EDITED | {FieldUse.FILL, FieldUse.MERGE, FieldUse.STORED_RECORD},
    query="note", has="note", index="notes", tables="notes",
    add="note",
)
IDENTIFIERS: ListField[Identifier] = _list(
    "identifiers", ValueKind.IDENTIFIERS, lambda i: i.comparison_key, lambda p: p.identifiers,
    lambda r: r.identifiers, _STATED,
    bibtex="doi pmid pmcid isbn eprint archiveprefix eprinttype identifiers",
    json="identifiers more_identifiers", csv="doi arxiv identifiers",
    set=f"identifiers {_SCHEMES}", template="identifiers doi arxiv",
    query=f"id {_SCHEMES}", has=f"id {_SCHEMES}",
    card="ids", add="doi arxiv", report="identifiers", markdown="",
)
LINKS: ListField[Link] = _list(
    "links", ValueKind.LINKS, lambda k: k.url, lambda p: p.links, lambda r: r.links,
    _STATED - {FieldUse.NBIB},
    bibtex="url pdf code project dataset video links", csv="url code links", set="url",
    template="url code project", has=f"link {_LINK_KINDS}",
    card=_LINK_KINDS, add="url code", report="links url code", markdown="",
)
TAGS = _list(
    "tags", ValueKind.WORDS, ascii_lower, lambda p: p.tags, lambda r: r.tags, _STATED,
    bibtex="keywords", query="tag", has="tag", index="tags",
    add="tag", report="tags", markdown="",
)
TOPICS = _list(
    "topics", ValueKind.WORDS, ascii_lower, lambda p: p.topics, lambda r: r.topics,
    _STATED - _NO_ROOM, query="topic", has="topic", index="topics",
    add="topic", report="topics", markdown="",
)
CATEGORIES: ListField[Standing] = _list(
    "categories", ValueKind.CATEGORIES, lambda s: s.slug, lambda p: p.categories, None,
    _STATED - _NO_ROOM - {FieldUse.BIBTEX, FieldUse.RIS, FieldUse.FILL}, record_name="places",
    query="category", has="category", index="categories", tables="paper_categories",
    add="category", report="category_path", markdown="",
)
EXTRA: ListField[tuple[str, str]] = _list(
    "extra", ValueKind.RAW_FIELDS, lambda e: e[0], lambda p: p.extra, lambda r: r.extra, _STATED,
    bibtex="", dump="fields", csv="extra:NAME", form="extra.NAME", set="extra.NAME",
    history="extra.NAME", template="extra extra.NAME", tables="fields",
    card="NAME",
)
FORMER_KEYS = _list(
    "former_keys", ValueKind.OLD_KEYS, _itself, lambda p: p.former_keys, lambda r: r.former_keys,
    _STATED - _EDITED - {FieldUse.FILL, FieldUse.TEMPLATE},
    bibtex="ids", tables="citation_keys",
)
ADDED = _field(
    "added", ValueKind.TIME, lambda p: p.added, None, None, _OF_LIBRARY, sort="added",
)
UPDATED = _field(
    "updated", ValueKind.TIME, lambda p: p.updated, None, None, _OF_LIBRARY, sort="updated",
)
ID = _field("id", ValueKind.ROW_ID, lambda p: p.id, None, None, frozenset())

# --- groups of one type -----------------------------------------------------------------------

NUMBER_FIELDS: tuple[NumberField, ...] = (YEAR, MONTH)
NAME_FIELDS: tuple[TypedField[tuple[Name, ...]], ...] = (AUTHORS, EDITORS)
LINE_FIELDS: tuple[TypedField[str | None], ...] = (
    HONOUR, VOLUME, NUMBER, PAGES, PUBLISHER, MODEL,
)
TEXT_FIELDS: tuple[TypedField[str | None], ...] = (
    HONOUR, VOLUME, NUMBER, PAGES, PUBLISHER, ABSTRACT, NOTE, MODEL,
)
"""Texts that may be missing, of one line or several."""
WORD_FIELDS: tuple[ListField[str], ...] = (TAGS, TOPICS)
LIST_FIELDS: tuple[RepeatableField, ...] = (
    IDENTIFIERS, LINKS, TAGS, TOPICS, EXTRA, NOTES, CATEGORIES, FORMER_KEYS,
)
TIME_FIELDS: tuple[TypedField[str], ...] = (ADDED, UPDATED)
ALL_FIELDS: tuple[PaperField, ...] = (
    KEY, ENTRY_TYPE, TITLE, AUTHORS, AUTHORS_COMPLETE, EDITORS, YEAR, MONTH, VENUE, HONOUR,
    VOLUME, NUMBER, PAGES, PUBLISHER, ABSTRACT, NOTE, MODEL, NOTES, IDENTIFIERS, LINKS, TAGS,
    TOPICS, CATEGORIES, EXTRA, FORMER_KEYS, ADDED, UPDATED, ID,
)
# fmt: on

BY_NAME: dict[str, PaperField] = {field.name: field for field in ALL_FIELDS}
"""Each field by the attribute of `Paper`."""


CATEGORY_FIELDS = (
    CategoryField("slug", lambda c: c.slug, lambda c, to: replace(to, slug=c.slug)),
    CategoryField("title", lambda c: c.title, lambda c, to: replace(to, title=c.title)),
    CategoryField("parent", lambda c: c.parent, lambda c, to: replace(to, parent=c.parent)),
    CategoryField("position", lambda c: c.position, lambda c, to: replace(to, position=c.position)),
)
"""The fields of a category, in the order in which changes are shown."""


def fields_at(use: FieldUse, *first: PaperField) -> tuple[PaperField, ...]:
    """The fields that a place has: `first` in this order, then the others as in the table."""
    return (*first, *(f for f in ALL_FIELDS if use in f.uses and f not in first))
