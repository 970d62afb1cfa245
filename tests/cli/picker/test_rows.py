"""Rows of a list: their text is safe to show."""

from __future__ import annotations

from tests.cli.conftest import Program
from vcmbib.cli.picker.rows import rows_of
from vcmbib.store.reader import LibraryReader


def test_rows_are_safe_to_show(program: Program) -> None:
    """A title with an escape sequence is shown with the escape visible."""
    program("edit", "doe2020coding", "--set", "title=Red \x1b[31m alert")
    with LibraryReader.reading(program.path) as reader:
        rows = list(rows_of(reader, reader.newest()))
    assert len(rows) == 3
    assert all(row.text.isprintable() for row in rows)
