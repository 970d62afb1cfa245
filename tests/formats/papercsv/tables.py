"""Tables of one row, and the rows as another reader of CSV sees them."""

from __future__ import annotations

import csv
import io

from tests.formats import roundtrips
from vcmbib.formats import papercsv
from vcmbib.model.paper import Record


def rows(text: str) -> list[dict[str, str]]:
    """The rows as a reader of CSV sees them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def one(text: str) -> Record:
    """The record of a table of one row."""
    return roundtrips.one(papercsv.read(text, "a.csv"))
