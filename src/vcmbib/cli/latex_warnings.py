"""Warn of commands of LaTeX in a `.bib` that reach outside of the document."""

from __future__ import annotations

from vcmbib.cli import output

_MOST = 10  # commands that are named


def warn_of_commands(bib: str) -> None:
    """Write a message on each dangerous command in a `.bib` that is written."""
    from vcmbib.formats.bibtex.foreign_tex import find_commands

    found = find_commands(bib)
    for one in found[:_MOST]:
        where = f"{one.key}: {one.field}" if one.key else "@preamble"
        does = f"{one.command}, which {one.effect}"
        output.message(f"{where} has {does}: check it before you run LaTeX")
    if len(found) > _MOST:
        output.hint(f"… and {len(found) - _MOST} more; to see all: vcmbib check")
