"""Macros for venues and entries for volumes, written once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.roundtrip import papers_of, parsed
from tests.formats.bibtex.writer.shared_venues import MEETING
from tests.papers import ICIP, paper
from vcmbib.formats.bibtex import Dialect, Style, write
from vcmbib.model.venues.venue import Venue, VenueKind


def test_strings() -> None:
    """A venue that is named twice becomes a macro at the top, named by its acronym or initials."""
    papers = papers_of(MEETING)
    text = write(papers, Style(strings=True))
    assert text.startswith(
        "@string{cvpr = {Proc. of {CVPR}}}\n@string{tip = {IEEE Trans. Image Process.}}\n\n@"
    )
    assert text.count("booktitle = cvpr,") == 3
    assert "journal = {Annals of Foo}" in text
    assert parsed(text) == parsed(write(papers))
    assert papers_of(text) == papers_of(write(papers))


def test_names_of_macros_are_no_months() -> None:
    """A macro takes no name that has a meaning, and begins with a letter."""
    may, digits = Venue(None, "May", VenueKind.JOURNAL), Venue(None, "4OR", VenueKind.JOURNAL)
    papers = [
        paper(f"k{n}{v.name}", entry_type="article", venue=v) for n in (1, 2) for v in (may, digits)
    ]
    text = write(papers, Style(strings=True))
    assert "@string{maya = {May}}" in text
    assert "@string{venue4or = {4OR}}" in text


@pytest.mark.parametrize("dialect", list(Dialect))
def test_crossref(dialect: Dialect) -> None:
    """Papers of one volume refer to one entry, which comes after them; read back they are the same
    papers.
    """
    papers = papers_of(MEETING)
    text = write(papers, Style(dialect, crossref=True))
    assert text.count("crossref = {cvpr2020}") == 2
    assert text.index("@inproceedings{b,") < text.index("@proceedings{cvpr2020,")
    again = {p.key: p for p in papers_of(text)}
    for before in papers:
        after = again[before.key]
        assert replace(after, extra=(), venue=None) == replace(before, extra=(), venue=None)
        assert (after.venue and after.venue.name) == (before.venue and before.venue.name)


def test_nothing_to_share() -> None:
    """Where no two papers share a volume or a venue, nothing is made."""
    papers = [paper("a", entry_type="inproceedings", venue=ICIP, year=2020)]
    assert write(papers, Style(crossref=True, strings=True)) == write(papers)
