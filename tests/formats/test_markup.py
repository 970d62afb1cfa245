"""Marked text as plain text, HTML and Markdown."""

from __future__ import annotations

import pytest

from vcmbib.formats.markup import CLOSE, OPEN, MarkupForm, render, without_marks


@pytest.mark.parametrize(
    ("marked", "html", "markdown"),
    [
        ("a < b & c", "a &lt; b &amp; c", r"a \< b & c"),
        ("2*3_4 [x] $y$ @z #1", "2*3_4 [x] $y$ @z #1", r"2\*3\_4 \[x\] \$y\$ \@z \#1"),
        (f"{OPEN['italic']}A {CLOSE}b", "<i>A</i> b", "*A* b"),
        (f"{OPEN['bold']}{OPEN['italic']}x{CLOSE}{CLOSE}", "<b><i>x</i></b>", "***x***"),
        (f"{OPEN['italic']}{CLOSE}x", "x", "x"),
        (f"{OPEN['italic']}x", "<i>x</i>", "*x*"),
        (f"x{CLOSE}", "x", "x"),
        ("1. x", "1. x", r"1\. x"),
        ("- x", "- x", r"\- x"),
        (
            "At https://a.b/c_d?e=1&f.",
            'At <a href="https://a.b/c_d?e=1&amp;f">https://a.b/c_d?e=1&amp;f</a>.',
            "At <https://a.b/c_d?e=1&f>.",
        ),
    ],
)
def test_marks_and_escapes(marked: str, html: str, markdown: str) -> None:
    """Marks become tags or asterisks, and what would be taken for markup is escaped."""
    assert render(marked, MarkupForm.HTML) == html
    assert render(marked, MarkupForm.MARKDOWN) == markdown
    assert render(marked, MarkupForm.TEXT) == without_marks(marked)
