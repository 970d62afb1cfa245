"""Set the fields of a paper from text, as `edit --set` and the form in the editor do.

Every value is checked before anything changes. What a person sets is stored as a record, so that
no later import overwrites it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial

from vcmbib.errors import BadValue, Usage
from vcmbib.logic.edit.links import check_url, with_link
from vcmbib.logic.edit.parse_values import (
    clean_text,
    find_category,
    read_any_identifier,
    read_identifier,
    read_month,
    read_people,
    read_type,
    read_venue,
    read_word,
    read_year,
    split_words,
    unite_words,
)
from vcmbib.logic.merge.fill import entry_type_for
from vcmbib.model.field_types import ListField, NumberField, TypedField
from vcmbib.model.fields import (
    ABSTRACT,
    AUTHORS,
    CATEGORIES,
    ENTRY_TYPE,
    IDENTIFIERS,
    KEY,
    LINE_FIELDS,
    MONTH,
    NAME_FIELDS,
    NOTE,
    NOTES,
    TITLE,
    VENUE,
    WORD_FIELDS,
    YEAR,
)
from vcmbib.model.identifiers import Scheme
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.names import Name
from vcmbib.model.paper import ENTRY_TYPES, Category, Link, LinkKind, Paper, Standing
from vcmbib.model.text import fold, tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the library has in use: its categories, the last position in each, tags and topics.

    `words` leads from the name of a field (`tags`, `topics`) and the casefolded word to the
    spelling that is in use.
    """

    categories: tuple[Category, ...] = ()
    last_positions: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditedPaper:
    """A paper after an edit, and the warnings about it."""

    paper: Paper
    warnings: tuple[str, ...] = ()


EMPTY_VOCABULARY = Vocabulary()
"""The vocabulary of an empty library."""

EDITED_WORDS = WORD_FIELDS[::-1]
"""Topics and tags, in the order of the form."""

_EXTRA_NAME = re.compile(r"[A-Za-z][\w.+:/-]*")


# --- fields ----------------------------------------------------------------------------------


def with_key(paper: Paper, key: str) -> Paper:
    """Return `paper` under another key. The old key still resolves.

    Raises BadValue for a text that is no citation key.
    """
    if not is_valid_key(key):
        raise BadValue("key", key, "letters, digits and -_.:+/ but no blanks")
    if key == paper.key:
        return paper
    former = (*(k for k in paper.former_keys if k != key), paper.key)
    return replace(paper, key=key, former_keys=former)


def word_reader(
    paper: Paper, words: ListField[str], vocabulary: Vocabulary
) -> Callable[[str], str]:
    """Return the function that reads a tag or topic in the spelling that is in use."""
    in_use = {w.casefold(): w for w in words.of(paper)}
    in_use |= vocabulary.words.get(words.name, {})
    noun = words.label.removesuffix("s")
    return lambda text: read_word(noun, text, in_use)


def set_categories(paper: Paper, names: Iterable[str], vocabulary: Vocabulary) -> Paper:
    """Return `paper` in exactly these categories: it keeps its position in a category, or is last.

    Raises NoSuchThing for an unknown category.
    """
    current = {s.slug: s for s in paper.categories}
    slugs = [n if n in current else find_category(n, vocabulary.categories) for n in names]
    last = vocabulary.last_positions
    standings = {slug: current.get(slug, Standing(slug, last.get(slug, 0) + 1)) for slug in slugs}
    order = {c.slug: at for at, c in enumerate(vocabulary.categories)}
    found = sorted(standings.values(), key=lambda s: order.get(s.slug, 0))
    return replace(paper, categories=tuple(found))


def set_people(
    paper: Paper, field: TypedField[tuple[Name, ...]], people: Sequence[Name], others: bool
) -> Paper:
    """Return `paper` with these authors or editors. `others`: there are more authors."""
    after = field.put(paper, tuple(people))
    if field is AUTHORS:
        return replace(after, authors_complete=bool(people) and not others)
    return after


def set_extra(paper: Paper, name: str, text: str) -> Paper:
    """Return `paper` with an extra BibTeX field; an empty text removes it.

    Raises BadValue for a name that BibTeX does not allow, Usage for a field that the paper has.
    """
    names = [n for n, _ in paper.extra]
    known = name if name in names else next((n for n in names if fold(n) == fold(name)), name)
    if known not in names:
        if _EXTRA_NAME.fullmatch(name) is None:
            raise BadValue("extra", name, "a field name of letters, digits and -_.")
        if name.lower() in _SETTERS or name.lower() in ("author", "editor"):
            raise Usage(
                f"extra.{name} is not needed: the paper has this field", "see: vcmbib edit --help"
            )
    value = clean_text(text)
    fields = dict(paper.extra) | {known: value}
    return replace(paper, extra=tuple((n, v) for n, v in fields.items() if n != known or value))


# --- one function a kind of field, each with (paper, text, vocabulary) --------------------------

Setter = Callable[[Paper, str, Vocabulary], Paper]


def _set_title(paper: Paper, text: str, _: Vocabulary) -> Paper:
    title = tidy(text)
    if not title:
        raise BadValue("title", title, "a text: every paper has a title")
    return replace(paper, title=title)


def _set_people(
    field: TypedField[tuple[Name, ...]], paper: Paper, text: str, _: Vocabulary
) -> Paper:
    people, others = read_people(text)
    if others and not people:
        raise BadValue(field.label, tidy(text), "at least one name before 'others'")
    return set_people(paper, field, people, others)


def _set_number(
    field: NumberField, read: Callable[[str], int], paper: Paper, text: str, _: Vocabulary
) -> Paper:
    return field.put(paper, read(text) if tidy(text) else None)


def _set_line(field: TypedField[str | None], paper: Paper, text: str, _: Vocabulary) -> Paper:
    return field.put(paper, tidy(text) or None)


def _set_words(words: ListField[str], paper: Paper, text: str, vocabulary: Vocabulary) -> Paper:
    read = word_reader(paper, words, vocabulary)
    return words.put(paper, unite_words((), map(read, split_words(text))))


def _set_identifiers(paper: Paper, text: str, _: Vocabulary) -> Paper:
    pieces = text.replace(", ", " ").split()
    found = {i.comparison_key: i for i in map(read_any_identifier, pieces)}
    return replace(paper, identifiers=tuple(found.values()))


def _set_identifier(scheme: Scheme, paper: Paper, text: str, _: Vocabulary) -> Paper:
    """One identifier of this scheme, in the position of the old ones; none for an empty text."""
    new = (read_identifier(scheme, text),) if tidy(text) else ()
    at = next((n for n, i in enumerate(paper.identifiers) if i.scheme is scheme), None)
    before = paper.identifiers if at is None else paper.identifiers[:at]
    rest = () if at is None else paper.identifiers[at:]
    return replace(paper, identifiers=(*before, *new, *(i for i in rest if i.scheme is not scheme)))


def _set_url(paper: Paper, text: str, _: Vocabulary) -> Paper:
    kept = tuple(k for k in paper.links if k.kind is not LinkKind.PAPER)
    if not tidy(text):
        return replace(paper, links=kept)
    url = check_url(text, "url")
    label = next((k.label for k in paper.links if k.url == url), None)
    link = Link(LinkKind.PAPER, url, label)
    rest = tuple(k for k in kept if k.url != url)
    return with_link(replace(paper, links=rest), link, first=True)


def _set_note(paper: Paper, text: str, _: Vocabulary) -> Paper:
    return replace(paper, note=clean_text(text) or None)


def _set_notes(paper: Paper, text: str, _: Vocabulary) -> Paper:
    return replace(paper, notes=tuple(note for note in (clean_text(text),) if note))


_SETTERS: dict[str, Setter] = {
    KEY.label: lambda paper, text, _: with_key(paper, tidy(text)),
    TITLE.label: _set_title,
    **{people.label: partial(_set_people, people) for people in NAME_FIELDS},
    ENTRY_TYPE.label: lambda paper, text, _: replace(paper, entry_type=read_type(text)),
    YEAR.label: partial(_set_number, YEAR, read_year),
    MONTH.label: partial(_set_number, MONTH, read_month),
    VENUE.label: lambda paper, text, _: replace(paper, venue=read_venue(text)),
    **{line.label: partial(_set_line, line) for line in LINE_FIELDS},
    **{words.label: partial(_set_words, words) for words in EDITED_WORDS},
    CATEGORIES.label: lambda paper, text, known: set_categories(paper, split_words(text), known),
    IDENTIFIERS.label: _set_identifiers,
    "url": _set_url,
    NOTE.label: _set_note,
    NOTES.label: _set_notes,
    ABSTRACT.label: lambda paper, text, _: replace(paper, abstract=clean_text(text) or None),
    **{scheme.value: partial(_set_identifier, scheme) for scheme in Scheme},
}
FIELD_NAMES = tuple(_SETTERS)
"""The field names that `edit --set` takes; `extra.NAME` is another one."""


def set_field(paper: Paper, name: str, text: str, vocabulary: Vocabulary) -> Paper:
    """Return `paper` with one field set from text; an empty text empties the field.

    Raises BadValue, BadIdentifier, NoSuchThing (an unknown category) or Usage (an unknown field).
    """
    if name.startswith("extra."):
        return set_extra(paper, name.removeprefix("extra."), text)
    setter = _SETTERS.get(name)
    if setter is None:
        raise unknown_field(name)
    return setter(paper, text, vocabulary)


def unknown_field(name: str) -> Usage:
    """Return the error for an unknown field, with the most similar field name."""
    if name in ("link", "links"):
        return Usage("links is not a single value", "see: vcmbib link --help")
    near = get_close_matches(name.lower(), FIELD_NAMES, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"fields: {', '.join(FIELD_NAMES)}, extra.NAME"
    return Usage(f"there is no field {name!r}", hint, wrong=name, instead=near)


def edit_paper(
    paper: Paper,
    settings: Sequence[tuple[str, str]],
    vocabulary: Vocabulary = EMPTY_VOCABULARY,
) -> EditedPaper:
    """Return `paper` with these (field, text) pairs set in their order; raises as `set_field`."""
    after = paper
    for name, text in settings:
        after = set_field(after, name, text, vocabulary)
    return with_implied_type(paper, after, {name for name, _ in settings})


# --- consequences ----------------------------------------------------------------------------

_KINDS = {
    "article": VenueKind.JOURNAL, "periodical": VenueKind.JOURNAL,
    "inproceedings": VenueKind.CONFERENCE, "conference": VenueKind.CONFERENCE,
    "proceedings": VenueKind.CONFERENCE, "incollection": VenueKind.BOOK,
    "inbook": VenueKind.BOOK, "book": VenueKind.BOOK, "collection": VenueKind.BOOK,
}  # fmt: skip


def with_implied_type(before: Paper, after: Paper, changed: set[str]) -> EditedPaper:
    """Return the edited paper with the entry type that a changed venue implies.

    `changed` are the fields that were set; an entry type among them is kept. An unknown venue
    without a kind gets the kind that the entry type implies.
    """
    if VENUE.label in changed and same_stored_venue(before.venue, after.venue):
        after = replace(after, venue=before.venue)
    elif VENUE.label in changed:
        venue = after.venue
        if venue is not None and venue.kind is VenueKind.OTHER and find_venue(venue.name) is None:
            venue = replace(venue, kind=_KINDS.get(after.entry_type, VenueKind.OTHER))
            after = replace(after, venue=venue)
        implied = before.entry_type == entry_type_for(before.venue)
        if ENTRY_TYPE.label not in changed and (venue is not None or implied):
            unsure = venue is not None and venue.kind is VenueKind.OTHER
            after = after if unsure else replace(after, entry_type=entry_type_for(venue))
    return EditedPaper(after, tuple(_warnings(before, after)))


def same_stored_venue(one: Venue | None, other: Venue | None) -> bool:
    """Whether two venues are the same row of the library: equal, spellings aside."""
    if one is None or other is None:
        return one is other
    return replace(one, names=()) == replace(other, names=())


def _warnings(before: Paper, after: Paper) -> Iterable[str]:
    if after.entry_type != before.entry_type and after.entry_type not in ENTRY_TYPES:
        near = get_close_matches(after.entry_type, ENTRY_TYPES, 1)
        meant = f": did you mean {near[0]!r}?" if near else ""
        yield f"the type {after.entry_type!r} is kept, but no program may know it{meant}"
    venue = after.venue
    changed = venue is not None and not same_stored_venue(before.venue, venue)
    if venue is not None and changed and find_venue(venue.name) is None:
        yield f"the venue {venue.name!r} is not known: kept as written"
