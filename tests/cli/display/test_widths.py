"""The columns that letters of all scripts take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.display.widths import clusters, columns


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("点云", 4), ("ｱ", 1), ("Ａ", 2),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2), ("مرحبا", 5), ("שָׁלוֹם", 4), ("👾", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2),
        ("❤\ufe0f", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("नमस्ते", 4), ("–…→█", 4),
    ],
)  # fmt: skip
def test_each_script_has_its_width(text: str, wide: int) -> None:
    """Wide letters take two columns, accents and joiners none, an emoji of several parts two."""
    assert columns(text) == wide


@given(st.text(max_size=20))
def test_clusters_lose_nothing(text: str) -> None:
    """The clusters of a text are the text, and their columns are its columns."""
    found = list(clusters(text))

    assert "".join(part for part, _ in found) == text
    assert text.isascii() or sum(wide for _, wide in found) == columns(text)
