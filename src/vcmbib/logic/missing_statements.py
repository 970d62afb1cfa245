"""Which statements of a file the library does not contain: overwriting the file would lose them.

A statement is one value of one field of a record. The library contains it if the paper has the
value now or had this value before, or if a source of the paper claims it. Letter case, accents,
LaTeX markup, punctuation and the order of lists do not count. A given name contains its initial.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from vcmbib.model.field_types import PaperField, ValueKind
from vcmbib.model.fields import ALL_FIELDS, FORMER_KEYS, IDENTIFIERS, KEY, LINKS, TITLE
from vcmbib.model.identifiers import Identifier, find_identifiers
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, Paper, Record
from vcmbib.model.raw_fields import is_raw
from vcmbib.model.text import fold, folded_words
from vcmbib.model.venues.venue import Venue

Work = Record | Paper
"""A record of the new text or of a source, or a paper as it is or was."""


@dataclass(frozen=True, slots=True)
class MissingStatement:
    """A value of a record that the library does not contain. `field` is the label of the field."""

    field: str
    value: str


def missing_statements(
    record: Record, works: Sequence[Work], headings: Collection[str] = ()
) -> list[MissingStatement]:
    """The statements of a record that none of the works of its paper contains.

    `headings` are the titles of all categories.
    """
    known = _KnownValues(works)
    found: list[MissingStatement] = []
    for field in ALL_FIELDS:
        compare = _COMPARISONS.get(field.kind)
        claim = field.claim(record)
        if compare is None or claim is None:
            continue
        for value in claim if isinstance(claim, tuple) and field.kind is not _NAMES else (claim,):
            if field.kind is ValueKind.RAW_FIELDS and is_raw(str(value[0]), record):
                continue  # as written what a column contains
            if not compare(value, known, field):
                found.append(_missing(field, value))
    titles = {letters(title) for title in headings}
    last = [place.path[-1] for place in record.places if place.path]
    return found + [MissingStatement("category", t) for t in last if letters(t) not in titles]


def may_be_the_same(record: Record, paper: Paper) -> bool:
    """Whether a record may be of a paper as it was: by key, identifier or title."""
    if record.key and record.key in (paper.key, *paper.former_keys):
        return True
    if {i.comparison_key for i in record.identifiers} & set(IDENTIFIERS.identities(paper)):
        return True
    return bool(record.title) and letters(record.title) == letters(paper.title)


def letters(text: str) -> str:
    """The letters and digits of a text, folded; the text itself if it has none."""
    return "".join(c for c in fold(text) if c.isalnum()) or " ".join(text.split())


# --- what is known of a paper -------------------------------------------------------------------

_NAMES = ValueKind.NAMES
_SHORT = 4  # letters: shorter values are compared within their own field only


class _KnownValues:
    """All values of a paper: as it is, as it was, and as its sources claim."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works
        self.texts: set[str] = set()
        for work in works:
            self.texts.update(_texts_of(work))

    def of(self, field: PaperField) -> Iterator[object]:
        """The values of a field. A list is one value."""
        for work in self.works:
            value = field.value(work) if isinstance(work, Paper) else field.claim(work)
            if value not in (None, "", ()):
                yield value

    def items(self, field: PaperField) -> Iterator[object]:
        """The items of a field with several values."""
        for value in self.of(field):
            if isinstance(value, tuple):
                yield from value

    def has_text(self, text: str) -> bool:
        """Whether a text, if it is not short, is a value of any field."""
        return len(text) >= _SHORT and text in self.texts


def _texts_of(work: Work) -> Iterator[str]:
    """The texts of all fields, folded; of a list also its items, joined."""
    for field in ALL_FIELDS:
        value = field.value(work) if isinstance(work, Paper) else field.claim(work)
        yield from map(letters, _strings(value))
        if isinstance(value, tuple):
            for item in value:
                yield "".join(map(letters, _strings(item)))
            yield "".join(letters(text) for text in _strings(value))


def _strings(value: object) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, Enum) or value is None:
        return
    if isinstance(value, Name):
        yield value.natural
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Identifier):
        yield from (value.value, str(value))
    elif isinstance(value, Iterable):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


# --- comparing -----------------------------------------------------------------------------------

Comparison = Callable[[object, _KnownValues, PaperField], bool]


def _is_known_text(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether a text or number is known, within its own field or, if it is long, in any."""
    text = letters(str(value))
    if known.has_text(text):
        return True
    own = [v for value in known.of(field) for v in (value if isinstance(value, tuple) else [value])]
    return text in {letters(str(v)) for v in own}


def _is_known_type(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether the entry type is known, or an alias of it; `misc` states nothing."""
    kind = str(value).casefold()
    types = {str(v).casefold() for v in known.of(field)}
    return kind == "misc" or _ALIASES.get(kind, kind) in {_ALIASES.get(t, t) for t in types}


_ALIASES = {
    "conference": "inproceedings", "phdthesis": "thesis", "mastersthesis": "thesis",
    "techreport": "report", "electronic": "online", "www": "online", "collection": "book",
    "mvbook": "book", "mvproceedings": "proceedings", "mvcollection": "book",
    "dataset": "misc", "software": "misc", "online": "misc",
}  # fmt: skip
"""Entry types of one dialect for those of another."""


def _is_known_raw(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether an extra field is known, by its name, or its value, if long, in any field."""
    name, text = value if isinstance(value, tuple) else ("", str(value))
    if known.has_text(letters(text)):
        return True
    return any(
        letters(str(other)) == letters(text)
        for item in known.items(field)
        if isinstance(item, tuple)
        for other_name, other in [item]
        if other_name == name
    )


def _are_known_names(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether a list of names is the beginning of a known one; initials are enough."""
    names = value if isinstance(value, tuple) else ()
    lists = [v for v in known.of(field) if isinstance(v, tuple)]
    return any(
        len(names) <= len(others)
        and all(_is_same_person(n, o) for n, o in zip(names, others, strict=False))
        for others in lists
    )


def _is_same_person(name: object, other: object) -> bool:
    """Whether `other` contains all that `name` states."""
    if not (isinstance(name, Name) and isinstance(other, Name)):
        return False
    if letters(name.natural) == letters(other.natural):
        return True
    if letters(name.family) != letters(other.family):
        return False
    given, more = folded_words(name.given), folded_words(other.given)
    return len(given) <= len(more) and all(
        m == g or (len(g) == 1 and m.startswith(g)) for g, m in zip(given, more, strict=False)
    )


def _is_known_venue(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether a venue is known by its acronym or by one of its names."""
    if not isinstance(value, Venue):
        return False
    names = {letters(text) for text in (value.acronym, value.name) if text}
    return any(
        isinstance(other, Venue)
        and names & {letters(t) for t in (other.acronym, other.name, *other.names) if t}
        for other in known.of(field)
    ) or any(known.has_text(name) for name in names)


def _is_known_identifier(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether an identifier is known."""
    others = (i for i in known.items(field) if isinstance(i, Identifier))
    return isinstance(value, Identifier) and value.comparison_key in {
        i.comparison_key for i in others
    }


def _is_known_link(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether the address of a link is known, or belongs to a known identifier."""
    if not isinstance(value, Link):
        return False
    addresses = {_address(k.url) for k in known.items(field) if isinstance(k, Link)}
    if _address(value.url) in addresses or known.has_text(letters(value.url)):
        return True
    identifiers = find_identifiers(value.url)
    return bool(identifiers) and all(
        _is_known_identifier(i, known, IDENTIFIERS) for i in identifiers
    )


def _address(url: str) -> str:
    """A URL without its scheme, `www.` and a last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def _is_known_key(value: object, known: _KnownValues, field: PaperField) -> bool:
    """Whether a citation key is a present or former one."""
    del field
    return value in {*known.of(KEY), *known.items(FORMER_KEYS)}


_COMPARISONS: Mapping[ValueKind, Comparison] = {
    ValueKind.KEY: _is_known_key,
    ValueKind.OLD_KEYS: _is_known_key,
    ValueKind.ENTRY_TYPE: _is_known_type,
    ValueKind.TITLE: _is_known_text,
    ValueKind.LINE: _is_known_text,
    ValueKind.TEXT: _is_known_text,
    ValueKind.NUMBER: _is_known_text,
    ValueKind.NOTES: _is_known_text,
    ValueKind.WORDS: _is_known_text,
    ValueKind.NAMES: _are_known_names,
    ValueKind.VENUE: _is_known_venue,
    ValueKind.IDENTIFIERS: _is_known_identifier,
    ValueKind.LINKS: _is_known_link,
    ValueKind.RAW_FIELDS: _is_known_raw,
}
"""How a statement is compared, by the kind of its field.

Without a comparison: whether a list of names is complete, and what only the library sets. The
categories of a record are its places, which `missing_statements` compares.
"""


def _missing(field: PaperField, value: object) -> MissingStatement:
    """The missing statement for a user."""
    if field.kind is ValueKind.RAW_FIELDS and isinstance(value, tuple):
        return MissingStatement(str(value[0]), str(value[1]))
    if field in (KEY, FORMER_KEYS):
        return MissingStatement("key", str(value))
    if isinstance(value, Venue):
        return MissingStatement(field.label, value.acronym or value.name)
    if isinstance(value, Link):
        return MissingStatement(LINKS.label, value.url)
    if isinstance(value, tuple):
        return MissingStatement(field.label, "; ".join(_strings(value)))
    return MissingStatement(field.label, str(value))


def title_of(record: Record) -> str:
    """The name of a record for a user: its key, else its title, else its line."""
    title = TITLE.claim(record)
    return record.key or (title if isinstance(title, str) else "") or f"line {record.line}"
