"""Identifiers in running text."""

from __future__ import annotations

import itertools

from tests.model.identifiers.identifier_cases import A, D
from vcmbib.model.identifiers import find_identifier_matches, parse_identifier


def test_text_around_an_identifier_is_no_identifier() -> None:
    """Only a text that is an identifier as a whole is parsed as one."""
    assert parse_identifier("see arXiv:2405.03500 and more of it") is None
    assert parse_identifier("A title that ends in 10.1145/3581783.3611851") is None
    assert parse_identifier("https://arxiv.org/abs/2405.03500 https://arxiv.org/abs/1") is None


def test_several_identifiers_keep_their_order_and_place() -> None:
    """Identifiers come in the order of the text, each with its own characters."""
    text = (
        "Zhang, arXiv:2405.03500; 10.1145/3581783.3611851,10.1109/TIP.2021.3060875 "
        "https://arxiv.org/abs/2306.15561,https://ieeexplore.ieee.org/document/10402638"
    )
    found = find_identifier_matches(text)
    assert [str(f.identifier) for f in found] == [
        A,
        D,
        "doi:10.1109/TIP.2021.3060875",
        "arxiv:2306.15561",
        "ieee:10402638",
    ]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert text[found[0].start : found[0].end] == "arXiv:2405.03500"
