"""Text with markup as plain text."""

from __future__ import annotations

import pytest

from tests.cost import check_linear
from vcmbib.sources.jats_text import abstract_text, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("a &amp;amp; b", "a & b"),
        ("<jats:italic>E. coli</jats:italic>", "E. coli"),
        ("x<sup>2</sup>", "x2"),
        ("if a<b and c>d", "if a<b and c>d"),
        ("<mml:math> <mml:mi>a</mml:mi> <mml:mo>+</mml:mo> <mml:mi>b</mml:mi> </mml:math>", "a+b"),
        ("<scp>DNA</scp> <unknown>", "DNA <unknown>"),
    ],
)
def test_markup_is_removed_and_text_is_kept(text: str, plain: str) -> None:
    """Known tags and entities are removed; a sign of comparison is text."""
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One.\n\nTwo."),
        ("<jats:title>ABSTRACT</jats:title><jats:p>One.</jats:p>", "One."),
        ("<jats:sec><jats:title>Aim.</jats:title><jats:p>One.</jats:p></jats:sec>", "Aim: One."),
        ("Plain\ntext.", "Plain text."),
        ("One.<br>Two.", "One.\n\nTwo."),
    ],
)
def test_an_abstract_has_paragraphs(text: str, plain: str) -> None:
    """Paragraphs have a blank line between them; a title begins its section."""
    assert abstract_text(text) == plain


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "&amp;", "<mml:math>", "<jats:alternatives>", "<!--"]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    """Tags that do not end take a time in proportion to their number."""
    check_linear(lambda n: abstract_text(piece * n), 2_000)
