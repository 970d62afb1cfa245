"""`vcmbib export`: write papers in the formats of other programs, and the exports folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, text_files
from vcmbib.cli.command_line.defaults import VENUE_FORMS
from vcmbib.cli.command_line.words import writable_ids
from vcmbib.cli.commands.export_update import UpdateOptions, update_file
from vcmbib.cli.context import App
from vcmbib.cli.display.plurals import counted
from vcmbib.cli.file_output.output_files import changed_files, write_files
from vcmbib.cli.latex_warnings import warn_of_commands
from vcmbib.cli.text_files import OutputFile
from vcmbib.errors import Usage, WouldChange
from vcmbib.formats import ENDINGS, WRITERS, load_writer
from vcmbib.model.paper import Paper

if TYPE_CHECKING:
    from vcmbib.formats.bibtex import Style
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
class ExportContext:
    """The input of a writer in addition to the papers."""

    library: Library
    entries: EntryOptions
    title: str | None = None
    spreadsheet: bool = False


@dataclass(frozen=True, slots=True)
class EntryOptions:
    """The options for BibTeX entries; see `formats.bibtex.Style`. `notes`: write private notes."""

    ascii_only: bool = False
    venues: str = "as-written"
    fields: frozenset[str] | None = None
    omit: frozenset[str] = frozenset()
    strings: bool = False
    crossref: bool = False
    notes: bool = False

    @property
    def independent(self) -> bool:
        """Whether each entry can be written without the other entries."""
        return not (self.strings or self.crossref or self.notes)

    def style(self, dialect: str) -> Style:
        """The style for a dialect, `bibtex` or `biblatex`."""
        from vcmbib.formats.bibtex import Dialect, Style, VenueForm

        return Style(
            Dialect(dialect),
            ascii_only=self.ascii_only,
            venues=VenueForm(self.venues),
            fields=self.fields,
            omit=self.omit,
            strings=self.strings,
            crossref=self.crossref,
        )


def _entries(dialect: str) -> Callable[[Sequence[Paper], ExportContext], str]:
    """The writer of BibTeX or BibLaTeX."""

    def write(papers: Sequence[Paper], context: ExportContext) -> str:
        from vcmbib.formats import bibtex

        text = bibtex.write(papers, context.entries.style(dialect))
        warn_of_commands(text)
        return text

    return write


def _markdown(papers: Sequence[Paper], context: ExportContext) -> str:
    from vcmbib.formats.markdown import write_list

    return write_list.write_list(papers, context.library.categories(), title=context.title)


def _json(papers: Sequence[Paper], context: ExportContext) -> str:
    del context
    from vcmbib.formats.paper_json import envelope

    return output.json_text(envelope(papers), indent=2) + "\n"


def _csv(papers: Sequence[Paper], context: ExportContext) -> str:
    from vcmbib.formats.papercsv.formulas import is_risky
    from vcmbib.formats.papercsv.writer import table, write_table

    rows = table(papers)
    risky = 0 if context.spreadsheet else sum(is_risky(cell) for row in rows for cell in row)
    if risky:
        output.message(
            f"cells that a spreadsheet program may run as formulas: {risky}; "
            "to prevent that: --spreadsheet"
        )
    return write_table(rows, spreadsheet=context.spreadsheet)


def _plain(name: str) -> Callable[[Sequence[Paper], ExportContext], str]:
    """The writer of a format that needs only the papers."""

    def write(papers: Sequence[Paper], context: ExportContext) -> str:
        del context
        return load_writer(name).write(papers)

    return write


DIALECTS = ("bibtex", "biblatex")
_ENDINGS = {
    ".csl.json": "csl-json",
    ".json": "json",
    ".biblatex.bib": "biblatex",
    ".biblatex": "biblatex",
    ".yaml": "hayagriva",
    ".yml": "hayagriva",
    ".xml": "mods",
    **{ending: kind for ending, kind in ENDINGS.items() if ending != ".biblatex"},
}
"""The format of a file that is written, by the end of its name. The first that fits counts."""
_READ_AS = {"biblatex": "bibtex", "json": "jsonl"}
"""The reader of a format that has another name, or none of its own."""
_WRITERS: dict[str, Callable[[Sequence[Paper], ExportContext], str]] = {
    **{dialect: _entries(dialect) for dialect in DIALECTS},
    "csl-json": _plain("csl-json"),
    "markdown": _markdown,
    "json": _json,
    "csv": _csv,
    **{name: _plain(name) for name in WRITERS if name not in ("csl-json", "csv")},
}


_WITH_NOTES = ("json", "jsonl")
"""The formats that have a field for private notes."""
_WITHOUT_ANNOTATIONS = ("markdown", "nbib", "cff")
"""The formats that have no field for an annotation."""


def _field_names() -> list[str]:
    """The names of BibTeX fields, for completion."""
    from vcmbib.formats.bibtex.field_names import KNOWN_FIELDS

    return sorted(KNOWN_FIELDS)


def run(
    context: typer.Context,
    query: options.Query = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Write BibTeX.")] = False,
    biblatex: Annotated[
        bool, typer.Option("--biblatex", help="Write BibLaTeX, for biber.")
    ] = False,
    csl_json: Annotated[
        bool, typer.Option("--csl-json", help="Write CSL-JSON, for pandoc and citeproc.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write Markdown tables, one for each category.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write the JSON of vcmbib.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV with a header.")] = False,
    format: Annotated[  # noqa: A002  # the option's name
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"File format: {', '.join(_WRITERS)}.",
            autocompletion=options.complete_values(*_WRITERS),
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help=f"Write {', '.join(n for n, _ in SET)} into a folder."),
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE. With --all: to this folder (default: exports, next to the "
            "library).",
        ),
    ] = None,
    update: Annotated[
        str | None,
        typer.Option(
            "--update",
            metavar="FILE",
            help="Update the entries of this .bib; keep its comments, order and spacing. With "
            "QUERY: update and add the papers that match it.",
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="With --update: also add the papers that are not in FILE.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing. Exit status 1 if a file would change.")
    ] = False,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Write LaTeX commands for letters outside ASCII.")
    ] = False,
    venues: Annotated[
        str | None,
        typer.Option(
            "--venues",
            metavar="|".join(VENUE_FORMS),
            autocompletion=options.complete_values(*VENUE_FORMS),
            help="How BibTeX names journals and conferences. Default: as-written.",
        ),
    ] = None,
    fields: Annotated[
        str | None,
        typer.Option(
            "--fields",
            metavar="NAME,…",
            help="Write only these BibTeX fields.",
            autocompletion=options.complete_names(_field_names),
        ),
    ] = None,
    omit: Annotated[
        str | None,
        typer.Option(
            "--omit",
            metavar="NAME,…",
            help="Omit these BibTeX fields.",
            autocompletion=options.complete_names(_field_names),
        ),
    ] = None,
    strings: Annotated[
        bool,
        typer.Option(
            "--strings", help="Write @string macros for venues that occur more than once."
        ),
    ] = False,
    crossref: Annotated[
        bool,
        typer.Option("--crossref", help="Write one entry for each volume; its papers refer to it."),
    ] = False,
    notes: Annotated[
        bool,
        typer.Option(
            "--notes", help="Also write your private notes: annote, annotation, JSON notes."
        ),
    ] = False,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="The heading of the Markdown list."),
    ] = None,
    spreadsheet: Annotated[
        bool,
        typer.Option(
            "--spreadsheet", help="Write an apostrophe before CSV cells that look like formulas."
        ),
    ] = False,
    sort: options.Sort = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> None:
    """Write papers as BibTeX, BibLaTeX, Markdown, JSON and more.

    All papers, or those of QUERY, by citation key, to standard output or a file.

    `vcmbib export --check` checks whether the exports folder agrees with the library.
    """  # fmt: skip
    app: App = context.obj
    flags = {"bibtex": bibtex, "biblatex": biblatex, "csl-json": csl_json,
             "markdown": markdown, "json": json, "csv": csv}  # fmt: skip
    if out == "-" and not every:
        out = None
    default = "" if check else DIALECTS[0]
    kind = _chosen_format(flags, format, every, update or out, default)
    target = ExportTarget(kind, every, out, update, check)
    entries = EntryOptions(
        ascii_only,
        VENUE_FORMS[0] if venues is None else _one_of("--venues", venues, VENUE_FORMS),
        _names(fields),
        _names(omit) or frozenset(),
        strings,
        crossref,
        notes,
    )
    _check_options(target, entries, add=add)
    if venues is None and app.defaults.venues:
        entries = replace(entries, venues=app.defaults.venues)
    if spreadsheet and target.format != "csv":
        raise Usage("--spreadsheet needs CSV", "vcmbib export --csv --spreadsheet")
    delivery = _Delivery(app.path, check, dry_run, force)
    with app.read_library() as library:
        if entries.fields or entries.omit:
            from vcmbib.cli.commands.export_fields import check_field_names

            check_field_names(library, "--fields", entries.fields or ())
            check_field_names(library, "--omit", entries.omit)
        ids = writable_ids(app, library, query or [], sort or "key")
        if (
            target.format in DIALECTS
            and update is None
            and len(ids) > _PARALLEL_FROM
            and entries.independent
        ):
            _export_in_parallel(target, library, ids, entries, delivery)
            return
        if target.update is not None:
            chosen = None if not query and not add else ids
            settings = UpdateOptions(target.update, chosen, bool(query), check, dry_run, force)
            update_file(library, settings, entries.style(target.format or DIALECTS[0]))
            return
        papers = list(library.papers(ids))
        export_context = ExportContext(library, entries, title, spreadsheet)
        if target.format and out is None:
            output.exact(_text(target.format, papers, export_context))
            return
        files = [
            OutputFile(name, _text(kind, papers, export_context), _READ_AS.get(kind, kind))
            for name, kind in target.files(app.path.parent / "exports")
        ]
    delivery.deliver(files, len(papers))


def _text(kind: str, papers: Sequence[Paper], context: ExportContext) -> str:
    """The papers in a format. Private notes are left out, unless `--notes` asks for them."""
    from vcmbib.formats.private_notes import notes_as_annotations, without_private_notes

    if not context.entries.notes:
        papers = without_private_notes(papers)
    elif kind not in _WITH_NOTES:
        papers = notes_as_annotations(papers)
    return _WRITERS[kind](papers, context)


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """The target of an export: standard output, one file, a folder, or a .bib to update."""

    format: str  # empty for the exports folder
    every: bool
    out: str | None
    update: str | None
    check: bool

    def files(self, folder: Path) -> list[tuple[str, str]]:
        """(name, format) of each file to write. `folder` is the default for the exports folder.

        Raises CannotWrite if that is a link.
        """
        if self.format:
            return [(self.out or "", self.format)]
        if self.out:
            folder = Path(self.out)
        elif not self.check:
            text_files.refuse_link(folder)
        return [(str(folder / name), kind) for name, kind in SET]


def _chosen_format(
    flags: Mapping[str, bool], named: str | None, every: bool, file: str | None, default: str
) -> str:
    """The chosen format, else the one of the file's extension; `default` if there is no file.

    Empty for the exports folder, and for a file whose extension is of no format. Raises Usage for
    an unknown format or more than one.
    """
    given = [name for name, is_given in flags.items() if is_given]
    if named is not None:
        given.append(_one_of("--format", named, tuple(_WRITERS)))
    if len(given) > 1 or (every and given):
        raise Usage(
            f"several formats are named: --{' --'.join([*given, *['all'] * every])}",
            "name only one",
        )
    if given or every:
        return "".join(given)
    if file is None:
        return default
    name = PurePath(file).name.lower()
    return next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), "")


def _check_options(target: ExportTarget, entries: EntryOptions, *, add: bool) -> None:
    """Raise Usage for options that do not go together."""
    if add and target.update is None:
        raise Usage("--add needs --update", "vcmbib export --update FILE --add")
    if "-" in (target.update, target.out if target.every else None):
        raise Usage(
            "- is not a file name here", "name a file, or omit the option to print the text"
        )
    if not (target.format or target.every or target.check or target.update):
        raise Usage(
            f"{target.out}: its ending names no format",
            "one of: --bibtex --biblatex --csl-json --markdown --json --csv --all, or --format"
            f" with one of {', '.join(_WRITERS)}",
        )
    if target.check and target.format and target.out is None and target.update is None:
        raise Usage("--check needs a file", "name it: -o FILE")
    if target.update is not None and (target.out or target.every):
        raise Usage("--update already names the file", "omit -o and --all")
    ending = PurePath(target.update or "").suffix.lower()
    if ENDINGS.get(ending, DIALECTS[0]) != DIALECTS[0]:
        raise Usage(f"{target.update} is not a .bib file", "--update changes entries of a .bib")
    if target.update is not None and target.format not in ("", *DIALECTS):
        raise Usage("--update needs BibTeX or BibLaTeX", "use --bibtex or --biblatex")
    if entries.notes and target.update is not None:
        raise Usage("--update does not write private notes", "omit --notes or --update")
    if entries.notes and target.format in _WITHOUT_ANNOTATIONS:
        raise Usage(f"{target.format} has no field for private notes",
                    "use another format, such as --bibtex, --json or --csv")  # fmt: skip
    if (
        entries != EntryOptions(entries.ascii_only, notes=entries.notes)
        and target.format not in DIALECTS
    ):
        raise Usage("--venues, --fields, --omit, --strings and --crossref need BibTeX",
                    "use --bibtex or --biblatex")  # fmt: skip


def _one_of(option: str, given: str, known: Sequence[str]) -> str:
    """`given`, if it is one of `known`. Raises Usage."""
    if given not in known:
        from vcmbib.cli.slips.format_words import formats_meant

        raise Usage(
            f"{option}: {given!r} is unknown",
            f"one of: {', '.join(known)}",
            wrong=given,
            instead=formats_meant(given, known),
        )
    return given


def _names(given: str | None) -> frozenset[str] | None:
    """The names in a list with commas, in lower case; None if the option is not set."""
    if given is None:
        return None
    return frozenset(filter(None, (name.strip().lower() for name in given.split(","))))


_PARALLEL_FROM = 4_000  # papers: a larger export is written on all cores


def _export_in_parallel(
    target: ExportTarget,
    library: Library,
    ids: Sequence[int],
    entries: EntryOptions,
    delivery: _Delivery,
) -> None:
    """Write a large export of BibTeX on all cores."""
    from vcmbib.cli.commands.export_parallel import bibtex_text

    text = bibtex_text(library, ids, entries.style(target.format))
    warn_of_commands(text)
    if target.out is None:
        output.exact(text)
    else:
        delivery.deliver([OutputFile(target.out, text, "bibtex")], len(ids))


@dataclass(frozen=True, slots=True)
class _Delivery:
    """How the files are delivered: compared, shown or written."""

    library: Path
    check: bool
    dry_run: bool
    force: bool

    def deliver(self, files: Sequence[OutputFile], count: int) -> None:
        """Write the files that changed. Raises WouldChange for --check, WouldLoseEntries."""
        if self.check:
            stale = changed_files(files)
            if stale:
                names = ", ".join(f.name for f in stale)
                raise WouldChange(names, "the library has changed since it was written")
            output.message(f"up to date: {', '.join(f.name for f in files)}")
            return
        changed = write_files(
            files,
            self.library,
            force=self.force,
            dry_run=self.dry_run,
            in_folder=len(files) > 1,
        )
        for file in files:
            state = "would change" if self.dry_run else "written"
            state = state if file.name in changed else "unchanged"
            output.message(f"{file.name}: {state}, {counted(count, 'paper')}")
