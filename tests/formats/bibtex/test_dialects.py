"""BibLaTeX: the same content in the words of that dialect."""

from __future__ import annotations

import pytest

from tests.papers import ARXIV, ICIP, TIP, arxiv, names, paper
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex import Dialect, Style
from vcmbib.model.paper import Paper


def write(paper_: Paper) -> str:
    """The paper as a BibLaTeX entry."""
    return bibtex.write([paper_], Style(Dialect.BIBLATEX))


def test_a_preprint_is_online() -> None:
    """What is only on arXiv is @online, with eprinttype and eprintclass, and no journal."""
    preprint = paper(
        venue=ARXIV,
        year=2024,
        identifiers=(arxiv("2405.03500"),),
        extra=(("primaryclass", "cs.CV"),),
    )
    assert write(preprint) == (
        "@online{doe2020coding,\n"
        "  title = {Coding of Features},\n"
        "  date = {2024},\n"
        "  eprint = {2405.03500},\n"
        "  eprinttype = {arXiv},\n"
        "  eprintclass = {cs.CV},\n"
        "}\n"
    )


def test_an_article() -> None:
    """journaltitle, date and location are the names of this dialect; eprint fields stay."""
    article = paper(
        entry_type="article",
        authors=names("Ada Lovelace"),
        authors_complete=True,
        year=2020,
        month=5,
        venue=TIP,
        identifiers=(arxiv("2405.03500"),),
        extra=(("address", "Here"),),
    )
    text = write(article)
    assert text.startswith("@article{")
    assert "  journaltitle = {IEEE Transactions on Image Processing},\n" in text
    assert "  date = {2020-05},\n" in text
    assert "  location = {Here},\n" in text
    assert "  eprinttype = {arXiv},\n" in text
    for bibtex_name in ("year =", "month =", "journal =", "address =", "archivePrefix ="):
        assert bibtex_name not in text


def test_a_date_that_says_more_is_kept() -> None:
    """A day or a range comes out as it was written."""
    meeting = paper(entry_type="inproceedings", venue=ICIP, year=2018, month=10)
    dated = paper(
        entry_type="inproceedings",
        venue=ICIP,
        year=2018,
        month=10,
        extra=(("date", "2018-10-07/2018-10-10"),),
    )
    assert "  date = {2018-10},\n" in write(meeting)
    assert "  date = {2018-10-07/2018-10-10},\n" in write(dated)


def test_a_date_without_a_year_does_not_hide_the_year() -> None:
    """A field `date` that names no year does not replace the year."""
    text = write(paper(year=2018, extra=(("date", "26-31"),)))
    assert "  date = {26-31},\n" in text
    assert "  year = {2018},\n" in text


def test_both_names_of_a_field() -> None:
    """Where an entry has a field under both dialects' names, both come out."""
    text = write(paper(extra=(("address", "A"), ("location", "B"))))
    assert "  address = {A},\n" in text
    assert "  location = {B},\n" in text


@pytest.mark.parametrize(
    ("kind", "in_bibtex"),
    [
        ("online", "misc"),
        ("software", "misc"),
        ("dataset", "misc"),
        ("report", "techreport"),
        ("thesis", "phdthesis"),
        ("collection", "book"),
        ("inproceedings", "inproceedings"),
        ("podcast", "podcast"),
    ],
)
def test_types_that_bibtex_does_not_know(kind: str, in_bibtex: str) -> None:
    """Each dialect gets a type that it knows; an unknown type does not change."""
    paper_ = paper(entry_type=kind)
    assert write(paper_).startswith(f"@{kind}{{")
    assert bibtex.write([paper_]).startswith(f"@{in_bibtex}{{")


def test_a_masters_thesis() -> None:
    """The type of BibLaTeX's @thesis shows which of BibTeX's two types it is."""
    thesis = paper(entry_type="thesis", extra=(("type", "mathesis"),))
    assert bibtex.write([thesis]).startswith("@mastersthesis{")


def test_biblatex_names_are_read() -> None:
    """Fields of BibLaTeX are read as BibTeX's, and so come out in either dialect."""
    (record,) = bibtex.read(
        "@article{k, title={T}, journaltitle={Foo}, location={Here}, eprintclass={cs.CV}}", "a.bib"
    ).records
    assert record.venue is not None
    assert record.venue.name == "Foo"
    assert record.extra == (("address", "Here"), ("primaryclass", "cs.CV"))
