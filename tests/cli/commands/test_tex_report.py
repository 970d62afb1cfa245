"""The report of `vcmbib tex`: missing keys, old keys, identifiers."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_missing_keys_are_told_and_fail_a_check(program: Program, main: Path) -> None:
    """The nearest keys and the place; status 1 for --check, 0 without."""
    main.write_text("\n\\cite{doe2020codin}\\cite{arxiv:2405.03500}\\input{gone}", encoding="utf-8")
    ran = program("tex", "main.tex")
    assert ran.status == 0
    assert "main.tex:2: missing: doe2020codin; similar keys: doe2020coding" in ran.err
    assert f"vcmbib --db {program.path} add arxiv:2405.03500" in ran.err
    assert "main.tex:2: cannot read gone.tex" in ran.err
    assert program("tex", "main.tex", "--check").status == 1
    assert "cited-not-there" in program("tex", "main.tex", "--check", "--json").err


def test_former_keys_and_identifiers_are_found(program: Program, main: Path) -> None:
    """BibLaTeX names them in ids, BibTeX has an entry for each; the sed line is shown."""
    program("key", "doe2020coding", "doe2020")
    main.write_text("\\cite{doe2020coding,10.1109/TIP.2021.1,arXiv:2005.00001}", encoding="utf-8")
    ran = program("tex", "main.tex")
    assert "@inproceedings{doe2020coding," in ran.out
    assert "@article{10.1109/TIP.2021.1," in ran.out
    assert "sed -E" in ran.err
    new = program("tex", "main.tex", "--biblatex").out
    assert "ids = {arXiv:2005.00001, doe2020coding}" in new
    assert "@article{roe2021video," in new
    report = program("tex", "main.tex", "--json").json
    assert [c["how"] for c in report["cited"]] == ["former key", "identifier", "identifier"]
    assert report["duplicates"][0][:2] == ["doe2020coding", "arXiv:2005.00001"]
    assert report["cited"][0]["places"] == [{"file": "main.tex", "line": 1}]
