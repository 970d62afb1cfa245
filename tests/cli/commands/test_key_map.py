"""`vcmbib key map`: old keys and the script for sed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.conftest import Program
from vcmbib.cli.commands.key_map import sed_script

PATTERN = ("--pattern", "[auth:lower][year]")


def test_the_map_lists_former_keys(program: Program) -> None:
    """A line a former key, or JSON; of all papers or of those named."""
    assert program("key", "map").out == ""
    program("key", "generate", *PATTERN, "--yes")
    assert "roe2021video\troe2021" in program("key", "map").out.splitlines()
    assert program("key", "map", "doe2020").out == "doe2020coding\tdoe2020\n"
    rows = program("key", "map", "roe2021", "--json").json["keys"]
    assert rows == [{"former": "roe2021video", "key": "roe2021"}]


def patched(text: str, *pairs: tuple[str, str]) -> str:
    """`text` after the script for these keys, by the sed of this machine."""
    sed = shutil.which("sed")
    assert sed is not None
    done = subprocess.run(
        [sed, "-E", sed_script(pairs)], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout


KEPT = r"""A survey, survey, and a {survey} of survey; \section{survey, part}
\cite{surveyx, xsurvey, my-survey, survey:2} me@survey.org @survey.x @surveys \label{survey}
\cite{aXb+c} and \cite{aab} \includegraphics{a.b+c}
"""


def test_sed_leaves_what_is_no_citation() -> None:
    """Words of the text, other keys that contain the old key, and addresses stay."""
    assert patched(KEPT, ("survey", "NEW"), ("a.b+c", "OTHER")) == KEPT


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (r"\cite{old}", r"\cite{new}"),
        (r"\cite{ a, old ,b}", r"\cite{ a, new ,b}"),
        (r"\citep[see][p.~3]{x,old} old", r"\citep[see][p.~3]{x,new} old"),
        (r"\autocites[1]{a}[2]{old}{b}", r"\autocites[1]{a}[2]{new}{b}"),
        (r"\Textcite*{old}\nocite{old}", r"\Textcite*{new}\nocite{new}"),
        ("\\cite{a,%\n  old,\n  b\n} old", "\\cite{a,%\n  new,\n  b\n} old"),
        ("\\cite{a, %x\nold}\nold,", "\\cite{a, %x\nnew}\nold,"),
        ("[@old; -@old, p. 3;@old]", "[@new; -@new, p. 3;@new]"),
        ("As @old. And (@old) @{old}", "As @new. And (@new) @{new}"),
        ("#cite(<old>) <old>", "#cite(<new>) <old>"),
    ],
)
def test_sed_patches_citations(text: str, after: str) -> None:
    """Citations in LaTeX, Markdown and Typst get today's key."""
    assert patched(text, ("old", "new")) == after


def test_sed_takes_any_key_literally() -> None:
    """Characters that mean something to sed mean themselves, before and after."""
    old, new = "DBLP:a/b.c*[x]^$|+?(y)&", r"n/e&w:1.2"
    assert patched(rf"\cite{{{old}}} [@{old}]", (old, new)) == rf"\cite{{{new}}} [@{new}]"
