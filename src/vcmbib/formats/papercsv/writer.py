"""From papers to rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from vcmbib.formats.extra_fields import ExtraFields, read_bib_people, url_of
from vcmbib.formats.papercsv import columns as naming
from vcmbib.formats.papercsv.authors import write_people
from vcmbib.formats.papercsv.formulas import MARK, guarded
from vcmbib.model.field_types import ListField, NumberField, TypedField
from vcmbib.model.fields import (
    ENTRY_TYPE,
    KEY,
    NAME_FIELDS,
    NUMBER_FIELDS,
    TEXT_FIELDS,
    TITLE,
    WORD_FIELDS,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Problem


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
    return [cell(paper) for cell in _CELLS.values()]


def _text(field: TypedField[str | None], paper: Paper) -> str:
    return field.of(paper) or ""


def _number(field: NumberField, paper: Paper) -> str:
    value = field.of(paper)
    return "" if value is None else str(value)


def _people(field: TypedField[tuple[Name, ...]], paper: Paper) -> str:
    return write_people(field.of(paper))


def _words(field: ListField[str], paper: Paper) -> str:
    return "; ".join(field.of(paper))


def _venue(paper: Paper) -> str:
    return "" if paper.venue is None else paper.venue.acronym or paper.venue.name


def _former_keys(paper: Paper) -> str:
    ids = dict(paper.extra).get("ids", "").split(",")
    return "; ".join(dict.fromkeys([*(k.strip() for k in ids if k.strip()), *paper.former_keys]))


def _value(identifier: Identifier | None) -> str:
    return "" if identifier is None else identifier.value


_FIRST_COLUMNS = (
    "key", "type", "title", "authors", "authors_complete", "editors", "year", "month", "venue",
    "venue_name", "honour", "volume", "number", "pages", "publisher", "doi", "arxiv",
    "identifiers", "url", "code", "links", "categories", "tags", "topics", "model", "note",
    "abstract", "former_keys",
)  # fmt: skip
_BY_COLUMN: dict[str, Callable[[Paper], str]] = {
    "key": KEY.of, "type": ENTRY_TYPE.of, "title": TITLE.of,
    **{people.label: partial(_people, people) for people in NAME_FIELDS},
    "authors_complete": lambda p: "yes" if p.authors_complete else "no",
    **{number.label: partial(_number, number) for number in NUMBER_FIELDS},
    "venue": _venue,
    "venue_name": lambda p: "" if p.venue is None else p.venue.name,
    **{text.label: partial(_text, text) for text in TEXT_FIELDS},
    "doi": lambda p: _value(p.identifier(Scheme.DOI)),
    "arxiv": lambda p: _value(p.identifier(Scheme.ARXIV)),
    "identifiers": lambda p: "; ".join(str(i) for i in p.identifiers),
    "url": url_of,
    "code": lambda p: "; ".join(k.url for k in p.links if k.kind is LinkKind.CODE),
    "links": lambda p: "; ".join(f"{k.kind.value} {k.url}" for k in p.links),
    "categories": lambda p: "; ".join(s.slug for s in p.categories),
    **{words.label: partial(_words, words) for words in WORD_FIELDS},
    "former_keys": _former_keys,
}  # fmt: skip
COLUMNS = (*_FIRST_COLUMNS, *(name for name in _BY_COLUMN if name not in _FIRST_COLUMNS))
"""The columns that are always there, in their order; new ones are only added at the end."""
_CELLS = {name: _BY_COLUMN[name] for name in COLUMNS}
"""From each column to the function that writes its cell."""
