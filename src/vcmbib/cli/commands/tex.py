"""`vcmbib tex`: write the bibliography of a document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.commands import tex_report
from vcmbib.cli.commands.tex_build import (
    DocumentFiles,
    TexOptions,
    TexResult,
    build_bib,
    output_file,
)
from vcmbib.cli.context import App, expand_home
from vcmbib.cli.dialog import question
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.cli.file_output.output_files import write_files
from vcmbib.errors import (
    CitedNotThere,
    NothingCited,
    NotUnderstood,
    Usage,
    VcmbibError,
    WouldChange,
)
from vcmbib.logic import manuscript_report


def run(
    context: typer.Context,
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help=".tex, .aux, .bcf, .md, .qmd, .typ, or a folder. With -, read standard input.",
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the .bib to FILE."),
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Write BibTeX.")] = False,
    biblatex: Annotated[
        bool,
        typer.Option("--biblatex", help="Write BibLaTeX. Default: what the document uses."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing. Exit status 1 if a key is missing or FILE would change."
        ),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Update FILE after each change, until Ctrl-C.")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Add the papers that are cited by identifier.")
    ] = False,
    unused: Annotated[
        bool, typer.Option("--unused", help="List the entries that are not cited.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Overwrite FILE, also if it contains what the library does not contain."
        ),
    ] = False,
    json: options.AsJson = False,
    dry_run: options.DryRun = False,
) -> None:
    """Write the .bib of a document: the papers that it cites.

    The entries have the keys that the document uses.

    Also reports: missing keys, old keys and how to replace them, papers cited twice, preprints
    that have been published, entries that are not cited.
    """
    app: App = context.obj
    if bibtex and biblatex:
        raise Usage("--bibtex and --biblatex exclude each other", "use one of them")
    dialect = "bibtex" if bibtex else "biblatex" if biblatex else ""
    settings = TexOptions(_documents(documents), out, dialect, force)
    if watch:
        if out is None or check or json or dry_run or "-" in documents:
            raise Usage("--watch needs an output file", "vcmbib tex main.tex -o refs.bib --watch")
        from vcmbib.cli.commands.tex_watch import watch_documents

        watch_documents(app, settings)
        return
    result = build_bib(app, settings, DocumentFiles(settings.documents))
    if _added(context, result.report, add=add, ask=not (json or check or dry_run), dry_run=dry_run):
        result = build_bib(app, settings, DocumentFiles(settings.documents))
    tex_report.show_report(result, name_unused=unused)
    if check:
        _check(result, settings, as_json=json)
        return
    if out is None and not json:
        tex_report.suggest_output(result)
    _deliver(result, settings, app.path, as_json=json, dry_run=dry_run)


_BIBLIOGRAPHIES = {".bib", ".bibtex", ".ris", ".nbib"}


def _documents(given: Sequence[str]) -> tuple[str, ...]:
    """The documents; of a folder the `.tex` files with a document class.

    Raises Usage if there is none, NotUnderstood for a bibliography.
    """
    found: list[str] = []
    for name in given:
        path = expand_home(name)
        if path.suffix.lower() in _BIBLIOGRAPHIES:
            raise NotUnderstood(
                f"{name} is a bibliography, no document", "name the document that cites its entries"
            )
        if name == "-" or not path.is_dir():
            found.append(name if name == "-" else path.as_posix())
            continue
        mains = [p.as_posix() for p in sorted(path.glob("*.tex")) if "\\documentclass" in _start(p)]
        if not mains:
            raise Usage(f"no document in the folder {name}", "name the files: vcmbib tex FILE...")
        found += mains
    return tuple(dict.fromkeys(found))


def _start(path: Path) -> str:
    """The text of a file; empty if it cannot be read."""
    try:
        return read_bytes(str(path), named=False).decode("utf-8", "replace")
    except VcmbibError:
        return ""


def _added(
    context: typer.Context,
    report: manuscript_report.ManuscriptReport,
    *,
    add: bool,
    ask: bool,
    dry_run: bool,
) -> bool:
    """Add the missing papers that are cited by identifier, with `vcmbib add`.

    Returns whether `vcmbib add` was called. Without `add` it asks the user if `ask`.
    """
    wanted = [m for m in report.missing if m.identifier is not None and not m.is_ambiguous]
    if not wanted or dry_run:
        return False
    if not add:
        if not (ask and terminal.can_ask()):
            return False
        for missing in wanted:
            output.message(
                f"{missing.locations[0]}: {missing.name} is cited but not in the library"
            )
        if not question.confirm(f"Add {counted(len(wanted), 'paper')}?"):
            return False
    from vcmbib.cli.commands import add as adding

    try:
        with output.data_as_messages():  # the printed keys are no part of the .bib
            adding.run(context, [str(m.identifier) for m in wanted])
    except VcmbibError as error:
        output.show_error(error)
    return True


def _check(result: TexResult, settings: TexOptions, *, as_json: bool) -> None:
    """Report for --check. Raises CitedNotThere or WouldChange."""
    if as_json:
        output.out_json(tex_report.report_object(result, settings.out))
    if result.report.missing:
        raise CitedNotThere([m.name for m in result.report.missing])
    if settings.out is not None and result.before != result.text:
        raise WouldChange(
            settings.out, "the document or the library has changed since it was written"
        )
    if settings.out is not None:
        output.message(f"up to date: {settings.out}")


def _deliver(
    result: TexResult, settings: TexOptions, library: Path, *, as_json: bool, dry_run: bool
) -> None:
    """Write the .bib to the output file or to standard output.

    Raises NothingCited and WouldLoseEntries.
    """
    if as_json:
        output.out_json(tex_report.report_object(result, settings.out))
    if settings.out is None:
        if not as_json:
            output.exact(result.text)
        return
    if not result.papers:
        raise NothingCited(settings.documents)
    file = output_file(result, settings.out)
    changes = write_files([file], library, force=settings.force, dry_run=dry_run)
    state = ("would change" if dry_run else "written") if changes else "unchanged"
    output.message(f"{settings.out}: {state}, {counted(len(result.papers), 'entry')}")
