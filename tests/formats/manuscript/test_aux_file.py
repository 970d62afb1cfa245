"""Citations in `.aux` files."""

from __future__ import annotations

from vcmbib.formats.manuscript import cited_in


def test_aux_files_of_bibtex_and_biblatex() -> None:
    """citation, abx@aux@cite with and without a number, included files, control entries."""
    files = {
        "o/m.aux": "\\relax\n\\citation{a,b}\n\\citation{REVTEX41Control}\n\\@input{c.aux}\n"
        "\\bibdata{mNotes,refs}\n\\bibstyle{plain}",
        "o/c.aux": "\\citation{c}\\citation{*}",
        "n.aux": "\\abx@aux@cite{0}{a}\n\\abx@aux@cite{b}\n\\abx@aux@nociteall",
    }
    old, new = cited_in("o/m.aux", files.get), cited_in("n.aux", files.get)
    assert [str(c.location) for c in old.citations] == ["o/m.aux:2", "o/m.aux:2", "o/c.aux:1"]
    assert (old.bibliographies, old.cites_all, old.biblatex) == (("o/refs.bib",), True, False)
    assert ([c.key for c in new.citations], new.cites_all, new.biblatex) == (["a", "b"], True, True)
