"""Papers as comma-separated values (RFC 4180), one row a paper, for spreadsheets and scripts.

Several values in one cell are joined by `; `. Values are as they are in the library: a cell that
begins with `=` is not changed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import LinkKind, Paper

COLUMNS = (
    "key", "type", "title", "authors", "authors_complete", "editors", "year", "month", "venue",
    "venue_name", "honour", "volume", "number", "pages", "publisher", "doi", "arxiv",
    "identifiers", "url", "code", "links", "categories", "tags", "topics", "model", "note",
    "abstract",
)  # fmt: skip
"""The columns, in their order; new ones are only added at the end."""


def write(papers: Iterable[Paper]) -> str:
    """A header and one row a paper, lines ended by CR LF as the standard has it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_row(paper) for paper in papers)
    return out.getvalue()


def _row(paper: Paper) -> list[str]:
    venue = paper.venue
    return [
        paper.key,
        paper.entry_type,
        paper.title,
        "; ".join(n.inverted for n in paper.authors),
        "yes" if paper.authors_complete else "no",
        "; ".join(n.inverted for n in paper.editors),
        "" if paper.year is None else str(paper.year),
        "" if paper.month is None else str(paper.month),
        "" if venue is None else venue.acronym or venue.name,
        "" if venue is None else venue.name,
        paper.honour or "",
        paper.volume or "",
        paper.number or "",
        paper.pages or "",
        paper.publisher or "",
        _value(paper.identifier(Scheme.DOI)),
        _value(paper.identifier(Scheme.ARXIV)),
        "; ".join(str(i) for i in paper.identifiers),
        next((k.url for k in paper.links if k.kind in (LinkKind.PAPER, LinkKind.PDF)), ""),
        "; ".join(k.url for k in paper.links if k.kind is LinkKind.CODE),
        "; ".join(f"{k.kind.value} {k.url}" for k in paper.links),
        "; ".join(s.slug for s in paper.categories),
        "; ".join(paper.tags),
        "; ".join(paper.topics),
        paper.model or "",
        paper.note or "",
        paper.abstract or "",
    ]


def _value(identifier: Identifier | None) -> str:
    return "" if identifier is None else identifier.value
