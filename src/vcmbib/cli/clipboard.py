"""Copy text to the clipboard, with a program of the system or with the terminal (xterm, OSC 52)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess

from vcmbib.cli import terminal
from vcmbib.errors import NoClipboard

_PROGRAMS = (
    ("pbcopy", ("pbcopy",), ""),
    ("wl-copy", ("wl-copy",), "WAYLAND_DISPLAY"),
    ("xclip", ("xclip", "-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("xsel", "--clipboard", "--input"), "DISPLAY"),
    ("clip.exe", ("clip.exe",), ""),
)
"""Program, command, and the environment variable that names its display (empty: none needed)."""

_SECONDS = 5
_LONGEST = 74_994  # bytes: terminals drop a longer OSC 52 sequence


def copy(text: str) -> str:
    """Copy `text` to the clipboard and return the name of the program that did it.

    Raises NoClipboard if no program and no terminal can take it.
    """
    detail = ""
    for name, command, variable in _PROGRAMS:
        if shutil.which(name) is None or (variable and not os.environ.get(variable)):
            continue
        try:
            # No pipe for the output: xclip stays in the background and would keep the pipe open.
            subprocess.run(
                command,
                input=text.encode("utf-16-le" if name == "clip.exe" else "utf-8"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            detail = f"{name}: {error}"
            continue
        return name
    if terminal.can_ask() and len(text.encode()) <= _LONGEST:
        code = base64.b64encode(text.encode()).decode("ascii")
        terminal.set_clipboard(code)
        return "the terminal"
    raise NoClipboard(detail)
