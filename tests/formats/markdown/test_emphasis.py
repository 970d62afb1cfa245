"""Emphasis in inline Markdown, by the rules of CommonMark 6.2."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.inline import parse


def bold_words(text: str) -> list[tuple[str, bool]]:
    """The texts of a line, each with whether it is bold."""
    return [(p.text, p.bold) for p in parse(text, {}) if p.text]


@pytest.mark.parametrize("text", ["**a", "a**", "* a*", "**a **", "a ** b ** c", "__a__b"])
def test_marks_that_are_no_emphasis_are_letters(text: str) -> None:
    """A mark that opens or closes nothing stays in the text."""
    assert "".join(word for word, _ in bold_words(text)) == text
    assert not any(bold for _, bold in bold_words(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**a**", [("a", True)]),
        ("x **a b** y", [("x ", False), ("a b", True), (" y", False)]),
        ("__a__", [("a", True)]),
        ("a**b**c", [("a", False), ("b", True), ("c", False)]),
        ("*a **b** c*", [("a ", False), ("b", True), (" c", False)]),
        ("***a***", [("a", True)]),
    ],
)
def test_two_marks_are_bold(text: str, words: list[tuple[str, bool]]) -> None:
    """Two stars or underscores are bold, one is not; they may be nested."""
    assert bold_words(text) == words
