"""From papers to rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from vcmbib.formats.extra_fields import ExtraFields, read_bib_people, url_of
from vcmbib.formats.papercsv import columns as naming
from vcmbib.formats.papercsv.authors import write_people
from vcmbib.formats.papercsv.formulas import MARK, guarded
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import LinkKind, Paper, Problem

COLUMNS = (
    "key", "type", "title", "authors", "authors_complete", "editors", "year", "month", "venue",
    "venue_name", "honour", "volume", "number", "pages", "publisher", "doi", "arxiv",
    "identifiers", "url", "code", "links", "categories", "tags", "topics", "model", "note",
    "abstract", "former_keys",
)  # fmt: skip
"""The columns that are always there, in their order; new ones are only added at the end."""


def write(papers: Iterable[Paper], *, spreadsheet: bool = False) -> str:
    """A header and one row a paper, lines ended by CR LF as the standard has it.

    Fields that have no column of their own follow, each in a column that only they have.
    `spreadsheet`: no cell can be taken for a formula; see `papercsv.formulas`.
    """
    return write_table(table(papers), spreadsheet=spreadsheet)


def write_table(rows: Sequence[Sequence[str]], *, spreadsheet: bool = False) -> str:
    """The text of a table; `spreadsheet` as in `write`."""
    if spreadsheet:
        header, *others = map(guarded, rows)
        rows = [[*header, MARK], *([*row, ""] for row in others)]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def table(papers: Iterable[Paper]) -> list[list[str]]:
    """The header and the rows."""
    extras = [(p, _extra(p)) for p in papers]
    names = list(dict.fromkeys(n for _, extra in extras for n in extra))
    rows = [[*_row(p), *(extra.get(n, "") for n in names)] for p, extra in extras]
    return [[*COLUMNS, *names], *rows]


def write_failed(problems: Sequence[Problem]) -> str:
    """The failed rows unchanged, below the names of their columns.

    Line and reason are above each row. A user can correct the result and import it again.
    """
    lines: list[str] = []
    header = ""
    for problem in problems:
        if problem.header and problem.header != header:
            header = problem.header
            lines.append(header)
        lines += [f"# line {problem.line}: {' '.join(problem.reason.split())}", problem.text]
    return "".join(f"{line}\n" for line in lines)


def _extra(paper: Paper) -> dict[str, str]:
    """Column -> cell of the paper's extra fields."""
    extra = ExtraFields(paper)
    found: dict[str, str] = {}
    for name, value in extra.unused().items():
        if name == "ids":
            continue
        column = _column(name)
        if name == "translator":
            cell = write_people(read_bib_people(value))
        else:
            cell = extra.take(name) if not column.startswith(naming.OWN) else value
        found[column] = cell
    return found


def _column(name: str) -> str:
    """The name of an extra field's column: its own, if that is read as the same field."""
    if name.startswith("csv-") and naming.fields_of([name[4:]]) == [f"{naming.OWN}{name}"]:
        return name[4:]
    if name in naming.EXTRA and naming.fields_of([name]) == [name]:
        return name
    return f"{naming.OWN}{name}"


def _row(paper: Paper) -> list[str]:
    venue = paper.venue
    ids = dict(paper.extra).get("ids", "").split(",")
    former = dict.fromkeys([*(k.strip() for k in ids if k.strip()), *paper.former_keys])
    return [
        paper.key,
        paper.entry_type,
        paper.title,
        write_people(paper.authors),
        "yes" if paper.authors_complete else "no",
        write_people(paper.editors),
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
        url_of(paper),
        "; ".join(k.url for k in paper.links if k.kind is LinkKind.CODE),
        "; ".join(f"{k.kind.value} {k.url}" for k in paper.links),
        "; ".join(s.slug for s in paper.categories),
        "; ".join(paper.tags),
        "; ".join(paper.topics),
        paper.model or "",
        paper.note or "",
        paper.abstract or "",
        "; ".join(former),
    ]


def _value(identifier: Identifier | None) -> str:
    return "" if identifier is None else identifier.value
