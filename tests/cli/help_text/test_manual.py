"""Manual pages: valid roff, with the words of the help."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text.examples import EXAMPLES
from vcmbib.cli.help_text.manual import escaped, prose

PAGES = sorted((ROOT / "docs" / "man").glob("*.1"))
REQUESTS = {"TH", "SH", "SS", "TP", "PP", "RS", "RE", "nf", "fi", "B", "BR"}
ESCAPES = re.compile(r"\\(?:e|-|&|fB|fI|fP|\(aq|\(ga|\(ha|\(ti|\")")


def test_every_command_has_a_page() -> None:
    """No page of a removed command is left."""
    names = {"vcmbib", *(f"vcmbib-{name}" for name in COMMANDS)}
    assert {page.stem for page in PAGES} == names


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_is_valid_roff(page: Path) -> None:
    """Known requests and escapes, sections in the usual order, fonts and blocks that end."""
    text = page.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0].startswith('.\\"')
    assert lines[1].startswith(".TH ")
    for line in lines[1:]:
        assert line.strip(), "a blank line is a paragraph of unknown height"
        if line.startswith("."):
            assert re.match(r"\.(\w+)", line)[1] in REQUESTS, line  # type: ignore[index]
        assert not line.startswith("'"), line
        assert "\\" not in ESCAPES.sub("", line), line
        assert line.count(r"\fB") + line.count(r"\fI") == line.count(r"\fP"), line
    for start, end in ((".nf", ".fi"), (".RS 4", ".RE")):
        assert lines.count(start) == lines.count(end)
    sections = [line[4:] for line in lines if line.startswith(".SH ")]
    order = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "ARGUMENTS", "OPTIONS", "ENVIRONMENT",
             "EXIT STATUS", "EXAMPLES", "SEE ALSO"]  # fmt: skip
    assert sections == [name for name in order if name in sections]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_sets_every_page_without_a_warning() -> None:
    """All pages at once; the examples come out as they are typed."""
    command = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-P-cbou", *map(str, PAGES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    for examples in EXAMPLES.values():
        for example in examples:
            assert example.line in done.stdout, example.line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--a", r"\-\-a"),
        (".x\n'y", ".x"),
        (r"a\b", r"a\eb"),
        ("'q'", r"\(aqq\(aq"),
    ],
)
def test_special_characters_are_escaped(text: str, expected: str) -> None:
    """A line that begins with a full stop is text."""
    assert escaped(text).splitlines()[0] in (expected, rf"\&{expected}")


def test_code_is_bold() -> None:
    """Backquotes are a change of font."""
    assert prose("see `a-b`\n  now") == r"see \fBa\-b\fP now"
