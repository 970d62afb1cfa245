"""The meaning of single fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.formats.bibtex.read_entry import as_paper, read_fields
from vcmbib.formats import bibtex


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
