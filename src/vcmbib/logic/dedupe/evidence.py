"""Pieces of evidence on two works, and their sum. The weights are in `weights`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: the name of what was compared, the finding as text, and the weight."""

    name: str
    finding: str
    weight: int

    def __str__(self) -> str:
        return f"{self.finding} ({self.weight:+d})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All evidence on two works.

    `title_likeness` is in per cent. `is_supported`: whether a piece besides title, people and year
    supports one work. `has_people`: whether both works name people.
    """

    evidence: tuple[Evidence, ...]
    title_likeness: float
    is_supported: bool
    has_people: bool = True

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(e.weight for e in self.evidence)

    def weight(self, name: str) -> int:
        """The weight of a piece; 0 where it was not found."""
        return next((e.weight for e in self.evidence if e.name == name), 0)
