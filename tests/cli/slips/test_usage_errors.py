"""Every command, given words of every kind: the hint has a command, and it works."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.program import run_here
from tests.cli.slips.test_advice import arxiv, commands_in, folder, run_line
from vcmbib.cli.command_table import COMMANDS

__all__ = ["arxiv", "folder"]

WORDS = {
    "nothing": [],
    "an unknown option": ["--nonsense"],
    "a word": ["nosuchword"],
    "an author": ["choi"],
    "a term": ["author:choi"],
    "a bibliography": ["refs.bib"],
    "a document": ["main.tex"],
    "a library": ["papers.db"],
    "a folder": ["lists"],
    "a missing file": ["lists/none.bib"],
    "a number": ["7"],
    "three keys": ["choi2018deep", "choi2018high", "choi2018near"],
}
# Not run: commands that need a terminal or an input, and lines with a name for what to fill in.
NOT_RUN = ("vcmbib edit", "vcmbib pick", "vcmbib note choi2018deep -")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("closed_connections")
def test_each_error_names_a_command_that_works(command: str, folder: Path) -> None:
    """A usage error, and a word that is not there, never leave the user without a next step."""
    wrong: list[str] = []
    for kind, words in WORDS.items():
        result = run_here(command, *words, given="")
        shutil.copy(Path(__file__).parents[3] / "papers.db", folder)
        if result.status not in (2, 3, 4):
            continue
        named = commands_in(result.err)
        if not named and "vcmbib" not in result.err.splitlines()[-1]:
            wrong.append(f"{kind}: no command: {result.err}")
        for line in named:
            if line.startswith(NOT_RUN) or re.search(r" [A-Z]{3}", line):
                continue
            done = run_line(line)
            shutil.copy(Path(__file__).parents[3] / "papers.db", folder)
            if done.status not in (0, 1):
                wrong.append(f"{kind}: {line}: {done.err}")
    assert wrong == []
