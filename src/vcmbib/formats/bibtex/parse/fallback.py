"""Parse a broken entry with bibtexparser, when the other parsers fail.

Only this module imports bibtexparser, and it is loaded only if a file has such an entry.
"""

from __future__ import annotations

import logging

from bibtexparser import model
from bibtexparser.splitter import Splitter

from vcmbib.formats.bibtex.parse.braces import Braces


def parse_entry(raw: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return (key, fields) if `raw` is exactly one entry for bibtexparser; else None."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # vcmbib reports problems itself
    match Splitter(raw).split().blocks:
        case [model.Entry() as entry] if (entry.raw or "").strip() == raw.strip():
            return entry.key, tuple((f.key.lower(), _inner(str(f.value))) for f in entry.fields)
        case _:
            return None


def _inner(value: str) -> str:
    """Return a value without the braces that enclose all of it."""
    whole = value.startswith("{") and Braces(value, escapes=False).group_end(0) == len(value)
    return value[1:-1] if whole else value
