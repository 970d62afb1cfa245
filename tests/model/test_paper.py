"""Papers and records: what is derived from their fields."""

from __future__ import annotations

from dataclasses import fields

from tests.papers import arxiv, doi, paper, record
from vcmbib.model.identifiers import Scheme
from vcmbib.model.paper import ENTRY_TYPES, Link, LinkKind, Paper, Record


def test_a_private_note_is_no_printed_note() -> None:
    """The printed note and the private notes are two fields."""
    assert paper().note is None
    assert paper(notes=("a", "b\nc")).note is None


def test_the_first_identifier_of_a_scheme_counts() -> None:
    """A scheme that the paper lacks gives None."""
    both = paper(identifiers=(arxiv("2101.00001"), doi("10.1/a"), arxiv("2101.00002")))
    assert both.identifier(Scheme.ARXIV) == arxiv("2101.00001")
    assert both.identifier(Scheme.PMID) is None


def test_the_url_of_a_record_is_its_first_link_to_the_work() -> None:
    """A link to code or to a video is not the work."""
    code = Link(LinkKind.CODE, "https://a.org/code")
    pdf = Link(LinkKind.PDF, "https://a.org/a.pdf")
    assert record(links=(code,)).url is None
    assert record(links=(code, pdf, Link(LinkKind.PAPER, "https://a.org"))).url == pdf.url


def test_a_record_has_the_fields_of_a_paper() -> None:
    """Each field of a record is a field of the paper, except those that only one of them has."""
    of_paper, of_record = ({f.name for f in fields(c)} for c in (Paper, Record))
    assert of_record - of_paper == {"source", "origin", "ref", "line", "places", "remarks"}
    assert of_paper - of_record == {"id", "categories", "added", "updated"}
    assert sorted(ENTRY_TYPES) == list(ENTRY_TYPES)
