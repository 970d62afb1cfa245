"""`vcmbib dump`: write the library as text. The same library gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.context import App, expand_home
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.cli.file_output.output_files import write_files
from vcmbib.cli.text_files import DUMP, OutputFile
from vcmbib.errors import Usage, WouldChange
from vcmbib.model.dump.jsonl import encode, line_object, write_lines
from vcmbib.model.printable import printable_line
from vcmbib.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from vcmbib.model.dump.jsonl import DumpLine, Json


def run(
    context: typer.Context,
    library: Annotated[
        str | None,
        typer.Argument(
            metavar="[LIBRARY]", help="The library. Default: the one that other commands use."
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            "--out",
            metavar="FILE",
            help="Write to this file instead of standard output.",
        ),
    ] = None,
    history: Annotated[
        bool,
        typer.Option("--history", help="Also write the lines of the log. load does not read them."),
    ] = False,
    fields: Annotated[
        bool,
        typer.Option(
            "--fields", help="Write one field a line, for git diff. load does not read this."
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing. Exit status 1 if the file would change.")
    ] = False,
    force: options.Force = False,
) -> None:
    """Write the whole library as sorted JSON lines.

    `vcmbib load` reads them. The same library gives the same bytes, in whatever order its papers
    came in.
    """
    app: App = context.obj
    if check and out is None:
        raise Usage("--check needs a file", "name it: -o FILE")
    path = app.path if library is None else expand_home(library)
    with app.open_any_version(path) as opened:
        lines = opened.dump_lines(history=history)
        text = _fields(lines) if fields else write_lines(lines, SCHEMA_VERSION)
        if out is None or out == "-":
            for line in text:
                output.exact(line)
            return
        dumped = "".join(text)
    if check:
        _check(out, dumped)
        return
    write_files([OutputFile(out, dumped, DUMP)], path, force=force)


def _check(name: str, text: str) -> None:
    """Raise WouldChange unless the file contains exactly this text."""
    path: Path = expand_home(name)
    if not path.exists():
        raise WouldChange(name, "it does not exist")
    if read_bytes(name, named=False, most=0) != text.encode():
        raise WouldChange(name, "the library has changed since it was written")


# --- one field per line -------------------------------------------------------------------------


def _fields(lines: Iterator[DumpLine]) -> Iterator[str]:
    """One line per field. Each line names its paper, so that a part of a diff is readable."""
    for line in lines:
        fields = line_object(line)
        kind = str(fields.pop("kind"))
        if kind == "told-apart":
            yield _readable(f"different papers: {_shown(fields['keys'])}")
            continue
        names = {"category": "slug", "venue": "name", "change": "number", "paper": "key"}
        name = str(fields.pop(names[kind]))
        about = name if kind == "paper" else f"{kind} {name}"
        yield _readable(about)
        for field, value in fields.items():
            for item in value if isinstance(value, list) else [value]:
                if item is not None:
                    yield _readable(f"{about}  {field}: {_shown(item)}")


def _readable(line: str) -> str:
    """A line for people, with its end."""
    return f"{printable_line(line)}\n"


def _shown(value: Json) -> str:
    """A value on one line: text and names as in print, other values as JSON."""
    match value:
        case str():
            return " ".join(value.split("\n"))
        case {"family": str(family), **rest}:
            parts = (rest.get("given"), rest.get("particle"), family, rest.get("suffix"))
            return " ".join(str(p) for p in parts if p)
        case {"scheme": scheme, "value": found}:
            return f"{scheme}:{found}"
        case {"source": source, "origin": origin, "ref": ref, "claims": claims}:
            return f"{source} {origin} {ref} {encode(claims)}"
        case [str(name), str(text)]:
            return f"{name} = {' '.join(text.split())}"
        case _:
            return encode(value)
