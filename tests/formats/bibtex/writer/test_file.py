"""Keys that changed in other entries' lists, and names of fields of either dialect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.style import Style
from vcmbib.formats.bibtex.writer import parallel
from vcmbib.formats.bibtex.writer.file import write
from vcmbib.formats.bibtex.writer.parallel import write_piecewise
from vcmbib.model.paper import Paper

_PARENT = Paper(id=1, key="ParNew", title="All", entry_type="proceedings", former_keys=("Par",))


@pytest.mark.parametrize("name", ["crossref", "xref", "xdata", "related", "entryset"])
def test_a_former_key_is_named_by_todays(name: str) -> None:
    """A field that names other entries names a paper by the key that it has now."""
    child = Paper(id=2, key="c", title="One", extra=((name, "Par"),))
    assert f"{name} = {{ParNew}}" in write([child, _PARENT])


def test_only_former_keys_change_in_a_list() -> None:
    """Keys that did not change, and the blanks between, stay as written."""
    child = Paper(id=2, key="c", title="One", extra=(("related", "other,Par, ParNew"),))
    assert "related = {other,ParNew, ParNew}" in write([child, _PARENT])


def test_a_key_that_another_paper_has_now_stays() -> None:
    """A former key that is another paper's key today names that paper."""
    other = Paper(id=3, key="Par", title="Other")
    child = Paper(id=2, key="c", title="One", extra=(("related", "Par"),))
    assert "related = {Par}" in write([child, other, _PARENT])


def test_pieces_know_the_keys_of_all_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written in pieces, an entry names a paper of another piece by its key of today."""
    child = Paper(id=2, key="c", title="One", extra=(("related", "Par"),))
    papers = {1: _PARENT, 2: child}
    outlines = [replace(child, extra=()), _PARENT]

    monkeypatch.setattr(parallel, "_PIECE", 1)
    text = write_piecewise(outlines, lambda ids: [papers[i] for i in ids], Style())
    assert "related = {ParNew}" in text


def test_failed_blocks_can_be_corrected_and_read_again() -> None:
    """What is handed back fails in the same way, unchanged, however often; corrected it is read."""
    text = "@article{a\n {T}\n}\n\n@article{b, title * {U},}\n"
    problems = bibtex.read(text, "a.bib").problems
    written = bibtex.write_failed(problems)
    assert written.startswith("% line 1: no comma after the citation key\n@article{a\n")
    again = bibtex.read(written, "b.bib").problems
    assert [p.text for p in again] == [p.text for p in problems]
    mended = written.replace("a\n {T}", "a,\n title={T}").replace("title * {", "title = {")
    assert [r.key for r in bibtex.read(mended, "c.bib").records] == ["a", "b"]


def test_no_failed_blocks_write_nothing() -> None:
    """Without problems there is nothing to hand back."""
    assert bibtex.write_failed(()) == ""


def test_no_papers_write_nothing() -> None:
    """An empty selection is an empty file."""
    assert bibtex.write([]) == ""
