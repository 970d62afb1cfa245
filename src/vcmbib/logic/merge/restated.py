"""Values of a record that the paper has already in another form. They are not news.

A format without a field for a value has it in another field, such as a number that is no ISSN in
the field for it. A record with a key of the paper is an export of it, perhaps edited since. So what
such a record states is compared with all that the paper states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from vcmbib.model.field_types import RecordValues
from vcmbib.model.fields import NAME_FIELDS, NOTE, TEXT_FIELDS
from vcmbib.model.identifiers import find_identifiers, parse_identifier
from vcmbib.model.identifiers.preprints import is_of_preprint
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record
from vcmbib.model.raw_fields import field_name, is_own_field
from vcmbib.model.text import fold, forms_of_key
from vcmbib.model.venues.venue import VenueKind

_SIGNS = re.compile(r"[;,|\n]")
"""The signs between the values of a list in one field."""
_KEY_FIELD = re.compile(r"(?i)(?:key|id|ids)(?:_\d+)?$")
_IDENTIFIER_FIELD = re.compile(r"(?i)(?:isbn|doi|pmid|pmcid|eprint|identifiers)(?:_\d+)?$")


def without_restated(paper: Paper, record: Record) -> Record:
    """The record without the values that the paper has in another form.

    A record that has no key of the paper is returned unchanged.
    """
    if not record.key or not any(
        k in forms_of_key(record.key) for k in (paper.key, *paper.former_keys)
    ):
        return record
    stated = _StatedTexts(paper)
    values = RecordValues()
    for field in TEXT_FIELDS:
        said, have = field.claim(record), field.value(paper)
        if field is NOTE:
            if said and have and _plain(str(said)) in _plain(str(have)):
                values.put(NOTE, None)
        elif said and not have and stated.has(str(said)):
            values.put(field, None)
    for people in NAME_FIELDS:
        if _spellings(people.claim(record)) == _spellings(people.of(paper)):
            values.put(people, people.of(paper))
    record = values.put_into(record)
    if paper.venue is None and _is_restated_venue(record, paper, stated):
        record = replace(record, venue=None)
    names = {i.comparison_key for i in paper.identifiers}
    return replace(
        record,
        tags=tuple(w for w in record.tags if not stated.has_word(w)),
        topics=tuple(w for w in record.topics if not stated.has_word(w)),
        identifiers=tuple(
            i
            for i in record.identifiers
            if i.comparison_key in names or i.comparison_key not in stated.identifiers()
        ),
        extra=tuple((n, v) for n, v in record.extra if not stated.has_extra(n, v)),
    )


def restates_key(paper: Paper, key: str) -> bool:
    """Whether the paper has a key in another form: with other blanks, or in an extra field."""
    keys = {_plain(k) for own in (paper.key, *paper.former_keys) for k in _pieces(own)}
    keys.update(_plain(v) for n, v in paper.extra if _KEY_FIELD.search(n))
    return _plain(key) in keys


def _is_restated_venue(record: Record, paper: Paper, stated: _StatedTexts) -> bool:
    """Whether an extra field or an identifier of the paper states the venue of the record."""
    venue = record.venue
    if venue is None:
        return False
    if venue.kind is VenueKind.PREPRINT and any(is_of_preprint(i) for i in paper.identifiers):
        return True
    return any(stated.has(name) for name in (venue.name, venue.acronym) if name)


def _spellings(people: Sequence[Name] | None) -> list[str]:
    """The names of people in Unicode's form NFKC."""
    return [normalize("NFKC", " ".join(n.natural.split())) for n in people or ()]


def _is_spare(name: str) -> bool:
    """Whether an extra field has a value for which the format has no field, or a second value."""
    base = re.sub(r"_\d+$", "", field_name(name))
    return is_own_field(base) or base != field_name(name) or base == "shortjournal"


class _StatedTexts:
    """All texts of a paper, folded, each one whole and in pieces."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._texts: set[str] | None = None

    def has(self, text: str) -> bool:
        """Whether the paper has this text, or each piece of it."""
        if self._texts is None:
            self._texts = _texts_of(self._paper)
        pieces = [p for p in map(_plain, _SIGNS.split(text)) if p]
        return _plain(text) in self._texts or bool(pieces and self._texts.issuperset(pieces))

    def has_extra(self, name: str, value: str) -> bool:
        """Whether the paper has the value of an extra field."""
        return (_is_spare(name) and self.has(value)) or self.kept(value)

    def kept(self, text: str) -> bool:
        """Whether the paper has this text as a value for which a format has the only field."""
        plain = _plain(text)
        own = (v for n, v in self._paper.extra if is_own_field(n))
        return any(plain == _plain(p) for v in own for p in (v, *v.split()))

    def has_word(self, word: str) -> bool:
        """Whether a tag or topic of the paper has this word as a piece between signs."""
        words = (*self._paper.tags, *self._paper.topics)
        return any(_plain(word) in map(_plain, _SIGNS.split(w)) for w in words if w != word)

    def identifiers(self) -> set[tuple[str, str]]:
        """The comparison keys of the identifiers in extra fields."""
        found = set[tuple[str, str]]()
        for name, value in self._paper.extra:
            if _IDENTIFIER_FIELD.search(name):
                base = re.sub(r"_\d+$", "", name.lower())
                one = parse_identifier(f"{base}:{value}")
                found.update(i.comparison_key for i in (*find_identifiers(value), one) if i)
        return found


def _texts_of(paper: Paper) -> set[str]:
    texts = {p for _, value in paper.extra for p in (value, *_pieces(value))}
    texts.add(paper.entry_type)
    texts.update(str(f.value(paper)) for f in TEXT_FIELDS if f.value(paper))
    if paper.venue is not None:
        texts.update((paper.venue.name, paper.venue.acronym or ""))
    texts.update(n.natural for n in (*paper.authors, *paper.editors))
    return {_plain(text) for text in texts}


def _pieces(text: str) -> list[str]:
    return [text, *_SIGNS.split(text)]


def _plain(text: str) -> str:
    return " ".join((fold(text) or to_unicode(text) or text).split())
