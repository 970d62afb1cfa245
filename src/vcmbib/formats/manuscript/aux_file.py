r"""What a document cites by the `.aux` that LaTeX wrote for BibTeX."""

from __future__ import annotations

import posixpath
import re

from vcmbib.formats.manuscript.collector import Gathering, beside
from vcmbib.model.manuscript import Location

_COMMAND = re.compile(
    r"\\(citation|abx@aux@cite|abx@aux@nociteall|abx@aux@number|@input|bibdata|bibstyle)"
    r"(?:\{\d+\}(?=\{))?(?:\{([^{}]*)\})?"
)
# Entries by which packages set up BibTeX's styles, in a .bib of their own.
_CONTROL = re.compile(r"(?i)biblatex-control|REVTEX[\d-]*Control|(?:aps|aip)[\d-]*Control|"
                      r"achemso-control")  # fmt: skip


def gather(gathering: Gathering, name: str) -> None:
    """Read an `.aux` and those of the included files."""
    opened = gathering.open([name], Location(name, 0))
    if opened is not None:
        _scan(gathering, *opened, posixpath.dirname(name))


def _scan(gathering: Gathering, name: str, text: str, folder: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for match in _COMMAND.finditer(line):
            spot = Location(name, number)
            _command(gathering, match[1], match[2], spot, folder)


def _command(
    gathering: Gathering, word: str, argument: str | None, spot: Location, folder: str
) -> None:
    if word == "abx@aux@nociteall":
        gathering.every = gathering.biblatex = True
        return
    if argument is None:
        return
    if word == "bibstyle":
        if gathering.biblatex is None:
            gathering.biblatex = argument.strip() == "biblatex"
    elif word == "bibdata":
        for named in argument.split(","):
            if not named.endswith(("-blx", "Notes")):
                gathering.bibliography(beside(folder, f"{named.removesuffix('.bib')}.bib"))
    elif word == "@input":
        opened = gathering.open([beside(folder, argument)], spot)
        if opened is not None:
            gathering.depth += 1
            _scan(gathering, *opened, folder)
            gathering.depth -= 1
    else:
        _cite(gathering, word, argument, spot)


def _cite(gathering: Gathering, word: str, argument: str, spot: Location) -> None:
    if word.startswith("abx"):
        gathering.biblatex = True
    for key in argument.split(","):
        if not _CONTROL.fullmatch(key.strip()):
            gathering.cite(key.strip(), spot)
