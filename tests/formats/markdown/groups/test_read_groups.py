"""Groups of items: read groups."""

from __future__ import annotations

from vcmbib.formats.markdown import read


def test_an_unknown_venue_and_host_are_read() -> None:
    """Neither a known venue nor a known host is needed."""
    text = "## A\n\n" + "".join(
        f'- Anna Lee, Omar Park. "{w} of Aspirin on Adults." *Journal of Odd Things* (2010). https://x.org/{w}\n'
        for w in ("Effects", "Limits", "Costs")
    )
    first, *_ = read(text, "list.md").records
    assert first.title == "Effects of Aspirin on Adults"
    assert [a.natural for a in first.authors] == ["Anna Lee", "Omar Park"]
    assert first.venue is not None
    assert (first.venue.name, first.year) == ("Journal of Odd Things", 2010)
