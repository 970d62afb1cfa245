"""Values of columns as values of fields."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.bibtex.escape import escape
from vcmbib.formats.bibtex.field_values import is_plain_text
from vcmbib.formats.bibtex.parse_fields import plain


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"])))
def test_simple_text_is_the_same_in_latex(text: str) -> None:
    """What passes for plain is neither changed by reading nor by writing."""
    if is_plain_text(text):
        assert plain(text) == text
        assert escape(text) == text
