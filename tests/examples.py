"""Numbers of examples for tests of hypothesis whose single examples are large.

They are parts of the number of the profile: the profile that looks for new examples tries more.
"""

from __future__ import annotations

from hypothesis import settings


def part_of_examples(part: float) -> settings:
    """Settings with this part of the examples of the profile."""
    return settings(max_examples=max(1, round(settings().max_examples * part)))


WHOLE_PAPERS = part_of_examples(0.5)
"""For examples of whole papers: each draws some forty values, and making them takes the time."""

LIBRARIES = part_of_examples(0.25)
"""For examples of two or three libraries of whole papers, or of a library and its history."""
