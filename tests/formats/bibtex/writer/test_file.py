"""Keys that changed in other entries' lists, and names of fields of either dialect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vcmbib.formats.bibtex.style import Dialect, Style
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


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize(
    ("asked", "value"),
    [("year", "2011"), ("date", "2011"), ("address", "Rome"), ("location", "Rome")],
)
def test_fields_go_by_either_name(dialect: Dialect, asked: str, value: str) -> None:
    """A field is asked for and omitted by its name in either dialect, in both."""
    paper = Paper(id=1, key="a", title="T", year=2011, extra=(("address", "Rome"),))
    only = write([paper], Style(dialect=dialect, fields=frozenset({asked})))
    assert value in only
    assert "title" not in only
    assert value not in write([paper], Style(dialect=dialect, omit=frozenset({asked})))


def test_an_inherited_year_is_no_date_of_the_child() -> None:
    """A child that inherits the year is written without a date in BibLaTeX too."""
    marks = (("crossref", "Par"), ("@inherited", "year"))
    child = Paper(id=2, key="c", title="One", year=2011, extra=marks)
    parent = replace(_PARENT, year=2011)
    assert write([child, parent], Style(dialect=Dialect.BIBLATEX)).count("2011") == 1
