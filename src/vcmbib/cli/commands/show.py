"""`vcmbib show`: show all of a paper, and the sources of its fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, paper_fields, terminal
from vcmbib.cli.command_line.words import named_papers
from vcmbib.cli.context import App
from vcmbib.cli.display.card import some
from vcmbib.cli.display.labels import field_label
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.errors import Usage
from vcmbib.logic.merge.fill import FIELDS, agrees, claim, display, display_field
from vcmbib.logic.merge.identifiers_of_versions import contradictions
from vcmbib.logic.merge.written_forms import printed, written_differently
from vcmbib.model.identifiers import identifier_url
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper, Record
from vcmbib.model.raw_fields import visible

if TYPE_CHECKING:
    from vcmbib.cli.display.spans import Cell
    from vcmbib.formats.paper_json import Json
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    keys: options.Keys,
    json: options.AsJson = False,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="Show the source of each field.")
    ] = False,
    all_authors: Annotated[
        bool, typer.Option("--all", help="Name all authors, also of a paper with many.")
    ] = False,
) -> None:
    """Show all fields of a paper, and where each came from.

    As cards; --json or --bibtex for other programs; --sources shows which source each value is
    from.
    """
    if bibtex and (json or sources):
        raise Usage("--bibtex excludes --json and --sources", "use one of them")
    app: App = context.obj
    with app.read_library() as library:
        papers = named_papers(library, keys)
        if bibtex:
            from vcmbib.formats import bibtex as writer

            text = writer.write(papers)
            warn_of_commands(text)
            output.exact(text)
        elif json:
            _json(library, papers, sources)
        else:
            for number, paper in enumerate(papers):
                if number:
                    output.out("")
                if sources:
                    _evidence(library, paper)
                else:
                    _card(paper, all_authors=all_authors)


def _json(library: Library, papers: list[Paper], sources: bool) -> None:
    from vcmbib.formats.paper_json import paper_object

    objects: list[Json] = []
    for paper in papers:
        described: dict[str, Json] = dict(paper_object(paper))
        described["extra"] = dict(visible(paper))
        if sources:
            described["sources"] = [
                {"source": record.source.value, "origin": record.origin, "ref": record.ref,
                 "retrieved": when, "fields": dict(_claims(paper, record))}
                for record, when in library.records(paper)
            ]  # fmt: skip
        objects.append(described)
    output.out_json({"vcmbib": 1, "papers": objects})


def _claims(paper: Paper, record: Record) -> list[tuple[str, Json]]:
    """Return the name and `{value, stands}` of each field; `stands`: the paper has this value."""
    claims: list[tuple[str, Json]] = []
    for field in FIELDS:
        value = claim(record, field)
        if value is not None:
            stands = agrees(paper, field, record)
            claims.append((field.name, {"value": display(value), "stands": stands}))
    return claims


@dataclass(frozen=True, slots=True)
class _Form:
    """How values are written: the form of times, and how many authors are named at most."""

    time: Callable[[str], str] = str
    most_authors: int | None = None

    def people(self, names: Sequence[Name]) -> str:
        """The names of people, joined."""
        texts = [n.natural for n in names]
        return ", ".join(texts) if self.most_authors is None else some(texts, self.most_authors)


_PLAIN = _Form()


def _lines(paper: Paper, form: _Form = _PLAIN) -> list[tuple[str, str]]:
    """(name, value) of each field that a card shows, except key and title."""
    venue = "" if paper.venue is None else paper.venue.name
    if paper.venue is not None and paper.venue.acronym not in (None, paper.venue.name):
        venue = f"{paper.venue.acronym}: {venue}"
    authors = form.people(paper.authors)
    if authors and not paper.authors_complete:
        authors += ", … (not the whole list)"
    numbers = [
        f"volume {paper.volume}" if paper.volume else "",
        f"number {paper.number}" if paper.number else "",
        f"pages {paper.pages}" if paper.pages else "",
    ]
    lines = [
        ("authors", authors),
        ("editors", form.people(paper.editors)),
        ("year", "-".join(str(p) for p in (paper.year, paper.month) if p)),
        ("venue", venue),
        ("honour", paper.honour or ""),
        ("in", ", ".join(n for n in numbers if n)),
        ("publisher", paper.publisher or ""),
        ("type", paper.entry_type),
        ("model", paper.model or ""),
        ("ids", "  ".join(str(i) for i in paper.identifiers)),
    ]
    lines += [
        ("conflict", f"at most one is correct: {', '.join(map(str, several))}")
        for several in contradictions(paper.identifiers)
    ]
    for link in paper.links:
        label = f" ({link.label})" if link.label else ""
        lines.append((link.kind.value, f"{link.url}{label}"))
    lines += [
        ("categories", ", ".join(s.slug for s in paper.categories)),
        ("tags", ", ".join(paper.tags)),
        ("topics", ", ".join(paper.topics)),
    ]
    lines += [("note", paper.note)] if paper.note else []
    lines += [("notes", note) for note in paper.notes]
    lines += visible(paper)
    if paper.former_keys:
        lines.append(("former keys", ", ".join(paper.former_keys)))
    lines += [("added", form.time(paper.added)), ("updated", form.time(paper.updated))]
    if paper.abstract:
        lines.append(("abstract", paper.abstract))
    return [(name, value) for name, value in lines if value]


def _card(paper: Paper, *, all_authors: bool) -> None:
    """Print a paper as a card."""
    if not terminal.on_terminal():
        output.row(("key", paper.key))
        output.row(("title", paper.title))
        for name, value in _lines(paper):
            output.row((name, value))
        return
    from vcmbib.cli.display.card import draw_card
    from vcmbib.cli.display.labels import field_label
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import broken, cell, painted
    from vcmbib.cli.display.times import for_people

    look = output.look()
    address = paper_fields.best_url(paper)
    head = [cell(paper.title, TextStyle.TITLE, address), cell(paper.key, TextStyle.KEY, address)]
    lines = [painted(line, look) for part in head for line in broken(part, look.columns)]
    form = _Form(for_people, None if all_authors else _MOST_AUTHORS)
    pairs = [(field_label(name), _value(paper, name, v)) for name, v in _lines(paper, form)]
    output.painted([*lines, *draw_card(pairs, look)])


_MOST_AUTHORS = 8


def _value(paper: Paper, name: str, value: str) -> Cell:
    """A value of a card; identifiers and links lead to their addresses."""
    from vcmbib.cli.display.palette import TextStyle
    from vcmbib.cli.display.spans import Span, cell, joined

    if name == "ids":
        parts = [cell(str(i), TextStyle.PLAIN, identifier_url(i)) for i in paper.identifiers]
        return joined(parts, "  ")
    url, blank, rest = value.partition(" ")
    return (Span(url, TextStyle.PLAIN, url), Span(blank + rest)) if "://" in url else cell(value)


def _evidence(library: Library, paper: Paper) -> None:
    """Print each field with its sources, and the sources that have another value."""
    records = library.records(paper)
    output.sentence(f"{paper.key}: {paper.title}")
    rows: list[tuple[str, str, str]] = []
    for field in FIELDS:
        name, value = field.name, display_field(paper, field)
        claims = [(r, claim(r, field)) for r, _ in records]
        stated_claims = [(r, c) for r, c in claims if c is not None]
        if value is None and not stated_claims:
            continue
        agreeing = [_source(r) for r, c in stated_claims if agrees(paper, field, r)]
        rows.append((name, value or "", ", ".join(dict.fromkeys(agreeing)) or "derived"))
        for record, other in stated_claims:
            if not agrees(paper, field, record):
                rows.append((name, f"not: {display(other)}", _source(record)))
    for name in written_differently((paper, *(r for r, _ in records))):
        rows += _written(paper, [r for r, _ in records], name)
    columns = (Column("field", Fit.NAME), Column("value"), Column("source"))
    label = field_label if terminal.on_terminal() else str
    output.table(columns, [(label(name), value, source) for name, value, source in rows])


def _written(paper: Paper, records: list[Record], name: str) -> list[tuple[str, str, str]]:
    """The rows of a field that the paper and its sources write differently, as each writes it."""
    ours, *theirs = printed(name, (paper, *records))
    agreeing = [_source(r) for r, text in zip(records, theirs, strict=True) if text == ours]
    rows = [(f"{name} as written", ours, ", ".join(dict.fromkeys(agreeing)) or "derived")]
    rows += [
        (f"{name} as written", f"not: {text}", _source(r))
        for r, text in zip(records, theirs, strict=True)
        if text not in ("", ours)
    ]
    return rows


def _source(record: Record) -> str:
    """The name of a record's source."""
    return " ".join(p for p in (record.origin, record.ref) if p)
