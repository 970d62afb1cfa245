"""The meaning of single fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.read_entry import as_paper, read_fields
from vcmbib.formats import bibtex
from vcmbib.formats.bibtex.parse_fields import venue_kind


@pytest.mark.parametrize(
    ("written", "stored", "ours"),
    [
        ("1204--1213", "1204-1213", "1204--1213"),
        ("1204 - 1213", "1204-1213", "1204--1213"),
        ("1204–1213", "1204-1213", "1204--1213"),
        ("101:1--101:14", "101:1-101:14", "101:1--101:14"),
        ("3--7, 12", "3-7, 12", "3--7, 12"),
        ("S-1--S-9", "S-1--S-9", "S-1--S-9"),
        ("e123", "e123", "e123"),
    ],
)
def test_pages(written: str, stored: str, ours: str) -> None:
    """A range is kept with one hyphen, comes out as it came in, and is written with two by us."""
    record = read_fields(f"pages={{{written}}}")
    assert record.pages == stored
    assert f"pages = {{{written}}}" in bibtex.write([as_paper(record)])
    assert f"pages = {{{ours}}}" in bibtex.write([replace(as_paper(record), extra=())])


@pytest.mark.parametrize(
    ("entry_type", "field", "kind"),
    [
        ("article", "journal", "journal"),
        ("misc", "journal", "journal"),
        ("article", "booktitle", "other"),
        ("article", "publisher", "journal"),
        ("inproceedings", "booktitle", "conference"),
        ("inproceedings", "journal", "journal"),
        ("conference", "booktitle", "conference"),
        ("incollection", "booktitle", "book"),
        ("inbook", "booktitle", "book"),
        ("misc", "booktitle", "other"),
    ],
)
def test_the_kind_of_an_unknown_venue(entry_type: str, field: str, kind: str) -> None:
    """By the field that names it, and by the type of the entry."""
    assert venue_kind(entry_type, field) == kind
