"""`vcmbib link`: links of a paper and their kinds."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program
from vcmbib.model.paper import Link, LinkKind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/x/y", "code"),
        ("https://x.github.io/y", "project"),
        ("https://youtu.be/abc", "video"),
        ("https://huggingface.co/datasets/x/y", "dataset"),
        ("https://arxiv.org/pdf/2101.00001", "paper"),
        ("ftp://example.org/a.pdf", "pdf"),
        ("https://example.org/", "other"),
    ],
)
def test_the_kind_of_a_link_is_guessed(program: Program, url: str, kind: str) -> None:
    """Host and path show the kind of a link; --kind sets another one."""
    assert program("link", "poe2022x", url).status == 0
    assert program.paper("poe2022x").links == (Link(LinkKind(kind), url),)
    program("link", "poe2022x", url, "--kind", "other", "--label", "my words")
    assert program.paper("poe2022x").links == (Link(LinkKind.OTHER, url, "my words"),)
    program("link", "poe2022x", "--remove", url)
    assert program.paper("poe2022x").links == ()


def test_a_paper_link_brings_its_identifier(program: Program) -> None:
    """A scheme that the paper lacks is filled; an identifier of another paper causes a warning."""
    result = program("link", "roe2021video", "https://arxiv.org/abs/2005.00001")

    assert [str(i) for i in program.paper("roe2021video").identifiers] == [
        "doi:10.1109/TIP.2021.1",
        "arxiv:2005.00001",
    ]
    assert "doe2020coding has the same link" in result.err
