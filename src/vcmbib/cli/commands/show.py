"""`vcmbib show`: show all of a paper, and the sources of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, paper_fields, terminal
from vcmbib.cli.command_line.words import named_papers
from vcmbib.cli.context import App
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.errors import Usage
from vcmbib.logic.merge.fill import FIELDS, agrees, claim, display, display_field
from vcmbib.logic.merge.identifiers_of_versions import contradictions
from vcmbib.logic.merge.written_forms import printed, written_differently
from vcmbib.model.paper import Paper, Record
from vcmbib.model.raw_fields import visible

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json
    from vcmbib.store.library import Library


def run(
    context: typer.Context,
    keys: options.Keys,
    json: options.AsJson = False,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="Say which source each field came from.")
    ] = False,
) -> None:
    """Show all fields of a paper, and where each came from.

    As cards; --json or --bibtex for other programs; --sources shows which source each value is
    from.
    """
    if bibtex and (json or sources):
        raise Usage("--bibtex stands alone")
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
                (_evidence if sources else _card)(library, paper)


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


def _lines(paper: Paper) -> list[tuple[str, str]]:
    """(name, value) of each field that a card shows, except key and title."""
    venue = "" if paper.venue is None else paper.venue.name
    if paper.venue is not None and paper.venue.acronym not in (None, paper.venue.name):
        venue = f"{paper.venue.acronym}: {venue}"
    authors = ", ".join(n.natural for n in paper.authors)
    if authors and not paper.authors_complete:
        authors += ", … (not the whole list)"
    numbers = [
        f"volume {paper.volume}" if paper.volume else "",
        f"number {paper.number}" if paper.number else "",
        f"pages {paper.pages}" if paper.pages else "",
    ]
    lines = [
        ("authors", authors),
        ("editors", ", ".join(n.natural for n in paper.editors)),
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
        ("conflict", f"one at most is right: {', '.join(map(str, several))}")
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
    lines += [("added", paper.added), ("updated", paper.updated)]
    if paper.abstract:
        lines.append(("abstract", paper.abstract))
    return [(name, value) for name, value in lines if value]


def _card(library: Library, paper: Paper) -> None:
    """Print a paper as a card."""
    del library
    if not terminal.on_terminal():
        output.row(("key", paper.key))
        output.row(("title", paper.title))
        for name, value in _lines(paper):
            output.row((name, value))
        return
    from rich.table import Table

    console = terminal.console()
    console.print(terminal.rich_text(paper.title, "bold"))
    head = [paper.key, paper_fields.venue_short(paper), str(paper.year or "")]
    console.print(terminal.rich_text("  ".join(p for p in head if p), "cyan"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _lines(paper):
        grid.add_row(terminal.rich_text(name), terminal.rich_text(value))
    console.print(grid)


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
    output.table(("field", "value", "source"), rows, body=1)


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
