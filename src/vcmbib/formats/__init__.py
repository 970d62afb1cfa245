"""The file formats: one module or package for each, with its reader and its writer.

A reader is `read(text, origin) -> Reading`. `write_failed(problems)` writes the items that could
not be read. The tables contain module names, so that only the format in use is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from vcmbib.errors import UnknownFormat
from vcmbib.model.paper import Paper, Problem, Reading


class Reader(Protocol):
    """A format that can be imported."""

    def read(self, text: str, origin: str) -> Reading:
        """Read a file: its records, its problems and the text that is skipped."""
        ...

    def write_failed(self, problems: Sequence[Problem]) -> str:
        """Write the failed items unchanged, so that a user can correct and import them."""
        ...


class Writer(Protocol):
    """A format that can be exported without options of its own."""

    def write(self, papers: Iterable[Paper]) -> str:
        """Write a file of these papers."""
        ...


READERS = {
    "markdown": "vcmbib.formats.markdown",
    "bibtex": "vcmbib.formats.bibtex",
    "ris": "vcmbib.formats.ris",
    "nbib": "vcmbib.formats.nbib",
    "csl-json": "vcmbib.formats.csljson",
    "csv": "vcmbib.formats.papercsv",
    "jsonl": "vcmbib.formats.paper_jsonl",
    "hayagriva": "vcmbib.formats.hayagriva",
    "cff": "vcmbib.formats.cff",
    "mods": "vcmbib.formats.mods",
}
WRITERS = {name: module for name, module in READERS.items() if name not in ("markdown", "bibtex")}
"""The formats of `export --format`. BibTeX and Markdown have options of their own."""

ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".biblatex": "bibtex",
    ".ris": "ris",
    ".nbib": "nbib",
    ".medline": "nbib",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".cff": "cff",
    ".mods": "mods",
}
# The comments that `write_failed` writes above an item.
_FAILURE_COMMENTS = re.compile(
    r"(?:\s*(?:(?:#|%|//) line \d+:[^\n]*(?:\n|$)|<!-- line \d+:.*?-->))+", re.DOTALL
)
_START = 4000  # characters that are examined if the file name has no known ending
_FIRST_LINES = (  # in this order: patterns that fit only one format come first
    ("ris", re.compile(r"\s*TY\s{1,2}- ?")),
    ("nbib", re.compile(r"\s*PMID- ")),
    ("mods", re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?mods", re.DOTALL)),
    ("cff", re.compile(r"(?:.*\n)*?[\"']?cff-version[\"']?\s*:")),
    ("jsonl", re.compile(r'\s*\{(?:[^{}\[\]]*"key"\s*:|\s*"vcmbib"\s*:)')),
    ("csl-json", re.compile(r"\s*\[\s*(?:\{|\])|\s*\{")),
    ("bibtex", re.compile(r"(?:.*\n)*?\s*@\s*[A-Za-z-]+\s*[{(]")),
    ("hayagriva", re.compile(r"(?:\s*#.*\n|---\s*\n|\s*\n)*[^\s:#|-][^:\n]*:\s*\n\s+[\w-]+:")),
    ("markdown", re.compile(r"(?:.*\n)*?\s*\|.*\|")),
    ("markdown", re.compile(r"(?=(?:.*\n)*?.*\]\()(?:.*\n)*?\s*#")),
)


def format_of(name: str, text: str) -> str:
    """The format of a file by its name's ending, else by its first lines.

    Raises UnknownFormat if neither shows it.
    """
    ending = PurePath(name).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    text = text.removeprefix("\ufeff")
    comments = _FAILURE_COMMENTS.match(text)
    begin = comments.end() if comments else 0
    start = text[begin : begin + _START]
    for kind, sign in _FIRST_LINES:
        if sign.match(start):
            return kind
    if start.strip() and _is_csv(start):
        return "csv"
    raise UnknownFormat(name, tuple(READERS))


def _is_csv(start: str) -> bool:
    """Whether the first line is a CSV header with a column for titles."""
    header = next((line for line in start.splitlines() if line.strip()), "")
    cells = re.split(r"[,;\t]", header)
    return len(cells) > 1 and any("title" in cell.lower() for cell in cells)


def load_reader(name: str) -> Reader:
    """The reader of a format of READERS."""
    return cast("Reader", import_module(READERS[name]))


def load_writer(name: str) -> Writer:
    """The writer of a format of WRITERS."""
    return cast("Writer", import_module(WRITERS[name]))
