"""Papers on one line each: plain off a terminal, a table on a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import vcmbib
from tests.cli.terminal import screen


def test_matches_stand_out_on_a_terminal(db: Path) -> None:
    """A table with a heading, matches in bold and underlined, nothing wider than the terminal."""
    shown = screen(80, db, "search", "compression")

    assert "\x1b[1;4mCompression\x1b[0m" in shown
    assert "title" in shown


def test_nothing_is_cut_or_boxed_off_a_terminal(db: Path) -> None:
    """Plain tab-separated lines, whole titles, whatever the value of COLUMNS."""
    result = vcmbib(db, "search", "perception", env={"COLUMNS": "20"})

    assert result.out == (
        "codevilla2021learned\t2021\tarXiv\tCodevilla et al.\t"
        "Learned Image Compression for Machine Perception\n"
    )
