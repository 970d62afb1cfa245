"""The .bib of a document: its inputs, its dialect, and entries that must not be lost."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_entries_that_the_library_lacks_are_not_written_over(program: Program, main: Path) -> None:
    """A .bib with entries of its own stays as it is, unless --force is given."""
    bib = main.parent / "refs.bib"
    bib.write_text("@book{mine,\n title={Mine}}\n", encoding="utf-8")
    ran = program("tex", "main.tex", "-o", "refs.bib")
    assert (ran.status, "mine" in ran.err) == (1, True)
    assert bib.read_text(encoding="utf-8").startswith("@book{mine")
    assert program("tex", "main.tex", "-o", "refs.bib", "--force").status == 0
    assert "mine" not in bib.read_text(encoding="utf-8")


def test_the_dialect_is_what_the_document_says(program: Program, main: Path) -> None:
    """BibLaTeX for biblatex, BibTeX else."""
    main.write_text("\\usepackage{biblatex}\\cite{roe2021video}", encoding="utf-8")
    assert "journaltitle" in program("tex", "main.tex").out
    assert "journaltitle" not in program("tex", "main.tex", "--bibtex").out


def test_other_inputs(program: Program, main: Path) -> None:
    """Standard input, several documents, a folder, Latin-1, everything, nothing."""
    assert "@misc{poe2022x," in program("tex", "-", given="see [@poe2022x]").out
    (main.parent / "b.tex").write_bytes("\\documentclass{a}é\\cite{poe2022x}".encode("latin-1"))
    assert program("tex", "main.tex", "b.tex", "--json").json["entries"] == [
        "doe2020coding", "poe2022x", "roe2021video",
    ]  # fmt: skip
    assert program("tex", ".", "--json").json["entries"] == ["poe2022x"]
    assert len(program("tex", "-", "--json", given="\\nocite{*}").json["entries"]) == 3
    nothing = program("tex", "-", given="words")
    assert (nothing.status, nothing.out) == (0, "")
