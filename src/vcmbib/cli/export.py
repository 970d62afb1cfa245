"""`vcmbib export`: papers in the formats of other programs; the files beside the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import files, options, output
from vcmbib.cli.context import App, expanded
from vcmbib.errors import Usage, WouldChange
from vcmbib.model.paper import Paper
from vcmbib.model.query import parse
from vcmbib.store.search import parse_sort

if TYPE_CHECKING:
    from vcmbib.store.library import Library

TAKES_QUERY = True

SET = (
    ("papers.bib", "bibtex"),
    ("papers.biblatex.bib", "biblatex"),
    ("papers.csl.json", "csl-json"),
    ("README.md", "markdown"),
)
"""The files of an exports folder, each with its format."""


@dataclass(frozen=True, slots=True)
class Job:
    """What an export needs beside the papers."""

    library: Library
    ascii_only: bool = False
    title: str | None = None


def _bibtex(papers: Sequence[Paper], job: Job) -> str:
    from vcmbib.formats import bibtex

    return bibtex.write(papers, dialect=bibtex.Dialect.BIBTEX, ascii_only=job.ascii_only)


def _biblatex(papers: Sequence[Paper], job: Job) -> str:
    from vcmbib.formats import bibtex

    return bibtex.write(papers, dialect=bibtex.Dialect.BIBLATEX, ascii_only=job.ascii_only)


def _csl(papers: Sequence[Paper], job: Job) -> str:
    del job
    from vcmbib.formats import csljson

    return csljson.write(papers)


def _markdown(papers: Sequence[Paper], job: Job) -> str:
    from vcmbib.formats import tables

    return tables.write_list(papers, job.library.categories(), title=job.title)


def _json(papers: Sequence[Paper], job: Job) -> str:
    del job
    from json import dumps

    from vcmbib.formats.papersjson import envelope

    return dumps(envelope(papers), ensure_ascii=False, indent=2) + "\n"


def _csv(papers: Sequence[Paper], job: Job) -> str:
    del job
    from vcmbib.formats import papercsv

    return papercsv.write(papers)


_WRITERS: dict[str, Callable[[Sequence[Paper], Job], str]] = {
    "bibtex": _bibtex,
    "biblatex": _biblatex,
    "csl-json": _csl,
    "markdown": _markdown,
    "json": _json,
    "csv": _csv,
}


def run(
    context: typer.Context,
    query: options.Query = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="BibTeX.")] = False,
    biblatex: Annotated[bool, typer.Option("--biblatex", help="BibLaTeX, for biber.")] = False,
    csl_json: Annotated[bool, typer.Option("--csl-json", help="CSL-JSON, for citeproc.")] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The list as Markdown tables, a category each.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The program's own JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV with a header.")] = False,
    every: Annotated[
        bool,
        typer.Option("--all", help=f"All of {', '.join(n for n, _ in SET)} into a folder."),
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write there, whole or not at all; with --all a folder (default: exports beside "
            "the library).",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; status 1 if a file would change.")
    ] = False,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="LaTeX commands for letters outside ASCII.")
    ] = False,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="The heading of the Markdown list."),
    ] = None,
    sort: options.Sort = None,
    dry_run: options.DryRun = False,
) -> None:
    """Write papers, all or those that QUERY finds, by citation key, to standard output or a file.

    `vcmbib export --check` alone says whether the exports folder is what the library gives.
    """  # fmt: skip
    app: App = context.obj
    flags = {"bibtex": bibtex, "biblatex": biblatex, "csl-json": csl_json,
             "markdown": markdown, "json": json, "csv": csv}  # fmt: skip
    wanted = [name for name, given in flags.items() if given]
    if len(wanted) > 1 or (every and wanted):
        raise Usage(f"one format at a time, not --{' --'.join([*wanted, *['all'] * every])}")
    if not wanted and not every and not check:
        raise Usage("no format", f"one of: --{' --'.join(flags)} --all")
    if check and wanted and out is None:
        raise Usage("--check compares with a file", "name it with: -o FILE")
    parsed = parse(options.words_of(query))
    with app.reading() as library:
        ids = library.search(parsed, sort=parse_sort(sort or "key"))
        papers = list(library.papers(ids))
        job = Job(library, ascii_only, title)
        if wanted and out is None:
            output.out(_WRITERS[wanted[0]](papers, job), end="")
            return
        folder = Path(out) if out and every else app.path.parent / "exports"
        targets = (
            [(out or "", wanted[0])]
            if wanted
            else [(str((Path(out) if out else folder) / name), kind) for name, kind in SET]
        )
        texts = [(name, _WRITERS[kind](papers, job)) for name, kind in targets]
    _deliver(texts, len(papers), check=check, dry_run=dry_run)


def _deliver(texts: list[tuple[str, str]], count: int, *, check: bool, dry_run: bool) -> None:
    """Write the files, or say which would change."""
    stale = [(name, text) for name, text in texts if _now(name) != text]
    if check:
        if stale:
            raise WouldChange(", ".join(n for n, _ in stale), "not what the library gives")
        output.tell(f"up to date: {', '.join(name for name, _ in texts)}")
        return
    for name, text in texts:
        changes = (name, text) in stale
        if changes and not dry_run:
            if len(texts) > 1:
                Path(name).parent.mkdir(parents=True, exist_ok=True)
            files.write_text(name, text)
        state = ("would change" if dry_run else "written") if changes else "unchanged"
        output.tell(f"{name}: {state}, {count} papers")


def _now(name: str) -> str | None:
    """What stands in a file; None if it is not there or no text."""
    path = expanded(name)
    try:
        return path.read_bytes().decode("utf-8") if path.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None
