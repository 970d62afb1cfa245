"""Where braces close."""

from __future__ import annotations

from vcmbib.formats.bibtex.parse.braces import Braces


def test_braces_are_paired_once() -> None:
    """A group that is not closed has no end; the groups in it have theirs."""
    text = "{" + "{a}" * 40000
    braces = Braces(text, escapes=False)
    assert braces.group_end(0) == -1
    assert braces.group_end(1) == 4
    assert braces.group_end(len(text) - 3) == len(text)
    assert braces.group_end(2) == -1
