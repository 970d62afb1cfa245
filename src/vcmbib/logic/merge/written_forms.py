"""The written forms of values: which of two is an abbreviation of the other, and who wrote which.

A paper may keep the text of a field as its file wrote it, next to the value that was read from it:
`booktitle = {Proc. ICIP}` next to the venue ICIP. The text is what an export prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vcmbib.model.field_types import PaperField
from vcmbib.model.fields import PAGES, PUBLISHER, VENUE
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import Paper, Record
from vcmbib.model.raw_fields import REPEATED, WRITER_PREFIX, RawFields, is_raw
from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue

BARE_PREFIX = f"{WRITER_PREFIX}bare:"
"""How the writer's note on the macro of a field begins: `@bare:booktitle`, with `icip`."""

_WORD = re.compile(r"[^\W\d_]+")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|[{}\\]")
# Words of names of venues and publishers that abbreviations leave out.
_LEFT_OUT = frozenset(
    "a an and at by de der des die du et for für in la le of on the und y".split()
)
# Words that come with an acronym: Proc. of the 25th ICIP.
_WITH_ACRONYM = frozenset(
    "annual conf conference int intl ieee acm proc proceedings st nd rd th".split()
)
_LONGEST = 16  # letters of an acronym, and words of a name
_ABBREVIATED_EXTRAS = frozenset(
    "series organization institution school address location eventtitle maintitle".split()
)
"""Raw fields without a field of the paper of which the fuller one remains."""


def abbreviates(short: str, long: str) -> bool:
    """Whether the first text is an abbreviation of the second.

    Each word of `short` is a word of `long` with letters left out, in the same order (`IEEE Trans.
    Image Process.`), or it is one word of the initials (`TIP`). A text with fewer words, such as
    `Cancer` for `Cancer Research`, is another name.
    """
    few, many = _words(short), _words(long)
    if not few or sum(map(len, few)) >= sum(map(len, many)):
        return False
    if len(few) == len(many) and all(map(_contracts, few, many)):
        return True
    named = few if len(few) == 1 else [w for w in few if w not in _WITH_ACRONYM]
    if len(named) != 1 or not 2 <= len(named[0]) <= _LONGEST or len(many) > _LONGEST:
        return False
    return _spells(named[0], [w for w in many if w != named[0]])


def _words(text: str) -> list[str]:
    """The folded words, without those that abbreviations leave out, and without TeX commands."""
    return [w for w in _WORD.findall(fold(_COMMAND.sub("", text))) if w not in _LEFT_OUT]


def _contracts(short: str, long: str) -> bool:
    """Whether a word is the other, or is the other with letters left out after the first."""
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters of an acronym begin the words, in their order: `tpami`, `neurips`.

    A word may give several of its first letters, and words may be left out.
    """
    if not words:
        return not acronym
    if not acronym:
        return True
    first, rest = words[0], words[1:]
    for length in range(min(len(first), len(acronym), 4), 0, -1):
        if acronym[:length] == first[:length] and _spells(acronym[length:], rest):
            return True
    return _spells(acronym, rest)


def fuller_pages(short: str, long: str) -> bool:
    """Whether the second text has the same first page and a last page too."""
    return re.match(rf"{re.escape(short.strip())}\s*[-–—]+\s*\w", long.strip()) is not None


def is_shorter(field: PaperField, short: object, long: object) -> bool:
    """Whether a value of a field is an abbreviation of another one."""
    if isinstance(short, Venue) and isinstance(long, Venue):
        return short.kind is long.kind and abbreviates(short.name, long.name)
    if not isinstance(short, str) or not isinstance(long, str):
        return False
    if field is PAGES:
        return fuller_pages(short, long)
    return field is PUBLISHER and abbreviates(short, long)


def written(subject: Paper | Record, field: PaperField) -> RawFields:
    """The raw fields that repeat a field of the subject."""
    return tuple((n, v) for n, v in subject.extra if REPEATED.get(n) is field)


def written_text(subject: Paper | Record, field: PaperField) -> str:
    """The field as an export prints it: the raw text, else the value. Empty if there is neither."""
    raw = written(subject, field)
    if raw:
        return raw[0][1]
    value = field.value(subject) if isinstance(subject, Paper) else field.claim(subject)
    if isinstance(value, Venue):
        return value.name
    return value if isinstance(value, str) else ""


def is_written_shorter(paper: Paper, record: Record, field: PaperField) -> bool:
    """Whether the paper abbreviates what the record writes in full, for a value that is the same.

    Only the text of a source is replaced: vcmbib itself writes venues in full.
    """
    ours, theirs = written_text(paper, field), written_text(record, field)
    if field is VENUE and written(paper, field):
        acronym = _acronym(paper.venue)
        words = {w for w in _words(ours) if w not in _WITH_ACRONYM}
        if words and words == set(_words(acronym)) and len(_words(theirs)) > len(_words(ours)):
            return True
    return abbreviates(ours, theirs) if field is not PAGES else fuller_pages(ours, theirs)


def _acronym(venue: Venue | None) -> str:
    return "" if venue is None else venue.acronym or ""


def fuller_extra(ours: str, theirs: str, name: str) -> bool:
    """Whether a raw field without a field of the paper is abbreviated in the paper."""
    return name in _ABBREVIATED_EXTRAS and abbreviates(ours, theirs)


_SCHEME_FIELDS = {
    Scheme.DOI: ("doi",),
    Scheme.ARXIV: ("eprint", "archiveprefix", "eprinttype", "eprintclass", "primaryclass"),
}


def with_first_identifiers(paper: Paper, before: Paper, other: Paper | Record) -> Paper:
    """The paper without the raw `doi` or `eprint` of an identifier that is not the first any more.

    `before`: the paper that the raw fields are of. The raw field of `other` takes the place if it
    has the identifier that is first now. Else the writer writes the identifier itself.
    """
    for scheme, names in _SCHEME_FIELDS.items():
        was, now = before.identifier(scheme), paper.identifier(scheme)
        if was is None or was == now:
            continue
        theirs = next((i for i in other.identifiers if i.scheme is scheme), None)
        raw = tuple(e for e in other.extra if e[0] in names) if theirs == now else ()
        paper = replace(paper, extra=(*without(paper.extra, names), *raw))
    return paper


def with_notes(record: Record, names: Iterable[str]) -> RawFields:
    """The raw fields of these names, with the writer's notes on their macros."""
    wanted = {*names, *(f"{BARE_PREFIX}{n}" for n in names)}
    return tuple((n, v) for n, v in record.extra if n in wanted)


def without(extra: RawFields, names: Iterable[str]) -> RawFields:
    """The raw fields without these names, and without the writer's notes on their macros."""
    unwanted = {*names, *(f"{BARE_PREFIX}{n}" for n in names)}
    return tuple((n, v) for n, v in extra if n not in unwanted)


def written_differently(papers: Sequence[Paper | Record]) -> list[str]:
    """The names of raw fields of single values that not all of these would print alike."""
    names = dict.fromkeys(
        n
        for p in papers
        for n, _ in p.extra
        if REPEATED.get(n) in (VENUE, PUBLISHER) and is_raw(n, p)
    )
    return [n for n in names if len({_plain(t) for t in printed(n, papers) if t}) > 1]


def printed(name: str, papers: Sequence[Paper | Record]) -> list[str]:
    """What each paper prints for a raw field: its own text, else the value that it repeats."""
    field = REPEATED[name]
    return [dict(p.extra).get(name) or written_text(p, field) for p in papers]


def _plain(text: str) -> str:
    return fold(_COMMAND.sub("", text))
