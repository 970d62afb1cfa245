"""What a terminal can show, from its environment."""

from __future__ import annotations

import pytest

from vcmbib.cli.display.look import has_256_colours, look_of


@pytest.mark.parametrize(
    ("env", "has_them"),
    [
        ({}, False),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, False),
        ({"TERM": "xterm"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
    ],
)
def test_colours_need_256_of_them(env: dict[str, str], has_them: bool) -> None:
    """The 16 colours of a theme are not used; NO_COLOR forbids the others too."""
    assert has_256_colours(env) == has_them


def test_the_environment_sets_the_size() -> None:
    """COLUMNS and LINES win over the terminal; nonsense is ignored, and no screen is tiny."""
    look = look_of("utf-8", {"COLUMNS": "123", "LINES": "45"})
    assert (look.columns, look.lines) == (123, 45)
    assert look_of("utf-8", {"COLUMNS": "3"}).columns == 20
    assert look_of("utf-8", {"COLUMNS": "x", "LINES": "-1"}).columns >= 20


def test_a_terminal_without_the_ellipsis_gets_dots() -> None:
    """An encoding that lacks the character gets three dots."""
    assert look_of("latin-1", {}).ellipsis == "..."
    assert look_of("utf-8", {}).ellipsis == "…"
    assert look_of(None, {}).ellipsis == "…"
