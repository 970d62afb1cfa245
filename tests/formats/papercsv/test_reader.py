"""Papers as comma-separated values."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats import roundtrips
from tests.papers import ICIP, arxiv, names, paper, papers_with
from vcmbib.errors import Usage
from vcmbib.formats import papercsv
from vcmbib.formats.papercsv.authors import read_people
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Record


def rows(text: str) -> list[dict[str, str]]:
    """The rows as a reader of CSV sees them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_no_papers() -> None:
    """Without papers there is still the header."""
    assert papercsv.write([]) == ",".join(papercsv.COLUMNS) + "\r\n"


def test_a_paper() -> None:
    """Lists are joined by semicolons, what is not known is empty, nothing is made safe by force."""
    (found,) = rows(
        papercsv.write(
            [
                paper(
                    title='=A "quoted", title\nof two lines',
                    authors=names("Ada Lovelace", "Anderson de Andrade"),
                    authors_complete=True,
                    year=2020,
                    venue=ICIP,
                    identifiers=(arxiv("2305.02578"),),
                    links=(
                        Link(LinkKind.PAPER, "https://example.org/"),
                        Link(LinkKind.CODE, "https://github.com/a/b"),
                    ),
                    tags=("a", "b"),
                )
            ]
        )
    )
    assert found["title"] == '=A "quoted", title\nof two lines'
    assert found["authors"] == "Lovelace, Ada; de Andrade, Anderson"
    assert found["authors_complete"] == "yes"
    assert (found["year"], found["month"]) == ("2020", "")
    assert (found["venue"], found["venue_name"]) == ("ICIP", ICIP.name)
    assert (found["arxiv"], found["doi"]) == ("2305.02578", "")
    assert found["identifiers"] == "arxiv:2305.02578"
    assert (found["url"], found["code"]) == ("https://example.org/", "https://github.com/a/b")
    assert found["links"] == "paper https://example.org/; code https://github.com/a/b"
    assert found["tags"] == "a; b"


@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_every_row_has_every_column(papers: list[Paper]) -> None:
    """Whatever the papers hold, a reader finds one row each, with the title as it is."""
    found = rows(papercsv.write(papers))
    assert [r["title"] for r in found] == [p.title for p in papers]
    assert all(list(r)[: len(papercsv.COLUMNS)] == list(papercsv.COLUMNS) for r in found)


# --- reading ------------------------------------------------------------------------------------


def one(text: str) -> Record:
    """The record of a table of one row."""
    return roundtrips.one(papercsv.read(text, "a.csv"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a file, reading it does not fail."""
    papercsv.read(text, "a.csv")
    papercsv.read(f"title,year\n{text}", "a.csv")


@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, but for the labels of links."""

    def said(paper_: Paper) -> Paper:
        return roundtrips.unicode(roundtrips.unlabelled(paper_))

    roundtrips.same(papers, papercsv.read(papercsv.write(papers), "a.csv"), said=said)


def test_a_broken_row_spoils_no_other() -> None:
    """A quote that nothing closes, and too many cells, are problems with line and words."""
    text = 'title,year\n"One,2019\nTwo,2020\nThree,2021,x\n"Four ""4""",2022\n'
    reading = papercsv.read(text, "a.csv")
    assert [(r.title, r.line) for r in reading.records] == [("Two", 3), ('Four "4"', 5)]
    assert [(p.line, p.text, p.reason) for p in reading.problems] == [
        (2, '"One,2019', "a quote that opens a cell is never closed"),
        (4, "Three,2021,x", "3 cells, but 2 columns"),
    ]
    failed = papercsv.write_failed(reading.problems)
    assert failed.startswith("title,year\n# line 2: ")
    again = papercsv.read(failed, "f.csv")
    assert [p.text for p in again.problems] == [p.text for p in reading.problems]
    mended = papercsv.read(failed.replace('"One', "One").replace(",x", ""), "f.csv")
    assert [(r.title, r.year) for r in mended.records] == [("One", 2019), ("Three", 2021)]
    assert mended.problems == ()


def test_without_a_title_column_every_row_is_a_problem() -> None:
    """Where no column is a title, nothing is guessed, and the way out is told."""
    reading = papercsv.read("a,b\n1,2\n", "a.csv")
    assert len(reading.problems) == 2
    assert "--columns" in reading.problems[0].reason


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(sign: str) -> None:
    """The delimiter is the one that makes columns, whatever stands in the cells."""
    found = one(sign.join(["Title", "Year", "Authors"]) + "\n" + sign.join(["T", "2020", "A B"]))
    assert (found.title, found.year, found.authors) == ("T", 2020, (Name("B", "A"),))


def test_what_stands_around_the_table() -> None:
    """A byte order mark, Excel's line on the delimiter, a heading and cells of many lines."""
    text = '\ufeffsep=;\r\nMy list\r\nTitle;Abstract\r\n"A;B";"one\r\n\r\ntwo"\r\n'
    reading = papercsv.read(text, "a.csv")
    assert [s.text for s in reading.skipped] == ["sep=;", "My list"]
    assert [(r.title, r.abstract, r.line) for r in reading.records] == [("A;B", "one\n\ntwo", 4)]


def test_scopus() -> None:
    """Scopus: names with initials, numbers of authors, start and end of pages."""
    found = one(
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,"
        "Page start,Page end,Cited by,DOI,Link,Author Keywords,Document Type,ISSN,Source,EID\n"
        '"Smith J.; van Doe A.","Smith, John (57190000001); van Doe, Anna (57190000002)",1; 2,'
        "A Study,2021,Journal of Tests,3,4,12,1,9,7,10.1000/x,https://example.org/1,"
        "one; two,Review,12345678,Scopus,2-s2.0-1\n"
    )
    assert found.authors == (Name("Smith", "John"), Name("Doe", "Anna", "van"))
    assert (found.pages, found.volume, found.number, found.year) == ("1-9", "3", "4", 2021)
    assert found.venue is not None
    assert (found.venue.name, found.entry_type) == ("Journal of Tests", "article")
    assert found.tags == ("one", "two")
    assert dict(found.extra) == {
        "csv-Document Type": "Review", "issn": "12345678", "eid": "12",
        "csv-Authors": "Smith J.; van Doe A.", "csv-Author(s) ID": "1; 2", "csv-Cited by": "7",
        "csv-Source": "Scopus", "csv-EID": "2-s2.0-1",
    }  # fmt: skip


def test_ieee_pubmed_zotero_and_openalex() -> None:
    """The columns of four other programs."""
    ieee = one(
        '"Document Title",Authors,"Publication Title","Publication Year","Start Page","End Page",'
        '"DOI","PDF Link","Document Identifier"\n"T","J. Smith; A. van Doe","2020 IEEE '
        'International Conference on Image Processing (ICIP)",2020,1,5,10.1109/X,'
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=9000001,IEEE Conferences\n"
    )
    assert ieee.venue is not None
    assert (ieee.venue.acronym, ieee.pages) == ("ICIP", "1-5")
    assert ieee.authors[0] == Name("Smith", "J.")
    pubmed = one(
        "PMID,Title,Authors,Citation,Journal/Book,Publication Year,PMCID,DOI\n"
        '12,T,"Smith J, van Doe AB.",c,J Test,2019,PMC3,10.1000/y\n'
    )
    assert pubmed.authors == (Name("Smith", "J"), Name("Doe", "AB", "van"))
    assert {str(i) for i in pubmed.identifiers} == {"pmid:12", "pmcid:PMC3", "doi:10.1000/y"}
    zotero = one(
        "Key,Item Type,Publication Year,Author,Title,Publication Title,Date,Manual Tags\n"
        'ABCD2345,journalArticle,2019,"Doe, Jane; Roe, R.",T,J,2019-05-03,a; b\n'
    )
    assert (zotero.entry_type, zotero.month, zotero.tags) == ("article", 5, ("a", "b"))
    assert dict(zotero.extra)["date"] == "2019-05-03"
    openalex = one(
        "id,display_name,publication_year,authorships.author.display_name,"
        "primary_location.source.display_name,doi\n"
        "https://openalex.org/W1,T,2020,Jane Doe|Richard Roe,J,https://doi.org/10.1000/z\n"
    )
    assert openalex.authors == (Name("Doe", "Jane"), Name("Roe", "Richard"))


def test_columns_that_are_named() -> None:
    """What the caller says of columns counts more than their names; unknown fields are kept."""
    text = "Titel des Werks;Wer;Signatur;Title\nT;A. Doe;X 1;other\n"
    given_ = {"Titel des Werks": "title", "wer": "author", "Signatur": "library"}
    record = roundtrips.one(papercsv.read(text, "a.csv", given_))
    assert (record.title, record.authors) == ("T", (Name("Doe", "A."),))
    assert dict(record.extra) == {"library": "X 1", "csv-Title": "other"}
    with pytest.raises(Usage, match="no column 'Autor'"):
        papercsv.read(text, "a.csv", {"Autor": "authors"})


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Smith J., Doe A.B.", ["Smith, J.", "Doe, A.B."]),
        ("Smith, John; Doe, Ann", ["Smith, John", "Doe, Ann"]),
        ("Smith, John and Doe, Ann", ["Smith, John", "Doe, Ann"]),
        ("John Smith, Ann Doe, and R. Roe", ["Smith, John", "Doe, Ann", "Roe, R."]),
        ("John Smith", ["Smith, John"]),
        ("Smith, John", ["Smith, John"]),
        ("John Smith\nAnn Doe", ["Smith, John", "Doe, Ann"]),
        ("李明; 王芳", ["李明", "王芳"]),
    ],
)
def test_people_in_a_cell(cell: str, names: list[str]) -> None:
    """People are divided as the cell divides them."""
    assert [n.inverted for n in read_people(cell).names] == names


def test_people_that_are_not_named() -> None:
    """`et al.` at the end says that there are more; braces hold a group."""
    found = read_people("Smith, J.; {Team, The}; et al.")
    assert found.names == (Name("Smith", "J."), Name("Team, The", literal=True))
    assert found.others


def test_columns_of_others_come_out_again() -> None:
    """A column without a field is kept, and written under its own name."""
    found = one("Title,Cited by,Language\nT,7,German\n")
    written = rows(
        papercsv.write(roundtrips.as_papers(papercsv.read("Title,Cited by\nT,7\n", "a")))
    )
    assert written[0]["Cited by"] == "7"
    assert dict(found.extra) == {"csv-Cited by": "7", "language": "German"}


def test_a_group_in_braces_is_one_name() -> None:
    """Neither ` and ` nor `;` within braces divides; a comma in an address does not either."""
    text = (
        "title,authors,doi,links\n"
        'A,"{Institute of A and B}",10.1037//0033-2909.1,"pdf https://a.org/x,y.pdf"\n'
    )
    (record,) = papercsv.read(text, "a.csv").records
    assert [n.last for n in record.authors] == ["Institute of A and B"]
    assert "https://a.org/x,y.pdf" in [k.url for k in record.links]
    assert "doi:10.1037//0033-2909.1" in [str(i) for i in record.identifiers]
