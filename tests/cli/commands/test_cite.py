"""`vcmbib cite`: references on standard output and on the clipboard."""

from __future__ import annotations

from tests.cli.conftest import Program


def test_mistakes(program: Program) -> None:
    """An unknown paper, style, form or language is an error with its own status, and is named."""
    assert program("cite", "nobody").status == 3
    assert program("cite").status == 2
    assert "apa-cv" in program("cite", "doe2020coding", "--style", "apa-").err
    assert program("cite", "doe2020coding", "--style", "apa-").status == 2
    assert program("cite", "doe2020coding", "--style", "gone.csl").status == 3
    assert program("cite", "doe2020coding", "--format", "pdf").status == 2
    assert program("cite", "doe2020coding", "--locale", "zz").status == 3


def test_paragraphs(program: Program) -> None:
    """A paragraph a paper in the order given, each once, or in the style's order."""
    ran = program("cite", "roe2021video", "doe2020coding", "arxiv:2005.00001")
    assert [p[:3] for p in ran.out.split("\n\n")] == ["Roe", "Doe"]
    ran = program("cite", "roe2021video", "doe2020coding", "--sorted")
    assert [p[:3] for p in ran.out.split("\n\n")] == ["Doe", "Roe"]


def test_html(program: Program) -> None:
    """HTML is a fragment with a division a reference."""
    ran = program("cite", "roe2021video", "--format", "html")
    assert ran.out.startswith('<div class="csl-bib-body">\n<div class="csl-entry" id="ref-roe2021')
    assert "<i>IEEE Transactions on Image Processing</i>" in ran.out
    assert ran.out.endswith("</div>\n</div>\n")


def test_json(program: Program) -> None:
    """JSON has a reference a key, or the citation."""
    said = program("cite", "roe2021video", "--style", "ieee", "--format", "md", "--json").json
    assert said["references"][0]["key"] == "roe2021video"
    assert said["references"][0]["text"].startswith(r"\[1\] R. Roe")
    assert program("cite", "roe2021video", "--inline", "--json").json["inline"] == "(Roe, 2021)"


def test_keys_from_standard_input(program: Program) -> None:
    """- reads keys; without any, nothing is written and the status is 3."""
    ran = program("cite", "-", "--style", "nature", given="doe2020coding\nroe2021video\n")
    assert [p[:2] for p in ran.out.split("\n\n")] == ["1.", "2."]
    empty = program("cite", "-", given="")
    assert (empty.status, empty.out) == (3, "")
