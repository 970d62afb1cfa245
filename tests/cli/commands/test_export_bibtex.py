"""A `.bib` through the library and out again: what is in it in addition to fields of entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import vcmbib

FILE = r"""@preamble{{\newcommand{\noopsort}[1]{}}}

@inproceedings{child,
  title = {A {\noopsort{b}}Child},
  author = {Doe, Jane},
  pages = {1--2},
  crossref = {par},
  xdata = {nowhere, data},
}

@misc{data,
  publisher = {Chapman \& Hall},
}

@proceedings{par,
  title = {First Workshop},
  year = {2001},
  month = jun,
}
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A library that the file was imported to."""
    path = tmp_path / "papers.db"
    (tmp_path / "a.bib").write_text(FILE, "utf-8")
    assert vcmbib(path, "init").status == 0
    assert vcmbib(path, "import", str(tmp_path / "a.bib")).status == 0
    return path


def test_a_file_comes_out_as_it_came_in(db: Path) -> None:
    """Preamble, references to missing entries and inherited values are written as read."""
    assert vcmbib(db, "export", "--bibtex").out == FILE
    out = db.with_name("a.bib")
    for _ in range(2):
        assert vcmbib(db, "export", "--update", str(out)).status == 0
        assert out.read_text("utf-8") == FILE


@pytest.mark.parametrize("dialect", ["--bibtex", "--biblatex"])
def test_an_edited_volume_reaches_its_papers(db: Path, dialect: str) -> None:
    """No old value of the volume is left in the entries of its papers."""
    vcmbib(db, "edit", "par", "--set", "title=Second Workshop", "--set", "year=2002")
    vcmbib(db, "edit", "par", "--set", "month=7")
    vcmbib(db, "edit", "data", "--set", "publisher=Springer")
    written = vcmbib(db, "export", dialect).out
    for former in ("First", "2001", "jun", "-06", "Chapman"):
        assert former not in written


def test_an_edited_paper_keeps_its_own(db: Path) -> None:
    """A value that was given to the paper stays, and all else is inherited as before."""
    vcmbib(db, "edit", "child", "--set", "publisher=Mine")
    child = vcmbib(db, "export", "--bibtex").out.partition("@misc")[0]
    assert "publisher = {Mine}" in child
    assert "booktitle" not in child
    assert "xdata = {nowhere, data}" in child
