"""`vcmbib note`: notes are written, shown and removed."""

from __future__ import annotations

from tests.cli.conftest import Program


def test_notes_are_added_shown_and_removed(program: Program) -> None:
    """From words or standard input, several lines kept; by number they go again."""
    program("note", "doe2020coding", "two", "words")
    program("note", "doe2020coding", "-", given="line one\r\nline two\x07\n\n")

    assert program.paper("doe2020coding").notes == ("first note", "two words", "line one\nline two")
    assert program("note", "doe2020coding").out.splitlines()[1:] == [
        "2\ttwo words",
        "3\tline one line two",
    ]
    program("note", "doe2020coding", "--remove", "1")
    assert program.paper("doe2020coding").notes == ("two words", "line one\nline two")
    program("note", "doe2020coding", "--clear")
    assert program.paper("doe2020coding").notes == ()
