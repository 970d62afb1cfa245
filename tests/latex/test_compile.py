"""What we export, LaTeX sets: no error, no missing character, no entry that is not cited."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.latex import texlive
from tests.latex.nasty import NAMES, nasty
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex import Dialect, Style
from vcmbib.formats.bibtex.names import write_people
from vcmbib.model.paper import Paper
from vcmbib.store.library import Library

pytestmark = pytest.mark.latex
# Read before the tests' environment is cleaned.
_REQUIRED = os.environ.get("VCMBIB_LATEX") == "1"


@pytest.fixture(autouse=True, scope="module")
def tools() -> None:
    """The programs that these tests run; where they must be there, it is a failure without."""
    missing = texlive.missing("pdflatex", "lualatex", "bibtex", "biber")
    if missing:
        reason = f"not installed: {', '.join(missing)} (docs/latex.md says how)"
        if _REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def shipped() -> Iterator[list[Paper]]:
    """The papers of the library that ships."""
    with closing(Library.reading(ROOT / "papers.db")) as library:
        yield list(library.all_papers())


_STYLES = ["plain", "alpha", "abbrv", "unsrt", "IEEEtran"]


@pytest.mark.parametrize("style", _STYLES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_bibtex(shipped: list[Paper], tmp_path: Path, style: str, ascii_only: bool) -> None:
    """Every entry of the library and every nasty one, through pdflatex and BibTeX."""
    if style == "IEEEtran" and not texlive.has_style(style):
        pytest.skip("IEEEtran is not installed")
    bib = bibtex.write([*shipped, *nasty()], Style(ascii_only=ascii_only))
    assert bib.isascii() or not ascii_only
    compiled = texlive.with_bibtex(bib, tmp_path, style=style)
    assert compiled.complaints == ()
    for paper_ in [*shipped, *nasty()]:
        assert f"{{{paper_.key}}}" in compiled.bbl


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_biblatex(shipped: list[Paper], tmp_path: Path, engine: str, ascii_only: bool) -> None:
    """The same through BibLaTeX and biber, with the old and the new engine."""
    style = Style(dialect=Dialect.BIBLATEX, ascii_only=ascii_only)
    papers = [*shipped, *nasty(rare=engine == "lualatex")]
    compiled = texlive.with_biber(bibtex.write(papers, style), tmp_path, engine=engine)
    assert compiled.complaints == ()
    for paper_ in papers:
        assert f"\\entry{{{paper_.key}}}" in compiled.bbl


def test_bibtex_reads_the_names_that_were_meant(tmp_path: Path) -> None:
    """BibTeX itself finds the same first, von, last and junior parts in the names that we write."""
    people = write_people(NAMES, complete=True, ascii_only=True)
    parts = texlive.name_parts(f"@misc{{k, author = {{{people}}}}}\n", tmp_path)
    expected = [(n.given, n.particle, n.family, n.suffix) for n in NAMES]
    assert parts == expected


@pytest.mark.parametrize(
    "title", ["On the Kalman Filter and VVC", "Learning $Q$ in Hilbert spaces"]
)
def test_protected_capitals_survive_a_style(tmp_path: Path, title: str) -> None:
    """The style that lowers titles leaves alone what was put in braces."""
    bib = bibtex.write([Paper(key="k", title=title, entry_type="article")])
    set_as = texlive.with_bibtex(bib, tmp_path).bbl
    for word in ("Kalman", "VVC", "$Q$", "Hilbert"):
        assert (word in set_as) is (word in title)
