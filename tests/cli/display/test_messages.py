"""Sentences broken between words, with commands that work."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.display.look import Look
from vcmbib.cli.display.messages import joined_parts, wrapped
from vcmbib.cli.display.widths import columns


@pytest.mark.parametrize("room", [30, 40, 60, 80, 200])
@pytest.mark.parametrize(
    "command",
    [
        "vcmbib undo 12",
        "vcmbib --db some/where/papers.db edit doe2020coding --set 'title=A long title of it'",
        "vcmbib tag --add 'to read' doe2020coding roe2021video poe2022x noether1918",
    ],
)
def test_a_command_in_a_message_stays_a_command(command: str, room: int) -> None:
    """Copied from the screen, line ends included, the shell gets the words of the command."""
    lines = wrapped(f"change 12 was made; take it back with: {command}", room)
    text = "\n".join(lines)
    copied = text[text.index("vcmbib") :]

    assert shlex.split(copied.replace("\\\n", "")) == shlex.split(command)
    for line in lines:
        assert columns(line) <= room or "'" in line


@given(st.lists(st.sampled_from(["a", "word", "点云编码", "longer-word"]), max_size=30))
def test_words_are_kept(words: list[str]) -> None:
    """All words are there, on lines that fit."""
    text = " ".join(words)
    lines = wrapped(text, 20)

    assert " ".join(" ".join(lines).split()) == text
    assert all(columns(line) <= 20 for line in lines)


def test_an_indented_message_stays_indented() -> None:
    """The blanks at the start of a message are kept, and later lines have more."""
    assert wrapped("  one two three", 12) == ["  one two", "    three"]


def test_a_list_ends_its_lines_between_parts() -> None:
    """No part is broken."""
    assert joined_parts(["1 with a", "2 with b", "3 c"], Look(columns=20)) == [
        "1 with a, 2 with b,", "3 c",
    ]  # fmt: skip
