"""LaTeX documents: the bibliography, the dialect and the cost."""

from __future__ import annotations

import time

from tests.formats.manuscript.read_documents import read
from vcmbib.model.manuscript import Citations


def test_the_bibliography_and_the_dialect_are_found() -> None:
    r"""BibTeX's and BibLaTeX's ways to name a .bib; `\nocite{*}`."""
    old = read("\\bibliography{refs,more.bib}\\nocite{*}")
    new = read("\\usepackage[style=apa]{biblatex}\\addbibresource[label=x]{own/refs.bib}")
    assert (old.bibliographies, old.biblatex, old.cites_all) == (
        ("refs.bib", "more.bib"),
        False,
        True,
    )
    assert (new.bibliographies, new.biblatex) == (("own/refs.bib",), True)
    assert read("nothing") == Citations(files=("main.tex",))


def test_the_cost_is_linear() -> None:
    """100,000 citations and unclosed groups without end take seconds, not minutes."""
    start = time.perf_counter()
    many = "\n".join(f"words \\citep[p. {n}]{{k{n},k{n + 1}}} more" for n in range(50_000))
    assert len(read(many).citations) == 100_000
    for broken in ("\\cite{", "\\cite[", "\\iffalse ", "\\newcommand{\\x}{", "\\begin{verbatim}"):
        read(broken * 5_000)
    assert time.perf_counter() - start < 20
