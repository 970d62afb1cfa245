"""`vcmbib import`: read files of papers. The ledger reports every item read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from vcmbib.cli import options, output, terminal, text_files
from vcmbib.cli.commands import import_report
from vcmbib.cli.commands.import_failed import FAILED_START, FailedFile
from vcmbib.cli.confirm_duplicate import ask_if_same_work, check_can_ask
from vcmbib.cli.context import App, expand_home, printable_bytes, typed_command
from vcmbib.cli.file_input.input_file import parse_size
from vcmbib.cli.parallel import map_in_processes, without_garbage_collection
from vcmbib.cli.progress import progress
from vcmbib.errors import ImportIncomplete, NothingInFile, Usage
from vcmbib.formats import READERS, format_of, load_reader
from vcmbib.formats.item_net import pass_over, read_file
from vcmbib.logic.importer.failed import late_problems, with_item_texts, without_papers
from vcmbib.logic.importer.plan import OnDuplicate, plan_import

if TYPE_CHECKING:
    from vcmbib.formats.bibtex.parse.file_set import FileSet
    from vcmbib.model.paper import Problem, Reading
    from vcmbib.model.plan import Plan
    from vcmbib.store.library import AppliedChange, Library

T = TypeVar("T")
R = TypeVar("R")


def run(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help=".bib files, Markdown lists, RIS, CSL-JSON and more (see --format). With -, read "
            "standard input.",
        ),
    ],
    format: Annotated[  # noqa: A002  # the option's name
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"File format: {', '.join(READERS)}. Default: guessed from the file name.",
            autocompletion=options.complete_values(*READERS),
        ),
    ] = None,
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option(
            "--on-duplicate",
            help="What to do with a paper that the library has: fill (complete its missing "
            "fields), ask, add (as a second paper) or skip.",
        ),
    ] = OnDuplicate.FILL,
    failed: Annotated[
        str | None,
        typer.Option(
            "--failed",
            metavar="FILE",
            help="Write the items that failed to FILE, so that you can correct them.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="Text encoding, if the guess is wrong: latin-1, cp1252, …",
        ),
    ] = None,
    groups: Annotated[
        bool,
        typer.Option("--groups", help="Make categories from the groups of JabRef and Mendeley."),
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAME=FIELD,…",
            help="The fields of CSV columns: Titel=title,Jahr=year.",
        ),
    ] = None,
    max_size: options.MaxSize = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    json: options.AsJson = False,
) -> None:
    """Read papers from files: BibTeX, Markdown lists, RIS, more.

    Every item that is read ends as added, filled, same, skipped or failed.

    Reading the same file again changes nothing. If an item fails, the others are imported, the exit
    status is 4, and --failed writes the items that failed to a file that you can correct and
    import.
    """
    app: App = context.obj
    mapping, most = _columns(columns), parse_size(max_size)
    settings = ImportOptions(
        format, on_duplicate, failed, encoding, groups, mapping, most, force
    )  # fmt: skip
    with without_garbage_collection():
        _run(app, names, settings, dry_run, json)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import.

    `columns` maps the columns of a CSV file to fields. `most` bytes are read of a file; 0: all.
    """

    format: str | None
    on_duplicate: OnDuplicate
    failed: str | None
    encoding: str | None
    groups: bool
    columns: Mapping[str, str]
    most: int
    force: bool = False


def _run(
    app: App, names: Sequence[str], settings: ImportOptions, dry_run: bool, json: bool
) -> None:
    check_can_ask(settings.on_duplicate)
    files = [_text(name, settings) for name in names]
    readings, problems = _readings(files, settings)
    records = [r for _, reading in readings for r in reading.records]
    checked = {kind: tuple(found) for kind, found in problems.items()}
    failed = None
    if settings.failed is not None:
        # A record that is skipped does not reach the library.
        coming = records if settings.on_duplicate is not OnDuplicate.SKIP else ()
        failed = FailedFile(settings.failed, app.path, settings.force, coming)
        failed.check(checked)
    with app.plan_library(dry_run) as library:
        snapshot = library.snapshot_for(records)
        with progress("comparing", len(records)) as advance:
            plan = plan_import(readings, snapshot, settings.on_duplicate, advance, ask_if_same_work)
        applied = None
        if not dry_run:
            applied, plan = _apply(library, plan)
    plan = with_item_texts(plan, {f.name: f.text for f in files})
    for name, problem in late_problems(plan, readings):
        problems[next(f.kind for f in files if f.name == name)].append(problem)
    change = applied.change if applied else None
    if json:
        output.out_json(import_report.ledger_object(plan, change=change, dry_run=dry_run))
    else:
        import_report.show_ledger(plan, every_line=dry_run)
        _close(applied, dry_run)
    if failed is not None and not dry_run:
        failed.write(problems, checked)
    if plan.ledger.failed:
        raise ImportIncomplete(
            f"{plan.ledger.failed} of {plan.ledger.read} items were not understood",
            "" if failed else "to get them in a file that you can correct, add --failed FILE",
        )


def _apply(library: Library, plan: Plan) -> tuple[AppliedChange, Plan]:
    """Apply the plan; a paper that cannot be stored is `failed` in the plan that is returned."""
    from vcmbib.store.apply_possible import apply_possible

    with progress("storing", len(plan.actions)) as advance:
        return apply_possible(
            library,
            plan,
            typed_command(),
            without_papers,
            advance,
            partial(map_in_processes, workers=1),
        )


def _readings(
    files_read: Sequence[_ImportFile], settings: ImportOptions
) -> tuple[list[tuple[str, Reading]], dict[str, list[Problem]]]:
    """Parse all files; returns (name, reading) of each, and the problems by format.

    Raises NothingInFile for a file that is not of its format.
    """
    files = _file_set([f.text for f in files_read if f.kind == "bibtex"])
    readings: list[tuple[str, Reading]] = []
    problems: dict[str, list[Problem]] = {}
    for file in files_read:
        reading = _read(file, settings, files)
        if file.text.strip() and _is_other_format(file.kind, reading, file.text):
            raise NothingInFile(file.name, file.kind)
        readings.append((file.name, reading))
        problems.setdefault(file.kind, []).extend(reading.problems)
    return readings, problems


@dataclass(frozen=True, slots=True)
class _ImportFile:
    name: str
    kind: str
    text: str


def _text(name: str, settings: ImportOptions) -> _ImportFile:
    """Read a file and find its format. Raises Usage if --failed would overwrite the file."""
    text = text_files.read_text(name, settings.encoding, settings.most)
    kind = _known_format(settings.format) if settings.format is not None else format_of(name, text)
    is_target = settings.failed is not None and _is_same_file(name, settings.failed)
    if is_target and text.strip() and not text.lstrip().startswith(FAILED_START):
        raise Usage("--failed names a file that is imported", "name another file")
    return _ImportFile(printable_bytes(name), kind, text)


def _is_same_file(name: str, other: str) -> bool:
    """Whether two names lead to one file."""
    return name != "-" and os.path.realpath(expand_home(name)) == os.path.realpath(
        expand_home(other)
    )


def _file_set(texts: Sequence[str]) -> FileSet | None:
    """The macros and `crossref` targets that several .bib files share; None for a single file."""
    if len(texts) < 2:
        return None
    from vcmbib.formats.bibtex.parse.resolve import file_set

    return file_set(texts)


def _is_other_format(kind: str, reading: Reading, text: str) -> bool:
    """Whether the text is of another format: it has no items, and no comments of this format."""
    if reading.records or reading.problems:
        return False
    if kind in ("ris", "nbib"):
        return True
    if kind in ("csl-json", "jsonl", "mods"):
        return not reading.skipped and _EMPTY.fullmatch(text) is None
    lines = (line.lstrip() for line in text.splitlines() if line.strip())
    return kind == "bibtex" and "@" not in text and not all(x.startswith("%") for x in lines)


# An empty list is of the right format: `[]`, `{"items": []}`, `<modsCollection/>`.
_EMPTY = re.compile(
    r"\ufeff?\s*(?:\[\s*\]|\{[^{}\[\]]*\[\s*\]\s*\}|\{\s*\}"
    r"|(?:<\?[^>]*>\s*)?<(?:\w+:)?modsCollection[^>]*(?:/>|>\s*</(?:\w+:)?modsCollection>))\s*"
)


def _read(file: _ImportFile, settings: ImportOptions, files: FileSet | None) -> Reading:
    """Parse one file. Raises Usage for --columns with a format that is not CSV."""
    text, origin = file.text, PurePath(file.name).name
    if file.kind == "bibtex":
        from vcmbib.formats import bibtex

        reading = read_file(lambda: bibtex.read(text, origin, _map_with_progress, files), text)
        if settings.groups:
            from vcmbib.formats.bibtex.reader.groups import groups_to_categories

            reading = pass_over(reading, groups_to_categories, "reading the groups")
        return reading
    if not settings.columns:
        reader = load_reader(file.kind)
        return read_file(lambda: reader.read(text, origin), text)
    if file.kind != "csv":
        raise Usage(
            "use --columns only with CSV files", f"{origin} is not CSV; its format is {file.kind}"
        )
    from vcmbib.formats import papercsv

    return read_file(lambda: papercsv.read(text, origin, settings.columns), text)


def _map_with_progress(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """`map` for the chunks of a .bib, on all cores and with a progress bar."""
    if len(items) < 2:
        yield from map(work, items)
        return
    sizes = [len(item) if isinstance(item, Sized) else 1 for item in items]
    with progress("reading", sum(sizes)) as advance:
        for size, result in zip(sizes, map_in_processes(work, items), strict=True):
            advance(size)
            yield result


def _columns(given: str | None) -> dict[str, str]:
    """`Titel=title,Jahr=year` as a mapping. Raises Usage for a part without `=`."""
    found: dict[str, str] = {}
    for pair in filter(None, (given or "").split(",")):
        name, equals, field = pair.rpartition("=")
        if not equals or not name.strip() or not field.strip():
            raise Usage(
                f"--columns: {pair!r} is not of the form NAME=FIELD",
                "as in: --columns Titel=title,Jahr=year",
            )
        found[name.strip()] = field.strip()
    return found


def _known_format(name: str) -> str:
    if name not in READERS:
        from vcmbib.cli.slips.format_words import formats_meant

        raise Usage(
            f"--format: {name!r} is unknown",
            f"one of: {', '.join(READERS)}",
            wrong=name,
            instead=formats_meant(name, tuple(READERS)),
        )
    return name


def _close(applied: AppliedChange | None, dry_run: bool) -> None:
    if dry_run:
        output.message("nothing was written (--dry-run)")
    elif applied is None or applied.change is None:
        output.message("no change")
    elif terminal.can_ask():
        output.hint(f"change {applied.change}; to undo it: vcmbib undo")
