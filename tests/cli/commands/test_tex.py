"""`vcmbib tex`: the .bib of a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.program import arxiv_settings
from tests.sources.fake_arxiv import FakeArxiv
from tests.sources.fake_arxiv import Paper as FakePaper


def test_a_document_that_is_not_there(program: Program, main: Path) -> None:
    """A missing document is status 3; a folder without one, and --watch without -o, are 2."""
    assert program("tex", "gone.tex").status == 3
    (main.parent / "empty").mkdir()
    assert program("tex", "empty").status == 2
    assert program("tex", "main.tex", "--watch").status == 2
    assert program("tex", "main.tex", "--bibtex", "--biblatex").status == 2


def test_the_cited_papers_come_out(program: Program, main: Path) -> None:
    """To standard output, and the document's own .bib is not touched."""
    ran = program("tex", "main.tex")
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if line.startswith("@")] == [
        "@inproceedings{doe2020coding,", "@article{roe2021video,",
    ]  # fmt: skip
    assert "-o refs.bib" in ran.err
    assert not (main.parent / "refs.bib").exists()


def test_a_file_is_written_once_and_checked(program: Program, main: Path) -> None:
    """Only a change writes; --check and --dry-run write nothing; uncited entries are listed."""
    bib = main.parent / "refs.bib"
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 1
    assert "would change" in program("tex", "main.tex", "-o", "refs.bib", "--dry-run").err
    assert not bib.exists()
    assert program("tex", "main.tex", "-o", "refs.bib").status == 0
    first = bib.stat().st_mtime_ns
    assert "unchanged" in program("tex", "main.tex", "-o", "refs.bib").err
    assert bib.stat().st_mtime_ns == first
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 0
    main.write_text("\\cite{doe2020coding}", encoding="utf-8")
    assert program("tex", "main.tex", "-o", "refs.bib", "--check").status == 1
    report = program("tex", "main.tex", "-o", "refs.bib", "--json").json
    assert report["unused"] == {"refs.bib": ["roe2021video"]}
    assert "roe2021video" not in bib.read_text(encoding="utf-8")


@pytest.mark.usefixtures("closed_connections")
def test_cited_identifiers_are_added(program: Program, main: Path) -> None:
    """--add asks the catalogue as `vcmbib add` does; what cannot be added stays missing."""
    main.write_text("\\cite{arxiv:2405.03500} \\cite{arXiv:2405.99999}", encoding="utf-8")
    with FakeArxiv([FakePaper("2405.03500", "A Rate of Something", ("Ada Example",))]) as server:
        env = arxiv_settings(server.url, main.parent)
        dry = program("tex", "main.tex", "--add", "--dry-run", env=env)
        assert (dry.status, dry.out, program.changes()) == (0, "", 1)
        done = program("tex", "main.tex", "--add", env=env)
    assert done.out.startswith("@misc{arxiv:2405.03500,\n  title = {A Rate of Something},")
    assert "missing: arXiv:2405.99999" in done.err
    assert "A Rate of Something" in program("tex", "main.tex").out


@pytest.mark.parametrize("cited", ["words", "\\cite{absent}"])
def test_a_document_that_cites_no_paper_empties_no_file(
    program: Program, main: Path, cited: str
) -> None:
    """Status 3 and a message; a file keeps its entries, and no file is created."""
    assert program("tex", "main.tex", "-o", "refs.bib").status == 0
    before = Path("refs.bib").read_bytes()
    main.write_text(cited, encoding="utf-8")
    for out in ("refs.bib", "new.bib"):
        for more in ((), ("--dry-run",), ("--force",), ("--json",)):
            ran = program("tex", "main.tex", "-o", out, *more)
            assert ran.status == 3, ran.err
            assert "main.tex cites no paper of the library" in ran.err
    assert Path("refs.bib").read_bytes() == before
    assert not Path("new.bib").exists()
