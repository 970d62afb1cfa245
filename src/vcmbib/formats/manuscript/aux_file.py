r"""The citations in an `.aux` file, which LaTeX writes for BibTeX."""

from __future__ import annotations

import posixpath
import re

from vcmbib.formats.manuscript.collector import CitationCollector, path_from
from vcmbib.model.manuscript import Location

_COMMAND = re.compile(
    r"\\(citation|abx@aux@cite|abx@aux@nociteall|abx@aux@number|@input|bibdata|bibstyle)"
    r"(?:\{\d+\}(?=\{))?(?:\{([^{}]*)\})?"
)
# Control entries: packages configure BibTeX styles by entries in a .bib of their own.
_CONTROL = re.compile(r"(?i)biblatex-control|REVTEX[\d-]*Control|(?:aps|aip)[\d-]*Control|"
                      r"achemso-control")  # fmt: skip


def collect(collector: CitationCollector, name: str) -> None:
    """Read an `.aux` file and those of included files."""
    opened = collector.open([name], Location(name, 0))
    if opened is not None:
        _scan(collector, *opened, posixpath.dirname(name))


def _scan(collector: CitationCollector, name: str, text: str, folder: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for match in _COMMAND.finditer(line):
            location = Location(name, number)
            _command(collector, match[1], match[2], location, folder)


def _command(
    collector: CitationCollector, word: str, argument: str | None, location: Location, folder: str
) -> None:
    if word == "abx@aux@nociteall":
        collector.cites_all = collector.biblatex = True
        return
    if argument is None:
        return
    if word == "bibstyle":
        if collector.biblatex is None:
            collector.biblatex = argument.strip() == "biblatex"
    elif word == "bibdata":
        for named in argument.split(","):
            if not named.endswith(("-blx", "Notes")):
                collector.add_bibliography(path_from(folder, f"{named.removesuffix('.bib')}.bib"))
    elif word == "@input":
        opened = collector.open([path_from(folder, argument)], location)
        if opened is not None:
            collector.depth += 1
            _scan(collector, *opened, folder)
            collector.depth -= 1
    else:
        _cite(collector, word, argument, location)


def _cite(collector: CitationCollector, word: str, argument: str, location: Location) -> None:
    if word.startswith("abx"):
        collector.biblatex = True
    for key in argument.split(","):
        if not _CONTROL.fullmatch(key.strip()):
            collector.cite(key.strip(), location)
