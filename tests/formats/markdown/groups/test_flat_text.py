"""Groups of items: flat text."""

from __future__ import annotations

from vcmbib.formats.markdown.groups.flat_text import LINK_MARK, flatten


def test_the_spans_of_a_text() -> None:
    """A label is a mark; a quoted title and a linked one are spans."""
    flat = flatten('"A Title" [Net](https://a.org/n) [[pdf]](https://a.org/p)', (), {})
    assert [flat.text[s.start : s.end] for s in flat.spans] == ["A Title", "Net"]
    assert flat.text.count(LINK_MARK) == 1
    assert [k.url for k in flat.links] == ["https://a.org/n", "https://a.org/p"]
