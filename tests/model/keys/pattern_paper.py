"""A paper, and its key by a pattern."""

from __future__ import annotations

from tests.papers import TIP, names, paper
from vcmbib.model.keys.patterns import key_from_pattern, parse_pattern
from vcmbib.model.paper import Paper

PAPER = paper(
    "old",
    "An awesome paper on JabRef: self-supervised Çoding",
    entry_type="inproceedings",
    authors=names("Jane Doe", "Ludwig van Beethoven", "Łukasz Özyılkan"),
    authors_complete=True,
    year=2020,
    venue=TIP,
    pages="L7--12",
    tags=("rate control", "survey"),
    extra=(("Edition", "Third"),),
)


def key_by(pattern: str, work: Paper = PAPER) -> str | None:
    """The key by a pattern."""
    return key_from_pattern(parse_pattern(pattern), work)
