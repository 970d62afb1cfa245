"""Decide on two works from the evidence."""

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
    """The decision on two works."""

    SAME = "same"
    VERSION = "version"  # another publication of the same text
    SHARED = "shared"  # an identifier in common, but two works: one of them has a wrong identifier
    ASK = "ask"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict and its evidence."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    note: str = ""  # why the sum of the weights does not decide

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(e.weight for e in self.evidence)

    def __str__(self) -> str:
        return ", ".join(e.finding for e in self.evidence)


def decide(comparison: Comparison) -> Match:
    """Return the verdict on two works.

    It is never `same` if only title, people and year agree, or only an identifier.
    """
    score = comparison.score
    if comparison.title_likeness < ALIKE_TITLES and not _is_renamed(comparison):
        if _same_place(comparison):
            return Match(Verdict.ASK, comparison.evidence, _TRANSLATED)
        named = any(e.weight >= SAME_IDENTIFIER or e.name == "link" for e in comparison.evidence)
        return Match(Verdict.SHARED if named else Verdict.DIFFERENT, comparison.evidence, _UNLIKE)
    if score >= ENOUGH and comparison.is_supported and not comparison.weight("kind"):
        return Match(Verdict.SAME, comparison.evidence)
    note = "" if score < ENOUGH else _TOO_LITTLE
    if _is_version(comparison):
        return Match(Verdict.VERSION, comparison.evidence, note)
    if score >= DOUBT:
        return Match(Verdict.ASK, comparison.evidence, note)
    return Match(Verdict.DIFFERENT, comparison.evidence, note)


_UNLIKE = (
    f"titles less than {ALIKE_TITLES:.0f}% similar belong to two works, even if all else agrees"
)
_TRANSLATED = "different titles with the same volume and pages: a translation, or a changed title"
_TOO_LITTLE = (
    "title, people and year alone are not enough; if titles or people differ, a page is not either"
)


def _is_renamed(comparison: Comparison) -> bool:
    """Whether an identifier of one work only and the authors show that the title was changed."""
    own = any(e.weight >= OWN_IDENTIFIER for e in comparison.evidence)
    return (
        own
        and comparison.title_likeness >= RENAMED_TITLES
        and comparison.weight("authors") >= SUPPORT
    )


def _same_place(comparison: Comparison) -> bool:
    """Whether people, volume and both pages agree, as for a title and its translation."""
    names = ("authors", "volume", "pages", "last page")
    return all(comparison.weight(name) > 0 for name in names)


def _is_version(comparison: Comparison) -> bool:
    """Whether the two are versions: one text in two venues or forms."""
    return (
        (comparison.weight("venue") < 0 or comparison.weight("form") < 0)
        and (
            comparison.weight("authors") > 0
            or (not comparison.has_people and comparison.title_likeness >= IDENTICAL_TITLES)
        )
        and comparison.weight("title") >= TELLING_TITLE
        and comparison.weight("kind") == 0
        and comparison.weight("numbers") == 0
    )


_MARKED_DIFFERENT = Evidence("told apart", "a person marked them as different", MARKED_DIFFERENT)


def mark_different(match: Match) -> Match:
    """The match of two works that a person marked as different, whatever the evidence."""
    return Match(Verdict.DIFFERENT, (*match.evidence, _MARKED_DIFFERENT))


def vetoed(match: Match) -> bool:
    """Whether a piece of evidence forbids any group that contains both works."""
    return match.verdict is not Verdict.SAME and any(e.weight <= VETO for e in match.evidence)
