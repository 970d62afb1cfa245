"""Links as fields."""

from __future__ import annotations

from tests.papers import arxiv, paper
from vcmbib.formats import bibtex
from vcmbib.model.paper import Link, LinkKind


def test_a_link_that_only_repeats_an_identifier_is_left_out() -> None:
    """`url` is there if it leads elsewhere than `doi` and `eprint` do."""
    links = (
        Link(LinkKind.PAPER, "https://arxiv.org/pdf/2001.00001v2"),
        Link(LinkKind.PAPER, "https://example.org/p?a=1&b=2%20_"),
    )
    text = bibtex.write([paper(identifiers=(arxiv("2001.00001"),), links=links)])
    assert "url = {https://example.org/p?a=1&b=2%20_}" in text
    assert "arxiv.org/" not in text
