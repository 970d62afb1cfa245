"""Lists of entries with several lines."""

from __future__ import annotations

import shlex

import pytest

from vcmbib.cli.display.items import draw_items
from vcmbib.cli.display.look import Look
from vcmbib.cli.display.spans import cell
from vcmbib.cli.display.widths import columns


@pytest.mark.parametrize("room", [20, 40, 80])
def test_long_lines_are_broken_and_indented(room: int) -> None:
    """No line is wider than the terminal, and a level keeps its indentation."""
    lines = draw_items(
        [(0, cell("head " * 30)), (1, cell("below " * 30)), (9, cell("x " * 40))],
        Look(columns=room),
    )

    assert all(columns(line) <= room for line in lines)
    assert all(line.startswith("  ") for line in lines if "below" in line)
    assert lines[0].startswith("head")


@pytest.mark.parametrize("room", [30, 40, 80])
def test_a_command_in_an_entry_can_be_copied(room: int) -> None:
    """The shell takes what is on the screen, line ends included."""
    command = "vcmbib --db some/papers.db merge doe2020coding roe2021video"
    lines = draw_items([(0, cell("a")), (1, cell(f"the same paper; to merge: {command}"))],
                       Look(columns=room))  # fmt: skip
    text = "\n".join(lines)

    assert all(columns(line) <= room for line in lines)
    assert shlex.split(text[text.index("vcmbib") :].replace("\\\n", "")) == command.split()
