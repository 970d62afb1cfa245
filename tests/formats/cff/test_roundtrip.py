"""CITATION.cff, both ways."""

from __future__ import annotations

from dataclasses import replace

import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.formats import roundtrips
from tests.papers import doi, names, paper
from vcmbib.formats import cff
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper

TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$"}
URL = {"type": "string", "pattern": "^(https|http|ftp|sftp)://.+"}
NUMBER = {"anyOf": [TEXT, {"type": "integer"}]}
ENTITY = {"type": "object", "required": ["name"], "additionalProperties": TEXT}
PEOPLE = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
}
WORDS = {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT}
IDENTIFIERS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "value"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["doi", "url", "swh", "other"]},
            "value": TEXT,
            "description": TEXT,
        },
    },
}
DOI = {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+$"}
SHARED = {
    "title": TEXT, "authors": PEOPLE, "abstract": TEXT, "doi": DOI, "identifiers": IDENTIFIERS,
    "keywords": WORDS, "url": URL, "repository-code": URL, "version": TEXT,
}  # fmt: skip
REFERENCE = {
    "type": "object",
    "required": ["type", "title", "authors"],
    "additionalProperties": False,
    "properties": SHARED | {
        "type": TEXT, "editors": PEOPLE, "translators": PEOPLE, "year": NUMBER,
        "month": {"type": "integer", "minimum": 1, "maximum": 12}, "date-published": DAY,
        "date-accessed": DAY, "journal": TEXT, "conference": ENTITY, "collection-title": TEXT,
        "volume": NUMBER, "issue": NUMBER, "start": NUMBER, "end": NUMBER, "publisher": ENTITY,
        "institution": ENTITY, "notes": TEXT, "edition": TEXT, "abbreviation": TEXT,
        "thesis-type": TEXT, "pmcid": {"type": "string", "pattern": "^PMC[0-9]{7}$"},
        "languages": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,3}$"}},
        "medium": TEXT,
    },
}  # fmt: skip
# In our own words, what schema 1.2.0 allows of what we write.
VALIDATOR = Draft7Validator(
    {
        "type": "object",
        "required": ["authors", "cff-version", "message", "title"],
        "additionalProperties": False,
        "properties": SHARED
        | {
            "cff-version": {"const": "1.2.0"}, "message": TEXT, "date-released": DAY,
            "type": {"enum": ["software", "dataset"]}, "preferred-citation": REFERENCE,
            "references": {"type": "array", "uniqueItems": True, "items": REFERENCE},
        },
    }
)  # fmt: skip
FILE = """\
cff-version: 1.2.0
message: Please cite it.
title: The Tool
type: software
authors:
  - family-names: Doe
    given-names: Jane
    orcid: https://orcid.org/0000-0000-0000-0001
  - name: The Team
version: 1.2.3
date-released: 2021-03-04
doi: 10.5281/zenodo.1
license: MIT
repository-code: https://github.com/a/b
# the paper
preferred-citation:
  type: conference-paper
  title: The Paper
  authors:
    - family-names: Beethoven
      given-names: Ludwig
      name-particle: van
      name-suffix: Jr.
  conference: {name: IEEE International Conference on Image Processing}
  start: 12
  end: 19
  year: 2020
  month: 5
references:
  - type: book
    title: On
    authors: [{name: Someone}]
    medium: paper
  - type: book
    title: [never closed
  - type: article
    title: C
    journal: Journal of Tests
"""


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a file, reading it does not fail."""
    cff.read(text, "CITATION.cff")
    cff.read(f"title: {text}\nreferences:\n  - title: {text}\n", "CITATION.cff")


SAID = {"issn", "edition", "language", "urldate", "shorttitle", "translator"}


@given(st.lists(roundtrips.papers(), max_size=3, unique_by=(lambda p: p.key, lambda p: p.title)))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back but for what the format has no field for, which docs/formats.md lists."""

    def said(paper_: Paper) -> Paper:
        return roundtrips.unicode(
            replace(paper_, extra=tuple(e for e in paper_.extra if e[0] in SAID))
        )

    unsaid = ("honour", "model", "topics", "links")
    roundtrips.same(papers, cff.read(cff.write(papers), "a.cff"), *unsaid, said=said)


@given(st.lists(roundtrips.papers(), min_size=1, max_size=3, unique_by=lambda p: p.key))
def test_what_is_written_is_valid(papers: list[Paper]) -> None:
    """Whatever the papers hold, the file keeps to the schema."""
    VALIDATOR.validate(yaml.safe_load(cff.write(papers)))


def test_a_file() -> None:
    """The work, its preferred citation and its references are records; a broken one is none."""
    reading = cff.read(FILE, "CITATION.cff")
    assert [(r.title, r.entry_type, r.line) for r in reading.records] == [
        ("The Tool", "software", 1),
        ("The Paper", "inproceedings", 16),
        ("On", "book", 30),
        ("C", "article", 36),
    ]
    tool, work, book, _ = reading.records
    assert (tool.year, tool.month) == (2021, 3)
    assert tool.authors == (Name("Doe", "Jane"), Name("The Team", literal=True))
    assert tool.links == (Link(LinkKind.CODE, "https://github.com/a/b"),)
    assert dict(tool.extra)["version"] == "1.2.3"
    assert "0000-0001" in dict(tool.extra)["cff-authors"]
    assert work.authors == (Name("Beethoven", "Ludwig", "van", "Jr."),)
    assert work.venue is not None
    assert (work.venue.acronym, work.pages, work.year) == ("ICIP", "12-19", 2020)
    assert dict(book.extra) == {"cff-medium": "paper"}
    (problem,) = reading.problems
    assert (problem.line, problem.text) == (34, "  - type: book\n    title: [never closed")


def test_problems_come_back_and_can_be_mended() -> None:
    """What failed is a file of the format: corrected, it is read."""
    failed = cff.write_failed(cff.read(FILE, "CITATION.cff").problems)
    assert len(cff.read(failed, "f.cff").problems) == 1
    mended = cff.read(failed.replace("[never closed", "Closed"), "f.cff")
    assert [r.title for r in mended.records] == ["Closed"]
    assert mended.problems == ()


def test_a_paper_is_the_preferred_citation() -> None:
    """A paper is cited in place of a work of its name; software is the work itself."""
    article = paper(
        entry_type="article", authors=names("Jane Doe"), identifiers=(doi("10.1000/1"),)
    )
    data = yaml.safe_load(cff.write([article]))
    assert data["title"] == data["preferred-citation"]["title"]
    assert data["preferred-citation"]["doi"] == "10.1000/1"
    reading = cff.read(cff.write([article]), "a.cff")
    assert len(reading.records) == len(reading.skipped) == 1
    tool = paper(entry_type="software", authors=names("Jane Doe"), authors_complete=True)
    assert "preferred-citation" not in yaml.safe_load(cff.write([tool]))


def test_what_is_kept_of_people_comes_out_again() -> None:
    """ORCIDs and affiliations are written again while the people are the same."""
    (tool, *_) = roundtrips.as_papers(replace(cff.read(FILE, "CITATION.cff"), problems=()))
    people = yaml.safe_load(cff.write([replace(tool, key="k")]))["preferred-citation"]["authors"]
    assert people[0]["orcid"].endswith("0001")


def test_namesakes_and_nobody() -> None:
    """Two people of one name stay two, and a work without authors is anonymous in the file."""
    twice = (Name("Wang", "Wei"), Name("Wang", "Wei"))
    two = paper(authors=twice, authors_complete=True)
    none = paper("n", "N")
    written = cff.write([two, none])
    VALIDATOR.validate(yaml.safe_load(written))
    records = cff.read(written, "a.cff").records
    assert [r.authors for r in records] == [twice, ()]


def test_no_papers() -> None:
    """Without a paper there is no file."""
    assert cff.write([]) == ""
