"""What carries meaning on a terminal: bold, underline, and colours for light and dark themes.

A colour that is readable on white and on black has a contrast of at least 4.5 with both (WCAG 2.2,
success criterion 1.4.3). None of the 16 colours with names has it in every theme. Of the 256
colours of xterm, whose last 240 no theme changes, exactly `READABLE` have it.

A colour alone has no meaning: the words have it too.
"""

from __future__ import annotations

from enum import Enum

READABLE = (29, 63, 98, 131, 163, 243)
"""Green, blue, violet, red, magenta and grey of the 256 colours."""


class TextStyle(Enum):
    """The role of a text."""

    PLAIN = "plain"
    KEY = "key"
    TITLE = "title"
    HEADING = "heading"
    MATCH = "match"
    LABEL = "label"
    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"


_BOLD, _UNDERLINED = "1", "4"
TEXT_STYLES: dict[TextStyle, tuple[str, int | None]] = {
    TextStyle.PLAIN: ("", None),
    TextStyle.KEY: (_BOLD, None),
    TextStyle.TITLE: (_BOLD, None),
    TextStyle.HEADING: (_UNDERLINED, None),
    TextStyle.MATCH: (f"{_BOLD};{_UNDERLINED}", None),
    TextStyle.LABEL: ("", 243),
    TextStyle.GOOD: ("", 29),
    TextStyle.BAD: (_BOLD, 131),
    TextStyle.DOUBT: ("", 98),
}
"""The attributes (SGR of ECMA-48) and the colour of each role."""


def sgr(style: TextStyle, *, colours: bool) -> str:
    """The parameters of SGR for a style; empty for plain text."""
    attributes, colour = TEXT_STYLES[style]
    parts = [attributes] if attributes else []
    if colours and colour is not None:
        parts.append(f"38;5;{colour}")
    return ";".join(parts)
