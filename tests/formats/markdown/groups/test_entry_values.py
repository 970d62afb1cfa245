"""Groups of items: entry values."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.entry_values import ValuePart, read_values, vote


def test_a_place_of_venues_makes_a_venue() -> None:
    """A text that is not known is a venue where the group has venues, and a note elsewhere."""
    known = [ValuePart(1, "Nature", "venue")]
    odd = [ValuePart(1, "Zebra Papers", "other")]
    votes = vote([known, known, odd])
    claim = read_values(odd, votes, has_arxiv=False).claim
    assert claim is not None
    assert claim.venue is not None
    assert claim.venue.name == "Zebra Papers"
    assert read_values([ValuePart(2, "Zebra Papers", "other")], votes, has_arxiv=False).notes
