"""Records of DataCite's works."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.fake_services import ATTRIBUTES
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Record
from vcmbib.sources.datacite.record import record_of_attributes

DOI = Identifier(Scheme.DOI, "10.5281/zenodo.1")


def read(**members: Any) -> Record:
    """The record of the small data set with other members."""
    record = record_of_attributes(ATTRIBUTES | members, DOI)
    assert record is not None
    return record


@pytest.mark.parametrize("name", [*sorted(ATTRIBUTES), "container", "dates", "relatedIdentifiers"])
@pytest.mark.parametrize("value", [None, 0, True, "", [], {}, [None], [[]], [{}], {"a": [{}]}])
def test_a_member_of_any_type_gives_a_record_or_none(name: str, value: object) -> None:
    """A member of an unexpected type counts as missing; it never raises."""
    record = record_of_attributes(ATTRIBUTES | {name: value}, DOI)
    assert record is not None or name == "titles"


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "Example, Ada"}, Name("Example", "Ada")),
        ({"name": "x", "familyName": "van Test", "givenName": "Jan"}, Name("Test", "Jan", "van")),
        ({"name": "An Institute", "nameType": "Organizational"},
         Name("An Institute", literal=True)),
        ({"name": "An Institute"}, Name("An Institute", literal=True)),
        ({"name": "Ada Example", "nameType": "Personal"}, Name("Example", "Ada")),
    ],
)  # fmt: skip
def test_creators_are_people_or_groups(creator: dict[str, str], name: Name) -> None:
    """The type of the name decides; without it, a comma marks a person."""
    assert read(creators=[creator]).authors == (name,)


@pytest.mark.parametrize(
    ("types", "entry_type"),
    [
        ({"resourceTypeGeneral": "Software"}, "software"),
        ({"resourceTypeGeneral": "Dissertation", "resourceType": "Master's"}, "mastersthesis"),
        ({"resourceTypeGeneral": "Text", "resourceType": "ConferencePaper", "bibtex": "article"},
         "inproceedings"),
        ({"resourceTypeGeneral": "Text", "citeproc": "article-journal"}, "article"),
        ({}, "misc"),
    ],
)  # fmt: skip
def test_types_are_entry_types(types: dict[str, str], entry_type: str) -> None:
    """The general type decides, and for `Text` the words of the depositor."""
    assert read(types=types).entry_type == entry_type


def test_a_doi_of_arxiv_is_no_doi_of_a_publication() -> None:
    """A related DOI of arXiv is an arXiv identifier, and it is not one of this work."""
    record = read(
        relatedIdentifiers=[
            {
                "relationType": "IsVersionOf",
                "relatedIdentifier": "10.48550/arXiv.2405.03500",
                "relatedIdentifierType": "DOI",
            }
        ]
    )
    assert dict(record.extra)["is-version-of"] == "arxiv:2405.03500"
    assert record.identifiers == (DOI,)


def test_words_in_the_field_of_pages_are_no_pages() -> None:
    """`firstPage` is often read from free text."""
    types = {"resourceTypeGeneral": "JournalArticle"}
    container = {"title": "Journal of Nothing", "firstPage": "Bd. 1 Nr. 1 (2018)"}
    assert read(types=types, container=container).pages is None
    container = {"title": "Journal of Nothing", "firstPage": "93", "lastPage": "105"}
    assert read(types=types, container=container).pages == "93-105"
