"""Setting the fields of a paper from text, as `edit --set` and the form in the editor do it.

Every value is checked before anything is changed; what a person sets becomes a record, so that no
later import overwrites it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from vcmbib.errors import BadValue, Usage
from vcmbib.logic.edit.links import check_url, with_link
from vcmbib.logic.edit.parse_values import (
    any_identifier,
    category_named,
    clean_text,
    read_identifier,
    read_month,
    read_people,
    read_type,
    read_venue,
    read_word,
    read_year,
    split_words,
    united,
)
from vcmbib.logic.merge.fill import type_of
from vcmbib.model.identifiers import Scheme
from vcmbib.model.keys.citekey import is_valid_key
from vcmbib.model.names import Name
from vcmbib.model.paper import (
    ENTRY_TYPES,
    Category,
    Link,
    LinkKind,
    Paper,
    Standing,
    with_field,
)
from vcmbib.model.text import fold, tidy
from vcmbib.model.venues.lookup import find_venue
from vcmbib.model.venues.venue import Venue, VenueKind


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library has in use: categories, the last place in each, spellings of words.

    `tags` and `topics` lead from the casefolded word to its first spelling.
    """

    categories: tuple[Category, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edited:
    """A paper after an edit, and what is doubtful about it."""

    paper: Paper
    warnings: tuple[str, ...] = ()


_EXTRA_NAME = re.compile(r"[A-Za-z][\w.+:/-]*")


# --- fields ----------------------------------------------------------------------------------


def renamed(paper: Paper, key: str) -> Paper:
    """`paper` under another key; the one it had still resolves. Raises BadValue."""
    if not is_valid_key(key):
        raise BadValue("key", key, "letters, digits and -_.:+/ without blanks")
    if key == paper.key:
        return paper
    former = (*(k for k in paper.former_keys if k != key), paper.key)
    return replace(paper, key=key, former_keys=former)


def word_reader(paper: Paper, name: str, shelf: Shelf) -> Callable[[str], str]:
    """What reads a tag or a topic (`name` is `tags` or `topics`) for this paper."""
    in_use: dict[str, str] = {w.casefold(): w for w in getattr(paper, name)}
    in_use |= getattr(shelf, name)
    return lambda text: read_word(name.removesuffix("s"), text, in_use)


def set_words(paper: Paper, name: str, words: Iterable[str], shelf: Shelf) -> Paper:
    """`paper` with these tags or topics and no others."""
    return with_field(paper, name, united((), map(word_reader(paper, name, shelf), words)))


def set_categories(paper: Paper, names: Iterable[str], shelf: Shelf) -> Paper:
    """`paper` in these categories and no others: it keeps its place, or comes last."""
    have = {s.slug: s for s in paper.categories}
    slugs = [n if n in have else category_named(n, shelf.categories) for n in names]
    standings = {
        slug: have.get(slug, Standing(slug, shelf.places.get(slug, 0) + 1)) for slug in slugs
    }
    order = {c.slug: at for at, c in enumerate(shelf.categories)}
    found = sorted(standings.values(), key=lambda s: order.get(s.slug, 0))
    return replace(paper, categories=tuple(found))


def set_people(paper: Paper, name: str, people: Sequence[Name], others: bool) -> Paper:
    """`paper` with these authors or editors; of authors it is known whether they are all."""
    if name == "editors":
        return replace(paper, editors=tuple(people))
    return replace(paper, authors=tuple(people), authors_complete=bool(people) and not others)


def _set_title(paper: Paper, text: str) -> Paper:
    title = tidy(text)
    if not title:
        raise BadValue("title", title, "some text: a paper without a title cannot be kept")
    return replace(paper, title=title)


def _set_people(paper: Paper, name: str, text: str) -> Paper:
    people, others = read_people(text)
    if others and not people:
        raise BadValue(name, tidy(text), "at least one name before 'others'")
    return set_people(paper, name, people, others)


def _set_identifier(paper: Paper, scheme: Scheme, text: str) -> Paper:
    """One identifier of this scheme, in the place of those it had; none for an empty text."""
    new = (read_identifier(scheme, text),) if tidy(text) else ()
    at = next((n for n, i in enumerate(paper.identifiers) if i.scheme is scheme), None)
    before = paper.identifiers if at is None else paper.identifiers[:at]
    rest = () if at is None else paper.identifiers[at:]
    return replace(paper, identifiers=(*before, *new, *(i for i in rest if i.scheme is not scheme)))


def _set_url(paper: Paper, text: str) -> Paper:
    kept = tuple(k for k in paper.links if k.kind is not LinkKind.PAPER)
    if not tidy(text):
        return replace(paper, links=kept)
    url = check_url(text, "url")
    label = next((k.label for k in paper.links if k.url == url), None)
    link = Link(LinkKind.PAPER, url, label)
    rest = tuple(k for k in kept if k.url != url)
    return with_link(replace(paper, links=rest), link, first=True)


def set_extra(paper: Paper, name: str, text: str) -> Paper:
    """`paper` with a BibTeX field that has no place of its own; none for an empty text.

    Raises BadValue for a name that BibTeX does not take, Usage for a field of our own.
    """
    have = [n for n, _ in paper.extra]
    known = name if name in have else next((n for n in have if fold(n) == fold(name)), name)
    if known not in have:
        if _EXTRA_NAME.fullmatch(name) is None:
            raise BadValue("extra", name, "a field's name of letters, digits and -_.")
        if name.lower() in _SETTERS or name.lower() in ("author", "editor"):
            raise Usage(f"extra.{name} has a field of its own", "see: vcmbib edit --help")
    value = clean_text(text)
    fields = dict(paper.extra) | {known: value}
    return replace(paper, extra=tuple((n, v) for n, v in fields.items() if n != known or value))


def _single(name: str) -> Callable[[Paper, str, Shelf], Paper]:
    return lambda paper, text, shelf: with_field(paper, name, tidy(text) or None)


def _number(name: str, read: Callable[[str], int]) -> Callable[[Paper, str, Shelf], Paper]:
    return lambda paper, text, shelf: with_field(paper, name, read(text) if tidy(text) else None)


def _identifier(scheme: Scheme) -> Callable[[Paper, str, Shelf], Paper]:
    return lambda paper, text, shelf: _set_identifier(paper, scheme, text)


def _identifiers(paper: Paper, text: str, _: Shelf) -> Paper:
    found = {i.comparison_key: i for i in map(any_identifier, text.replace(", ", " ").split())}
    return replace(paper, identifiers=tuple(found.values()))


_SETTERS: dict[str, Callable[[Paper, str, Shelf], Paper]] = {
    "key": lambda paper, text, _: renamed(paper, tidy(text)),
    "title": lambda paper, text, _: _set_title(paper, text),
    "authors": lambda paper, text, _: _set_people(paper, "authors", text),
    "editors": lambda paper, text, _: _set_people(paper, "editors", text),
    "type": lambda paper, text, _: replace(paper, entry_type=read_type(text)),
    "year": _number("year", read_year),
    "month": _number("month", read_month),
    "venue": lambda paper, text, _: replace(paper, venue=read_venue(text)),
    **{n: _single(n) for n in ("honour", "volume", "number", "pages", "publisher", "model")},
    "topics": lambda paper, text, shelf: set_words(paper, "topics", split_words(text), shelf),
    "tags": lambda paper, text, shelf: set_words(paper, "tags", split_words(text), shelf),
    "categories": lambda paper, text, shelf: set_categories(paper, split_words(text), shelf),
    "identifiers": _identifiers,
    "url": lambda paper, text, _: _set_url(paper, text),
    "note": lambda paper, text, _: replace(
        paper, notes=tuple(note for note in (clean_text(text),) if note)
    ),
    "abstract": lambda paper, text, _: replace(paper, abstract=clean_text(text) or None),
    **{scheme.value: _identifier(scheme) for scheme in Scheme},
}
FIELD_NAMES = tuple(_SETTERS)
"""What `edit --set` takes, and `extra.NAME` besides."""


def set_field(paper: Paper, name: str, text: str, shelf: Shelf) -> Paper:
    """`paper` with one field set from text; an empty text empties it.

    Raises BadValue, BadIdentifier, NoSuchThing or, for a field that is not there, Usage.
    """
    if name.startswith("extra."):
        return set_extra(paper, name.removeprefix("extra."), text)
    setter = _SETTERS.get(name)
    if setter is None:
        raise unknown_field(name)
    return setter(paper, text, shelf)


def unknown_field(name: str) -> Usage:
    """The error for a field that is not there, with the nearest one."""
    if name in ("link", "links"):
        return Usage("links are no single value", "see: vcmbib link --help")
    near = get_close_matches(name.lower(), FIELD_NAMES, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"fields: {', '.join(FIELD_NAMES)}, extra.NAME"
    return Usage(f"no such field: {name!r}", hint)


NO_SHELF = Shelf()
"""A library in which nothing is in use."""


def edit(paper: Paper, settings: Sequence[tuple[str, str]], shelf: Shelf = NO_SHELF) -> Edited:
    """`paper` after (field, text) pairs were set, in their order; raises as `set_field` does."""
    after = paper
    for name, text in settings:
        after = set_field(after, name, text, shelf)
    return settled(paper, after, {name for name, _ in settings})


# --- what follows ----------------------------------------------------------------------------

_KINDS = {
    "article": VenueKind.JOURNAL, "periodical": VenueKind.JOURNAL,
    "inproceedings": VenueKind.CONFERENCE, "conference": VenueKind.CONFERENCE,
    "proceedings": VenueKind.CONFERENCE, "incollection": VenueKind.BOOK,
    "inbook": VenueKind.BOOK, "book": VenueKind.BOOK, "collection": VenueKind.BOOK,
}  # fmt: skip


def settled(before: Paper, after: Paper, named: set[str]) -> Edited:
    """The entry type follows a venue that was set, unless it was set itself.

    A venue whose kind nobody knows is of the kind that the entry type says.
    """
    if "venue" in named and same_place(before.venue, after.venue):
        after = replace(after, venue=before.venue)
    elif "venue" in named:
        venue = after.venue
        if venue is not None and venue.kind is VenueKind.OTHER and find_venue(venue.name) is None:
            venue = replace(venue, kind=_KINDS.get(after.entry_type, VenueKind.OTHER))
            after = replace(after, venue=venue)
        implied = before.entry_type == type_of(before.venue)
        if "type" not in named and (venue is not None or implied):
            unsure = venue is not None and venue.kind is VenueKind.OTHER
            after = after if unsure else replace(after, entry_type=type_of(venue))
    return Edited(after, tuple(_doubts(before, after)))


def same_place(one: Venue | None, other: Venue | None) -> bool:
    """Whether two venues are stored as the same one: spellings aside."""
    if one is None or other is None:
        return one is other
    return replace(one, names=()) == replace(other, names=())


def _doubts(before: Paper, after: Paper) -> Iterable[str]:
    if after.entry_type != before.entry_type and after.entry_type not in ENTRY_TYPES:
        near = get_close_matches(after.entry_type, ENTRY_TYPES, 1)
        meant = f": did you mean {near[0]!r}?" if near else ""
        yield f"the type {after.entry_type!r} is kept, but no program may know it{meant}"
    venue = after.venue
    changed = venue is not None and not same_place(before.venue, venue)
    if venue is not None and changed and find_venue(venue.name) is None:
        yield f"the venue {venue.name!r} is not known: kept as written"
