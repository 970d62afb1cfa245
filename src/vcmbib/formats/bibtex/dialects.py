"""How BibTeX and BibLaTeX name entry types and fields, and which of the two a file uses.

Sources: "BibTeXing" (btxdoc), section 3, for BibTeX; the manual of the biblatex package, sections
"Regular Types", "Type Aliases", "Non-standard Types" and "Field Aliases", for BibLaTeX.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.style import Dialect
from vcmbib.model.venues.venue import Venue, VenueKind

TYPE_FIELD = "biblatextype"
"""The field for a BibLaTeX type that BibTeX does not have. Only vcmbib reads it."""

DATE_FIELD = "biblatexdate"
"""The field for a BibLaTeX date that `year` and `month` cannot express. Only vcmbib reads it."""

# BibLaTeX type -> type of BibTeX's standard styles. A type of neither dialect is not changed.
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
_MASTERS_THESES = ("mathesis", "master", "diplom", "mscthesis", "bathesis", "bachelor")

_BIBLATEX_NAMES = frozenset(parse_fields.BIBTEX_NAMES) | {"date"}
_BIBTEX_NAMES = frozenset(parse_fields.BIBTEX_NAMES.values())
_FIELDS_ONLY_OF_BIBLATEX = _BIBLATEX_NAMES - {"location", "annotation", "eprinttype", "eprintclass"}
_FIELDS_ONLY_OF_BIBTEX = frozenset("journal year month address".split())
_TYPES_ONLY_OF_BIBLATEX = frozenset(BIBTEX_TYPES) - {"www"} | {"thesis"}

# Name of a field in the library (always BibTeX's name) -> its spelling in each dialect.
FIELD_SPELLINGS: Mapping[Dialect, Mapping[str, str]] = {
    Dialect.BIBTEX: parse_fields.BIBTEX_NAMES
    | {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
    | {"eprinttype": "archivePrefix", "eprintclass": "primaryClass"},
    Dialect.BIBLATEX: {bibtex: biblatex for biblatex, bibtex in parse_fields.BIBTEX_NAMES.items()},
}


_CANONICAL_NAMES = parse_fields.BIBTEX_NAMES | {
    "date": "year", "school": "institution", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}  # fmt: skip


def canonical_name(name: str) -> str:
    """Return one name for a field that has several, in lower case: `date` and `year` give `year`.

    The names differ between the dialects, or between two entry types (`school`, `institution`).
    """
    lower = name.lower()
    return _CANONICAL_NAMES.get(lower, lower)


def dialect_of(entries: Iterable[RawEntry]) -> Dialect:
    """Return the dialect that most fields and types of a file belong to; BibTeX if undecided."""
    balance = 0
    for entry in entries:
        for name, _ in entry.fields:
            if name in _FIELDS_ONLY_OF_BIBTEX:
                balance -= 1
            elif name in _FIELDS_ONLY_OF_BIBLATEX:
                balance += 1
        balance += entry.type in _TYPES_ONLY_OF_BIBLATEX
    return Dialect.BIBLATEX if balance > 0 else Dialect.BIBTEX


def names_of_other_dialect(names: Iterable[str], dialect: Dialect) -> list[str]:
    """Return the names that belong to the other dialect only: `journal` in a BibLaTeX file."""
    other = _BIBTEX_NAMES if dialect is Dialect.BIBLATEX else _BIBLATEX_NAMES
    return [name for name in names if name in other]


def bibtex_type(entry_type: str, degree: str) -> str:
    """Return the nearest type that BibTeX's standard styles know.

    `degree` is the field `type` of a thesis: it decides between `mastersthesis` and `phdthesis`.
    """
    if entry_type == "thesis":
        is_masters = any(t in degree.lower() for t in _MASTERS_THESES)
        return "mastersthesis" if is_masters else "phdthesis"
    return BIBTEX_TYPES.get(entry_type, entry_type)


def canonical_type(entry_type: str, venue: Venue | None, on_arxiv: bool, dialect: Dialect) -> str:
    """Return the type that the writer uses for a paper; `bibtex_type` then maps it for BibTeX.

    A preprint on arXiv of type `misc` is `online` in BibLaTeX.
    """
    preprint = venue is None or venue.kind is VenueKind.PREPRINT
    if dialect is Dialect.BIBLATEX and entry_type == "misc" and on_arxiv and preprint:
        return "online"
    return entry_type
