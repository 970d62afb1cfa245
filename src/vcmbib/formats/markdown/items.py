"""Lists without tables."""

from __future__ import annotations

from vcmbib.formats.markdown.document import Document
from vcmbib.formats.markdown.rows import Found


def read_items(document: Document, taken: frozenset[int], origin: str, found: Found) -> None:
    return None
