"""CSL-JSON as records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.csljson.csl_items import one
from vcmbib.formats import csljson
from vcmbib.model.names import Name


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    csljson.read(text, "a.json")
    csljson.read(f"[{{{text}}}]", "a.json")


def test_an_item_that_says_nothing_is_a_problem() -> None:
    """Without title, people and identifier an item names no work."""
    reading = csljson.read('[{"id": "a", "type": "book"}, 3]', "a.json")
    assert [p.reason for p in reading.problems] == [
        "neither a title nor an author nor an identifier",
        "not an object in braces",
    ]


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Doe", "given": "Jane"}, Name("Doe", "Jane")),
        ({"literal": "The Team"}, Name("The Team", literal=True)),
        (
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            Name("Beethoven", "Ludwig", "van"),
        ),
        (
            {"family": "Cruz", "given": "Ana", "dropping-particle": "de", "suffix": "Jr."},
            Name("Cruz", "Ana", "de", "Jr."),
        ),
        ({"family": "van der Maaten", "given": "Laurens"}, Name("Maaten", "Laurens", "van der")),
        ({"name": "Google"}, Name("Google", literal=True)),
        ("Jane Doe", Name("Doe", "Jane")),
    ],
)
def test_names(person: object, name: Name) -> None:
    """All forms of a name variable, and what others write in its place."""
    assert one(author=[person]).authors == (name,)
    assert one(author=[person, {"literal": "others"}]).authors_complete is False


@pytest.mark.parametrize(
    ("issued", "year", "month", "extra"),
    [
        ({"date-parts": [[2019]]}, 2019, None, {}),
        ({"date-parts": [["2019", "05"]]}, 2019, 5, {}),
        ({"date-parts": [[2019, 5, 3]]}, 2019, 5, {"date": "2019-05-03"}),
        ({"raw": "2019-05-03"}, 2019, 5, {"date": "2019-05-03"}),
        ({"date-parts": [[None]]}, None, None, {"csl-issued": '{"date-parts": [[null]]}'}),
        ("2019-05", 2019, 5, {}),
    ],
)
def test_dates(issued: object, year: int, month: int, extra: dict[str, str]) -> None:
    """Year and month of every form of a date; a date with more in it is kept."""
    found = one(issued=issued)
    assert (found.year, found.month, dict(found.extra)) == (year, month, extra)


def test_identifiers() -> None:
    """Identifiers are read from all variables that may contain them."""
    found = one(
        DOI="https://doi.org/10.1000/A", PMID="12", PMCID="PMC3", archive="arXiv",
        archive_location="2101.00001", ISBN="978-3-16-148410-0", URL="https://example.org/",
    )  # fmt: skip
    assert {str(i) for i in found.identifiers} == {
        "doi:10.1000/A", "pmid:12", "pmcid:PMC3", "arxiv:2101.00001", "isbn:9783161484100",
    }  # fmt: skip
    assert dict(found.extra) == {"isbn": "978-3-16-148410-0"}


def test_a_preprint_is_read_back() -> None:
    """Zotero's form of a preprint is one on its server."""
    found = one(type="article", publisher="arXiv", number="arXiv:2405.03500")
    assert found.venue is not None
    assert (found.venue.acronym, found.publisher, found.number) == ("arXiv", None, None)
    assert [str(i) for i in found.identifiers] == ["arxiv:2405.03500"]


def test_ids_that_are_no_keys() -> None:
    """Zotero's addresses of items are no citation keys; `citation-key` is one."""
    found = one(id="http://zotero.org/users/1/items/AB", citation__key="doe2020")
    assert found.key == "doe2020"
    assert dict(found.extra) == {"csl-id": "http://zotero.org/users/1/items/AB"}
