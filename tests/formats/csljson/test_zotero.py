"""Items in Zotero's own JSON are read as works."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vcmbib.formats import csljson
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Reading

ITEM: dict[str, Any] = {
    "key": "K1",
    "itemType": "journalArticle",
    "citationKey": "doe2020duck",
    "title": "Ducks at sea",
    "date": "2020-05-03",
    "publicationTitle": "Journal of Ducks",
    "DOI": "10.1234/duck",
    "creators": [
        {"creatorType": "author", "firstName": "Jane", "lastName": "Doe"},
        {"creatorType": "editor", "name": "The Team"},
    ],
    "tags": [{"tag": "birds, wild"}, {"tag": "sea"}],
    "notes": [{"note": "<p>mine</p>"}],
    "archiveX": "a field of a later version",
}


def read(data: object) -> Reading:
    """The reading of this data as a file."""
    return csljson.read(json.dumps(data), "z.json")


@pytest.mark.parametrize(
    "data",
    [
        [ITEM],
        [{"key": "K1", "version": 3, "library": {"id": 1}, "data": ITEM}],
        {"config": {"id": "x", "options": {"a": []}}, "collections": {}, "items": [ITEM]},
    ],
)
def test_an_item_of_better_bibtex_and_of_the_api(data: object) -> None:
    """The fields have their places, and what has none is kept."""
    reading = read(data)
    assert reading.problems == ()
    (found,) = reading.records
    assert (found.key, found.entry_type, found.year, found.month) == (
        "doe2020duck", "article", 2020, 5,
    )  # fmt: skip
    assert found.authors == (Name("Doe", "Jane"),)
    assert found.editors == (Name("The Team", literal=True),)
    assert found.venue is not None
    assert found.venue.name == "Journal of Ducks"
    assert [(i.scheme, i.value) for i in found.identifiers] == [(Scheme.DOI, "10.1234/duck")]
    assert found.tags == ("birds, wild", "sea")
    extra = dict(found.extra)
    assert extra["csl-archiveX"] == "a field of a later version"
    assert "mine" in extra["csl-notes"]


def test_attachments_and_notes_are_skipped_with_a_reason() -> None:
    """They belong to a work, and are none."""
    kinds = ("attachment", "note", "annotation")
    reading = read([ITEM, *({"itemType": k, "title": "Full Text PDF"} for k in kinds)])
    assert len(reading.records) == 1
    assert [s.reason for s in reading.skipped] == [f"Zotero's {k} of a work" for k in kinds]


@pytest.mark.parametrize(
    ("kind", "role", "entry_type"),
    [("presentation", "presenter", "unpublished"), ("patent", "inventor", "patent"),
     ("computerProgram", "programmer", "software"), ("film", "director", "movie")],
)  # fmt: skip
def test_the_people_of_other_types_are_its_authors(kind: str, role: str, entry_type: str) -> None:
    """An inventor of a patent is its author, and is not lost next to one."""
    creators = [{"creatorType": role, "firstName": "Ada", "lastName": "Bee"}]
    (found,) = read([{"itemType": kind, "title": "T", "creators": creators}]).records
    assert (found.entry_type, found.authors) == (entry_type, (Name("Bee", "Ada"),))
    creators.append({"creatorType": "author", "firstName": "Carl", "lastName": "Dee"})
    (found,) = read([{"itemType": kind, "title": "T", "creators": creators}]).records
    assert found.authors == (Name("Dee", "Carl"),)
    assert "Bee" in dict(found.extra)[f"csl-{role}"]


@pytest.mark.parametrize("odd", [1, "x", [1], [None], {"a": []}, [{"tag": 1}], [["x"]], True])
@pytest.mark.parametrize("field", ["creators", "tags", "date", "publicationTitle", "notes"])
def test_values_of_another_type_are_kept(field: str, odd: object) -> None:
    """No value costs the item, and the value is in the record."""
    (found,) = read([ITEM | {field: odd}]).records
    assert found.title == "Ducks at sea"
    assert found.key == "doe2020duck"


def test_a_creator_with_other_parts_is_an_author_and_kept() -> None:
    """A later version of Zotero may state more of a person."""
    creators = [{"firstName": "Ada", "lastName": "Bee", "orcid": "0000-0001"}, {"x": "lost?"}]
    (found,) = read([ITEM | {"creators": creators}]).records
    assert found.authors == (Name("Bee", "Ada"),)
    assert "0000-0001" in dict(found.extra)["csl-creators"]
    assert "lost?" in dict(found.extra)["csl-creators"]
