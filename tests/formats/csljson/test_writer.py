"""Papers as CSL-JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats.csljson.csl_items import VALIDATOR, item
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper, papers_with
from vcmbib.formats import csljson
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper
from vcmbib.model.venues.venue import Venue, VenueKind


def test_no_papers() -> None:
    """No papers are an empty array."""
    assert json.loads(csljson.write([])) == []


def test_an_article() -> None:
    """An article of a journal has its fields under CSL's names, arXiv's number as its archive."""
    found = item(
        paper(
            entry_type="article",
            authors=(Name("Beethoven", "Ludwig", "van", "Jr."), Name("MPEG", literal=True)),
            authors_complete=True,
            year=2020,
            month=5,
            venue=TIP,
            volume="3",
            number="4",
            pages="1-9",
            identifiers=(doi("10.1000/1"), arxiv("2001.00001")),
            links=(Link(LinkKind.PAPER, "https://example.org/"),),
            tags=("a", "b"),
            note="n",
            extra=(("address", 'Z{\\"u}rich'), ("issn", "1234-5678")),
        )
    )
    assert found == {
        "id": "doe2020coding",
        "type": "article-journal",
        "title": "Coding of Features",
        "author": [
            {
                "family": "Beethoven",
                "given": "Ludwig",
                "non-dropping-particle": "van",
                "suffix": "Jr.",
            },
            {"literal": "MPEG"},
        ],
        "issued": {"date-parts": [[2020, 5]]},
        "container-title": "IEEE Transactions on Image Processing",
        "container-title-short": "TIP",
        "volume": "3",
        "issue": "4",
        "page": "1-9",
        "archive": "arXiv",
        "archive_location": "2001.00001",
        "DOI": "10.1000/1",
        "URL": "https://example.org/",
        "keyword": "a, b",
        "note": "n",
        "publisher-place": "Zürich",
        "ISSN": "1234-5678",
    }


def test_a_preprint() -> None:
    """A preprint has its number and its server as publisher, and an address."""
    found = item(paper(venue=ARXIV, year=2024, identifiers=(arxiv("2405.03500"),)))
    assert found["type"] == "article"
    assert found["number"] == "arXiv:2405.03500"
    assert found["publisher"] == "arXiv"
    assert found["URL"] == "https://arxiv.org/abs/2405.03500"
    assert found["issued"] == {"date-parts": [[2024]]}
    assert "container-title" not in found


def test_an_incomplete_author_list() -> None:
    """If there are more authors than the library knows, the last one is `others`."""
    assert item(paper(authors=names("Ada Lovelace")))["author"] == [
        {"family": "Lovelace", "given": "Ada"},
        {"literal": "others"},
    ]


def test_the_title_of_proceedings_as_a_record_stated_it() -> None:
    """A long title of proceedings is used, unless the venue was changed since."""
    long = "2018 25th IEEE International Conference on Image Processing (ICIP)"
    extra = (("booktitle", long),)
    assert item(paper(entry_type="inproceedings", venue=ICIP, extra=extra))["container-title"] == (
        long
    )
    other = Venue("X", "Another Conference", VenueKind.CONFERENCE)
    assert item(paper(entry_type="inproceedings", venue=other, extra=extra))["container-title"] == (
        "Another Conference"
    )


@pytest.mark.parametrize(
    ("kind", "csl"),
    [
        ("inproceedings", "paper-conference"),
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("incollection", "chapter"),
        ("misc", "document"),
        ("podcast", "document"),
    ],
)
def test_types(kind: str, csl: str) -> None:
    """Entry types become the types of CSL; what has none is a document."""
    assert item(paper(entry_type=kind))["type"] == csl


@WHOLE_PAPERS
@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_every_item_keeps_to_the_schema(papers: list[Paper]) -> None:
    """Whatever the papers contain, only CSL's types, variables and shapes are written."""
    VALIDATOR.validate(json.loads(csljson.write(papers)))
