"""Groups of items: title slots."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.flat_text import flatten
from vcmbib.formats.markdown.groups.title_slots import choose_slots


def test_the_group_decides() -> None:
    """The title is in the same slot for all, also one of a single word."""
    texts = (
        '"Effects of Aspirin on Adults." *Nature* (2010).',
        '"Limits of Growth in Cities." *Science* (2011).',
        '"Grounding." *Nature* (2012).',
    )
    flats = [flatten(t, (), {}) for t in texts]
    slots = choose_slots(flats)
    assert [f.text[s.start : s.end] for f, s in zip(flats, slots, strict=True) if s] == [
        "Effects of Aspirin on Adults.", "Limits of Growth in Cities.", "Grounding."
    ]  # fmt: skip
