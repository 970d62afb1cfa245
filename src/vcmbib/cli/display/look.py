"""What the terminal can show: its size, colours, links and letters."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from vcmbib.cli.display.hyperlinks import has_hyperlinks

_LEAST = 20  # columns; fewer show nothing that can be read
# Terminals with 256 colours whose TERM does not have the number.
_256_COLOURS = (
    "256color", "-direct", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """The size of a terminal, and what it can show."""

    columns: int = 80
    lines: int = 24
    colours: bool = False
    links: bool = False
    ellipsis: str = "…"


def look_of(encoding: str | None, env: Mapping[str, str] | None = None) -> Look:
    """What the terminal of this process can show. `encoding` is that of the output.

    COLUMNS and LINES set another size; NO_COLOR (no-color.org) forbids colours.
    """
    env = os.environ if env is None else env
    columns, lines = _size()
    return Look(
        columns=max(_whole_number(env.get("COLUMNS")) or columns, _LEAST),
        lines=max(_whole_number(env.get("LINES")) or lines, 2),
        colours=has_256_colours(env),
        links=has_hyperlinks(env),
        ellipsis="…" if _can_encode("…", encoding) else "...",
    )


def _size() -> tuple[int, int]:
    """The columns and lines of the terminal; 80 and 24 if they are not known."""
    for descriptor in (1, 2, 0):
        try:
            size = os.get_terminal_size(descriptor)
        except (OSError, ValueError):
            continue
        if size.columns > 0 and size.lines > 0:
            return size.columns, size.lines
    return 80, 24


def has_256_colours(env: Mapping[str, str]) -> bool:
    """Whether the terminal has the 256 colours of xterm, and the user wants colours."""
    if env.get("NO_COLOR"):
        return False
    term = env.get("TERM", "")
    if term in ("", "dumb"):
        return False
    return env.get("COLORTERM") in ("truecolor", "24bit") or any(t in term for t in _256_COLOURS)


def _whole_number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0


def _can_encode(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
