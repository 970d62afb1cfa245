"""The fields of columns, as other programs name them."""

from __future__ import annotations

import pytest

from tests.formats import roundtrips
from tests.formats.papercsv.tables import one
from vcmbib.errors import Usage
from vcmbib.formats import papercsv
from vcmbib.model.names import Name


def test_without_a_title_column_every_row_is_a_problem() -> None:
    """If no column is a title, nothing is guessed, and the option that helps is named."""
    reading = papercsv.read("a,b\n1,2\n", "a.csv")
    assert len(reading.problems) == 2
    assert "--columns" in reading.problems[0].reason


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
    """The roles that the caller names count more than the headers; unknown fields are kept."""
    text = "Titel des Werks;Wer;Signatur;Title\nT;A. Doe;X 1;other\n"
    given_ = {"Titel des Werks": "title", "wer": "author", "Signatur": "library"}
    record = roundtrips.one(papercsv.read(text, "a.csv", given_))
    assert (record.title, record.authors) == ("T", (Name("Doe", "A."),))
    assert dict(record.extra) == {"library": "X 1", "csv-Title": "other"}
    with pytest.raises(Usage, match="no column 'Autor'"):
        papercsv.read(text, "a.csv", {"Autor": "authors"})


def test_embase_dimensions_and_proquest() -> None:
    """The columns of three databases for the date, the pages, the PMID and the link."""
    embase = one(
        "Title,Author Names,Source title,Date of Publication,Pages,Medline PMID,"
        "Language of Article\n"
        '"T","Smith J.;Doe A.","Critical Care","March 2022","e1-e9","35123456","English"\n'
    )
    assert (embase.year, embase.month, embase.pages) == (2022, 3, "e1-e9")
    assert [str(i) for i in embase.identifiers] == ["pmid:35123456"]
    assert dict(embase.extra)["language"] == "English"
    dimensions = one("Title,PubYear,Pagination,Dimensions URL\nT,2022,3-9,https://e.org/1\n")
    assert (dimensions.pages, dimensions.url) == ("3-9", "https://e.org/1")
    proquest = one("Title\tPublication year\tdocument url\nT\t2022\thttps://e.org/2\n")
    assert (proquest.year, proquest.url) == (2022, "https://e.org/2")
