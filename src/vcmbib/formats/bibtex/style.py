"""How a `.bib` is written: for whom, with which fields, in which letters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dialect(StrEnum):
    """For whom the file is: BibTeX's styles, or BibLaTeX with biber."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


class VenueForm(StrEnum):
    """How journals and conferences are named."""

    AS_WRITTEN = "as-written"
    FULL = "full"
    ABBREV = "abbrev"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Style:
    """What is asked of a `.bib`.

    `fields` are the only ones to be written, besides key and type; `omit` are left out. With
    `strings` venues that are named twice become macros; with `crossref` the papers of one volume
    share an entry for it; `ids` names former keys.
    """

    dialect: Dialect = Dialect.BIBTEX
    ascii_only: bool = False
    venues: VenueForm = VenueForm.AS_WRITTEN
    fields: frozenset[str] | None = None
    omit: frozenset[str] = frozenset()
    strings: bool = False
    crossref: bool = False
    ids: bool = True
