"""LaTeX documents: the bibliography, the dialect and the cost."""

from __future__ import annotations

from tests.cost import check_linear
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
    """Many citations, and groups that are never closed, take time in proportion."""

    def read_many(size: int) -> None:
        text = "\n".join(f"words \\citep[p. {n}]{{k{n},k{n + 1}}} more" for n in range(size))
        assert len(read(text).citations) == 2 * size

    check_linear(read_many, 1_000)
    for broken in ("\\cite{", "\\cite[", "\\iffalse ", "\\newcommand{\\x}{", "\\begin{verbatim}"):
        check_linear(lambda size, broken=broken: read(broken * size), 700)  # type: ignore[misc]
