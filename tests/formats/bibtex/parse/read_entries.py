"""Texts read as blocks and as entries, where nothing fails."""

from __future__ import annotations

from vcmbib.formats.bibtex.parse.entry import RawEntry
from vcmbib.formats.bibtex.parse.resolve import read_blocks
from vcmbib.formats.bibtex.parse.scanner import EntryBlock, split_blocks
from vcmbib.model.text import normalize_newlines


def the_entry(text: str) -> EntryBlock:
    """The only block of a text, which must be an entry."""
    (block,) = split_blocks(normalize_newlines(text))
    assert isinstance(block, EntryBlock)
    return block


def entries(text: str) -> list[RawEntry]:
    """The entries of a text in which nothing fails."""
    blocks = read_blocks(text)
    assert blocks.problems == ()
    return list(blocks.entries)


def value(text: str, strings: str = "") -> str:
    """The value that `text` expands to."""
    return entries(f"{strings}\n@misc{{k, series = {text}}}")[-1].get("series")
