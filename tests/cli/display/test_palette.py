"""Colours that are readable on white and on black, computed as WCAG 2.2 does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.terminal import screens
from vcmbib.cli.display.palette import READABLE, TEXT_STYLES, TextStyle, sgr

# The 16 colours with names: xterm, VS Code (dark and light) and macOS Terminal (Basic).
XTERM = """000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5
7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"""
VSCODE = """000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5
666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5"""
VSCODE_LIGHT = """000000 cd3131 00bc00 949800 0451a5 bc05bc 0598bc 555555
666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5"""
MACOS = """000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf
666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5"""
LEVELS = (0, 95, 135, 175, 215, 255)
COMMANDS = [
    ["list"], ["search", "coding"], ["show", "doe2020coding"], ["show", "--sources",
    "doe2020coding"], ["log"], ["stats"], ["check"], ["tag", "doe2020coding", "x", "--dry-run"],
    ["merge", "doe2020coding", "roe2021video", "--dry-run"], ["undo", "--dry-run"],
    ["help", "query"], ["help", "errors"], ["help", "git"], ["--help"], ["help", "search"],
    ["nosuch"], ["show", "nosuch"], ["list", "tags"], ["link", "doe2020coding"], ["where"],
    ["id", "arxiv:2405.03500"],
]  # fmt: skip


def colour(number: int, palette: str) -> tuple[int, int, int]:
    """The red, green and blue of one of the 256 colours."""
    if number < 16:
        text = palette.split()[number]
        return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    red, rest = divmod(number - 16, 36)
    return LEVELS[red], LEVELS[rest // 6], LEVELS[rest % 6]


def luminance(rgb: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [c / 255 for c in rgb]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(rgb: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(rgb), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def weakest(number: int) -> float:
    """The lowest contrast of a colour with white and black, in any of the palettes."""
    return min(
        contrast(colour(number, palette), ground)
        for palette in (XTERM, VSCODE, VSCODE_LIGHT, MACOS)
        for ground in ((255, 255, 255), (0, 0, 0))
    )


def test_the_table_has_all_colours_that_are_readable_everywhere() -> None:
    """READABLE are exactly the colours with a contrast of 4.5 with white and with black."""
    assert tuple(n for n in range(256) if weakest(n) >= 4.5) == READABLE


def test_no_style_is_faint_or_has_another_colour() -> None:
    """Bold, underline and colours of the table; no style differs by its colour alone from plain."""
    for style in TextStyle:
        attributes, number = TEXT_STYLES[style]
        assert set(attributes.split(";")) <= {"", "1", "4"}, style
        assert number is None or number in READABLE
        assert sgr(style, colours=False) == attributes


def codes(text: str) -> set[str]:
    """The parameters of all SGR sequences in a text."""
    return set(re.findall(r"\x1b\[([0-9;]*)m", text)) - {"", "0"}


@pytest.mark.parametrize(
    ("env", "has_colours"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, True),
        ({"TERM": "xterm", "COLORTERM": ""}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
    ],
)
def test_what_is_printed_is_readable(
    sample_library: Path, env: dict[str, str], has_colours: bool
) -> None:
    """No command prints a colour that is not readable on white and black."""
    found = codes("".join(screens(80, sample_library, COMMANDS, env)))
    colours = {code for code in found if "38;5;" in code}

    assert bool(colours) == has_colours
    for code in found - colours:
        assert set(code.split(";")) <= {"1", "3", "4"}, code  # bold, italic, underlined
    for code in colours:
        number = int(code.rpartition(";")[2])
        assert weakest(number) >= 4.5, code
