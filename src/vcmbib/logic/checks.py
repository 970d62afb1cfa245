"""What is not as it should be in a paper by itself: missing values, conflicts, dangerous LaTeX."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum

from vcmbib.errors import arguments
from vcmbib.logic.merge.identifiers_of_versions import contradictions
from vcmbib.model.fields import BY_NAME
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import Paper
from vcmbib.model.raw_fields import commands_in
from vcmbib.model.venues.venue import VenueKind


class FindingKind(StrEnum):
    """What a finding is about."""

    DUPLICATE = "duplicate"
    DOUBT = "perhaps-duplicate"
    VERSION = "version"
    WRONG_LINK = "wrong-link"
    CONFLICT = "conflict"
    INCOMPLETE = "incomplete"
    AUTHORS = "authors-missing"
    NO_IDENTIFIER = "no-identifier"
    NO_PAGES = "no-pages"
    DANGEROUS = "dangerous-latex"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, the papers that it is about, and why.

    `arxiv` is the arXiv identifier from which a missing value can be read; empty without one.
    """

    kind: FindingKind
    keys: tuple[str, ...]
    said: str
    arxiv: str = ""

    @property
    def command(self) -> str:
        """The command that helps."""
        keys = shlex.join(self.keys)
        match self.kind:
            case FindingKind.DUPLICATE | FindingKind.DOUBT:
                return f"vcmbib merge {keys}"
            case FindingKind.VERSION | FindingKind.WRONG_LINK:
                return f"vcmbib show {keys}"
            case FindingKind.AUTHORS if self.arxiv:
                return f"vcmbib add --arxiv {shlex.quote(self.arxiv)}"
            case _:
                return f"vcmbib edit {keys}"

    @property
    def cures(self) -> tuple[str, ...]:
        """The commands that put it right, the likeliest first.

        A link that several papers share is wrong in one of them; a person knows which.
        """
        match self.kind:
            case FindingKind.VERSION:
                return (f"vcmbib dedupe {arguments(*self.keys)}",)
            case FindingKind.WRONG_LINK:
                return tuple(f"vcmbib edit {arguments(key)}" for key in self.keys)
            case FindingKind.AUTHORS if self.arxiv:  # a known paper is completed with --refresh
                return (f"vcmbib add --refresh {shlex.quote(f'arxiv:{self.arxiv}')}",)
            case _:
                return (self.command,)


# What BibTeX's standard styles warn of (Patashnik, BibTeXing, 1988), by the names of our columns;
# `a|b` is either.
_REQUIRED = {
    "article": "authors title venue year",
    "inproceedings": "authors title venue year",
    "conference": "authors title venue year",
    "incollection": "authors title venue publisher year",
    "inbook": "authors|editors title publisher year",
    "book": "authors|editors title publisher year",
    "proceedings": "title year",
    "phdthesis": "authors title institution|school|publisher year",
    "mastersthesis": "authors title institution|school|publisher year",
    "techreport": "authors title institution|school|publisher year",
    "unpublished": "authors title",
    "manual": "title",
    "misc": "title",
}


def findings_of(paper: Paper) -> list[Finding]:
    """All findings on one paper by itself."""
    checks = (conflict, incomplete, authors_missing, no_identifier, no_pages, dangerous)
    return [found for check in checks if (found := check(paper)) is not None]


def conflict(paper: Paper) -> Finding | None:
    """Identifiers of which one at most is right; None without any."""
    found = contradictions(paper.identifiers)
    if not found:
        return None
    texts = "; ".join(", ".join(map(str, several)) for several in found)
    return Finding(FindingKind.CONFLICT, (paper.key,), f"at most one is correct: {texts}")


def authors_missing(paper: Paper) -> Finding | None:
    """The first authors only, as reading lists have them; None for a complete list and for none."""
    if not paper.authors or paper.authors_complete:
        return None
    names = ", ".join(n.natural for n in paper.authors)
    arxiv = paper.identifier(Scheme.ARXIV)
    said = f"the list of authors is not complete: {names}, …"
    return Finding(FindingKind.AUTHORS, (paper.key,), said, "" if arxiv is None else arxiv.value)


# Types whose ISBN is that of the work. The ISBN of a paper is that of its volume.
_WHOLE_BOOKS = frozenset("book mvbook collection mvcollection proceedings manual booklet".split())


def no_identifier(paper: Paper) -> Finding | None:
    """A paper with neither a DOI nor an arXiv identifier; None if it has one, or is a whole book
    with an ISBN.

    Numbers of one publisher or catalogue, such as IEEE Xplore, do not count: they are not
    registered, and no other program finds the paper by them.
    """
    schemes = {i.scheme for i in paper.identifiers}
    if schemes & {Scheme.DOI, Scheme.ARXIV}:
        return None
    if Scheme.ISBN in schemes and paper.entry_type in _WHOLE_BOOKS:
        return None
    others = ", ".join(map(str, paper.identifiers))
    said = f"no DOI and no arXiv identifier{f', only {others}' if others else ''}"
    return Finding(FindingKind.NO_IDENTIFIER, (paper.key,), said)


# What the entry types have besides the required fields, by the names of our columns; `a|b` is
# either. `eid` and `articleno` are numbers of articles without pages.
_PLACES = {
    "article": ("volume", "pages|eid|articleno"),
    "inproceedings": ("pages|eid|articleno",),
    "conference": ("pages|eid|articleno",),
    "incollection": ("pages|eid|articleno",),
    "inbook": ("pages|chapter",),
}


def no_pages(paper: Paper) -> Finding | None:
    """The volume and the pages that the entry type has and the paper lacks; None for preprints."""
    if paper.venue is None or paper.venue.kind is VenueKind.PREPRINT:
        return None
    wanted = _PLACES.get(paper.entry_type, ())
    missing = [n.split("|")[0] for n in wanted if not any(_has(paper, x) for x in n.split("|"))]
    if not missing:
        return None
    said = f"{paper.entry_type} without {' and '.join(missing)}"
    return Finding(FindingKind.NO_PAGES, (paper.key,), said)


def incomplete(paper: Paper) -> Finding | None:
    """The required fields that a paper lacks; None where it lacks none."""
    wanted = _REQUIRED.get(paper.entry_type, "title").split()
    missing = [names for names in wanted if not any(_has(paper, n) for n in names.split("|"))]
    if not missing:
        return None
    said = ", ".join(names.replace("|", " or ") for names in missing)
    return Finding(FindingKind.INCOMPLETE, (paper.key,), f"{paper.entry_type} without {said}")


def dangerous(paper: Paper) -> Finding | None:
    """The commands of LaTeX in a paper's fields that reach outside of a document; None if none."""
    found = [
        f"{name}: {command} {effect}"
        for name, value in paper.extra
        for command, effect in commands_in(name, value).items()
    ]
    return Finding(FindingKind.DANGEROUS, (paper.key,), "; ".join(found)) if found else None


def _has(paper: Paper, name: str) -> bool:
    field = BY_NAME.get(name)
    return bool((field is not None and field.value(paper)) or dict(paper.extra).get(name))
