"""CSL-JSON as citation processors expect it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.formats import roundtrips
from tests.papers import ARXIV, ICIP, TIP, arxiv, doi, names, paper, papers_with
from vcmbib.formats import csljson
from vcmbib.formats.csljson import tables
from vcmbib.logic.merge.fill import from_record
from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Record
from vcmbib.model.venues.venue import Venue, VenueKind

STRING, NUMBER = {"type": "string"}, {"type": ["string", "number"]}
NAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "family": STRING, "given": STRING, "dropping-particle": STRING,
        "non-dropping-particle": STRING, "suffix": STRING, "literal": STRING,
        "comma-suffix": {}, "static-ordering": {}, "parse-names": {},
    },
}  # fmt: skip
DATE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "items": NUMBER, "minItems": 1, "maxItems": 3},
        },
        "season": NUMBER, "circa": {"type": ["string", "number", "boolean"]}, "literal": STRING,
        "raw": STRING, "edtf": STRING,
    },
}  # fmt: skip
TYPES = """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
# Our own words for what the CSL data schema 1.0.2 allows.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "id"],
        "properties": {
            "type": {"enum": TYPES},
            "id": NUMBER,
            "categories": {"type": "array", "items": STRING},
            "custom": {"type": "object"},
        }
        | dict.fromkeys(tables.STRING_VARIABLES, STRING)
        | dict.fromkeys(tables.NUMBER_VARIABLES, NUMBER)
        | {n: {"type": "array", "items": NAME} for n in tables.NAME_VARIABLES}
        | dict.fromkeys(tables.DATE_VARIABLES, DATE),
    },
}
VALIDATOR = Draft7Validator(SCHEMA)


def item(paper_: Paper) -> dict[str, Any]:
    """The only item of the array."""
    (found,) = json.loads(csljson.write([paper_]))
    assert isinstance(found, dict)
    return found


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
            notes=("n",),
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
    """Where there are more authors than the library knows, the last one says so."""
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


@given(st.lists(papers_with(["a", "b"], ["x"]), max_size=3))
def test_every_item_keeps_to_the_schema(papers: list[Paper]) -> None:
    """Whatever the papers hold, only CSL's types, variables and shapes are written."""
    VALIDATOR.validate(json.loads(csljson.write(papers)))


# --- reading ------------------------------------------------------------------------------------


def one(**variables: object) -> Record:
    """The record of an item with these variables."""
    given = {"id": "k", "type": "article-journal", "title": "T"} | {
        name.replace("__", "-"): value for name, value in variables.items()
    }
    return roundtrips.one(csljson.read(json.dumps([given]), "a.json"))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a file, reading it does not fail."""
    csljson.read(text, "a.json")
    csljson.read(f"[{{{text}}}]", "a.json")


@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, all of it: what CSL cannot say stands under `custom`."""
    roundtrips.same(papers, csljson.read(csljson.write(papers), "a.json"), said=_unicode)


def _unicode(paper_: Paper) -> Paper:
    """Extra text as it is read: CSL has no LaTeX."""
    extra = tuple((n, to_unicode(v)) for n, v in paper_.extra)
    return replace(paper_, extra=extra)


def test_items_in_any_wrapping() -> None:
    """An array, one item, items a line and an object that holds a list are all read."""
    item_ = '{"id": 7, "type": "book", "title": "T"}'
    for text in (
        f"[{item_}]",
        item_,
        f"{item_}\n{item_}\n",
        f'{{"items": [{item_}]}}',
        f"\ufeff{item_}",
    ):
        reading = csljson.read(text, "a.json")
        assert {(r.key, r.title, r.entry_type) for r in reading.records} == {("7", "T", "book")}
        assert reading.problems == ()


def test_a_broken_item_spoils_no_other() -> None:
    """An item that is no JSON comes back word for word with its line; the others are read."""
    good = '  {"id": "a", "type": "book", "title": "A"}'
    bad = '  {"id": "b", "type": "book", "title": "B }'
    reading = csljson.read(f"[\n{good},\n{bad},\n{good.replace('a', 'c')}\n]\n", "a.json")
    assert [r.title for r in reading.records] == ["A", "A"]
    (problem,) = reading.problems
    assert problem.line == 3
    assert problem.text.strip().startswith(bad.strip())
    failed = csljson.write_failed(reading.problems)
    mended = csljson.read(failed.replace('"B }', '"B" }'), "f.json")
    assert [r.title for r in mended.records] == ["B"]
    assert mended.problems == ()


def test_an_item_that_says_nothing_is_a_problem() -> None:
    """Without title, people and identifier there is no work to speak of."""
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
    """Year and month of every form of a date; what says more is kept."""
    found = one(issued=issued)
    assert (found.year, found.month, dict(found.extra)) == (year, month, extra)


def test_what_dates_say_beyond_comes_out_again() -> None:
    """Ranges, seasons and words of a date are written as they were read."""
    for issued in (
        {"date-parts": [[2019, 5], [2019, 7]]},
        {"date-parts": [[2019]], "season": 2},
        {"literal": "Spring 2019"},
    ):
        record = one(issued=issued)
        assert record.year == 2019
        assert item(from_record(record, "k"))["issued"] == issued


def test_variables_without_a_place() -> None:
    """All that a record has no place for is kept and comes out again as it was."""
    given_ = {
        "id": "k", "type": "map", "title": "T", "medium": "paper", "archive": "X",
        "publisher-place": "Köln & Bonn", "accessed": {"date-parts": [[2020, 5, 6]]},
        "illustrator": [{"family": "Doe", "given": "J."}], "custom": {"theirs": [1, 2]},
        "original-date": {"date-parts": [[1900], [1901]]}, "event-title": "E",
        "volume-title": "V", "translator": [{"family": "Roe", "given": "R."}],
        "page-first": "3", "citation-key": "k",
    }  # fmt: skip
    (record,) = csljson.read(json.dumps(given_), "a.json").records
    assert dict(record.extra)["address"] == "Köln \\& Bonn"
    again = item(from_record(record, record.key))
    VALIDATOR.validate([again])
    del given_["citation-key"]  # which is the id
    assert again == given_


def test_variables_that_csl_does_not_have() -> None:
    """What Crossref adds is kept under `custom`, so that the item is valid."""
    record = one(prefix="10.1", license=[{"URL": "u"}])
    assert dict(record.extra) == {"csl-prefix": "10.1", "csl-license": '[{"URL": "u"}]'}
    again = item(from_record(record, "k"))
    VALIDATOR.validate([again])
    assert again["custom"]["extra"] == {"csl-prefix": "10.1"}
    assert again["license"] == '[{"URL": "u"}]'


def test_identifiers() -> None:
    """Identifiers are taken from all variables that hold them."""
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
