"""The citations of manuscripts: LaTeX with its `.aux` and `.bcf`, Markdown and Typst."""

from __future__ import annotations

import posixpath
import re
from importlib import import_module
from typing import Protocol, cast

from vcmbib.formats.manuscript.collector import CitationCollector, ReadFile
from vcmbib.model.manuscript import Citations

__all__ = ["ReadFile", "cited_in", "entry_keys", "manuscript_kind"]


class _ManuscriptReader(Protocol):
    def collect(self, collector: CitationCollector, name: str) -> None: ...


_KIND_OF_ENDING = {
    **dict.fromkeys((".tex", ".ltx", ".latex", ".sty", ".cls", ".rnw", ".dtx"), "latex"),
    ".aux": "aux_file",
    ".bcf": "bcf",
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd", ".mkd", ".mdown", ".pandoc"), "markdown"),
    ".typ": "typst",
}
_SIGN_PATTERNS = (
    ("bcf", re.compile(r"<bcf:")),
    ("aux_file", re.compile(r"\\(?:citation|abx@aux@cite)\b")),
    ("latex", re.compile(r"\\(?:documentclass|begin|[a-zA-Z]*cites?[a-z]*\*?)\s*[\[{]")),
    ("typst", re.compile(r"(?m)^#(?:set|show|import|include|let|bibliography)\b|#cite\(")),
    ("markdown", re.compile(r"\[-?@|(?m:^---\s*$)|(?m:^#+ )|(?<!\w)@\w")),
)


def cited_in(path: str, read: ReadFile) -> Citations:
    """The citations in the document `path` and in all files that it includes.

    `read` returns the text of a file by its path with `/` between folders, or None if there is no
    such file. Paths in the document are relative to its folder. The ending of the name shows the
    kind of document, else the text does. A missing document is in `missing` of the result.
    """
    collector = CitationCollector(read)
    kind = _KIND_OF_ENDING.get(posixpath.splitext(path)[1].lower()) or manuscript_kind(
        read(path) or ""
    )
    module = cast("_ManuscriptReader", import_module(f"vcmbib.formats.manuscript.{kind}"))
    module.collect(collector, path)
    return collector.citations_found()


def manuscript_kind(text: str) -> str:
    """The kind of a manuscript by its text, as the name of a module here; LaTeX by default."""
    for kind, sign in _SIGN_PATTERNS:
        if sign.search(text):
            return kind
    return "latex"


_ENTRY = re.compile(r"^[ \t]*@[ \t]*([A-Za-z][\w-]*)\s*[{(]\s*([^\s,{}\"#%()=]+)\s*,", re.MULTILINE)
_NO_ENTRY = ("string", "preamble", "comment")


def entry_keys(text: str) -> tuple[str, ...]:
    """The citation keys of the entries of a `.bib` in order. Fields are not parsed."""
    found = (m[2] for m in _ENTRY.finditer(text) if m[1].lower() not in _NO_ENTRY)
    return tuple(dict.fromkeys(found))
