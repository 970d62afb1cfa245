"""Commands of LaTeX that reach outside of a document."""

from __future__ import annotations

import pytest

from tests.formats.hostile_tex import COMMANDS
from vcmbib.formats.bibtex.foreign_tex import find_commands
from vcmbib.model.latex.commands import dangerous_commands


def test_most_of_the_commands_are_known_as_dangerous() -> None:
    """The list of commands sees through codes of characters, groups and formulas."""
    assert sum(1 for c in COMMANDS if dangerous_commands(c)) >= len(COMMANDS) - 1
    assert list(dangerous_commands("^^5cinput{x} ^^5c^^69nput{y}")) == ["\\input"]


@pytest.mark.parametrize(
    "text",
    [
        r"\\input{x}", r"\emph{input} \inputs \Input", r"\url{https://x.org/\input}", "C:/input",
        r"\textbackslash{}input", r"\newcommandx", r"$\alpha$ {\'e} \cite{x} \ref{y} \relax",
    ],
)  # fmt: skip
def test_other_commands_are_not_dangerous(text: str) -> None:
    r"""`\\` begins no name, a longer name is another command, and an address is read as letters."""
    assert dangerous_commands(text) == {}


def test_a_preamble_may_define_but_not_read() -> None:
    """Definitions belong in a preamble; files and programs do not."""
    assert dangerous_commands(r"\newcommand{\x}{y} \def\z{}", may_define=True) == {}
    assert list(dangerous_commands(r"\newcommand{\x}{\input{y}}", may_define=True)) == ["\\input"]
    bib = "@preamble{{\\newcommand{\\x}{\\write18{id}}}}\n\n@misc{a,\n  title = {\\x},\n}\n"
    assert [(c.key, c.command) for c in find_commands(bib)] == [("", "\\write")]
