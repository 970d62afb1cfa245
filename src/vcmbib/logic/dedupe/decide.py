"""From evidence to a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vcmbib.logic.dedupe.evidence import Comparison, Evidence
from vcmbib.logic.dedupe.weights import (
    ALIKE_TITLES,
    DOUBT,
    ENOUGH,
    IDENTICAL_TITLES,
    MARKED_DIFFERENT,
    OWN_IDENTIFIER,
    RENAMED_TITLES,
    SAME_IDENTIFIER,
    SUPPORT,
    TELLING_TITLE,
    VETO,
)


class Verdict(StrEnum):
    """What the evidence amounts to."""

    SAME = "same"
    VERSION = "version"  # another publication of the same text
    SHARED = "shared"  # an identifier in common, but another work: one of the two is wrong
    ASK = "ask"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict and what it rests on."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    note: str = ""  # why the sum of the weights is not all that counts

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(e.weight for e in self.evidence)

    def __str__(self) -> str:
        return ", ".join(e.finding for e in self.evidence)


def decide(found: Comparison) -> Match:
    """The verdict. Never `same` on title, people and year alone, nor on an identifier alone."""
    score = found.score
    if found.title_likeness < ALIKE_TITLES and not _renamed(found):
        if _in_one_place(found):
            return Match(Verdict.ASK, found.evidence, _TRANSLATED)
        named = any(e.weight >= SAME_IDENTIFIER or e.name == "link" for e in found.evidence)
        return Match(Verdict.SHARED if named else Verdict.DIFFERENT, found.evidence, _UNLIKE)
    if score >= ENOUGH and found.is_supported and not found.weight("kind"):
        return Match(Verdict.SAME, found.evidence)
    note = "" if score < ENOUGH else _ALONE
    if _is_version(found):
        return Match(Verdict.VERSION, found.evidence, note)
    if score >= DOUBT:
        return Match(Verdict.ASK, found.evidence, note)
    return Match(Verdict.DIFFERENT, found.evidence, note)


_UNLIKE = f"titles less than {ALIKE_TITLES:.0f}% alike are of two works, whatever else agrees"
_TRANSLATED = "titles of one place, though not alike: a translation, or another title"
_ALONE = "title, people and year are not enough alone; where titles or people differ, nor is a page"


def _renamed(found: Comparison) -> bool:
    """Whether an identifier of its own and the authors say that a work got another title."""
    own = any(e.weight >= OWN_IDENTIFIER for e in found.evidence)
    return own and found.title_likeness >= RENAMED_TITLES and found.weight("authors") >= SUPPORT


def _in_one_place(found: Comparison) -> bool:
    """Whether people, volume and both pages agree, as with a title and its translation."""
    says = ("authors", "volume", "pages", "last page")
    return all(found.weight(name) > 0 for name in says)


def _is_version(found: Comparison) -> bool:
    """One text in two places: each has its own identifiers, year and pages."""
    return (
        (found.weight("venue") < 0 or found.weight("form") < 0)
        and (
            found.weight("authors") > 0
            or (not found.has_people and found.title_likeness >= IDENTICAL_TITLES)
        )
        and found.weight("title") >= TELLING_TITLE
        and found.weight("kind") == 0
        and found.weight("numbers") == 0
    )


_MARKED_DIFFERENT = Evidence("told apart", "a person told them apart", MARKED_DIFFERENT)


def mark_different(match: Match) -> Match:
    """The verdict on two works that a person told apart, whatever the evidence."""
    return Match(Verdict.DIFFERENT, (*match.evidence, _MARKED_DIFFERENT))


def vetoed(match: Match) -> bool:
    """Whether a piece speaks against so clearly that no chain of others may join the two."""
    return match.verdict is not Verdict.SAME and any(e.weight <= VETO for e in match.evidence)
