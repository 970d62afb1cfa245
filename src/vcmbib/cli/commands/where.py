"""`vcmbib where`: show which library commands use here, and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.command_line.defaults import FILE_NAME, Defaults
from vcmbib.cli.command_line.locate import LibraryPlace, other_libraries
from vcmbib.cli.command_line.other_libraries import described, papers_in
from vcmbib.cli.context import App
from vcmbib.cli.display.times import for_people
from vcmbib.errors import BadDefaults
from vcmbib.store.library_file.inspect import LibraryFile, inspect_library
from vcmbib.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from vcmbib.formats.paper_json import Json


def run(context: typer.Context, json: options.AsJson = False) -> None:
    """Show which library commands use in this folder.

    Also how it is found, and the defaults in force.

    The order is --db, $VCMBIB_DB, papers.db in this folder, papers.db in the nearest parent folder,
    papers.db in your data folder. Other libraries are listed too. The exit status is 3 if there is
    no library, 4 for a mistake in the file of defaults, and 6 if commands cannot use the library.
    """
    app: App = context.obj
    place = app.place
    found = inspect_library(place.path)
    others = other_libraries(place.path, app.db)
    defaults, mistake = _defaults(app)
    if json:
        output.out_json(_object(place, found, others, defaults))
    else:
        output.card(_rows(place, found, others, defaults))
    error = found.error or mistake
    if error is not None:
        raise error


def _defaults(app: App) -> tuple[Defaults, BadDefaults | None]:
    """The defaults of options, or the mistake in their file."""
    try:
        return app.defaults, None
    except BadDefaults as mistake:
        return Defaults(), mistake


def _rows(
    place: LibraryPlace, found: LibraryFile, others: list[LibraryPlace], defaults: Defaults
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
        made = for_people(last.made) if terminal.on_terminal() else last.made
        rows.append(("last change", f"{last.id}, {made}: {last.command}"))
    if defaults.path is not None:
        rows.append(("defaults", str(defaults.path.absolute())))
        rows += [(f"  {name}", value) for name, value in defaults.settings()]
    if defaults.unused is not None:
        rows.append(("not used", f"{defaults.unused.absolute()}: {FILE_NAME} is there"))
    return [*rows, *(("other library", described(other)) for other in others)]


def _object(
    place: LibraryPlace, found: LibraryFile, others: list[LibraryPlace], defaults: Defaults
) -> Json:
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
        "defaults": {
            "file": None if defaults.path is None else str(defaults.path.absolute()),
            "settings": dict(defaults.settings()),
        },
        "others": [
            {
                "library": str(other.path),
                "found_by": other.found_by.value,
                "papers": papers_in(other.path),
            }
            for other in others
        ],
    }
