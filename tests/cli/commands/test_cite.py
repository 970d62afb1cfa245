"""`vcmbib cite`: references on standard output and on the clipboard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program


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


def test_mistakes(program: Program) -> None:
    """An unknown paper, style, form or language is an error of its own status, and says what is."""
    assert program("cite", "nobody").status == 3
    assert program("cite").status == 2
    assert "apa-cv" in program("cite", "doe2020coding", "--style", "apa-").err
    assert program("cite", "doe2020coding", "--style", "apa-").status == 2
    assert program("cite", "doe2020coding", "--style", "gone.csl").status == 3
    assert program("cite", "doe2020coding", "--format", "pdf").status == 2
    assert program("cite", "doe2020coding", "--locale", "zz").status == 3


def test_no_clipboard_is_an_error(program: Program, tmp_path: Path) -> None:
    """Without a program and a terminal --copy fails, after the reference was written."""
    ran = program.apart("cite", "doe2020coding", "--copy", env={"PATH": str(tmp_path)})
    assert ran.status == 2
    assert ran.out.startswith("Doe, J.")
    assert "leave out --copy" in ran.err


def test_a_clipboard_program_that_fails(
    program: Program, xclip: dict[str, str], tmp_path: Path
) -> None:
    """A program that ends badly is named in the error."""
    (tmp_path / "bin/xclip").write_text(f"#!{sys.executable}\nraise SystemExit(1)\n", "utf-8")
    ran = program.apart("cite", "doe2020coding", "--copy", env=xclip)
    assert ran.status == 2
    assert "xclip" in ran.err


def test_copying(program: Program, xclip: dict[str, str], tmp_path: Path) -> None:
    """--copy hands the text as it is printed to the program, and says so on standard error."""
    ran = program.apart("cite", "poe2022x", "--copy", env=xclip)
    assert ran.status == 0
    assert ran.err == "copied by xclip\n"
    arguments, _, copied = (tmp_path / "copied").read_text("utf-8").partition("\n")
    assert arguments == "-selection clipboard"
    assert copied == ran.out.removesuffix("\n")
    assert "点云" in copied


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_terminal_takes_the_text(program: Program, tmp_path: Path) -> None:
    """On a terminal without such a program the text goes to the terminal (OSC 52)."""
    import base64

    pexpect = pytest.importorskip("pexpect")
    args = ["-m", "vcmbib", "--db", str(program.path), "cite", "roe2021video", "--copy"]
    environment = {**os.environ, "PATH": str(tmp_path)}
    child = pexpect.spawn(sys.executable, args, env=environment, encoding="utf-8", timeout=20)
    child.expect("\033\\]52;c;([A-Za-z0-9+/=]+)\a")
    assert base64.b64decode(child.match[1]).decode().startswith("Roe, R. (2021)")
    child.expect("copied by the terminal")
    child.close()


def test_paragraphs(program: Program) -> None:
    """A paragraph a paper in the order given, each once, or in the style's order."""
    ran = program("cite", "roe2021video", "doe2020coding", "arxiv:2005.00001")
    assert [p[:3] for p in ran.out.split("\n\n")] == ["Roe", "Doe"]
    ran = program("cite", "roe2021video", "doe2020coding", "--sorted")
    assert [p[:3] for p in ran.out.split("\n\n")] == ["Doe", "Roe"]


def test_html(program: Program) -> None:
    """HTML is a fragment with a division a reference."""
    ran = program("cite", "roe2021video", "--format", "html")
    assert ran.out.startswith('<div class="csl-bib-body">\n<div class="csl-entry" id="ref-roe2021')
    assert "<i>IEEE Transactions on Image Processing</i>" in ran.out
    assert ran.out.endswith("</div>\n</div>\n")


def test_json(program: Program) -> None:
    """JSON has a reference a key, or the citation."""
    said = program("cite", "roe2021video", "--style", "ieee", "--format", "md", "--json").json
    assert said["references"][0]["key"] == "roe2021video"
    assert said["references"][0]["text"].startswith(r"\[1\] R. Roe")
    assert program("cite", "roe2021video", "--inline", "--json").json["inline"] == "(Roe, 2021)"


def test_keys_from_standard_input(program: Program) -> None:
    """- reads keys; none is no error."""
    ran = program("cite", "-", "--style", "nature", given="doe2020coding\nroe2021video\n")
    assert [p[:2] for p in ran.out.split("\n\n")] == ["1.", "2."]
    empty = program("cite", "-", given="")
    assert (empty.status, empty.out) == (0, "")
