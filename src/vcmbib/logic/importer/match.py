"""Find the papers that a record may belong to, and decide on each.

The evidence is that of two papers, and also a citation key in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TypeVar

from vcmbib.logic.dedupe.decide import Match, Verdict, vetoed
from vcmbib.logic.dedupe.evidence import Evidence
from vcmbib.logic.dedupe.pipeline import compare, recurring_titles
from vcmbib.logic.dedupe.prepare import PreparedWork, prepare
from vcmbib.logic.dedupe.weights import PAPERS_OF_ONE_TITLE, SAME_KEY, WORKS_OF_ONE_IDENTIFIER
from vcmbib.model.field_types import PaperField
from vcmbib.model.fields import NAME_FIELDS, NOTE, NUMBER_FIELDS, TEXT_FIELDS
from vcmbib.model.paper import Paper, Record
from vcmbib.model.snapshot import TITLE_START_LENGTH, LibrarySnapshot
from vcmbib.model.text import fold, folded_words, forms_of_key, title_key
from vcmbib.model.venues.venue import Venue

K = TypeVar("K")

_SAME_KEY = Evidence("key", "same citation key", SAME_KEY)
SAME_KEY_AND_VALUES = Match(Verdict.SAME, (_SAME_KEY,))
"""The match of a record with a paper that it restates."""


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """A record with the keys to look its papers up: folded title, comparable identifiers, URL."""

    record: Record
    title: str  # without case, accents and blanks
    names: tuple[tuple[str, str], ...]  # the comparison keys of the identifiers
    url: str | None


def lookup_keys(record: Record) -> LookupKeys:
    """Return the lookup keys of a record. Of identifiers that compare equal the first is kept."""
    identifiers = record.identifiers
    if len(identifiers) > 1:
        distinct = {i.comparison_key: i for i in reversed(identifiers)}
        if len(distinct) < len(identifiers):
            identifiers = tuple(distinct.values())[::-1]
            record = replace(record, identifiers=identifiers)
    names = tuple(i.comparison_key for i in identifiers)
    return LookupKeys(record, title_key(record.title), names, record.url)


class PaperIndex:
    """Numbers of papers by citation key, identifier, title and URL. An import adds new papers."""

    def __init__(self, known: LibrarySnapshot) -> None:
        self._by_key = known.by_key
        self._by_identifier = {k: list(v) for k, v in known.by_identifier.items()}
        self._by_title = {k: list(v) for k, v in known.by_title.items()}
        self._by_similar_title = known.by_similar_title
        self._by_start: dict[str, list[int]] = {}
        for title, numbers in known.by_title.items():
            for number in numbers:
                _add_number(self._by_start, title[:TITLE_START_LENGTH], number)
        self._by_url: dict[str, int] = {}
        self._by_values: dict[tuple[object, ...], list[int]] = {}
        for number, sources in known.records.items():
            for source in sources:
                _add_number(self._by_values, _compared_values(source), number)
        self._place = {n: _place(p) for n, p in known.papers.items()}

    def candidates(self, keys: LookupKeys) -> list[int]:
        """The papers that share a key, an identifier, a title or the beginning of a title.

        A paper with a record of the same values comes first. A record without title, key and
        identifier has no other candidate.
        """
        numbers = dict.fromkeys(self._by_values.get(_compared_values(keys.record), ()))
        for form in forms_of_key(keys.record.key):
            if form in self._by_key:
                numbers[self._by_key[form]] = None
        for name in keys.names:
            found = self._by_identifier.get(name, ())
            if len(found) <= WORKS_OF_ONE_IDENTIFIER:
                numbers.update(dict.fromkeys(found))
        if keys.title:
            found = self._by_title.get(keys.title, ())
            place = _place(keys.record)
            if len(found) > PAPERS_OF_ONE_TITLE:  # a column: keep those in one place
                found = [n for n in found if _places_agree(place, self._place.get(n, _NO_PLACE))]
            numbers.update(dict.fromkeys(found[:PAPERS_OF_ONE_TITLE]))
            if len(keys.title) >= TITLE_START_LENGTH:
                found = self._by_start.get(keys.title[:TITLE_START_LENGTH], ())
                numbers.update(dict.fromkeys(found[:PAPERS_OF_ONE_TITLE]))
            numbers.update(dict.fromkeys(self._by_similar_title.get(keys.title, ())))
        return list(numbers)

    def register(self, number: int, keys: LookupKeys) -> None:
        """Add a paper under all keys of one of its records."""
        for name in keys.names:
            _add_number(self._by_identifier, name, number)
        if keys.title:
            _add_number(self._by_title, keys.title, number)
            _add_number(self._by_start, keys.title[:TITLE_START_LENGTH], number)
        _add_number(self._by_values, _compared_values(keys.record), number)
        self._place.setdefault(number, _place(keys.record))
        if keys.url is not None:
            self._by_url.setdefault(keys.url, number)

    def paper_with_link(self, url: str | None) -> int | None:
        """The paper of this import with the same link; None if there is none."""
        return None if url is None else self._by_url.get(url)


_Place = tuple[object, ...]
_NO_PLACE: _Place = (None, None, None, None)


def _place(work: Record | Paper) -> _Place:
    """Year, volume, number and pages."""
    return work.year, work.volume, work.number, work.pages


def _places_agree(one: _Place, other: _Place) -> bool:
    """Whether no value differs. A missing value agrees with every value."""
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _add_number(numbers: dict[K, list[int]], name: K, number: int) -> None:
    """Add `number` to the numbers of `name`, once."""
    found = numbers.get(name)
    if found is None:
        numbers[name] = [number]
    elif number not in found:
        found.append(number)


def title_recurs(prepared: PreparedWork, candidates: Sequence[PreparedWork]) -> bool:
    """Whether the record's title recurs among the candidates."""
    same_title = (w for w in candidates if w.title_key == prepared.title_key)
    return bool(recurring_titles([prepared, *same_title]))


def match_record(
    record: Record,
    prepared: PreparedWork,
    paper: Paper,
    prepared_paper: PreparedWork,
    sources: Sequence[Record],
    *,
    recurring: bool,
) -> Match:
    """Return the match of a record and a paper, by the paper's title or by that of a source.

    A title of a source counts if it gives the verdict `same`: the paper's title may be edited
    since. `prepared` is the record and `prepared_paper` the paper, prepared. `sources` are the
    paper's records. `recurring`: the record's title recurs.

    The verdict `ask` becomes `same` if the citation key is the same and there is no veto.
    """
    titles = frozenset({prepared.title_key}) if recurring else frozenset()
    match = compare(prepared, prepared_paper, titles)
    for title in sorted({s.title for s in sources} - {paper.title, ""}):
        if match.verdict is Verdict.SAME:
            break
        other = compare(prepared, prepare(replace(paper, title=title)), titles)
        match = other if other.verdict is Verdict.SAME else match
    if _has_key(paper, record.key) and match.verdict is Verdict.ASK and not vetoed(match):
        return Match(Verdict.SAME, (*match.evidence, _SAME_KEY))
    return match


# Fields of a record that depend on the file, and the venue, which `_same_venue` compares.
_NOT_COMPARED = frozenset("origin ref line places remarks venue".split())
_compared_values = attrgetter(*(f.name for f in fields(Record) if f.name not in _NOT_COMPARED))
# A library does not store spellings.
_venue_values = attrgetter("acronym", "name", "kind", "publisher")


def identical_sources(record: Record, sources: tuple[Record, ...]) -> tuple[Record, ...]:
    """The sources with the same values as the record, whatever their place in a file."""
    alike = [s for s in sources if s.title == record.title]
    if not alike:
        return ()
    wanted = _compared_values(record)
    return tuple(
        s for s in alike if _compared_values(s) == wanted and _same_venue(record.venue, s.venue)
    )


def _same_venue(a: Venue | None, b: Venue | None) -> bool:
    """Whether two venues have the same values that a library stores."""
    if a is None or b is None:
        return a is b
    return bool(_venue_values(a) == _venue_values(b))


def restates(record: Record, paper: Paper) -> bool:
    """Whether a record with the paper's citation key states only what the paper states.

    It is the paper as a file that was exported contains it. The title must be equal, also if it is
    empty. Another value may be missing in the record. Fields that do not describe the publication,
    such as tags, are not compared.
    """
    if not _has_key(paper, record.key):
        return False
    if _letters(record.title) != _letters(paper.title):
        return False
    if record.venue is not None and not _venues_agree(record.venue, paper.venue):
        return False
    names = {i.comparison_key for i in paper.identifiers}
    if not names.issuperset(i.comparison_key for i in record.identifiers):
        return False
    for field in _PUBLICATION:
        stated = field.claim(record)
        if stated and _letters(stated) != _letters(field.value(paper)):
            return False
    return True


def _has_key(paper: Paper, key: str) -> bool:
    """Whether a key is or was the paper's, in any normal form."""
    forms = forms_of_key(key)
    return bool(key) and any(k in forms for k in (paper.key, *paper.former_keys))


def _venues_agree(one: Venue, other: Venue | None) -> bool:
    """Whether two venues have an acronym, a name or another spelling in common."""
    if other is None:
        return False
    spellings = ({fold(n) for n in (v.name, v.acronym, *v.names) if n} for v in (one, other))
    return not set.isdisjoint(*spellings)


_PUBLICATION: tuple[PaperField, ...] = (
    *NAME_FIELDS, *NUMBER_FIELDS, *(field for field in TEXT_FIELDS if field is not NOTE),
)  # fmt: skip
"""The fields that describe the publication, apart from its title, venue and identifiers."""


def _letters(value: object) -> str:
    """The letters and digits of a value; of a name in any order of its words."""
    if isinstance(value, tuple):
        return " ".join(" ".join(sorted(folded_words(n.natural))) for n in value)
    return "" if value is None else title_key(str(value))
