"""The tree of a citation key pattern, and the named patterns."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.keys.pattern_fields import Reading
from vcmbib.model.keys.pattern_modifiers import Argument

PRESETS = {
    "vcmbib": "[basekey]",
    "google": "[auth:lower][year][firstword]",
    "dblp": "[authRestIni][shortyear]",
    "acl": '[auth.etal:regex("\\.","-"):lower]-[year]-[firstword]',
    "bbt": "auth.lower + shorttitle(3,3) + year",
    "jabref": "[auth][year]",
    "alpha": "[authorsAlpha][shortyear]",
}
"""Patterns with a name of their own."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands in every key."""

    text: str


@dataclass(frozen=True, slots=True)
class Modifier:
    """A change of text, by its name in PLAIN or GIVEN."""

    name: str
    args: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A field of the paper, read so and then changed so."""

    name: str
    how: Reading
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The first of the alternatives that gives something, changed so."""

    alternatives: tuple[Sequence, ...]
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Longer:
    """Better BibTeX's `[>3]`: an alternative counts only if what it gave so far is longer."""

    length: int


Part = Literal | Value | Group | Longer


Sequence = tuple[Part, ...]
