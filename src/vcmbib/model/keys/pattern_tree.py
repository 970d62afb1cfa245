"""The tree of a citation key pattern, and the patterns that have a name."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.keys.pattern_fields import FieldOptions
from vcmbib.model.keys.pattern_modifiers import ModifierArgument

PRESETS = {
    "vcmbib": "[basekey]",
    "google": "[auth:lower][year][firstword]",
    "dblp": "[authRestIni][shortyear]",
    "acl": '[auth.etal:regex("\\.","-"):lower]-[year]-[firstword]',
    "bbt": "auth.lower + shorttitle(3,3) + year",
    "jabref": "[auth][year]",
    "alpha": "[authorsAlpha][shortyear]",
}
"""Patterns with a name. They make keys as Google Scholar, DBLP, the ACL Anthology, Better BibTeX,
JabRef and BibTeX's style `alpha` do.
"""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text that is the same in every key."""

    text: str


@dataclass(frozen=True, slots=True)
class Modifier:
    """A change of a text. `name` is in SIMPLE_MODIFIERS or in MODIFIERS_WITH_ARGUMENTS."""

    name: str
    args: tuple[ModifierArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldReference:
    """The value of a field of the paper, changed by the modifiers in their order."""

    name: str
    options: FieldOptions
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The first alternative that gives a text, changed by the modifiers in their order."""

    alternatives: tuple[PatternSequence, ...]
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class MinimumLength:
    """Better BibTeX's `[>3]`: skip the alternative unless its text so far is longer than this."""

    length: int


PatternPart = Literal | FieldReference | Alternatives | MinimumLength


PatternSequence = tuple[PatternPart, ...]
"""Parts that follow each other in a key."""
