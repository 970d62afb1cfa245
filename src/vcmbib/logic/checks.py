"""What is not as it should be in a paper by itself: missing fields, dangerous LaTeX."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vcmbib.model.fields import BY_NAME
from vcmbib.model.paper import Paper
from vcmbib.model.raw_fields import commands_in


class FindingKind(StrEnum):
    """What a finding is about."""

    DUPLICATE = "duplicate"
    DOUBT = "perhaps-duplicate"
    VERSION = "version"
    WRONG_LINK = "wrong-link"
    INCOMPLETE = "incomplete"
    DANGEROUS = "dangerous-latex"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, the papers that it is about, and why."""

    kind: FindingKind
    keys: tuple[str, ...]
    said: str


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
