"""`vcmbib where`: show which library commands use here, and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vcmbib.cli import options, output
from vcmbib.cli.command_line.locate import LibraryPlace, other_libraries
from vcmbib.cli.command_line.other_libraries import described, papers_in
from vcmbib.cli.context import App
from vcmbib.store.library_file.inspect import LibraryFile, inspect_library
from vcmbib.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


def run(context: typer.Context, json: options.AsJson = False) -> None:
    """Show which library commands use in this folder, how it is found, and other libraries.

    The order is --db, $VCMBIB_DB, papers.db in this folder, papers.db in the nearest parent folder,
    papers.db in your data folder. The exit status is 3 if there is no library, and 6 if commands
    cannot use it.
    """
    app: App = context.obj
    place = app.place
    found = inspect_library(place.path)
    others = other_libraries(place.path, app.db)
    if json:
        output.out_json(_object(place, found, others))
    else:
        output.table(("", ""), _rows(place, found, others), body=1)
    if found.error is not None:
        raise found.error


def _rows(
    place: LibraryPlace, found: LibraryFile, others: list[LibraryPlace]
) -> list[tuple[str, str]]:
    """(name, value) of all that is known."""
    rows = [("library", str(place.path.absolute())), ("found by", place.found_by.label)]
    if found.papers is not None:
        rows.append(("papers", str(found.papers)))
    if found.size is not None:
        rows.append(("size", f"{found.size:,} bytes"))
    if found.schema is not None:
        current = found.schema == SCHEMA_VERSION
        program = "" if current else f" (this program writes {SCHEMA_VERSION})"
        rows.append(("schema", f"{found.schema}{program}"))
    if found.last_change is not None:
        last = found.last_change
        rows.append(("last change", f"{last.id}, {last.made}: {last.command}"))
    return [*rows, *(("other library", described(other)) for other in others)]


def _object(place: LibraryPlace, found: LibraryFile, others: list[LibraryPlace]) -> Json:
    last = found.last_change
    changed: Json = None
    if last is not None:
        changed = {"id": last.id, "made": last.made, "command": last.command}
    error = found.error
    return {
        "vcmbib": 1,
        "library": str(place.path.absolute()),
        "found_by": place.found_by.value,
        "papers": found.papers,
        "size": found.size,
        "schema": found.schema,
        "last_change": changed,
        "error": None if error is None else {"code": error.code, "message": error.message},
        "others": [
            {
                "library": str(other.path),
                "found_by": other.found_by.value,
                "papers": papers_in(other.path),
            }
            for other in others
        ],
    }
