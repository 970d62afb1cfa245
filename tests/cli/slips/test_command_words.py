"""The table of words for commands."""

from __future__ import annotations

import pytest

from tests.cli.program import vcmbib
from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.slips.command_words import SYNONYMS


def test_each_word_means_one_command_and_is_none() -> None:
    """Every command has words of other programs, and none of them is a command."""
    assert len(SYNONYMS) > 150
    assert {c for c in SYNONYMS.values() if not c.startswith("-")} == set(COMMANDS)
    assert SYNONYMS.keys() & COMMANDS.keys() == set()


@pytest.mark.parametrize("word", sorted(SYNONYMS))
def test_each_word_names_its_command(word: str) -> None:
    """Alone: the command, its help, or what `list` shows."""
    result = vcmbib(ROOT / "papers.db", word)
    assert result.status == 2
    assert f"there is no command {word!r}" in result.err
    assert "did you mean: vcmbib " in result.err
