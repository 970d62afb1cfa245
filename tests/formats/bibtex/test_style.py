"""How a `.bib` may be asked for."""

from __future__ import annotations

from tests.formats.bibtex.read_entry import read_one
from tests.formats.bibtex.roundtrip import papers_of
from tests.papers import names, paper
from vcmbib.formats.bibtex import Dialect, Style, write


def test_fields_and_omit() -> None:
    """Only the fields that are asked for come, without those that are not; names of both dialects
    mean the same field.
    """
    papers = papers_of("@article{a, title={T}, journal={J}, year=2001, note={N}, doi={10.1000/1}}")
    only = write(papers, Style(fields=frozenset({"title", "year", "note"})))
    assert only == "@article{a,\n  title = {T},\n  year = {2001},\n  note = {N},\n}\n"
    less = write(papers, Style(Dialect.BIBLATEX, omit=frozenset({"journal", "note", "doi"})))
    assert less == "@article{a,\n  title = {T},\n  date = {2001},\n}\n"


def test_ascii_holds_for_kept_values() -> None:
    """Values kept as written become ASCII too; paths of files do not."""
    papers = papers_of("@misc{a, title={{Über} $x$}, series={Zürich}, year=2000, file={ü.pdf}}")
    text = write(papers, Style(ascii_only=True))
    assert '{\\"U}ber' in text
    assert "file = {ü.pdf}" in text
    assert read_one(text).title == papers[0].title


def test_authors_of_a_paper_from_elsewhere_are_ours() -> None:
    """Without a kept form all is written our way."""
    text = write([paper("k", "Coding for JPEG", authors=names("Ada Lovelace"))])
    assert "title = {Coding for {JPEG}}" in text
    assert "author = {Lovelace, Ada and others}" in text
