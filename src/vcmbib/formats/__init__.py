"""Ways of writing papers in a file; reading and writing side by side, one module a format.

A reader is `read(text, origin) -> Reading`; what failed is handed back by `write_failed(problems)`.
The tables hold strings, so that only the format in use is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from vcmbib.errors import UnknownFormat
from vcmbib.model.paper import Problem, Reading


class Reader(Protocol):
    """A format that can be imported."""

    def read(self, text: str, origin: str) -> Reading:
        """All that is in a file: records, problems, and what is rightly passed over."""
        ...

    def write_failed(self, problems: Sequence[Problem]) -> str:
        """The problems word for word in the format itself, to be corrected and read again."""
        ...


READERS = {"markdown": "vcmbib.formats.markdown", "bibtex": "vcmbib.formats.bibtex"}
ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".biblatex": "bibtex",
}


def format_of(name: str, text: str) -> str:
    """The format of a file, by its ending, else by how its text begins. Raises UnknownFormat."""
    ending = PurePath(name).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    start = [line.strip() for line in text.splitlines()[:2000] if line.strip()]
    if any(line.startswith("@") and "{" in line for line in start):
        return "bibtex"
    if any(line.startswith("|") and line.count("|") > 1 for line in start):
        return "markdown"
    if any(line.startswith("#") for line in start) and "](" in text:
        return "markdown"
    raise UnknownFormat(name, tuple(READERS))


def load_reader(name: str) -> Reader:
    """The reader of a format of READERS."""
    return cast("Reader", import_module(READERS[name]))
