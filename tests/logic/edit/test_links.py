"""Links of a paper."""

from __future__ import annotations

from tests.papers import arxiv, paper
from vcmbib.logic.edit.set_fields import edit_paper
from vcmbib.model.paper import Link, LinkKind


def test_the_url_is_the_paper_link() -> None:
    """`url` replaces the link of the paper itself; other links stay; its identifier is added."""
    code = Link(LinkKind.CODE, "https://github.com/x/y")
    before = paper(links=(code, Link(LinkKind.PAPER, "https://example.org/old")))

    after = edit_paper(before, [("url", "https://arxiv.org/abs/2005.00001")]).paper

    assert after.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2005.00001"), code)
    assert after.identifiers == (arxiv("2005.00001"),)
