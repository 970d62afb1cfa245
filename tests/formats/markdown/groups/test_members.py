# ruff: noqa: E501
"""Groups of items: members."""

from __future__ import annotations

from vcmbib.formats.markdown.document import read_document
from vcmbib.formats.markdown.groups.members import find_members


def test_a_parent_is_no_member() -> None:
    """A year with papers below it is a category, and authors below a title are a detail."""
    text = "- Year 2023\n  - [A Title of Words](https://a.org)\n    - Kai Xu, Wei Li\n  - [B Title of Words](https://b.org)\n"
    members, categories = find_members(read_document(text), frozenset())
    assert [(m.line, m.parents, m.details) for m in members] == [
        (2, ("Year 2023",), ["Kai Xu, Wei Li"]),
        (4, ("Year 2023",), []),
    ]
    assert categories == {1: frozenset((2, 4))}
