"""CITATION.cff as records."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.cff.schema_and_sample import FILE
from vcmbib.formats import cff
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    cff.read(text, "CITATION.cff")
    cff.read(f"title: {text}\nreferences:\n  - title: {text}\n", "CITATION.cff")


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
