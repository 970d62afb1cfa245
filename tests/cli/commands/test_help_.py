"""`vcmbib help`: the program, a command, a page."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import run_here
from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text.topics import TOPICS


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("quary", "vcmbib help query"),
        ("serach", "vcmbib help search"),
        ("duplicate", "vcmbib help duplicates"),
        ("erors", "vcmbib help errors"),
    ],
)
def test_an_unknown_topic_names_the_nearest(word: str, command: str) -> None:
    """The hint is a command that works."""
    result = run_here("help", word)
    assert (result.status, result.out) == (3, "")
    assert result.err.rstrip().endswith(command)
    assert run_here(*command.split()[1:]).status == 0


def test_a_word_like_no_topic_lists_them() -> None:
    """Without a similar topic the hint has all of them."""
    result = run_here("help", "zzz")
    assert result.status == 3
    assert all(topic in result.err for topic in TOPICS)


def test_the_error_has_its_form_for_programs() -> None:
    """With --json: code, message, hint and status."""
    result = run_here("help", "zzz", "--json")
    assert json.loads(result.err)["error"]["status"] == result.status != 0


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - TOPICS.keys()))
def test_the_help_of_a_command(name: str) -> None:
    """`help COMMAND` prints what `COMMAND --help` prints."""
    assert run_here("help", name).out == run_here(name, "--help").out
    assert run_here("help", name, "more").out == run_here(name, "--help").out


@pytest.mark.parametrize("topic", TOPICS)
def test_a_pipe_gets_the_file(topic: str) -> None:
    """`help TOPIC` prints the page as it is in docs/."""
    result = run_here("help", topic)
    assert result.status == 0
    assert result.out == (ROOT / "docs" / f"{topic}.md").read_text(encoding="utf-8")


def test_a_word_that_is_both_names_the_other() -> None:
    """The message names the help of the command, or the page about it."""
    assert "vcmbib git --help" in run_here("help", "git").err
    assert "vcmbib help tex.md" in run_here("help", "tex").err
    assert run_here("help", "tex.md").out.startswith("# ")
