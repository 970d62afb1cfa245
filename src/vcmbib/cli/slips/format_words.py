"""Names of file formats: those of the program, and what other programs call them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

_CALLED = {
    "bib": "bibtex", "tex": "bibtex", "latex": "bibtex", "bibliography": "bibtex",
    "biber": "biblatex", "md": "markdown", "mkd": "markdown", "list": "markdown",
    "csl": "csl-json", "csljson": "csl-json", "citeproc": "csl-json", "endnote": "ris",
    "refman": "ris", "pubmed": "nbib", "medline": "nbib", "json-lines": "jsonl",
    "ndjson": "jsonl", "yaml": "hayagriva", "yml": "hayagriva", "typst": "hayagriva",
    "xml": "mods", "citation.cff": "cff", "excel": "csv", "tsv": "csv", "spreadsheet": "csv",
}  # fmt: skip


def formats_meant(name: str, known: Sequence[str]) -> list[str]:
    """The formats of `known` that a name probably means, the likeliest first."""
    word = name.lower().lstrip(".")
    called = _CALLED.get(word)
    if word in known:
        return [word]
    if called is not None and called in known:
        return [called]
    return get_close_matches(word, known, 2, 0.6)
