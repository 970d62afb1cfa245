"""bibtexparser, asked about blocks that our own reading does not understand.

It is imported here and nowhere else, and only when a file has such a block.
"""

from __future__ import annotations

import logging

from bibtexparser import model
from bibtexparser.splitter import Splitter

from vcmbib.formats.bibtex.parse.braces import Braces


def parse_entry(raw: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """(key, fields) of the one entry that is all of `raw`; None if it sees anything else."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we report what it reports
    match Splitter(raw).split().blocks:
        case [model.Entry() as entry] if (entry.raw or "").strip() == raw.strip():
            return entry.key, tuple((f.key.lower(), _inner(str(f.value))) for f in entry.fields)
        case _:
            return None


def _inner(value: str) -> str:
    whole = value.startswith("{") and Braces(value, escapes=False).group_end(0) == len(value)
    return value[1:-1] if whole else value
