"""What the two dialects call types and fields, and which of them a file is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.style import Dialect
from vcmbib.model.venues.venue import Venue, VenueKind

TYPE_FIELD = "biblatextype"
"""BibLaTeX's type of an entry that BibTeX has no such type for; only we read it back."""

DATE_FIELD = "biblatexdate"
"""BibLaTeX's date where BibTeX's year and month say less; only we read it back."""

# BibLaTeX's types -> those that BibTeX's styles know. Types of neither come out as they are.
BIBTEX_TYPES = {
    **dict.fromkeys(
        """online www software dataset image movie music video audio artwork performance letter
        legislation legal legadminmaterial jurisdiction commentary bibnote set xdata custom customa
        customb customc customd custome customf""".split(),
        "misc",
    ),
    **dict.fromkeys("mvbook collection mvcollection reference mvreference".split(), "book"),
    "bookinbook": "inbook", "suppbook": "inbook", "suppcollection": "incollection",
    "inreference": "incollection", "suppperiodical": "article", "mvproceedings": "proceedings",
    "report": "techreport",
}  # fmt: skip
_LESSER_THESES = ("mathesis", "master", "diplom", "mscthesis", "bathesis", "bachelor")

_BIBLATEX_NAMES = frozenset(field_parsing.BIBTEX_NAMES) | {"date"}
_BIBTEX_NAMES = frozenset(field_parsing.BIBTEX_NAMES.values())
_SIGNS_OF_BIBLATEX = _BIBLATEX_NAMES - {"location", "annotation", "eprinttype", "eprintclass"}
_SIGNS_OF_BIBTEX = frozenset("journal year month address".split())
_TYPES_OF_BIBLATEX = frozenset(BIBTEX_TYPES) - {"www"} | {"thesis"}

# How names are spelt in each; the keys are the library's, which are BibTeX's.
SPELLING: Mapping[Dialect, Mapping[str, str]] = {
    Dialect.BIBTEX: field_parsing.BIBTEX_NAMES
    | {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
    | {"eprinttype": "archivePrefix", "eprintclass": "primaryClass"},
    Dialect.BIBLATEX: {bibtex: biblatex for biblatex, bibtex in field_parsing.BIBTEX_NAMES.items()},
}


_ONE_NAME = field_parsing.BIBTEX_NAMES | {
    "date": "year", "school": "institution", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}  # fmt: skip


def canonical_name(name: str) -> str:
    """One name for a field that the dialects, or two types of entries, name differently."""
    low = name.lower()
    return _ONE_NAME.get(low, low)


def dialect_of(entries: Iterable[RawEntry]) -> Dialect:
    """The dialect that most fields of a file speak; BibTeX where they do not tell."""
    balance = 0
    for entry in entries:
        for name, _ in entry.fields:
            if name in _SIGNS_OF_BIBTEX:
                balance -= 1
            elif name in _SIGNS_OF_BIBLATEX:
                balance += 1
        balance += entry.type in _TYPES_OF_BIBLATEX
    return Dialect.BIBLATEX if balance > 0 else Dialect.BIBTEX


def foreign(names: Iterable[str], dialect: Dialect) -> list[str]:
    """The names that a dialect has others for."""
    other = _BIBTEX_NAMES if dialect is Dialect.BIBLATEX else _BIBLATEX_NAMES
    return [name for name in names if name in other]


def bibtex_type(entry_type: str, degree: str) -> str:
    """The type that BibTeX's styles know; `degree` is the field `type` of a thesis."""
    if entry_type == "thesis":
        lesser = any(t in degree.lower() for t in _LESSER_THESES)
        return "mastersthesis" if lesser else "phdthesis"
    return BIBTEX_TYPES.get(entry_type, entry_type)


def canonical_type(entry_type: str, venue: Venue | None, on_arxiv: bool, dialect: Dialect) -> str:
    """The type that a paper is written with, before `bibtex_type` for those who know fewer."""
    preprint = venue is None or venue.kind is VenueKind.PREPRINT
    if dialect is Dialect.BIBLATEX and entry_type == "misc" and on_arxiv and preprint:
        return "online"
    return entry_type
