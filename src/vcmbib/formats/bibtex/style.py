"""The options of a `.bib` file to write: dialect, fields, form of venue names, ASCII or Unicode."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dialect(StrEnum):
    """The program that reads the file: BibTeX with its styles, or BibLaTeX with Biber."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


class VenueForm(StrEnum):
    """How to write the names of journals and conferences."""

    AS_WRITTEN = "as-written"
    FULL = "full"
    ABBREV = "abbrev"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Style:
    """The options of a `.bib` file.

    dialect: names of types and fields.
    ascii_only: write LaTeX commands for letters outside ASCII.
    venues: the form of venue names.
    fields: write these fields only (besides key and type); None writes all.
    omit: do not write these fields.
    strings: define a `@string` macro for each venue that occurs twice.
    crossref: add an entry for each volume that two papers share, and refer to it.
    ids: write old citation keys in the field `ids`.
    """

    dialect: Dialect = Dialect.BIBTEX
    ascii_only: bool = False
    venues: VenueForm = VenueForm.AS_WRITTEN
    fields: frozenset[str] | None = None
    omit: frozenset[str] = frozenset()
    strings: bool = False
    crossref: bool = False
    ids: bool = True
