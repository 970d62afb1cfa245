"""Links on a terminal: OSC 8, in the terminals that are known to have it.

The form: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. A terminal without
links ignores the sequence, or prints it: so only known terminals get it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PROGRAMS = {  # TERM_PROGRAM, and the first version with links
    "iterm.app": (3, 1),
    "wezterm": (0,),
    "vscode": (1, 72),
    "ghostty": (0,),
    "hyper": (3,),
    "rio": (0,),
    "tabby": (0,),
    "mintty": (3, 1),
    "warpterminal": (0,),
    "tmux": (3, 4),
}
_TERMS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour", "rio")
_FIRST_VTE = 5001  # GNOME Terminal and its relatives; 0.50.0 crashes on a link
_FIRST_KONSOLE = 201200
_TARGET = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_LONGEST = 2083  # characters that VTE takes
_LINK = re.compile(r"\033]8;[^\033\a]*(?:\033\\|\a)")


def has_hyperlinks(env: Mapping[str, str]) -> bool:
    """Whether the terminal is known to show links. FORCE_HYPERLINK=1 and =0 decide it."""
    forced = env.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0") and env.get("TERM") != "dumb"
    term, program = env.get("TERM", ""), env.get("TERM_PROGRAM", "").lower()
    if term in ("", "dumb", "linux") or "INSIDE_EMACS" in env or "STY" in env:
        return False
    if "TMUX" in env or term.startswith(("tmux", "screen")):
        # Inside tmux the variables of the outer terminal may be those of another one.
        return program == "tmux" and _version(env) >= _PROGRAMS["tmux"]
    if term.startswith(_TERMS) or "KITTY_WINDOW_ID" in env or "WT_SESSION" in env:
        return True
    if program in _PROGRAMS:
        return _version(env) >= _PROGRAMS[program]
    return (
        _number(env.get("VTE_VERSION")) >= _FIRST_VTE
        or _number(env.get("KONSOLE_VERSION")) >= _FIRST_KONSOLE
    )


def _version(env: Mapping[str, str]) -> tuple[int, ...]:
    """TERM_PROGRAM_VERSION as numbers: `3.4a` is (3, 4)."""
    return tuple(int(n) for n in re.findall(r"\d+", env.get("TERM_PROGRAM_VERSION", ""))[:3])


def _number(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else 0


def link_target(url: str | None) -> str:
    """The address as the target of a link: http and https only; empty for any other.

    A character outside of ASCII is written with % (RFC 3987, section 3.1).
    """
    from urllib.parse import quote

    if url is None:
        return ""
    target = quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")
    return target if _TARGET.fullmatch(target) and len(target) <= _LONGEST else ""


def linked(text: str, target: str) -> str:
    """The text as a link."""
    return f"\033]8;;{target}\033\\{text}\033]8;;\033\\"


def without_links(text: str) -> str:
    """The text without the sequences of links, for a pager that does not know them."""
    return _LINK.sub("", text)
