"""A child does not repeat what it inherits, also after its parent was edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.roundtrip import differences, papers_of, parsed
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex import Dialect, Style, write
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper

BIBTEX = r"""
@inproceedings{child, author={Doe, Jane}, title={A Child}, pages={1--2}, crossref={par}}
@proceedings{par, title={Proc. of the {XYZ} Conference}, editor={Özer, Ayşe and R. Roe},
  year=2001, month=jun, publisher={Chapman & Hall}, series={Lecture_Notes}, address={Łódź},
  volume=3}
"""


BIBLATEX = r"""
@inproceedings{child, author={Doe, Jane}, title={A Child}, pages={1--2}, crossref={par}}
@proceedings{par, title={Proceedings}, subtitle={Of Many}, date={2001-06-05}, location={Łódź},
  publisher={Chapman & Hall}, editor={R. Roe}}
"""


def _edited(paper: Paper) -> Paper:
    """The parent with other values in all columns that children inherit."""
    if paper.key != "par":
        return paper
    return replace(
        paper,
        title="New Title",
        editors=(Name("New", "Ed"),),
        year=2005,
        month=7,
        publisher="New Publisher",
        extra=(("address", "New Place"), ("series", "New Series")),
        volume="4",
    )


def own_fields(written: str) -> list[str]:
    """The names of the child's own fields; the child comes first."""
    child = written[: written.index("@proceedings")]
    return [line.split()[0] for line in child.split("\n") if " = " in line]


_PARENT = Paper(id=1, key="ParNew", title="All", entry_type="proceedings", former_keys=("Par",))


def out(text: str, dialect: bibtex.Dialect = bibtex.Dialect.BIBTEX) -> str:
    """A file after import and export."""
    return bibtex.write(papers_of(text), bibtex.Style(dialect))


_FAMILY = """
@inproceedings{child, title={C}, author={A B}, crossref={parent}, pages={1}}
@proceedings{parent, title={Proc}, booktitle={Proc}, year={2001}, publisher={P}}
"""


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("text", [BIBTEX, BIBLATEX], ids=["bibtex", "biblatex"])
def test_a_child_says_no_former_value_of_its_parent(
    text: str, dialect: Dialect, ascii_only: bool
) -> None:
    """However the former values are written in a style, none of them stays at the child."""
    written = write([_edited(p) for p in papers_of(text)], Style(dialect, ascii_only=ascii_only))
    assert own_fields(written) == ["title", "author", "pages", "crossref"]


def test_a_childs_own_value_is_no_other_field_of_its_parent() -> None:
    """A child whose volume was set to what is the parent's number keeps it."""
    text = """
    @inproceedings{child, title={A}, crossref={par}}
    @proceedings{par, title={P}, volume={2}, number={3}, year={2001}}
    """
    papers = [replace(p, volume="3") if p.key == "child" else p for p in papers_of(text)]
    assert parsed(write(papers))["child"][1]["volume"] == "3"


def test_a_month_of_the_childs_own() -> None:
    """A child with a month of its own has its date where the date is one field."""
    text = """
    @inproceedings{child, title={A}, crossref={par}}
    @proceedings{par, title={P}, year={2001}}
    """
    papers = [replace(p, month=5) if p.key == "child" else p for p in papers_of(text)]
    assert "date = {2001-05}" in write(papers, Style(Dialect.BIBLATEX))
    assert parsed(write(papers))["child"][1]["month"] == "May"


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("text", [BIBTEX, BIBLATEX], ids=["bibtex", "biblatex"])
def test_nothing_is_said_twice(text: str, dialect: Dialect) -> None:
    """In either dialect a child has its own fields only, and is read again as it was."""
    papers = papers_of(text)
    written = write(papers, Style(dialect))
    assert own_fields(written) == ["title", "author", "pages", "crossref"]
    again = papers_of(written)
    for one, other in zip(papers, again, strict=True):
        assert (one.year, one.month, one.venue, one.editors) == (
            (other.year, other.month, other.venue, other.editors)
        )
    assert list(differences(parsed(written), parsed(write(again, Style(dialect))))) == []


def test_a_date_with_a_day_comes_back_through_bibtex() -> None:
    """What a child inherits as a date is a date again when BibTeX's file is read."""
    papers = papers_of(papers_written := write(papers_of(BIBLATEX)))
    assert "biblatexdate = {2001-06-05}" in papers_written
    alone = [paper for paper in papers if paper.key == "child"]
    assert "date = {2001-06-05}" in write(alone, Style(Dialect.BIBLATEX))


PARTLY = """
@book{child, title={C}, xdata={nowhere, data}, crossref={lost}}
@xdata{data, publisher={P}}
"""


@pytest.mark.parametrize("dialect", list(Dialect))
def test_references_to_nowhere_are_kept_as_written(dialect: Dialect) -> None:
    """One unknown entry in a list changes neither the list nor what the known ones give."""
    written = write(papers_of(PARTLY), Style(dialect))
    assert "xdata = {nowhere, data}" in written
    assert "crossref = {lost}" in written
    assert written.count("publisher") == 1
    data = [replace(p, publisher="Q") if p.key == "data" else p for p in papers_of(PARTLY)]
    assert "{P}" not in write(data, Style(dialect))


def test_without_its_known_parent_a_child_keeps_the_unknown_ones() -> None:
    """It has the inherited fields itself, and refers to entries that were missing."""
    child, _ = papers_of(PARTLY)
    written = write([child])
    assert "xdata = {nowhere}" in written
    assert "crossref = {lost}" in written
    assert "publisher = {P}" in written


def test_a_parent_that_was_nowhere_and_came_later() -> None:
    """It is a parent as others are: after its children, under its key of today."""
    later = papers_of("@xdata{here, ids={nowhere}, series={S}}")
    written = write([*later, *papers_of(PARTLY)])
    assert "xdata = {here, data}" in written
    assert written.index("{child,") < written.index("{here,")


def test_an_inherited_year_is_no_date_of_the_child() -> None:
    """A child that inherits the year is written without a date in BibLaTeX too."""
    marks = (("crossref", "Par"), ("@inherited", "year"))
    child = Paper(id=2, key="c", title="One", year=2011, extra=marks)
    parent = replace(_PARENT, year=2011)
    assert write([child, parent], Style(dialect=Dialect.BIBLATEX)).count("2011") == 1


def test_a_child_with_its_parent() -> None:
    """With its parent a child refers to it, repeats nothing and comes first."""
    written = out(_FAMILY)
    assert written.index("@inproceedings{child") < written.index("@proceedings{parent")
    assert "crossref = {parent}" in written
    assert written.count("Proc}") == 2
    assert list(differences(parsed(_FAMILY), parsed(written))) == []


def test_a_child_that_was_edited() -> None:
    """A value that differs from the parent's is written, with and without the parent."""
    papers = [replace(p, year=2005) if p.key == "child" else p for p in papers_of(_FAMILY)]
    child = parsed(bibtex.write(papers))["child"][1]
    assert child["year"] == "2005"
    assert "publisher" not in child


def test_a_parent_that_was_edited() -> None:
    """Its children go on inheriting what they had no value of their own for."""
    papers = [replace(p, year=2005) if p.key == "parent" else p for p in papers_of(_FAMILY)]
    written = parsed(bibtex.write(papers))
    assert "year" not in written["child"][1]
    assert written["parent"][1]["year"] == "2005"


def test_a_child_without_its_parent() -> None:
    """Alone it has all fields itself."""
    child = next(p for p in papers_of(_FAMILY) if p.key == "child")
    written = bibtex.write([child])
    assert "crossref" not in written
    assert "booktitle = {Proc}" in written
    assert "year = {2001}" in written
    alone = "@inproceedings{child, title={C}, crossref={elsewhere}}"
    assert "crossref = {elsewhere}" in out(alone)
