"""Text to the clipboard: by a program, or by the terminal."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.terminal import end, spawn


@pytest.fixture
def xclip(tmp_path: Path) -> dict[str, str]:
    """A PATH with an `xclip` that writes what it is given, and its arguments, to a file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "xclip"
    script.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\n"
        f"pathlib.Path({str(tmp_path / 'copied')!r}).write_bytes("
        "' '.join(sys.argv[1:]).encode() + b'\\n' + sys.stdin.buffer.read())\n",
        "utf-8",
    )
    script.chmod(0o755)
    return {"PATH": str(folder), "DISPLAY": ":0", "WAYLAND_DISPLAY": ""}


def test_no_clipboard_is_an_error(program: Program, tmp_path: Path) -> None:
    """Without a program and a terminal --copy fails, after the reference was written."""
    done = program("cite", "doe2020coding", "--copy", env={"PATH": str(tmp_path)})
    assert done.status == 2
    assert done.out.startswith("Doe, J.")
    assert "omit --copy" in done.err


def test_a_clipboard_program_that_fails(
    program: Program, xclip: dict[str, str], tmp_path: Path
) -> None:
    """A program that ends badly is named in the error."""
    (tmp_path / "bin/xclip").write_text(f"#!{sys.executable}\nraise SystemExit(1)\n", "utf-8")
    done = program("cite", "doe2020coding", "--copy", env=xclip)
    assert done.status == 2
    assert "xclip" in done.err


def test_copying(program: Program, xclip: dict[str, str], tmp_path: Path) -> None:
    """--copy passes the printed text to the program and reports it on standard error."""
    done = program("cite", "poe2022x", "--copy", env=xclip)
    assert done.status == 0
    assert done.err == "copied to the clipboard by xclip\n"
    arguments, _, copied = (tmp_path / "copied").read_text("utf-8").partition("\n")
    assert arguments == "-selection clipboard"
    assert copied == done.out.removesuffix("\n")
    assert "点云" in copied


def test_a_terminal_takes_the_text(program: Program, tmp_path: Path) -> None:
    """On a terminal without such a program the text goes to the terminal (OSC 52)."""
    child = spawn(program.path, "cite", "roe2021video", "--copy", env={"PATH": str(tmp_path)})
    child.expect("\033\\]52;c;([A-Za-z0-9+/=]+)\a")
    assert isinstance(child.match, re.Match)
    assert base64.b64decode(child.match[1]).decode().startswith("Roe, R. (2021)")
    child.expect("copied to the clipboard by the terminal")
    assert end(child) == 0
